/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-finding.h"
#include "engine/sp-parcel.h"
#include "journal/sp-journal.h"

G_BEGIN_DECLS

/* The words of SP_EVENT_STATE and SP_EVENT_OUTAGE in the journal. */
#define SP_DIARY_LATCHED  "latched"
#define SP_DIARY_RELEASED "released"
#define SP_DIARY_PAUSED   "paused"
#define SP_DIARY_RESUMED  "resumed"
#define SP_DIARY_BEGUN    "begun"
#define SP_DIARY_ENDED    "ended"

/* Rows of the journal about what the engine did. A row that cannot be written is no reason to stop:
 * it is said in the log and forgotten. */

void sp_diary_note_attempt (SpJournal *journal,
                            const SpShipment *shipment,
                            SpAddress *old,
                            SpOutcome *outcome,
                            gint64 wall_s);
void sp_diary_note_traces (SpJournal *journal, GPtrArray *traces, gint64 before_id);
void
sp_diary_note_state (SpJournal *journal, const SpTarget *record, const char *word, gint64 wall_s);
void
sp_diary_note_person (SpJournal *journal, const char *profile_id, const char *word, gint64 wall_s);
void sp_diary_note_address (SpJournal *journal,
                            SpAddress *address,
                            SpAddress *old,
                            const char *source,
                            gint64 wall_s);
void sp_diary_note_outage (SpJournal *journal,
                           SpFamily family,
                           const char *word,
                           const GError *reason,
                           gint64 wall_s);
void sp_diary_note_problem (SpJournal *journal, const GError *error, gint64 wall_s);

G_END_DECLS
