/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-backoff.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)

/* A server that says so itself (“911”) asks for half an hour at least; No-IP's page on responses */
#define MAINTENANCE_S (30 * MINUTE)

#define RETRY_AFTER_LEAST_S MINUTE
#define RETRY_AFTER_MOST_S  (24 * HOUR)

#define TABLE_LENGTH 7

/* The wait after the first, second, … failure in a row; 0 ends a row, and its last wait stays. */
static const gint64 waits_s[SP_N_OUTCOMES][TABLE_LENGTH] = {
  [SP_OUTCOME_NET] = { 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE },
  [SP_OUTCOME_TLS] = { 5 * MINUTE, 15 * MINUTE, HOUR },
  [SP_OUTCOME_RETRY] = { 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR },
  [SP_OUTCOME_UNKNOWN] = { 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR },
  [SP_OUTCOME_RATE] = { 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR },
};

static const gint64 maintenance_waits_s[TABLE_LENGTH] = { MAINTENANCE_S,
                                                          HOUR,
                                                          2 * HOUR,
                                                          4 * HOUR,
                                                          6 * HOUR };

static gint64
look_up (const gint64 *row, guint fails)
{
  guint index = MIN (MAX (fails, 1), TABLE_LENGTH) - 1;

  while (index > 0 && row[index] == 0)
    index--;
  return row[index];
}

/**
 * sp_backoff_is_maintenance:
 * @outcome: an outcome
 *
 * Returns: %TRUE if the provider spoke of trouble that lasts half an hour or more
 */
gboolean
sp_backoff_is_maintenance (const SpOutcome *outcome)
{
  return sp_outcome_get_class (outcome) == SP_OUTCOME_RETRY &&
         sp_outcome_get_retry_after_s (outcome) >= MAINTENANCE_S;
}

/**
 * sp_backoff_get_wait_s:
 * @outcome: how the last attempt ended
 * @fails: how many failed in a row, this one included
 * @jitter: 1.0…1.2; it only adds, because a provider's “no sooner than” is kept
 *
 * Returns: seconds to wait before the next attempt; 0 after a success and for a class that waits
 *   for a person instead
 */
gint64
sp_backoff_get_wait_s (const SpOutcome *outcome, guint fails, double jitter)
{
  SpOutcomeClass outcome_class = sp_outcome_get_class (outcome);
  gint64 asked_s = sp_outcome_get_retry_after_s (outcome);
  gint64 wait_s = look_up (waits_s[outcome_class], fails);

  if (wait_s == 0)
    return 0;

  if (sp_backoff_is_maintenance (outcome))
    wait_s = look_up (maintenance_waits_s, fails);
  else if (outcome_class == SP_OUTCOME_RATE && asked_s > 0)
    /* the first time the provider knows best; when its own wait was not enough, ours grows */
    wait_s = fails > 1 ? look_up (waits_s[outcome_class], fails - 1) : 0;
  if (asked_s > 0)
    wait_s = MAX (wait_s, CLAMP (asked_s, RETRY_AFTER_LEAST_S, RETRY_AFTER_MOST_S));

  return (gint64) ((double) wait_s * jitter);
}

/**
 * sp_backoff_get_share:
 * @seed: a number that belongs to this installation
 * @key: what it is for
 * @number: and which time
 *
 * A dice throw that comes out the same each time it is asked for, so that policy stays a pure
 * function and a restart does not throw again.
 *
 * Returns: 0.0…1.0, evenly spread
 */
double
sp_backoff_get_share (guint32 seed, const char *key, gint64 number)
{
  guint64 hash = (guint64) seed << 32 | g_str_hash (key);

  /* the finalizer of MurmurHash3 by Austin Appleby (public domain), which spreads close inputs */
  hash ^= (guint64) number * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  hash ^= hash >> 33;
  return (double) (hash >> 11) / (double) (G_GUINT64_CONSTANT (1) << 53);
}
