/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-target.h"

/**
 * sp_target_new:
 * @profile_id: the profile it belongs to
 * @host: A-label host name
 * @family: A or AAAA
 *
 * Returns: (transfer full): a target of which nothing is remembered
 */
SpTarget *
sp_target_new (const char *profile_id, const char *host, SpFamily family)
{
  SpTarget *self = g_new0 (SpTarget, 1);

  self->profile_id = g_strdup (profile_id);
  self->host = g_strdup (host);
  self->family = family;
  self->recent_sends = g_array_new (FALSE, FALSE, sizeof (SpInstant));
  return self;
}

/**
 * sp_target_copy:
 * @self: a target
 *
 * Returns: (transfer full): a copy that shares nothing but immutable values with @self
 */
SpTarget *
sp_target_copy (const SpTarget *self)
{
  SpTarget *copy = sp_target_new (self->profile_id, self->host, self->family);

  copy->acked = self->acked != NULL ? sp_address_ref (self->acked) : NULL;
  copy->acked_at = self->acked_at;
  copy->since = self->since;
  copy->intent = self->intent != NULL ? sp_address_ref (self->intent) : NULL;
  copy->intent_at = self->intent_at;
  copy->outcome = self->outcome != NULL ? sp_outcome_ref (self->outcome) : NULL;
  copy->outcome_at = self->outcome_at;
  copy->fails = self->fails;
  copy->latched = self->latched;
  g_array_append_vals (copy->recent_sends, self->recent_sends->data, self->recent_sends->len);
  copy->nochg_count = self->nochg_count;
  return copy;
}

/**
 * sp_target_free:
 * @self: (transfer full): a target
 */
void
sp_target_free (SpTarget *self)
{
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->acked, sp_address_unref);
  g_clear_pointer (&self->intent, sp_address_unref);
  g_clear_pointer (&self->outcome, sp_outcome_unref);
  g_clear_pointer (&self->recent_sends, g_array_unref);
  g_free (self);
}
