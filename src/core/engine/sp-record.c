/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-record.h"

/* enough to see twelve hours of a line that flaps once an hour */
#define RECENT_SENDS_MOST 12

/* “no change” counts as a second updater's trace for so long */
#define NOCHG_WINDOW_S (28 * 86400)
#define NOCHG_MOST     3

/* an HTML page with 403 comes from a wall before the provider; behind it may be a bad minute or a
 * ban, and after three of them only a person can tell */
#define FORBIDDEN_MOST 3

static void
set_address (SpAddress **field, SpAddress *address)
{
  SpAddress *old = *field;

  *field = address != NULL ? sp_address_ref (address) : NULL;
  g_clear_pointer (&old, sp_address_unref);
}

static void
note_send (SpTarget *self, const SpInstant *now)
{
  if (self->recent_sends->len >= RECENT_SENDS_MOST)
    g_array_remove_range (self->recent_sends, 0, self->recent_sends->len - RECENT_SENDS_MOST + 1);
  g_array_append_val (self->recent_sends, *now);
}

static gboolean
is_same_address (const SpAddress *a, const SpAddress *b)
{
  return a != NULL && b != NULL && sp_address_equal (a, b);
}

/* A refresh is answered “no change” where all is well; only one that meant a change is a sign that
 * somebody else updates the name. */
static void
count_nochg (SpTarget *self, gboolean was_refresh, const SpInstant *now)
{
  if (was_refresh)
    return;

  if (sp_instant_elapsed_s (&self->outcome_at, now) > NOCHG_WINDOW_S)
    self->nochg_count = 0;
  self->nochg_count++;
}

static void
note_success (SpTarget *self,
              SpAddress *sent,
              gboolean was_refresh,
              SpOutcomeClass outcome_class,
              const SpInstant *now)
{
  if (outcome_class == SP_OUTCOME_NOCHG)
    count_nochg (self, was_refresh, now);
  else
    self->nochg_count = 0;

  if (!is_same_address (self->acked, sent))
    {
      note_send (self, now);
      self->since = *now;
    }
  set_address (&self->acked, sent);
  self->acked_at = *now;
  set_address (&self->intent, NULL);
  self->fails = 0;
  self->latched = outcome_class == SP_OUTCOME_NOCHG && self->nochg_count >= NOCHG_MOST;
}

static void
note_failure (SpTarget *self, SpAddress *sent, const SpOutcome *outcome, const SpInstant *now)
{
  SpOutcomeClass outcome_class = sp_outcome_get_class (outcome);
  guint status = sp_outcome_get_http_status (outcome);

  /* a server that broke while it answered may have done what it was asked */
  gboolean perhaps_done = outcome_class == SP_OUTCOME_UNKNOWN ||
                          (outcome_class == SP_OUTCOME_RETRY && status >= 500);

  self->fails++;
  if (perhaps_done && !is_same_address (self->acked, sent))
    note_send (self, now);
  if (!perhaps_done)
    set_address (&self->intent, NULL);
  self->latched = sp_outcome_class_needs_person (outcome_class) ||
                  (outcome_class == SP_OUTCOME_RETRY && status == 403 &&
                   self->fails >= FORBIDDEN_MOST);
}

/**
 * sp_record_note_intent:
 * @self: a target
 * @address: what is about to be sent
 * @now: the present
 *
 * To be made durable before the first byte leaves.
 */
void
sp_record_note_intent (SpTarget *self, SpAddress *address, const SpInstant *now)
{
  set_address (&self->intent, address);
  self->intent_at = *now;
}

/**
 * sp_record_withdraw_intent:
 * @self: a target
 *
 * The intent was noted and it is certain that nothing was sent.
 */
void
sp_record_withdraw_intent (SpTarget *self)
{
  set_address (&self->intent, NULL);
}

/**
 * sp_record_note_outcome:
 * @self: a target
 * @sent: the address that was sent
 * @was_refresh: it was the published one already: a refresh, or a person wanted it
 * @outcome: how it ended
 * @now: the present
 */
void
sp_record_note_outcome (SpTarget *self,
                        SpAddress *sent,
                        gboolean was_refresh,
                        SpOutcome *outcome,
                        const SpInstant *now)
{
  SpOutcomeClass outcome_class = sp_outcome_get_class (outcome);
  SpOutcome *old = self->outcome;

  if (sp_outcome_class_is_success (outcome_class))
    note_success (self, sent, was_refresh, outcome_class, now);
  else
    note_failure (self, sent, outcome, now);

  self->outcome = sp_outcome_ref (outcome);
  self->outcome_at = *now;
  g_clear_pointer (&old, sp_outcome_unref);
}

/**
 * sp_record_lift_latch:
 * @self: a target
 *
 * A person changed something or wants to try again: one attempt may follow at once.
 *
 * Returns: %TRUE if there was a latch
 */
gboolean
sp_record_lift_latch (SpTarget *self)
{
  gboolean was_latched = self->latched;

  self->latched = FALSE;
  if (was_latched)
    {
      self->fails = 0;
      self->nochg_count = 0;
    }
  return was_latched;
}

/**
 * sp_record_forget:
 * @self: a target
 *
 * The name now belongs to another account or server: nothing that is remembered holds there.
 */
void
sp_record_forget (SpTarget *self)
{
  const SpInstant never = { 0 };

  set_address (&self->acked, NULL);
  set_address (&self->intent, NULL);
  g_clear_pointer (&self->outcome, sp_outcome_unref);
  g_array_set_size (self->recent_sends, 0);
  self->since = never;
  self->acked_at = never;
  self->intent_at = never;
  self->outcome_at = never;
  self->fails = 0;
  self->nochg_count = 0;
  self->latched = FALSE;
}

/* Expresses an instant of another boot in this one. What lies in the future (the clock was wrong
 * then, or is now) becomes “just now”, or each restart would make it wait again for ever. */
static gboolean
settle_instant (SpInstant *instant, const SpInstant *now)
{
  gboolean is_future = instant->wall_s > now->wall_s;
  gint64 elapsed_s;

  if (sp_instant_is_never (instant) || instant->boot_id == now->boot_id)
    return FALSE;

  elapsed_s = sp_instant_elapsed_s (instant, now);
  if (is_future)
    instant->wall_s = now->wall_s;
  instant->boot_id = now->boot_id;
  instant->boot_us = now->boot_us - elapsed_s * G_USEC_PER_SEC;
  return is_future;
}

/**
 * sp_record_settle_in_boot:
 * @self: a target read from disk
 * @now: the present
 *
 * Makes every instant in it one of this boot, so that from now on only the boot clock decides.
 *
 * Returns: %TRUE if a date in the future was corrected, which is worth saving
 */
gboolean
sp_record_settle_in_boot (SpTarget *self, const SpInstant *now)
{
  gboolean corrected = settle_instant (&self->acked_at, now);

  corrected |= settle_instant (&self->since, now);
  corrected |= settle_instant (&self->intent_at, now);
  corrected |= settle_instant (&self->outcome_at, now);
  for (guint i = 0; i < self->recent_sends->len; i++)
    corrected |= settle_instant (&g_array_index (self->recent_sends, SpInstant, i), now);
  return corrected;
}
