/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-record-change.h"

#include <string.h>

#include "provider/sp-record-name.h"

/**
 * sp_pass_is_address:
 * @self: a pass
 *
 * Returns: %TRUE if the name has one such record; texts may stand side by side
 */
gboolean
sp_pass_is_address (const SpPass *self)
{
  return self->type != SP_RECORD_TXT;
}

/* Addresses by value, since “2001:db8::0:1” is “2001:db8::1”. */
static gboolean
is_same_address (const char *one, const char *other)
{
  g_autoptr (SpAddress) left = sp_address_new_from_string (one, NULL);
  g_autoptr (SpAddress) right = sp_address_new_from_string (other, NULL);

  if (left == NULL || right == NULL)
    return strcmp (one, other) == 0;
  return sp_address_equal (left, right);
}

/* Nothing is there, or what is there has to be changed. */
static SpRecordChange
write_address (const SpRecordsRecipe *recipe, gboolean exists)
{
  if (recipe->phases[SP_PHASE_UPSERT] != NULL)
    return SP_CHANGE_UPSERT;
  if (exists && recipe->phases[SP_PHASE_UPDATE] != NULL)
    return SP_CHANGE_UPDATE;
  if (recipe->phases[SP_PHASE_CREATE] == NULL)
    return SP_CHANGE_MISSING;
  return exists ? SP_CHANGE_REPLACE : SP_CHANGE_CREATE;
}

static SpRecordChange
decide_address (const SpRecordsRecipe *recipe, const SpPass *pass, GPtrArray *held)
{
  if (held->len > 1)
    return SP_CHANGE_AMBIGUOUS;
  if (held->len == 1 && is_same_address (held->pdata[0], pass->value))
    return SP_CHANGE_NONE;
  if (held->len == 0 && !pass->may_create)
    return SP_CHANGE_MISSING;
  return write_address (recipe, held->len == 1);
}

/* with no text given, the one that is there is meant */
static gboolean
has_text (const SpPass *pass, GPtrArray *held)
{
  for (guint i = 0; i < held->len; i++)
    if (pass->value == NULL || sp_record_text_equals (held->pdata[i], pass->value))
      return TRUE;

  return FALSE;
}

/* All that a name holds is written at once. */
static SpRecordChange
write_set (const SpRecordsRecipe *recipe, gboolean exists)
{
  if (recipe->phases[SP_PHASE_UPSERT] != NULL)
    return SP_CHANGE_UPSERT;
  return exists ? SP_CHANGE_UPDATE : SP_CHANGE_CREATE;
}

/* Only the text that is meant goes; where a name is written as a whole, the others are sent again. */
static SpRecordChange
decide_text (const SpRecordsRecipe *recipe, const SpPass *pass, GPtrArray *held)
{
  if (pass->value == NULL && held->len > 1)
    return SP_CHANGE_AMBIGUOUS;
  if (has_text (pass, held) != pass->removes)
    return SP_CHANGE_NONE;
  if (pass->removes)
    return held->len > 1 && recipe->writes_sets ? write_set (recipe, TRUE) : SP_CHANGE_DELETE;
  return recipe->writes_sets ? write_set (recipe, held->len > 0) : SP_CHANGE_CREATE;
}

/**
 * sp_record_change_decide:
 * @recipe: what the provider can do
 * @pass: what is wanted
 * @held: (element-type utf8): what the name holds, as the provider writes it
 *
 * Returns: what has to be done
 */
SpRecordChange
sp_record_change_decide (const SpRecordsRecipe *recipe, const SpPass *pass, GPtrArray *held)
{
  return sp_pass_is_address (pass) ? decide_address (recipe, pass, held)
                                   : decide_text (recipe, pass, held);
}

/**
 * sp_record_change_write_value:
 * @recipe: what the provider can do
 * @pass: what is wanted
 *
 * Returns: (transfer full) (nullable): the value as the provider wants it written
 */
char *
sp_record_change_write_value (const SpRecordsRecipe *recipe, const SpPass *pass)
{
  if (pass->value != NULL && !sp_pass_is_address (pass) && recipe->text == SP_TEXT_QUOTED)
    return g_strdup_printf ("\"%s\"", pass->value);
  return g_strdup (pass->value);
}

/**
 * sp_record_change_list_values:
 * @recipe: what the provider can do
 * @pass: what is wanted
 * @held: (element-type utf8) (nullable): what the name holds, as the provider writes it
 *
 * Returns: (transfer full) (element-type utf8): what the name shall hold: the address alone, or the
 *   text beside those that are there; at least one, perhaps ""
 */
GPtrArray *
sp_record_change_list_values (const SpRecordsRecipe *recipe, const SpPass *pass, GPtrArray *held)
{
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *value = sp_record_change_write_value (recipe, pass);

  for (guint i = 0; !sp_pass_is_address (pass) && held != NULL && i < held->len; i++)
    if (!sp_record_text_equals (held->pdata[i], pass->value))
      g_ptr_array_add (values, g_strdup (held->pdata[i]));
  if (!pass->removes && value != NULL)
    g_ptr_array_add (values, g_steal_pointer (&value));
  if (values->len == 0)
    g_ptr_array_add (values, g_strdup (""));
  return values;
}
