/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-record-search.h"

#include <string.h>

#include "provider/sp-paging.h"
#include "provider/sp-record-name.h"

struct _SpRecordSearch
{
  const SpPhase *phase;   /* (unowned): the recipe's, which lives as long as the attempt */
  SpVariables *variables; /* (unowned): the attempt's */
  char *name;             /* (owned) (nullable): whose records are looked for */
  char *preferred;        /* (owned) (nullable): the value whose record is chosen among several */
  SpPaging paging;
  GPtrArray *values; /* (owned) (element-type utf8): of all records that fit */
  JsonNode *item;    /* (owned) (nullable): the record that is chosen */
  gboolean chosen;
};

/**
 * sp_record_search_new:
 * @recipe: the sections of the conversation, [Find] among them; must outlive the result
 * @variables: gets “page”, “offset” and what is taken; must outlive the result
 *
 * Returns: (transfer full): a search
 */
SpRecordSearch *
sp_record_search_new (const SpRecordsRecipe *recipe, SpVariables *variables)
{
  SpRecordSearch *self = g_new0 (SpRecordSearch, 1);

  self->phase = recipe->phases[SP_PHASE_FIND];
  self->variables = variables;
  self->values = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sp_record_search_free:
 * @self: (transfer full): a search
 */
void
sp_record_search_free (SpRecordSearch *self)
{
  sp_paging_start (&self->paging);
  g_ptr_array_unref (self->values);
  g_clear_pointer (&self->item, json_node_unref);
  g_free (self->preferred);
  g_free (self->name);
  g_free (self);
}

/* what an earlier pass took must not be taken for this one's */
static void
forget_taken (const SpRecordSearch *self)
{
  for (guint i = 0; i < self->phase->takes->len; i++)
    {
      const SpTake *take = g_ptr_array_index (self->phase->takes, i);

      sp_variables_set (self->variables, take->name, NULL);
    }
}

/**
 * sp_record_search_start:
 * @self: a search
 * @name: the host name
 * @preferred: the value whose record is chosen, if there are several
 */
void
sp_record_search_start (SpRecordSearch *self, const char *name, const char *preferred)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->preferred, g_free);
  self->name = g_strdup (name);
  self->preferred = g_strdup (preferred);
  self->chosen = FALSE;
  g_clear_pointer (&self->item, json_node_unref);
  g_ptr_array_set_size (self->values, 0);
  sp_paging_start (&self->paging);
  forget_taken (self);
}

/**
 * sp_record_search_tell:
 * @self: a search that needs a request
 *
 * Sets the variables that the request is made of.
 */
void
sp_record_search_tell (const SpRecordSearch *self)
{
  sp_paging_tell (&self->paging, self->phase, self->variables);
}

static gboolean
has_name (const SpRecordSearch *self, SpEvidence *evidence, JsonNode *item)
{
  const char *zone = sp_variables_get (self->variables, "zone");
  g_autofree char *name = sp_extract_find (self->phase->name, evidence, item);
  g_autofree char *sub = sp_extract_find (self->phase->sub, evidence, item);

  if (self->phase->name != NULL)
    return sp_record_name_equals (name, self->name);
  return self->phase->sub == NULL || sp_record_name_is_sub (sub, self->name, zone);
}

static gboolean
has_preferred (const SpRecordSearch *self, GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    if (sp_record_text_equals (values->pdata[i], self->preferred))
      return TRUE;

  return FALSE;
}

static void
choose (SpRecordSearch *self, SpEvidence *evidence, JsonNode *item)
{
  g_autoptr (GHashTable) taken = sp_phase_take (self->phase, evidence, item);

  sp_variables_set_all (self->variables, taken, FALSE);
  self->chosen = TRUE;
  g_clear_pointer (&self->item, json_node_unref);
  if (item == NULL)
    item = sp_evidence_get_json (evidence);
  if (item != NULL)
    self->item = json_node_copy (item);
}

static void
read_item (SpRecordSearch *self, SpEvidence *evidence, JsonNode *item)
{
  g_autoptr (GPtrArray) values = NULL;

  if (!has_name (self, evidence, item) ||
      !sp_phase_meets_conditions (self->phase, evidence, item, self->variables))
    return;

  values = sp_extract_find_all (self->phase->value, evidence, item);
  if (!self->chosen || has_preferred (self, values))
    choose (self, evidence, item);
  g_ptr_array_extend_and_steal (self->values, g_steal_pointer (&values));
}

/**
 * sp_record_search_read:
 * @self: a search
 * @evidence: a good answer
 *
 * Returns: how far the search is
 */
SpSearchStep
sp_record_search_read (SpRecordSearch *self, SpEvidence *evidence)
{
  g_autoptr (GPtrArray) items = sp_phase_list_items (self->phase, evidence);

  if (items == NULL || !sp_phase_understands (self->phase, evidence))
    return SP_SEARCH_BAFFLED;

  for (guint i = 0; i < items->len; i++)
    read_item (self, evidence, items->pdata[i]);
  if (sp_paging_go_on (&self->paging, self->phase, evidence, items->len))
    return SP_SEARCH_MORE;

  return self->values->len > 0 ? SP_SEARCH_FOUND : SP_SEARCH_NONE;
}

/**
 * sp_record_search_get_values:
 * @self: a search
 *
 * Returns: (transfer none) (element-type utf8): what the records hold, of every page read so far
 */
GPtrArray *
sp_record_search_get_values (const SpRecordSearch *self)
{
  return self->values;
}

/**
 * sp_record_search_get_item:
 * @self: a search that found something
 *
 * Returns: (transfer none) (nullable): the record that was chosen, if the answer is JSON
 */
JsonNode *
sp_record_search_get_item (const SpRecordSearch *self)
{
  return self->item;
}
