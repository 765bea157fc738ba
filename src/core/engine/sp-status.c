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

static const char *const guard_words[] = {
  "offline", "portal", "paused", "keyring", "storage", "view-only",
};
G_STATIC_ASSERT (G_N_ELEMENTS (guard_words) == SP_N_GUARDS);

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
      if (sp_state_is_worse (state, overall))
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
