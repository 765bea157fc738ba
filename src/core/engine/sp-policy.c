/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-policy.h"

#include "engine/sp-backoff.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Where a provider states no distance: three real changes an hour go at once, later ones wait, and
 * longer the more often the line flaps. A day without change ends it. */
#define BUCKET_SENDS 3
static const gint64 bucket_waits_s[] = { 5 * MINUTE,  5 * MINUTE,  5 * MINUTE, 10 * MINUTE,
                                         20 * MINUTE, 40 * MINUTE, HOUR };
#define FLAPPING_FROM 3

/* After a crash nobody knows whether the request arrived; what it did must have become visible, and
 * two requests must not look like hammering. */
#define CRASH_WAIT_S (2 * MINUTE)

/* A second updater's “no change” answers hold the name for so long, unless a person acts */
#define CONFLICT_HOLD_S DAY

#define REFRESH_LEAST_S (20 * DAY)

/* 2026-01-01: this program did not exist before, so such a clock is wrong and dates mean nothing */
#define EARLIEST_WALL_S G_GINT64_CONSTANT (1767225600)

/* A new network deserves a try, but not within the storm of its own arrival */
#define NETWORK_SETTLE_S 5

#define NO_WAIT (-1)

/* What the targets of one server, or of one account, mean for each other. */
typedef struct
{
  gint64 age_us;               /* of the latest attempt at the server */
  gboolean is_fine;            /* one of the latest attempts was answered */
  const SpCase *trouble;       /* (unowned): the latest attempt that was not */
  const SpTarget *latch_cause; /* (unowned): what stops the whole account */
} Peers;

static gint64
get_age_us (const SpInstant *instant, const SpInstant *now)
{
  if (sp_instant_is_never (instant))
    return G_MAXINT64;
  if (instant->boot_id == now->boot_id)
    return MAX (0, now->boot_us - instant->boot_us);
  return sp_instant_elapsed_s (instant, now) * G_USEC_PER_SEC;
}

static gboolean
is_same_address (const SpAddress *a, const SpAddress *b)
{
  return a != NULL && b != NULL && sp_address_equal (a, b);
}

static gboolean
has_failed (const SpTarget *target, SpOutcomeClass outcome_class)
{
  return target->outcome != NULL && sp_outcome_get_class (target->outcome) == outcome_class;
}

/* Nothing reached the server: it cannot feel hammered. */
static gboolean
has_not_left (const SpTarget *target)
{
  return has_failed (target, SP_OUTCOME_NET) || has_failed (target, SP_OUTCOME_TLS);
}

static gboolean
stops_account (const SpTarget *target)
{
  return target->latched &&
         (has_failed (target, SP_OUTCOME_BADCRED) || has_failed (target, SP_OUTCOME_ABUSE));
}

static gboolean
is_trouble (const SpTarget *target)
{
  return target->fails > 0 && !target->latched &&
         (has_not_left (target) || has_failed (target, SP_OUTCOME_RETRY) ||
          has_failed (target, SP_OUTCOME_RATE) || has_failed (target, SP_OUTCOME_UNKNOWN));
}

static gint64
get_backoff_s (const SpFacts *facts, const SpCase *trouble)
{
  const SpTarget *target = trouble->target;
  double share = sp_backoff_get_share (facts->seed, trouble->server, target->outcome_at.wall_s);
  gint64 wait_s = sp_backoff_get_wait_s (target->outcome, target->fails, 1.0 + 0.2 * share);

  return sp_instant_remaining_s (&target->outcome_at, wait_s, &facts->now);
}

/* Seconds until @self may be tried after the trouble of @trouble, which is its own or that of
 * another target of its server. */
static gint64
get_trouble_wait_s (const SpFacts *facts, const SpCase *self, const SpCase *trouble)
{
  const SpTarget *target = trouble->target;
  gint64 wait_s = get_backoff_s (facts, trouble);
  gint64 since_change_s = sp_instant_elapsed_s (&facts->network_changed_at, &facts->now);

  if (has_not_left (target) && (self->clicked || self->forced || self->retried))
    return 0;
  if (self->retried && !has_failed (target, SP_OUTCOME_RATE) &&
      !sp_backoff_is_maintenance (target->outcome))
    return 0;
  if (has_failed (target, SP_OUTCOME_NET) &&
      since_change_s < sp_instant_elapsed_s (&target->outcome_at, &facts->now))
    return MIN (wait_s, MAX (0, NETWORK_SETTLE_S - since_change_s));
  return wait_s;
}

static void
note_attempt (const SpFacts *facts, const SpCase *one, Peers *server)
{
  const SpTarget *target = one->target;
  gint64 age_us;

  if (target->outcome == NULL)
    return;

  age_us = get_age_us (&target->outcome_at, &facts->now);
  if (age_us > server->age_us)
    return;

  if (age_us < server->age_us)
    {
      server->age_us = age_us;
      server->is_fine = FALSE;
      server->trouble = NULL;
    }
  if (!is_trouble (target))
    server->is_fine = TRUE;
  else if (server->trouble == NULL ||
           get_backoff_s (facts, one) > get_backoff_s (facts, server->trouble))
    server->trouble = one;
}

static Peers *
ensure_peers (GHashTable *table, const char *key)
{
  Peers *peers = g_hash_table_lookup (table, key);

  if (peers == NULL)
    {
      peers = g_new0 (Peers, 1);
      peers->age_us = G_MAXINT64;
      g_hash_table_insert (table, (gpointer) key, peers);
    }
  return peers;
}

/* When this target last cost the provider a request. */
static gint64
get_since_contact_s (const SpTarget *target, const SpInstant *now)
{
  gint64 least_s = sp_instant_elapsed_s (&target->acked_at, now);

  least_s = MIN (least_s, sp_instant_elapsed_s (&target->intent_at, now));
  if (!has_not_left (target))
    least_s = MIN (least_s, sp_instant_elapsed_s (&target->outcome_at, now));
  else
    /* the intent was noted, but nothing left */
    least_s = sp_instant_elapsed_s (&target->acked_at, now);
  return least_s;
}

static guint
count_sends_within (const SpTarget *target, gint64 period_s, const SpInstant *now)
{
  guint count = 0;

  for (guint i = 0; i < target->recent_sends->len; i++)
    if (sp_instant_elapsed_s (&g_array_index (target->recent_sends, SpInstant, i), now) < period_s)
      count++;
  return count;
}

/* What must lie between the last update of this target and the next. */
static gint64
get_distance_s (const SpCase *self, const SpInstant *now, gboolean *is_flapping)
{
  const SpTarget *target = self->target;
  gint64 distance_s = self->numbers.min_interval_s;
  guint n_day = count_sends_within (target, DAY, now);
  guint step;

  *is_flapping = FALSE;
  if (self->numbers.spacing_s >= 0)
    return self->numbers.spacing_s;

  if (target->nochg_count >= 2)
    distance_s = MAX (2 * distance_s, bucket_waits_s[0]);
  if (count_sends_within (target, HOUR, now) < BUCKET_SENDS)
    return distance_s;

  step = MIN (n_day - BUCKET_SENDS, G_N_ELEMENTS (bucket_waits_s) - 1);
  *is_flapping = step >= FLAPPING_FROM;
  return MAX (distance_s, bucket_waits_s[step]);
}

static gint64
get_refresh_wait_s (const SpFacts *facts, const SpCase *self)
{
  const SpTarget *target = self->target;
  gint64 period_s;

  if (self->numbers.refresh_days == 0 || facts->now.wall_s < EARLIEST_WALL_S)
    return NO_WAIT;

  period_s = (gint64) self->numbers.refresh_days * DAY -
             (gint64) (sp_backoff_get_share (facts->seed, target->host, target->acked_at.wall_s) *
                       DAY);
  return sp_instant_remaining_s (&target->acked_at, MAX (period_s, REFRESH_LEAST_S), &facts->now);
}

static void
wait_for (SpDecision *decision, SpState state, SpReason reason, gint64 wait_s)
{
  decision->state = state;
  decision->reason = reason;
  decision->wait_s = wait_s;
}

static gint64
get_pause_wait_s (gint64 paused_until_s, const SpInstant *now)
{
  return paused_until_s == G_MAXINT64 ? NO_WAIT : paused_until_s - now->wall_s;
}

/* Latches: nothing is sent until a person acts. */
static gboolean
decide_latch (const SpFacts *facts, const SpCase *self, const Peers *account, SpDecision *decision)
{
  const SpTarget *target = self->target;
  gint64 hold_s;

  if (target->latched && has_failed (target, SP_OUTCOME_NOCHG))
    {
      hold_s = sp_instant_remaining_s (&target->outcome_at, CONFLICT_HOLD_S, &facts->now);
      if (hold_s == 0)
        return FALSE;
      wait_for (decision, SP_STATE_BLOCKED, SP_REASON_CONFLICT, hold_s);
      return TRUE;
    }

  if (!target->latched && account->latch_cause == NULL)
    return FALSE;

  wait_for (decision, SP_STATE_BLOCKED, SP_REASON_NONE, NO_WAIT);
  decision->cause = target->latched ? target : account->latch_cause;
  return TRUE;
}

/* What forbids to act at all, worst first. */
static gboolean
decide_guard (const SpFacts *facts, const SpCase *self, const Peers *account, SpDecision *decision)
{
  if (!self->enabled)
    wait_for (decision, SP_STATE_PAUSED, SP_REASON_DISABLED, NO_WAIT);
  else if (self->hindrance == SP_REASON_ACCOUNT_MISSING ||
           self->hindrance == SP_REASON_RECIPE_MISSING)
    wait_for (decision, SP_STATE_BLOCKED, self->hindrance, NO_WAIT);
  else if (decide_latch (facts, self, account, decision))
    return TRUE;
  else if (facts->view_only)
    wait_for (decision, SP_STATE_PAUSED, SP_REASON_VIEW_ONLY, NO_WAIT);
  else if (self->in_flight)
    wait_for (decision, SP_STATE_UPDATING, SP_REASON_NONE, NO_WAIT);
  else if (MAX (facts->paused_until_s, self->paused_until_s) > facts->now.wall_s)
    wait_for (decision,
              SP_STATE_PAUSED,
              SP_REASON_PAUSED_BY_PERSON,
              get_pause_wait_s (MAX (facts->paused_until_s, self->paused_until_s), &facts->now));
  else if (facts->connectivity == SP_CONNECTIVITY_PORTAL)
    wait_for (decision, SP_STATE_PAUSED, SP_REASON_PORTAL, NO_WAIT);
  else if (facts->connectivity == SP_CONNECTIVITY_NONE)
    wait_for (decision, SP_STATE_OFFLINE, SP_REASON_NONE, NO_WAIT);
  else
    return FALSE;
  return TRUE;
}

/* No address, no request: unknown is not none, and neither is ever sent. */
static gboolean
decide_without_address (const SpCase *self, SpDecision *decision)
{
  if (self->wanted != NULL && self->hindrance != SP_REASON_SPECIAL_ADDRESS)
    return FALSE;

  if (self->hindrance == SP_REASON_SPECIAL_ADDRESS)
    wait_for (decision, SP_STATE_PAUSED, self->hindrance, NO_WAIT);
  else if (self->hindrance == SP_REASON_NO_ADDRESS || self->hindrance == SP_REASON_NO_ANSWER)
    wait_for (decision, SP_STATE_OFFLINE, self->hindrance, NO_WAIT);
  else if (self->hindrance == SP_REASON_NONE && self->target->intent != NULL)
    wait_for (decision, SP_STATE_UNKNOWN, SP_REASON_AFTER_CRASH, NO_WAIT);
  else
    wait_for (decision, SP_STATE_UNKNOWN, self->hindrance, NO_WAIT);
  return TRUE;
}

/* Returns FALSE, with @reason set, if there is something to send. */
static gboolean
decide_current (const SpFacts *facts, const SpCase *self, SpDecision *decision, SpReason *reason)
{
  gint64 refresh_s;

  *reason = SP_REASON_CHANGE;
  if (sp_policy_is_change (self))
    return FALSE;

  *reason = SP_REASON_FORCED;
  if (self->forced)
    return FALSE;

  *reason = SP_REASON_REFRESH;
  refresh_s = get_refresh_wait_s (facts, self);
  if (refresh_s == 0)
    return FALSE;

  wait_for (decision,
            SP_STATE_CURRENT,
            self->force_refused ? SP_REASON_FORCED_RECENTLY : SP_REASON_NONE,
            refresh_s);
  return TRUE;
}

/* There is something to send. Returns FALSE if time stands against it. */
static gboolean
may_send_now (const SpFacts *facts, const SpCase *self, const Peers *server, SpDecision *decision)
{
  const SpTarget *target = self->target;
  gint64 own_s = is_trouble (target) ? get_trouble_wait_s (facts, self, self) : 0;
  gint64 server_s = server->trouble != NULL && !server->is_fine
                        ? get_trouble_wait_s (facts, self, server->trouble)
                        : 0;
  gboolean is_flapping;
  gint64 distance_s = get_distance_s (self, &facts->now, &is_flapping);
  gint64 near_s = MAX (0, distance_s - get_since_contact_s (target, &facts->now));
  gint64 crash_s = 0;

  if (target->intent != NULL &&
      get_age_us (&target->intent_at, &facts->now) < get_age_us (&target->outcome_at, &facts->now))
    crash_s =
        sp_instant_remaining_s (&target->intent_at, MAX (distance_s, CRASH_WAIT_S), &facts->now);

  decision->distance_s = distance_s;
  if (crash_s > 0)
    wait_for (decision, SP_STATE_UNKNOWN, SP_REASON_AFTER_CRASH, crash_s);
  else if (own_s > 0 && own_s >= near_s)
    wait_for (decision, SP_STATE_BACKOFF, SP_REASON_NONE, own_s);
  else if (server_s > 0 && server_s >= near_s)
    {
      wait_for (decision, SP_STATE_BACKOFF, SP_REASON_SERVER, server_s);
      decision->cause = server->trouble->target;
    }
  else if (near_s > 0)
    wait_for (decision,
              SP_STATE_DUE,
              is_flapping ? SP_REASON_FLAPPING : SP_REASON_DISTANCE,
              near_s);
  else
    return TRUE;
  return FALSE;
}

static void
decide_one (const SpFacts *facts,
            const SpCase *self,
            const Peers *account,
            const Peers *server,
            SpDecision *decision)
{
  SpReason reason;

  decision->cause = self->target;
  if (decide_guard (facts, self, account, decision) || decide_without_address (self, decision) ||
      decide_current (facts, self, decision, &reason))
    return;

  /* the keyring and the disk are asked only when something has to be sent */
  if (self->hindrance == SP_REASON_OTHER_FAMILY)
    wait_for (decision, SP_STATE_UNKNOWN, self->hindrance, NO_WAIT);
  else if (self->hindrance != SP_REASON_NONE)
    wait_for (decision, SP_STATE_PAUSED, self->hindrance, NO_WAIT);
  else if (facts->storage_failed)
    wait_for (decision, SP_STATE_PAUSED, SP_REASON_STORAGE, NO_WAIT);
  else if (may_send_now (facts, self, server, decision))
    {
      wait_for (decision, SP_STATE_DUE, reason, NO_WAIT);
      decision->send = TRUE;
    }
}

/**
 * sp_policy_is_change:
 * @target_case: a target
 *
 * Returns: %TRUE if the provider does not have the wanted address, as far as is known
 */
gboolean
sp_policy_is_change (const SpCase *target_case)
{
  const SpTarget *target = target_case->target;

  /* an intent that is left means that nobody knows which of the two addresses is there */
  return target->intent != NULL || !is_same_address (target->acked, target_case->wanted);
}

/**
 * sp_policy_decide:
 * @facts: what holds for all
 * @cases: (array length=n_cases): the targets
 * @decisions: (array length=n_cases) (out caller-allocates): what follows for each
 * @n_cases: how many
 *
 * The one gate of every update: a state in, decisions out, no side effect. Nothing is sent that this
 * function did not allow at that moment.
 */
void
sp_policy_decide (const SpFacts *facts, const SpCase *cases, SpDecision *decisions, guint n_cases)
{
  g_autoptr (GHashTable) accounts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GHashTable) servers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; i < n_cases; i++)
    {
      const SpCase *one = &cases[i];

      if (stops_account (one->target))
        ensure_peers (accounts, one->account)->latch_cause = one->target;
      note_attempt (facts, one, ensure_peers (servers, one->server));
    }

  for (guint i = 0; i < n_cases; i++)
    {
      const SpCase *one = &cases[i];
      const SpDecision none = { SP_STATE_UNKNOWN, SP_REASON_NONE, FALSE, NO_WAIT, 0, NULL };

      decisions[i] = none;
      decide_one (facts,
                  one,
                  ensure_peers (accounts, one->account),
                  ensure_peers (servers, one->server),
                  &decisions[i]);
    }
}
