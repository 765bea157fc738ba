/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libayatana-appindicator/app-indicator.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppIndicator, g_object_unref)

#define SP_TYPE_INDICATOR (sp_indicator_get_type ())
/**
 * SpIndicator:
 *
 * The library's tray item, but for what it does while no panel takes it: then it falls back on an
 * icon of the old kind. That is right where there are only such trays, and wrong while a panel
 * restarts, because GTK's old icon does not survive the panel that holds it without a critical.
 */
G_DECLARE_FINAL_TYPE (SpIndicator, sp_indicator, SP, INDICATOR, AppIndicator)

AppIndicator *sp_indicator_new (const char *id, const char *icon);
void sp_indicator_set_fallback (SpIndicator *self, gboolean allowed);

G_END_DECLS
