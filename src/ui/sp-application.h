/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_APPLICATION (sp_application_get_type ())
/**
 * SpApplication:
 *
 * The program: one instance a session, its tray, its windows and its actions. It is a GApplication
 * and not a GtkApplication, which would start desktop portals and cost as much as all the rest.
 * The tray comes first; the engine is built when the panel has answered, windows when they are
 * asked for.
 */
G_DECLARE_FINAL_TYPE (SpApplication, sp_application, SP, APPLICATION, GApplication)

SpApplication *sp_application_new (SpServicesFunc build, const char *icon_folder);
SpServices *sp_application_get_services (SpApplication *self);
SpStatus *sp_application_get_status (SpApplication *self);
gboolean sp_application_has_tray (SpApplication *self);

void sp_application_add_window (SpApplication *self, GtkWindow *window);
GtkWindow *sp_application_find_window (SpApplication *self, GType type);
GtkWindow *sp_application_present_window (SpApplication *self);
GtkWindow *sp_application_get_parent (SpApplication *self);
struct _SpTrial *sp_application_get_trial (SpApplication *self);
void sp_application_quit (SpApplication *self);

G_END_DECLS
