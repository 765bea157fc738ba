/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

#define SP_TYPE_TRAY (sp_tray_get_type ())
/**
 * SpTray:
 *
 * The icon and its menu in the panel. A view: it is told the status and names actions, and decides
 * nothing. Emits “notify::connected” when a panel that shows tray icons comes or goes; it registers
 * again by itself when the panel returns.
 */
G_DECLARE_FINAL_TYPE (SpTray, sp_tray, SP, TRAY, GObject)

SpTray *sp_tray_new (GActionGroup *actions, GDBusConnection *bus, const char *icon_folder);
void sp_tray_set_status (SpTray *self, SpStatus *status);
void sp_tray_set_style (SpTray *self, const char *style);
gboolean sp_tray_is_connected (SpTray *self);

G_END_DECLS
