/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_TRIAL_WINDOW (sp_trial_window_get_type ())
/**
 * SpTrialWindow:
 *
 * The panel of the practice provider: an entry for the address that this place shall have next, and
 * what to type to see the published name from outside. Emits “remove-trial” when the person has tried
 * enough.
 */
G_DECLARE_FINAL_TYPE (SpTrialWindow, sp_trial_window, SP, TRIAL_WINDOW, GtkDialog)

SpTrialWindow *
sp_trial_window_new (SpServices *services, int http_port, int dns_port, const char *host);

G_END_DECLS
