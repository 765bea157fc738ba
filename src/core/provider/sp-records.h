/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-mask.h"
#include "provider/sp-ways.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/**
 * SpPass:
 * @name: the host name, as an A-label
 * @type: what it is the record of
 * @value: (nullable): the address or text that the record shall hold; %NULL: the only text there
 * @removes: a text, which is taken away instead
 * @ttl_s: how long others may remember it, in seconds; 0: as it is
 * @may_create: a record that is missing is made
 *
 * What one pass of a conversation is about. Borrowed until the pass is over.
 */
typedef struct
{
  const char *name;
  SpRecordType type;
  const char *value;
  gboolean removes;
  guint ttl_s;
  gboolean may_create;
} SpPass;

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecords, sp_records_free)

G_END_DECLS
