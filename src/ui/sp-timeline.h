/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SP_TYPE_TIMELINE (sp_timeline_get_type ())
/**
 * SpTimeline:
 *
 * Draws the addresses of this place over time, one band a family. Colour and hatching alternate
 * with each new address, gaps are outages. The mouse tells and, with Ctrl, zooms; the arrow keys go
 * from span to span, plus and minus zoom.
 */
G_DECLARE_FINAL_TYPE (SpTimeline, sp_timeline, SP, TIMELINE, GtkDrawingArea)

void sp_timeline_set_events (SpTimeline *self, GPtrArray *events, gint64 now_s);
void sp_timeline_set_range (SpTimeline *self, gint64 from_s, gint64 to_s);

G_END_DECLS
