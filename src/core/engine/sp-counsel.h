/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-obstacles.h"
#include "engine/sp-pauses.h"
#include "engine/sp-policy.h"
#include "engine/sp-roster.h"
#include "engine/sp-rounds.h"
#include "engine/sp-world.h"

G_BEGIN_DECLS

/**
 * SpCounsel:
 *
 * Brings to policy what it needs: facts about the world, the address each target should have, and
 * what stands in its way; and takes its decisions to the targets. Changes nothing else. Borrows the
 * parts of the engine it belongs to.
 */
typedef struct _SpCounsel SpCounsel;

/**
 * SpParts:
 * @roster: the targets
 * @rounds: the addresses
 * @obstacles: what stood in the way
 * @pauses: what a person wants
 * @journal: whether there is a memory
 *
 * The parts of the engine a counsel looks at; all outlive it.
 */
typedef struct
{
  SpRoster *roster;
  SpRounds *rounds;
  SpObstacles *obstacles;
  SpPauses *pauses;
  SpJournal *journal;
} SpParts;

SpCounsel *sp_counsel_new (const SpWorld *world, const SpParts *parts, guint32 seed);
void sp_counsel_free (SpCounsel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCounsel, sp_counsel_free)

gboolean sp_counsel_note_network (SpCounsel *self);
void sp_counsel_note_memory (SpCounsel *self, gboolean is_readable);
void sp_counsel_note_view_only (SpCounsel *self, gboolean is_view_only);

SpFacts sp_counsel_gather_facts (SpCounsel *self);
SpFacts sp_counsel_decide (SpCounsel *self);
gboolean sp_counsel_is_fresh (SpCounsel *self, const SpMember *member, const SpFacts *facts);

G_END_DECLS
