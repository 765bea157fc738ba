/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-obstacles.h"
#include "engine/sp-pauses.h"
#include "engine/sp-policy.h"
#include "engine/sp-roster.h"
#include "engine/sp-rounds.h"
#include "engine/sp-status.h"

G_BEGIN_DECLS

/**
 * SpViewpoint:
 *
 * What a status is made from: the parts of the engine, borrowed for the call.
 */
typedef struct
{
  const SpFacts *facts;
  SpStore *store;
  SpJournal *journal;
  SpRoster *roster;
  SpRounds *rounds;
  SpObstacles *obstacles;
  SpPauses *pauses;
} SpViewpoint;

SpStatus *sp_view_make_status (const SpViewpoint *from);

G_END_DECLS
