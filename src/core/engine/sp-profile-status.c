/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-profile-status.h"

/**
 * sp_target_status_new:
 * @host: A-label name
 * @family: A or AAAA
 *
 * Returns: (transfer full): what is said of a target nothing is known of
 */
SpTargetStatus *
sp_target_status_new (const char *host, SpFamily family)
{
  SpTargetStatus *self = g_new0 (SpTargetStatus, 1);

  self->host = g_strdup (host);
  self->family = family;
  return self;
}

/**
 * sp_target_status_copy:
 * @self: a target's status
 *
 * Returns: (transfer full): one that belongs to no #SpStatus
 */
SpTargetStatus *
sp_target_status_copy (const SpTargetStatus *self)
{
  SpTargetStatus *copy = g_memdup2 (self, sizeof *self);

  copy->host = g_strdup (self->host);
  copy->wanted = self->wanted != NULL ? sp_address_ref (self->wanted) : NULL;
  copy->published = self->published != NULL ? sp_address_ref (self->published) : NULL;
  copy->outcome = self->outcome != NULL ? sp_outcome_ref (self->outcome) : NULL;
  return copy;
}

/**
 * sp_target_status_free:
 * @self: (transfer full): a target's status
 */
void
sp_target_status_free (SpTargetStatus *self)
{
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->wanted, sp_address_unref);
  g_clear_pointer (&self->published, sp_address_unref);
  g_clear_pointer (&self->outcome, sp_outcome_unref);
  g_free (self);
}

/**
 * sp_profile_status_new:
 * @profile: a profile
 * @account_name: what the person calls its account
 * @provider_name: what the provider calls itself
 *
 * Returns: (transfer full): its status, without targets
 */
SpProfileStatus *
sp_profile_status_new (SpProfile *profile, const char *account_name, const char *provider_name)
{
  SpProfileStatus *self = g_new0 (SpProfileStatus, 1);

  self->profile = sp_profile_ref (profile);
  self->account_name = g_strdup (account_name);
  self->provider_name = g_strdup (provider_name);
  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_target_status_free);
  return self;
}

/**
 * sp_profile_status_copy:
 * @self: a profile's status
 *
 * Returns: (transfer full): one that belongs to no #SpStatus
 */
SpProfileStatus *
sp_profile_status_copy (const SpProfileStatus *self)
{
  SpProfileStatus *copy =
      sp_profile_status_new (self->profile, self->account_name, self->provider_name);

  copy->provider_hint = g_strdup (self->provider_hint);
  copy->paused_until_s = self->paused_until_s;
  for (guint i = 0; i < self->targets->len; i++)
    g_ptr_array_add (copy->targets, sp_target_status_copy (self->targets->pdata[i]));
  return copy;
}

/**
 * sp_profile_status_free:
 * @self: (transfer full): a profile's status
 */
void
sp_profile_status_free (SpProfileStatus *self)
{
  g_clear_pointer (&self->profile, sp_profile_unref);
  g_clear_pointer (&self->account_name, g_free);
  g_clear_pointer (&self->provider_name, g_free);
  g_clear_pointer (&self->provider_hint, g_free);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_profile_status_get_worst:
 * @self: a profile's status
 *
 * Returns: (transfer none) (nullable): the target a person should know of first; %NULL if there are
 *   none, because both families are off
 */
const SpTargetStatus *
sp_profile_status_get_worst (const SpProfileStatus *self)
{
  const SpTargetStatus *worst = NULL;

  for (guint i = 0; i < self->targets->len; i++)
    {
      const SpTargetStatus *target = self->targets->pdata[i];

      if (worst == NULL || sp_state_is_worse (target->state, worst->state))
        worst = target;
    }
  return worst;
}

/**
 * sp_profile_status_get_overall:
 * @self: a profile's status
 *
 * Returns: the state of its worst target
 */
SpState
sp_profile_status_get_overall (const SpProfileStatus *self)
{
  const SpTargetStatus *worst = sp_profile_status_get_worst (self);

  return worst != NULL ? worst->state : SP_STATE_CURRENT;
}
