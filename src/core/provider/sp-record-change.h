/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-records-recipe.h"

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
 * SpRecordChange:
 * @SP_CHANGE_NONE: all is as it shall be
 * @SP_CHANGE_UPSERT: all that the name holds is written
 * @SP_CHANGE_CREATE: a record is made
 * @SP_CHANGE_UPDATE: the record that is there is changed
 * @SP_CHANGE_REPLACE: a record is made, and then the one that was there is removed
 * @SP_CHANGE_DELETE: the record that is there is removed
 * @SP_CHANGE_MISSING: a record would have to be made, and must not be
 * @SP_CHANGE_AMBIGUOUS: several are there, and only the person knows which one is meant
 *
 * What has to be done to what a name holds.
 */
typedef enum
{
  SP_CHANGE_NONE,
  SP_CHANGE_UPSERT,
  SP_CHANGE_CREATE,
  SP_CHANGE_UPDATE,
  SP_CHANGE_REPLACE,
  SP_CHANGE_DELETE,
  SP_CHANGE_MISSING,
  SP_CHANGE_AMBIGUOUS,
} SpRecordChange;

gboolean sp_pass_is_address (const SpPass *self);
SpRecordChange
sp_record_change_decide (const SpRecordsRecipe *recipe, const SpPass *pass, GPtrArray *held);
char *sp_record_change_write_value (const SpRecordsRecipe *recipe, const SpPass *pass);
GPtrArray *
sp_record_change_list_values (const SpRecordsRecipe *recipe, const SpPass *pass, GPtrArray *held);

G_END_DECLS
