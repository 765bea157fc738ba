/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-counsel.h"

#include "base/sp-error.h"
#include "engine/sp-fingerprint.h"

/* What was found longer ago is looked for again before it is sent. */
#define FRESH_S 60

/* The parts of the engine, and what is known of the network and the disk. One for each engine. Asks
 * nobody outside the program. */
struct _SpCounsel
{
  SpClock *clock;     /* (owned) */
  SpNetwork *network; /* (owned) */
  SpParts parts;      /* (unowned): the engine's, which frees us before them */
  char *fingerprint;  /* (owned): of the network */
  guint32 seed;
  SpInstant network_changed_at;
  gboolean is_memory_lost;
  gboolean is_view_only; /* another Signpost is at work, with another state */
};

/* ---- what is -------------------------------------------------------------------------------- */

static SpFinding *
get_finding (SpCounsel *self, const SpMember *member)
{
  return sp_rounds_get_finding (self->parts.rounds,
                                member->record->family,
                                sp_profile_get_source (member->entry->profile));
}

static SpReason
get_reason_of_finding (SpFinding *finding)
{
  const GError *reason;

  if (sp_finding_get_state (finding) == SP_FINDING_NONE)
    return SP_REASON_NO_ADDRESS;

  reason = sp_finding_get_reason (finding);
  return reason != NULL && g_error_matches (reason, SP_ERROR, SP_ERROR_DISAGREEMENT)
             ? SP_REASON_SOURCES_DISAGREE
             : SP_REASON_NO_ANSWER;
}

static SpAddress *
find_wanted (SpCounsel *self, const SpMember *member, SpFinding *finding)
{
  SpProfile *profile = member->entry->profile;
  SpFamily family = member->record->family;

  if (sp_profile_get_row (profile, family) == SP_ROW_FIXED)
    return sp_profile_get_fixed (profile, family);
  if (finding != NULL)
    return sp_finding_get_address (finding);

  /* nobody has looked since the start; without a fresh look it is not sent: sp_counsel_is_fresh() */
  return sp_rounds_get_remembered (self->parts.rounds, family, sp_profile_get_source (profile));
}

static SpReason
find_hindrance (SpCounsel *self, const SpMember *member, SpAddress *wanted, SpFinding *finding)
{
  SpProfile *profile = member->entry->profile;

  if (member->entry->hindrance != SP_REASON_NONE)
    return member->entry->hindrance;
  if (wanted == NULL)
    return finding != NULL ? get_reason_of_finding (finding) : SP_REASON_NONE;
  if (!sp_profile_allows_special (profile) && sp_address_get_special_purpose (wanted) != NULL)
    return SP_REASON_SPECIAL_ADDRESS;
  return sp_obstacles_get_reason (self->parts.obstacles, sp_profile_get_account_id (profile));
}

static void
update_wanted (SpCounsel *self, SpMember *member)
{
  SpFinding *finding = get_finding (self, member);
  SpAddress *wanted = find_wanted (self, member, finding);
  SpAddress *old = member->wanted;

  member->wanted = wanted != NULL ? sp_address_ref (wanted) : NULL;
  member->hindrance = find_hindrance (self, member, wanted, finding);
  g_clear_pointer (&old, sp_address_unref);
}

/* Where a provider deletes what it is not sent, one family waits until the other one is known. */
static void
wait_for_other_family (SpCounsel *self, SpMember *member)
{
  const SpTarget *record = member->record;
  SpMember *other;

  if (member->hindrance != SP_REASON_NONE || member->wanted == NULL ||
      member->entry->recipe == NULL || !sp_recipe_wants_both_families (member->entry->recipe))
    return;

  other = sp_roster_lookup_member (self->parts.roster,
                                   record->profile_id,
                                   record->host,
                                   record->family == SP_FAMILY_IPV4 ? SP_FAMILY_IPV6
                                                                    : SP_FAMILY_IPV4);
  if (other != NULL && other->record->acked == NULL && other->hindrance != SP_REASON_NO_ADDRESS &&
      (other->wanted == NULL || other->hindrance == SP_REASON_SPECIAL_ADDRESS))
    member->hindrance = SP_REASON_OTHER_FAMILY;
}

static SpPolicyNumbers
get_numbers (const SpEntry *entry)
{
  SpPolicyNumbers numbers = { 0, 0, -1 };

  if (entry->recipe == NULL)
    return numbers;

  numbers.min_interval_s = sp_recipe_get_min_interval_s (entry->recipe);
  numbers.refresh_days = sp_recipe_get_refresh_days (entry->recipe);
  if (sp_recipe_allows_spacing (entry->recipe))
    numbers.spacing_s = sp_account_get_spacing_s (entry->account);
  return numbers;
}

static SpCase
make_case (SpCounsel *self, const SpMember *member, const SpFacts *facts)
{
  const SpEntry *entry = member->entry;
  SpCase one = { 0 };

  one.target = member->record;
  one.account = sp_profile_get_account_id (entry->profile);
  one.server = entry->server;
  one.numbers = get_numbers (entry);
  one.wanted = member->wanted;
  one.hindrance = member->hindrance;
  one.paused_until_s = sp_pauses_get_until_s (self->parts.pauses, member->record->profile_id);
  one.enabled = sp_profile_is_enabled (entry->profile);
  one.in_flight = member->in_flight;
  one.clicked = member->clicked;
  one.forced = member->forced;
  one.force_refused = member->forced_until_s > facts->now.wall_s;
  one.retried = member->retried;
  return one;
}

/* ---- public --------------------------------------------------------------------------------- */

/**
 * sp_counsel_new:
 * @world: the world
 * @parts: the parts of the engine; they must outlive the counsel
 * @seed: a number that belongs to this installation
 *
 * Returns: (transfer full): a counsel
 */
SpCounsel *
sp_counsel_new (const SpWorld *world, const SpParts *parts, guint32 seed)
{
  SpCounsel *self = g_new0 (SpCounsel, 1);

  self->clock = g_object_ref (world->clock);
  self->network = g_object_ref (world->network);
  self->parts = *parts;
  self->seed = seed;
  self->fingerprint = sp_fingerprint_of_network (world->network);
  return self;
}

/**
 * sp_counsel_free:
 * @self: (transfer full): a counsel
 */
void
sp_counsel_free (SpCounsel *self)
{
  g_clear_pointer (&self->fingerprint, g_free);
  g_clear_object (&self->network);
  g_clear_object (&self->clock);
  g_free (self);
}

/**
 * sp_counsel_note_network:
 * @self: a counsel
 *
 * The network says that something changed.
 *
 * Returns: %TRUE if it is something an address may depend on
 */
gboolean
sp_counsel_note_network (SpCounsel *self)
{
  g_autofree char *fingerprint = sp_fingerprint_of_network (self->network);

  if (g_str_equal (fingerprint, self->fingerprint))
    return FALSE;

  g_clear_pointer (&self->fingerprint, g_free);
  self->fingerprint = g_steal_pointer (&fingerprint);
  self->network_changed_at = sp_clock_now (self->clock);
  return TRUE;
}

/**
 * sp_counsel_note_memory:
 * @self: a counsel
 * @is_readable: whether what is remembered could be read
 */
void
sp_counsel_note_memory (SpCounsel *self, gboolean is_readable)
{
  self->is_memory_lost = !is_readable;
}

/**
 * sp_counsel_note_view_only:
 * @self: a counsel
 * @is_view_only: whether another Signpost of this person is at work, be it with another state
 */
void
sp_counsel_note_view_only (SpCounsel *self, gboolean is_view_only)
{
  self->is_view_only = is_view_only;
}

/**
 * sp_counsel_gather_facts:
 * @self: a counsel
 *
 * Returns: what holds for all targets at this moment
 */
SpFacts
sp_counsel_gather_facts (SpCounsel *self)
{
  const GError *problem = sp_journal_get_problem (self->parts.journal);
  gboolean is_held = g_error_matches (problem, SP_ERROR, SP_ERROR_BUSY);
  SpFacts facts = { 0 };

  facts.now = sp_clock_now (self->clock);
  facts.seed = self->seed;
  facts.connectivity = sp_network_get_connectivity (self->network);
  facts.network_changed_at = self->network_changed_at;
  facts.paused_until_s = sp_pauses_get_until_s (self->parts.pauses, NULL);
  facts.view_only = self->is_view_only || is_held;
  facts.storage_failed = self->is_memory_lost || (problem != NULL && !is_held) ||
                         sp_obstacles_get_storage_wait_s (self->parts.obstacles) > 0;
  return facts;
}

/**
 * sp_counsel_decide:
 * @self: a counsel
 *
 * Makes the decision of every target anew.
 *
 * Returns: the facts they were made from
 */
SpFacts
sp_counsel_decide (SpCounsel *self)
{
  SpFacts facts = sp_counsel_gather_facts (self);
  GPtrArray *members = sp_roster_get_members (self->parts.roster);
  g_autofree SpCase *cases = g_new0 (SpCase, MAX (1, members->len));
  g_autofree SpDecision *decisions = g_new0 (SpDecision, MAX (1, members->len));

  for (guint i = 0; i < members->len; i++)
    update_wanted (self, members->pdata[i]);
  for (guint i = 0; i < members->len; i++)
    {
      wait_for_other_family (self, members->pdata[i]);
      cases[i] = make_case (self, members->pdata[i], &facts);
    }
  sp_policy_decide (&facts, cases, decisions, members->len);
  for (guint i = 0; i < members->len; i++)
    ((SpMember *) members->pdata[i])->decision = decisions[i];
  return facts;
}

/**
 * sp_counsel_is_fresh:
 * @self: a counsel
 * @member: a target
 * @facts: what holds
 *
 * Returns: %TRUE if the address it should have was found just now, or was typed by a person
 */
gboolean
sp_counsel_is_fresh (SpCounsel *self, const SpMember *member, const SpFacts *facts)
{
  SpFinding *finding = get_finding (self, member);

  if (sp_profile_get_row (member->entry->profile, member->record->family) == SP_ROW_FIXED)
    return TRUE;
  return finding != NULL &&
         sp_instant_elapsed_s (sp_finding_get_when (finding), &facts->now) <= FRESH_S;
}
