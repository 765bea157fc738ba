/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"

G_BEGIN_DECLS

/**
 * SpLanes:
 *
 * One lane per server: one request at a time, a gap between two, and a limit for all together.
 * Holds no queue: whenever a lane is free, policy is asked anew what goes first, so that nothing
 * waits in line that should not be sent any more.
 */
typedef struct _SpLanes SpLanes;

SpLanes *sp_lanes_new (SpClock *clock);
void sp_lanes_free (SpLanes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpLanes, sp_lanes_free)

gboolean sp_lanes_is_free (SpLanes *self, const char *server);
void sp_lanes_enter (SpLanes *self, const char *server);
void sp_lanes_leave (SpLanes *self, const char *server, guint gap_ms);
gint64 sp_lanes_get_free_us (SpLanes *self, const char *server);
guint sp_lanes_get_n_busy (SpLanes *self);

G_END_DECLS
