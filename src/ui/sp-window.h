/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_WINDOW (sp_window_get_type ())
/**
 * SpWindow:
 *
 * The main window: profiles, history and log. It is made when it is asked for and destroyed when it
 * is closed, so that a program in the tray holds none of it.
 */
G_DECLARE_FINAL_TYPE (SpWindow, sp_window, SP, WINDOW, GtkWindow)

GtkWidget *sp_window_new (SpServices *services);
void sp_window_show_profile (SpWindow *self, const char *profile_id);
void sp_window_show_log (SpWindow *self, const char *profile_id);

G_END_DECLS
