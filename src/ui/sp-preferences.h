/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

#define SP_TYPE_PREFERENCES (sp_preferences_get_type ())
/**
 * SpPreferences:
 *
 * The settings as a dialog. Each control is bound to its setting and works at once; only the list
 * of echo services waits until every line of it is an address that may be asked.
 */
G_DECLARE_FINAL_TYPE (SpPreferences, sp_preferences, SP, PREFERENCES, GtkDialog)

void sp_preferences_open (SpApplication *application);
char **sp_preferences_parse_services (const char *text, char **problem);

G_END_DECLS
