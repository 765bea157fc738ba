/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-ways.h"

/**
 * sp_ways_init:
 * @self: (out caller-allocates): the ways; to be cleared with sp_ways_clear()
 * @other: the ways to take references of
 */
void
sp_ways_init (SpWays *self, const SpWays *other)
{
  self->clock = g_object_ref (other->clock);
  self->transport = g_object_ref (other->transport);
  self->dns = g_object_ref (other->dns);
  self->make_nonce = other->make_nonce;
  self->trace = other->trace;
  self->trace_data = other->trace_data;
  self->memory = other->memory == NULL ? NULL : sp_memory_ref (other->memory);
}

/**
 * sp_ways_clear:
 * @self: ways from sp_ways_init(), or all %NULL
 */
void
sp_ways_clear (SpWays *self)
{
  g_clear_object (&self->clock);
  g_clear_object (&self->transport);
  g_clear_object (&self->dns);
  g_clear_pointer (&self->memory, sp_memory_unref);
}
