/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-mask.h"
#include "provider/sp-record-change.h"
#include "provider/sp-ways.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/**
 * SpRecords:
 *
 * The conversation of one attempt with an API that keeps records: log in, find the zone, find the
 * record, compare, write, finish. It makes requests and judges replies; who sends them is not its
 * business. A pass may fail and the next one still go on with the same token and zones.
 */
typedef struct _SpRecords SpRecords;

SpRecords *sp_records_new (SpRecipe *recipe,
                           const char *account_id,
                           SpVariables *variables,
                           SpMask *mask,
                           const SpWays *ways);
void sp_records_free (SpRecords *self);

void sp_records_begin (SpRecords *self, const SpPass *pass);
SpOutcome *sp_records_foresee (SpRecords *self);
SpRequest *sp_records_make_request (SpRecords *self, GError **error);
SpOutcome *sp_records_judge (SpRecords *self, const SpReply *reply);
SpOutcome *sp_records_judge_error (SpRecords *self, const GError *error);
SpRequest *sp_records_make_farewell (SpRecords *self);
gboolean sp_records_is_login (const SpRecords *self);
const SpMask *sp_records_get_mask (const SpRecords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecords, sp_records_free)

G_END_DECLS
