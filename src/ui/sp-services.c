/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-services.h"

/**
 * sp_services_free:
 * @self: (transfer full): the services; what is %NULL was never made
 *
 * Lets go of everything, what speaks to others first.
 */
void
sp_services_free (SpServices *self)
{
  g_clear_object (&self->watch);
  g_clear_object (&self->bus);
  g_clear_object (&self->engine);
  g_clear_object (&self->settings);
  g_clear_object (&self->journal);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_object (&self->desktop);
  g_clear_object (&self->world.network);
  g_clear_object (&self->world.secrets);
  g_clear_object (&self->world.dns);
  g_clear_object (&self->world.transport);
  g_clear_object (&self->world.clock);
  g_free (self);
}
