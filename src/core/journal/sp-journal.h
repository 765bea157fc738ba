/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-target.h"
#include "provider/sp-trace.h"

G_BEGIN_DECLS

/**
 * SpEventKind:
 * @SP_EVENT_ADDRESS: this place's address changed
 * @SP_EVENT_ATTEMPT: an update was sent and judged
 * @SP_EVENT_STATE: a target was latched, paused, resumed or released
 * @SP_EVENT_OUTAGE: detection has had no answer since, or has one again
 * @SP_EVENT_PROBLEM: a file, the keyring or the storage is in trouble
 */
typedef enum
{
  SP_EVENT_ADDRESS,
  SP_EVENT_ATTEMPT,
  SP_EVENT_STATE,
  SP_EVENT_OUTAGE,
  SP_EVENT_PROBLEM,
} SpEventKind;

/**
 * SpEvent:
 *
 * One row of the journal. Strings may be %NULL; none holds a secret. Owned by whoever got it; free
 * with sp_event_free().
 */
typedef struct
{
  gint64 id;
  gint64 wall_s;
  SpEventKind kind;
  char *profile_id;
  char *host;
  int family;
  char *address;
  char *old_address;
  char *outcome;
  char *text;
} SpEvent;

void sp_event_free (SpEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpEvent, sp_event_free)

#define SP_TYPE_JOURNAL (sp_journal_get_type ())
/**
 * SpJournal:
 *
 * State and history on disk: `<folder>/signpost.db` (SQLite, WAL), under a lock that keeps a second
 * Signpost from acting. A damaged file is set aside and every target becomes unknown; a file of a
 * newer version is only read. Intents are durable before sp_journal_save_intents() returns. Of the
 * attempts of the last three days it also keeps what was sent and what came back.
 */
G_DECLARE_FINAL_TYPE (SpJournal, sp_journal, SP, JOURNAL, GObject)

SpJournal *sp_journal_open (const char *folder, gboolean read_only, GError **error);
void sp_journal_reopen (SpJournal *self);
gboolean sp_journal_is_read_only (SpJournal *self);
const GError *sp_journal_get_problem (SpJournal *self);
const char *sp_journal_get_set_aside (SpJournal *self);

GPtrArray *sp_journal_load_targets (SpJournal *self, GError **error);
gboolean sp_journal_save_intents (SpJournal *self, GPtrArray *targets, GError **error);
gboolean sp_journal_save_targets (SpJournal *self, GPtrArray *targets, GError **error);
gboolean sp_journal_remove_profile (SpJournal *self, const char *profile_id, GError **error);

char *sp_journal_get_value (SpJournal *self, const char *key);
gboolean sp_journal_set_value (SpJournal *self, const char *key, const char *value, GError **error);

gboolean sp_journal_add_event (SpJournal *self, const SpEvent *event, GError **error);
GPtrArray *sp_journal_list_events (SpJournal *self,
                                   const char *profile_id,
                                   gint64 since_wall_s,
                                   gint64 after_id,
                                   guint limit,
                                   GError **error);
gint64 sp_journal_get_last_event_id (SpJournal *self);
gboolean sp_journal_prune (SpJournal *self, gint64 before_wall_s, GError **error);

gboolean sp_journal_add_traces (SpJournal *self,
                                GPtrArray *traces,
                                gint64 first_event,
                                gint64 last_event,
                                GError **error);
GPtrArray *sp_journal_list_traces (SpJournal *self,
                                   const char *profile_id,
                                   gint64 event_id,
                                   gint64 after_id,
                                   GError **error);
gboolean sp_journal_prune_traces (SpJournal *self, gint64 now_wall_s, GError **error);

G_END_DECLS
