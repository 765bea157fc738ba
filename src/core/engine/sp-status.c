/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-status.h"

/* One moment, whole. Everything in it is a copy or an immutable value, so that a view may keep it
 * for as long as it likes. Two of them are compared by what they say, never by address. */
struct _SpStatus
{
  gatomicrefcount ref_count;
  gint64 now_s;
  SpFinding *findings[SP_N_FAMILIES]; /* (owned) (nullable) */
  gint64 since_s[SP_N_FAMILIES];
  gboolean guards[SP_N_GUARDS];
  SpReason guard_reasons[SP_N_GUARDS];
  gint64 paused_until_s;
  gint64 next_check_s;
  GPtrArray *profiles; /* (owned) (element-type SpProfileStatus) */
  GPtrArray *problems; /* (owned) (element-type utf8): NULL-terminated */
};

static const char *const state_words[] = {
  "unknown", "current", "due", "updating", "backoff", "blocked", "paused", "offline",
};
G_STATIC_ASSERT (G_N_ELEMENTS (state_words) == SP_N_STATES);

static const char *const reason_words[] = {
  "none",
  "change",
  "refresh",
  "distance",
  "no-address",
  "sources-disagree",
  "paused-by-person",
  "disabled",
  "portal",
  "keyring-locked",
  "keyring-unavailable",
  "keyring-denied",
  "keyring-dismissed",
  "secret-missing",
  "account-missing",
  "recipe-missing",
  "storage",
  "view-only",
  "after-crash",
  "special-address",
  "no-answer",
  "forced",
  "forced-recently",
  "server",
  "flapping",
  "conflict",
  "other-family",
};
G_STATIC_ASSERT (G_N_ELEMENTS (reason_words) == SP_N_REASONS);

static const char *const guard_words[] = {
  "offline", "portal", "paused", "keyring", "storage", "view-only",
};
G_STATIC_ASSERT (G_N_ELEMENTS (guard_words) == SP_N_GUARDS);

/* Which state stands for many: the one a person should know of first. */
static const guint state_weights[] = {
  [SP_STATE_CURRENT] = 0,  [SP_STATE_UNKNOWN] = 1, [SP_STATE_DUE] = 2,    [SP_STATE_BACKOFF] = 3,
  [SP_STATE_UPDATING] = 4, [SP_STATE_OFFLINE] = 5, [SP_STATE_PAUSED] = 6, [SP_STATE_BLOCKED] = 7,
};
G_STATIC_ASSERT (G_N_ELEMENTS (state_weights) == SP_N_STATES);

/**
 * sp_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its word in JSON, part of the command line's contract
 */
const char *
sp_state_to_string (SpState state)
{
  g_return_val_if_fail ((guint) state < SP_N_STATES, "unknown");

  return state_words[state];
}

/**
 * sp_reason_to_string:
 * @reason: a reason
 *
 * Returns: (transfer none): its word in JSON
 */
const char *
sp_reason_to_string (SpReason reason)
{
  g_return_val_if_fail ((guint) reason < SP_N_REASONS, "none");

  return reason_words[reason];
}

/**
 * sp_guard_to_string:
 * @guard: a guard
 *
 * Returns: (transfer none): its word in JSON
 */
const char *
sp_guard_to_string (SpGuard guard)
{
  g_return_val_if_fail ((guint) guard < SP_N_GUARDS, "offline");

  return guard_words[guard];
}

/**
 * sp_state_needs_person:
 * @state: a state
 * @reason: its reason
 *
 * Returns: %TRUE if nothing will get better before a person does something
 */
gboolean
sp_state_needs_person (SpState state, SpReason reason)
{
  if (state == SP_STATE_BLOCKED)
    return TRUE;

  return reason == SP_REASON_KEYRING_LOCKED || reason == SP_REASON_KEYRING_UNAVAILABLE ||
         reason == SP_REASON_KEYRING_DENIED || reason == SP_REASON_KEYRING_DISMISSED ||
         reason == SP_REASON_SECRET_MISSING || reason == SP_REASON_STORAGE ||
         reason == SP_REASON_SPECIAL_ADDRESS;
}

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
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_status_new:
 * @now_s: the moment, in wall clock seconds
 *
 * Returns: (transfer full): a status that says nothing yet
 */
SpStatus *
sp_status_new (gint64 now_s)
{
  SpStatus *self = g_new0 (SpStatus, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->now_s = now_s;
  self->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_profile_status_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->problems, NULL);
  return self;
}

/**
 * sp_status_ref:
 * @self: a status
 *
 * Returns: (transfer full): @self
 */
SpStatus *
sp_status_ref (SpStatus *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_status_unref:
 * @self: (transfer full): a status
 */
void
sp_status_unref (SpStatus *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    g_clear_pointer (&self->findings[family], sp_finding_unref);
  g_ptr_array_unref (self->profiles);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/**
 * sp_status_set_finding:
 * @self: a status in the making
 * @finding: what is known of this place's address of one family
 * @since_s: since when it has been so, or 0
 */
void
sp_status_set_finding (SpStatus *self, SpFinding *finding, gint64 since_s)
{
  SpFamily family = sp_finding_get_family (finding);

  sp_finding_ref (finding);
  g_clear_pointer (&self->findings[family], sp_finding_unref);
  self->findings[family] = finding;
  self->since_s[family] = since_s;
}

/**
 * sp_status_set_guard:
 * @self: a status in the making
 * @guard: a guard that is up
 * @reason: what it is about, where the guard alone does not say it
 */
void
sp_status_set_guard (SpStatus *self, SpGuard guard, SpReason reason)
{
  self->guards[guard] = TRUE;
  self->guard_reasons[guard] = reason;
}

/**
 * sp_status_set_paused_until:
 * @self: a status in the making
 * @paused_until_s: when everything goes on, 0 if nothing is paused, G_MAXINT64 for “until resumed”
 */
void
sp_status_set_paused_until (SpStatus *self, gint64 paused_until_s)
{
  self->paused_until_s = paused_until_s;
}

/**
 * sp_status_set_next_check:
 * @self: a status in the making
 * @next_check_s: when the address is looked for again, or 0
 */
void
sp_status_set_next_check (SpStatus *self, gint64 next_check_s)
{
  self->next_check_s = next_check_s;
}

/**
 * sp_status_add_problem:
 * @self: a status in the making
 * @problem: a sentence about a file that could not be used
 */
void
sp_status_add_problem (SpStatus *self, const char *problem)
{
  g_ptr_array_insert (self->problems, (int) self->problems->len - 1, g_strdup (problem));
}

/**
 * sp_status_add_profile:
 * @self: a status in the making
 * @profile: (transfer full): the next profile
 */
void
sp_status_add_profile (SpStatus *self, SpProfileStatus *profile)
{
  g_ptr_array_add (self->profiles, profile);
}

/**
 * sp_status_get_now_s:
 * @self: a status
 *
 * Returns: the moment it describes, in wall clock seconds
 */
gint64
sp_status_get_now_s (const SpStatus *self)
{
  return self->now_s;
}

/**
 * sp_status_get_finding:
 * @self: a status
 * @family: a family
 *
 * Returns: (transfer none) (nullable): what is known of this place's address; %NULL if nobody
 *   looked for one
 */
SpFinding *
sp_status_get_finding (const SpStatus *self, SpFamily family)
{
  return self->findings[family];
}

/**
 * sp_status_get_finding_since_s:
 * @self: a status
 * @family: a family
 *
 * Returns: since when this place has had the address, or 0
 */
gint64
sp_status_get_finding_since_s (const SpStatus *self, SpFamily family)
{
  return self->since_s[family];
}

/**
 * sp_status_has_guard:
 * @self: a status
 * @guard: a guard
 *
 * Returns: %TRUE if it is up
 */
gboolean
sp_status_has_guard (const SpStatus *self, SpGuard guard)
{
  return self->guards[guard];
}

/**
 * sp_status_get_guard_reason:
 * @self: a status
 * @guard: a guard that is up
 *
 * Returns: what it is about
 */
SpReason
sp_status_get_guard_reason (const SpStatus *self, SpGuard guard)
{
  return self->guard_reasons[guard];
}

/**
 * sp_status_is_view_only:
 * @self: a status
 *
 * Returns: %TRUE if another Signpost holds the state
 */
gboolean
sp_status_is_view_only (const SpStatus *self)
{
  return self->guards[SP_GUARD_VIEW_ONLY];
}

/**
 * sp_status_get_paused_until_s:
 * @self: a status
 *
 * Returns: when everything goes on, 0 if nothing is paused, G_MAXINT64 for “until resumed”
 */
gint64
sp_status_get_paused_until_s (const SpStatus *self)
{
  return self->paused_until_s;
}

/**
 * sp_status_get_next_check_s:
 * @self: a status
 *
 * Returns: when the address is looked for again, or 0
 */
gint64
sp_status_get_next_check_s (const SpStatus *self)
{
  return self->next_check_s;
}

/**
 * sp_status_get_profiles:
 * @self: a status
 *
 * Returns: (transfer none) (element-type SpProfileStatus): every profile, as the store lists them
 */
GPtrArray *
sp_status_get_profiles (const SpStatus *self)
{
  return self->profiles;
}

/**
 * sp_status_lookup_profile:
 * @self: a status
 * @id: id of a profile
 *
 * Returns: (transfer none) (nullable): its status
 */
const SpProfileStatus *
sp_status_lookup_profile (const SpStatus *self, const char *id)
{
  for (guint i = 0; i < self->profiles->len; i++)
    {
      const SpProfileStatus *status = self->profiles->pdata[i];

      if (g_str_equal (sp_profile_get_id (status->profile), id))
        return status;
    }
  return NULL;
}

/**
 * sp_status_get_problems:
 * @self: a status
 *
 * Returns: (transfer none) (array zero-terminated=1): a sentence per file that could not be used
 */
const char *const *
sp_status_get_problems (const SpStatus *self)
{
  return (const char *const *) self->problems->pdata;
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

      if (worst == NULL || state_weights[target->state] > state_weights[worst->state])
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

/**
 * sp_status_get_overall:
 * @self: a status
 *
 * A profile that is switched off says nothing about the rest, unless all are.
 *
 * Returns: the state that stands for everything
 */
SpState
sp_status_get_overall (const SpStatus *self)
{
  SpState overall = SP_STATE_CURRENT;
  gboolean any = FALSE;

  if (self->guards[SP_GUARD_PAUSED])
    return SP_STATE_PAUSED;

  for (guint i = 0; i < self->profiles->len; i++)
    {
      const SpProfileStatus *profile = self->profiles->pdata[i];
      SpState state = sp_profile_status_get_overall (profile);

      if (!sp_profile_is_enabled (profile->profile))
        continue;

      any = TRUE;
      if (state_weights[state] > state_weights[overall])
        overall = state;
    }
  return any || self->profiles->len == 0 ? overall : SP_STATE_PAUSED;
}

/**
 * sp_status_needs_person:
 * @self: a status
 *
 * Returns: %TRUE if some target, or the state on disk, waits for a person
 */
gboolean
sp_status_needs_person (const SpStatus *self)
{
  if (self->guards[SP_GUARD_STORAGE])
    return TRUE;

  for (guint i = 0; i < self->profiles->len; i++)
    {
      const SpProfileStatus *profile = self->profiles->pdata[i];

      for (guint j = 0; j < profile->targets->len; j++)
        {
          const SpTargetStatus *target = profile->targets->pdata[j];

          if (sp_state_needs_person (target->state, target->reason))
            return TRUE;
        }
    }
  return FALSE;
}
