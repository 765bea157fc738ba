/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-diary.h"

#define NO_FAMILY (-1)

static char *
dup_text (const SpAddress *address)
{
  return address != NULL ? g_strdup (sp_address_get_text (address)) : NULL;
}

static SpEvent *
new_event (SpEventKind kind, gint64 wall_s)
{
  SpEvent *event = g_new0 (SpEvent, 1);

  event->kind = kind;
  event->wall_s = wall_s;
  event->family = NO_FAMILY;
  return event;
}

static void
add_event (SpJournal *journal, const SpEvent *event)
{
  g_autoptr (GError) error = NULL;

  if (!sp_journal_is_read_only (journal) && !sp_journal_add_event (journal, event, &error))
    g_info ("writing the history: %s", error->message);
}

/**
 * sp_diary_note_attempt:
 * @journal: the journal
 * @shipment: what was sent
 * @old: (nullable): what was published before
 * @outcome: how it ended
 * @wall_s: when
 */
void
sp_diary_note_attempt (SpJournal *journal,
                       const SpShipment *shipment,
                       SpAddress *old,
                       SpOutcome *outcome,
                       gint64 wall_s)
{
  g_autoptr (SpEvent) event = new_event (SP_EVENT_ATTEMPT, wall_s);

  event->profile_id = g_strdup (shipment->profile_id);
  event->host = g_strdup (shipment->host);
  event->family = (int) shipment->family;
  event->address = dup_text (shipment->address);
  event->old_address = dup_text (old);
  event->outcome = g_strdup (sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
  event->text = g_strdup (sp_outcome_get_message (outcome));
  add_event (journal, event);
}

/**
 * sp_diary_note_traces:
 * @journal: the journal
 * @traces: (element-type SpTrace): what an attempt sent
 * @before_id: the last event before those of the attempt
 *
 * To be called when the attempt has been noted. One that was cut short has no rows, and so nothing
 * to which this would belong.
 */
void
sp_diary_note_traces (SpJournal *journal, GPtrArray *traces, gint64 before_id)
{
  gint64 last_id = sp_journal_get_last_event_id (journal);
  g_autoptr (GError) error = NULL;

  if (last_id > before_id && !sp_journal_is_read_only (journal) &&
      !sp_journal_add_traces (journal, traces, before_id + 1, last_id, &error))
    g_info ("writing what was sent: %s", error->message);
}

/**
 * sp_diary_note_state:
 * @journal: the journal
 * @record: a target
 * @word: what happened to it
 * @wall_s: when
 */
void
sp_diary_note_state (SpJournal *journal, const SpTarget *record, const char *word, gint64 wall_s)
{
  g_autoptr (SpEvent) event = new_event (SP_EVENT_STATE, wall_s);

  event->profile_id = g_strdup (record->profile_id);
  event->host = g_strdup (record->host);
  event->family = (int) record->family;
  event->outcome = g_strdup (word);
  if (record->outcome != NULL)
    event->text = g_strdup (sp_outcome_class_to_string (sp_outcome_get_class (record->outcome)));
  add_event (journal, event);
}

/**
 * sp_diary_note_person:
 * @journal: the journal
 * @profile_id: (nullable): a profile, %NULL for everything
 * @word: what a person did with it
 * @wall_s: when
 */
void
sp_diary_note_person (SpJournal *journal, const char *profile_id, const char *word, gint64 wall_s)
{
  g_autoptr (SpEvent) event = new_event (SP_EVENT_STATE, wall_s);

  event->profile_id = g_strdup (profile_id);
  event->outcome = g_strdup (word);
  add_event (journal, event);
}

/**
 * sp_diary_note_address:
 * @journal: the journal
 * @address: this place's address now
 * @old: (nullable): and before
 * @source: (nullable): who said so
 * @wall_s: when
 */
void
sp_diary_note_address (SpJournal *journal,
                       SpAddress *address,
                       SpAddress *old,
                       const char *source,
                       gint64 wall_s)
{
  g_autoptr (SpEvent) event = new_event (SP_EVENT_ADDRESS, wall_s);

  event->family = (int) sp_address_get_family (address);
  event->address = dup_text (address);
  event->old_address = dup_text (old);
  event->text = g_strdup (source);
  add_event (journal, event);
}

/**
 * sp_diary_note_outage:
 * @journal: the journal
 * @family: the family of which nothing is known
 * @word: whether that begins or ends
 * @reason: (nullable): why
 * @wall_s: when
 */
void
sp_diary_note_outage (SpJournal *journal,
                      SpFamily family,
                      const char *word,
                      const GError *reason,
                      gint64 wall_s)
{
  g_autoptr (SpEvent) event = new_event (SP_EVENT_OUTAGE, wall_s);

  event->family = (int) family;
  event->outcome = g_strdup (word);
  event->text = reason != NULL ? g_strdup (reason->message) : NULL;
  add_event (journal, event);
}

/**
 * sp_diary_note_problem:
 * @journal: the journal
 * @error: what is in the way of every update
 * @wall_s: since when
 */
void
sp_diary_note_problem (SpJournal *journal, const GError *error, gint64 wall_s)
{
  g_autoptr (SpEvent) event = new_event (SP_EVENT_PROBLEM, wall_s);

  event->text = g_strdup (error->message);
  add_event (journal, event);
}
