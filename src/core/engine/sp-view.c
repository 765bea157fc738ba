/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-view.h"

#include "base/sp-error.h"

/* A wait on the boot clock, as a person's time. */
static gint64
to_wall_s (const SpFacts *facts, gint64 boot_us)
{
  if (boot_us == G_MAXINT64)
    return 0;
  return facts->now.wall_s + MAX (0, boot_us - facts->now.boot_us) / G_USEC_PER_SEC;
}

static gint64
get_wall_s (const SpInstant *instant)
{
  return sp_instant_is_never (instant) ? 0 : instant->wall_s;
}

/* An instant of before the clock was set is told by how long ago it was. */
static gint64
get_corrected_s (const SpFacts *facts, const SpInstant *instant)
{
  if (sp_instant_is_never (instant))
    return 0;
  if (instant->boot_id != facts->now.boot_id)
    return get_wall_s (instant);
  return facts->now.wall_s - sp_instant_elapsed_s (instant, &facts->now);
}

static SpTargetStatus *
make_target (const SpViewpoint *from, const SpMember *member, gint64 next_check_s)
{
  const SpTarget *record = member->record;
  const SpTarget *cause = member->decision.cause != NULL ? member->decision.cause : record;
  SpTargetStatus *target = sp_target_status_new (record->host, record->family);

  target->state = member->decision.state;
  target->reason = member->decision.reason;
  target->wanted = member->wanted != NULL ? sp_address_ref (member->wanted) : NULL;
  target->published = record->acked != NULL ? sp_address_ref (record->acked) : NULL;
  target->since_s = get_corrected_s (from->facts, &record->since);
  target->confirmed_s = get_corrected_s (from->facts, &record->acked_at);
  target->next_check_s = next_check_s;
  if (member->decision.wait_s >= 0 && member->decision.state != SP_STATE_CURRENT &&
      member->decision.state != SP_STATE_PAUSED)
    target->next_send_s = from->facts->now.wall_s + member->decision.wait_s;
  if (member->decision.reason == SP_REASON_FORCED_RECENTLY)
    target->next_send_s = member->forced_until_s;
  target->min_interval_s = (guint) member->decision.distance_s;
  target->outcome = cause->outcome != NULL ? sp_outcome_ref (cause->outcome) : NULL;
  target->outcome_s = get_corrected_s (from->facts, &cause->outcome_at);
  target->fails = record->fails;
  return target;
}

static const char *
get_account_name (const SpEntry *entry)
{
  const char *name;

  if (entry->account == NULL)
    return "";

  name = sp_account_get_name (entry->account);
  if (name != NULL && *name != '\0')
    return name;
  return entry->recipe != NULL ? sp_recipe_get_name (entry->recipe)
                               : sp_account_get_provider (entry->account);
}

static const char *
get_provider_name (const SpEntry *entry)
{
  if (entry->recipe != NULL)
    return sp_recipe_get_name (entry->recipe);
  if (entry->ended != NULL)
    return sp_listing_get_name (entry->ended);
  return entry->account != NULL ? sp_account_get_provider (entry->account) : "";
}

static SpProfileStatus *
make_profile (const SpViewpoint *from, const SpEntry *entry, gint64 next_check_s)
{
  SpProfileStatus *profile =
      sp_profile_status_new (entry->profile, get_account_name (entry), get_provider_name (entry));

  if (entry->ended != NULL)
    profile->provider_hint = g_strdup (sp_listing_get_hint (entry->ended));
  profile->paused_until_s = sp_pauses_get_until_s (from->pauses,
                                                   sp_profile_get_id (entry->profile));
  for (guint i = 0; i < entry->members->len; i++)
    {
      SpMember *member = entry->members->pdata[i];
      gboolean is_looked_for = sp_profile_get_row (entry->profile, member->record->family) ==
                               SP_ROW_AUTOMATIC;

      g_ptr_array_add (profile->targets,
                       make_target (from, member, is_looked_for ? next_check_s : 0));
    }
  return profile;
}

static void
add_guards (const SpViewpoint *from, SpStatus *status)
{
  SpReason keyring = sp_obstacles_get_keyring_reason (from->obstacles);

  if (from->facts->connectivity == SP_CONNECTIVITY_NONE)
    sp_status_set_guard (status, SP_GUARD_OFFLINE, SP_REASON_NONE);
  if (from->facts->connectivity == SP_CONNECTIVITY_PORTAL)
    sp_status_set_guard (status, SP_GUARD_PORTAL, SP_REASON_PORTAL);
  if (from->facts->paused_until_s != 0)
    {
      sp_status_set_guard (status, SP_GUARD_PAUSED, SP_REASON_PAUSED_BY_PERSON);
      sp_status_set_paused_until (status, from->facts->paused_until_s);
    }
  if (keyring != SP_REASON_NONE)
    sp_status_set_guard (status, SP_GUARD_KEYRING, keyring);
  if (from->facts->storage_failed)
    sp_status_set_guard (status, SP_GUARD_STORAGE, SP_REASON_STORAGE);
  if (from->facts->view_only)
    sp_status_set_guard (status, SP_GUARD_VIEW_ONLY, SP_REASON_VIEW_ONLY);
}

static void
add_problems (const SpViewpoint *from, SpStatus *status)
{
  GPtrArray *problems = sp_store_list_problems (from->store);
  const char *set_aside = sp_journal_get_set_aside (from->journal);
  const GError *fault = sp_journal_get_problem (from->journal);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    sp_status_add_problem (status, ((const GError *) problems->pdata[i])->message);
  if (set_aside != NULL)
    sp_status_add_problem (status, set_aside);
  /* the guard says what that means, and this where it is */
  if (fault != NULL && !g_error_matches (fault, SP_ERROR, SP_ERROR_BUSY))
    sp_status_add_problem (status, fault->message);
}

/**
 * sp_view_make_status:
 * @from: the parts of the engine
 *
 * Returns: (transfer full): everything a person can be told at this moment
 */
SpStatus *
sp_view_make_status (const SpViewpoint *from)
{
  SpStatus *status = sp_status_new (from->facts->now.wall_s);
  GPtrArray *entries = sp_roster_get_entries (from->roster);
  gint64 next_check_s = from->facts->connectivity == SP_CONNECTIVITY_FULL
                            ? to_wall_s (from->facts, sp_rounds_get_next_us (from->rounds))
                            : 0;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      gint64 since_s;
      SpFinding *finding = sp_rounds_get_place (from->rounds, (SpFamily) family, &since_s);

      if (finding != NULL)
        sp_status_set_finding (status, finding, since_s);
    }
  sp_status_set_next_check (status, next_check_s);
  add_guards (from, status);
  add_problems (from, status);
  for (guint i = 0; i < entries->len; i++)
    sp_status_add_profile (status, make_profile (from, entries->pdata[i], next_check_s));
  return status;
}
