/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-detector.h"
#include "journal/sp-journal.h"

G_BEGIN_DECLS

/**
 * SpRoundCause:
 * @SP_ROUND_EVENT: something changed; held against the budget of rounds
 * @SP_ROUND_PERSON: somebody waits for it; starts at once
 */
typedef enum
{
  SP_ROUND_EVENT,
  SP_ROUND_PERSON,
} SpRoundCause;

#define SP_TYPE_ROUNDS (sp_rounds_get_type ())
/**
 * SpRounds:
 *
 * When to look for this place's addresses: one watch per family and source, looked at regularly,
 * after events within a budget, and soon again after a failure. Keeps the last finding of each
 * watch, and remembers the last address over a restart, where it also writes the history. Has no timer of its own: sp_rounds_run()
 * starts what is due and says when it wants to be called again. Emits “finished” (gboolean
 * changed) when a round ended and no other is running.
 */
G_DECLARE_FINAL_TYPE (SpRounds, sp_rounds, SP, ROUNDS, GObject)

SpRounds *sp_rounds_new (SpClock *clock,
                         SpNetwork *network,
                         SpDetector *detector,
                         SpJournal *journal,
                         guint32 seed);

void sp_rounds_begin_watches (SpRounds *self);
void sp_rounds_add_watch (SpRounds *self, SpFamily family, const char *source, guint interval_s);
void sp_rounds_end_watches (SpRounds *self);

void sp_rounds_request (SpRounds *self, SpRoundCause cause);
gint64 sp_rounds_run (SpRounds *self);
void sp_rounds_cancel (SpRounds *self);

gboolean sp_rounds_is_running (SpRounds *self);
gboolean sp_rounds_is_pending (SpRounds *self);
SpFinding *sp_rounds_get_finding (SpRounds *self, SpFamily family, const char *source);
SpAddress *sp_rounds_get_remembered (SpRounds *self, SpFamily family, const char *source);
SpFinding *sp_rounds_get_place (SpRounds *self, SpFamily family, gint64 *since_s);
gboolean sp_rounds_has_moved (SpRounds *self);
gint64 sp_rounds_get_next_us (SpRounds *self);

G_END_DECLS
