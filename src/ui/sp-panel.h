/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SP_TYPE_PANEL (sp_panel_get_type ())
/**
 * SpPanel:
 *
 * Whether there is a panel that shows tray icons, asked of the bus itself: the tray library tells
 * of a panel that comes or goes, but not of one that was there from the start. Emits
 * “notify::present”, and “settled” once, when the program's icon is in the panel or it is clear that
 * there is none.
 */
G_DECLARE_FINAL_TYPE (SpPanel, sp_panel, SP, PANEL, GObject)

SpPanel *sp_panel_new (GDBusConnection *bus);
gboolean sp_panel_is_present (SpPanel *self);

G_END_DECLS
