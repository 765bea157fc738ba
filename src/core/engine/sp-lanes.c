/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-lanes.h"

#define BUSY_MOST 6

typedef struct
{
  gboolean is_busy;
  gint64 free_us;
} Lane;

/* Who is on the road to which server. Belongs to one engine. A lane stays known for as long as the
 * engine lives; there are as many as servers. */
struct _SpLanes
{
  SpClock *clock;    /* (owned) */
  GHashTable *lanes; /* (owned) (element-type utf8 Lane) */
  guint n_busy;
};

static Lane *
ensure_lane (SpLanes *self, const char *server)
{
  Lane *lane = g_hash_table_lookup (self->lanes, server);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_hash_table_insert (self->lanes, g_strdup (server), lane);
    }
  return lane;
}

/**
 * sp_lanes_new:
 * @clock: the clock
 *
 * Returns: (transfer full): lanes that are all free
 */
SpLanes *
sp_lanes_new (SpClock *clock)
{
  SpLanes *self = g_new0 (SpLanes, 1);

  self->clock = g_object_ref (clock);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * sp_lanes_free:
 * @self: (transfer full): lanes
 */
void
sp_lanes_free (SpLanes *self)
{
  g_clear_pointer (&self->lanes, g_hash_table_unref);
  g_clear_object (&self->clock);
  g_free (self);
}

/**
 * sp_lanes_is_free:
 * @self: lanes
 * @server: a server
 *
 * Returns: %TRUE if a request to @server may start now
 */
gboolean
sp_lanes_is_free (SpLanes *self, const char *server)
{
  return sp_lanes_get_free_us (self, server) <= sp_clock_now (self->clock).boot_us;
}

/**
 * sp_lanes_enter:
 * @self: lanes
 * @server: a server whose lane is free
 */
void
sp_lanes_enter (SpLanes *self, const char *server)
{
  ensure_lane (self, server)->is_busy = TRUE;
  self->n_busy++;
}

/**
 * sp_lanes_leave:
 * @self: lanes
 * @server: the server of a request that ended
 * @gap_ms: how long the server wants to be left alone
 */
void
sp_lanes_leave (SpLanes *self, const char *server, guint gap_ms)
{
  Lane *lane = ensure_lane (self, server);

  lane->is_busy = FALSE;
  lane->free_us = sp_clock_now (self->clock).boot_us + (gint64) gap_ms * 1000;
  self->n_busy--;
}

/**
 * sp_lanes_get_free_us:
 * @self: lanes
 * @server: a server
 *
 * Returns: from when a request to @server may start, on the boot clock in microseconds; G_MAXINT64
 *   while that depends on another one's end
 */
gint64
sp_lanes_get_free_us (SpLanes *self, const char *server)
{
  Lane *lane = ensure_lane (self, server);

  return lane->is_busy || self->n_busy >= BUSY_MOST ? G_MAXINT64 : lane->free_us;
}

/**
 * sp_lanes_get_n_busy:
 * @self: lanes
 *
 * Returns: how many requests are on the road
 */
guint
sp_lanes_get_n_busy (SpLanes *self)
{
  return self->n_busy;
}
