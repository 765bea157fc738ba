/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-listing.h"

G_BEGIN_DECLS

/**
 * SpRanking:
 *
 * What is searched for, and what was found so far. Lives as long as a search.
 */
typedef struct _SpRanking SpRanking;

SpRanking *sp_ranking_new (const char *text);
void sp_ranking_free (SpRanking *self);
void sp_ranking_consider (SpRanking *self, SpListing *listing);
GPtrArray *sp_ranking_take (SpRanking *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRanking, sp_ranking_free)

G_END_DECLS
