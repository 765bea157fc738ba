/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-phase.h"

#include <string.h>

#include "http/sp-json.h"
#include "profile/sp-credentials.h"

#define ALL_ITEMS          "[*]"
#define TOKEN_LIFETIME_S   300
#define TOKEN_LONGEST_S    (24 * 60 * 60)
#define CONDITION_OPERATOR " = "

/* what one key of the section is read with, borrowed for the length of one call */
typedef struct
{
  const SpRecipeText *text;
  const char *section;
  SpNames *names;
  SpProblems *problems;
} Reader;

static void
take_free (gpointer data)
{
  SpTake *take = data;

  g_free (take->name);
  g_clear_pointer (&take->where, sp_extract_free);
  g_free (take);
}

static void
condition_free (gpointer data)
{
  SpCondition *condition = data;

  g_clear_pointer (&condition->where, sp_extract_free);
  g_clear_pointer (&condition->wanted, sp_template_free);
  g_free (condition);
}

static SpExtract *
parse_extract (const Reader *reader, const char *value, const char *key, guint line)
{
  SpExtract *extract = sp_extract_new (value, key, line, reader->problems);

  sp_extract_use_names (extract, reader->names, line);
  return extract;
}

static SpExtract *
read_extract (const Reader *reader, const char *key)
{
  return parse_extract (reader,
                        sp_recipe_text_get (reader->text, reader->section, key),
                        key,
                        sp_recipe_text_get_line (reader->text, reader->section, key));
}

static void
read_absence (SpPhase *self, const Reader *reader, const SpRecipeEntry *entry)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *tests = sp_tests_parse (entry->value, &error);

  if (tests == NULL)
    sp_problems_add (reader->problems, entry->line, "%s: %s", entry->key, error->message);
  else
    g_ptr_array_add (self->absences, tests);
}

static void
read_condition (SpPhase *self, const Reader *reader, const SpRecipeEntry *entry)
{
  const char *sign = strstr (entry->value, CONDITION_OPERATOR);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  SpCondition *condition;

  if (sign == NULL)
    {
      sp_problems_add (reader->problems,
                       entry->line,
                       "%s must be “$.path = what it has to be”",
                       entry->key);
      return;
    }

  path = g_strndup (entry->value, (gsize) (sign - entry->value));
  condition = g_new0 (SpCondition, 1);
  condition->where = parse_extract (reader, path, entry->key, entry->line);
  condition->wanted = sp_template_new (sign + strlen (CONDITION_OPERATOR), SP_PLACE_TEXT, &error);
  g_ptr_array_add (self->conditions, condition);
  if (condition->wanted == NULL)
    sp_problems_add (reader->problems, entry->line, "%s: %s", entry->key, error->message);
  sp_names_use_template (reader->names, condition->wanted, entry->line);
}

static void
read_take (SpPhase *self, const Reader *reader, const SpRecipeEntry *entry)
{
  const char *equals = strchr (entry->value, '=');
  SpTake *take;

  if (equals == NULL)
    {
      sp_problems_add (reader->problems, entry->line, "%s must be “name=$.path”", entry->key);
      return;
    }

  take = g_new0 (SpTake, 1);
  take->name = g_strndup (entry->value, (gsize) (equals - entry->value));
  take->where = parse_extract (reader, equals + 1, entry->key, entry->line);
  g_ptr_array_add (self->takes, take);
}

static void
read_entries (SpPhase *self, const Reader *reader)
{
  guint n_entries = sp_recipe_text_get_n_entries (reader->text, reader->section);

  self->absences = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->conditions = g_ptr_array_new_with_free_func (condition_free);
  self->takes = g_ptr_array_new_with_free_func (take_free);
  for (guint i = 0; i < n_entries; i++)
    {
      const SpRecipeEntry *entry = sp_recipe_text_get_entry (reader->text, reader->section, i);

      if (g_str_has_prefix (entry->key, "NotFound"))
        read_absence (self, reader, entry);
      else if (g_str_has_prefix (entry->key, "Where"))
        read_condition (self, reader, entry);
      else if (g_str_has_prefix (entry->key, "Take"))
        read_take (self, reader, entry);
    }
}

static void
read_items (SpPhase *self, const Reader *reader)
{
  const char *value = sp_recipe_text_get (reader->text, reader->section, "Items");
  guint line = sp_recipe_text_get_line (reader->text, reader->section, "Items");
  g_autoptr (GError) error = NULL;

  if (value == NULL)
    return;

  self->items = sp_path_new (value, &error);
  if (self->items == NULL)
    sp_problems_add (reader->problems, line, "Items: %s", error->message);
  else if (!g_str_has_suffix (value, ALL_ITEMS))
    sp_problems_add (reader->problems, line, "“Items=%s” must end in [*]", value);
  sp_path_use_names (self->items, reader->names, line);
}

/* a number, or where the answer has one */
static void
read_expiry (SpPhase *self, const Reader *reader)
{
  const char *value = sp_recipe_text_get (reader->text, reader->section, "Expires");
  guint64 seconds = TOKEN_LIFETIME_S;

  if (value != NULL && !g_ascii_string_to_unsigned (value, 10, 1, TOKEN_LONGEST_S, &seconds, NULL))
    self->expires = read_extract (reader, "Expires");
  self->lifetime_s = (guint) seconds;
}

/**
 * sp_phase_announce_takes:
 * @text: a recipe that has passed the schema
 * @section: a section that is there
 * @names: gets the names that are taken from its answer, for the other sections to use
 */
void
sp_phase_announce_takes (const SpRecipeText *text, const char *section, SpNames *names)
{
  guint n_entries = sp_recipe_text_get_n_entries (text, section);

  for (guint i = 0; i < n_entries; i++)
    {
      const SpRecipeEntry *entry = sp_recipe_text_get_entry (text, section, i);
      g_autofree char *name = g_strndup (entry->value, strcspn (entry->value, "="));

      if (g_str_has_prefix (entry->key, "Take"))
        sp_names_take (names, name, entry->line);
    }
}

/**
 * sp_phase_new:
 * @text: a recipe that has passed the schema
 * @section: a section that is there
 * @base: what all requests of the recipe have in common; must outlive the result
 * @inherits: whether its headers and login are sent as well
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpPhase *
sp_phase_new (const SpRecipeText *text,
              const char *section,
              const SpRequestForm *base,
              gboolean inherits,
              SpNames *names,
              SpProblems *problems)
{
  const Reader reader = { text, section, names, problems };
  SpPhase *self = g_new0 (SpPhase, 1);

  self->form = sp_request_form_new_below (base, inherits, text, section, names, problems);
  self->blank = sp_request_blank_new (text, section, names, problems);
  read_entries (self, &reader);
  read_items (self, &reader);
  read_expiry (self, &reader);
  self->name = read_extract (&reader, "Name");
  self->sub = read_extract (&reader, "Sub");
  self->value = read_extract (&reader, "Value");
  self->cursor = read_extract (&reader, "Cursor");
  self->pages = read_extract (&reader, "Pages");
  self->page_size = sp_recipe_text_get_number (text, section, "PageSize", 0);
  self->echoes = sp_recipe_text_get_boolean (text, section, "Echo");
  self->echo_drop = sp_recipe_text_get_list (text, section, "EchoDrop");
  if (self->echoes && self->blank->json == NULL)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, section, "Echo"),
                     "“Echo” sends back what was found with the members of Json; add Json");
  return self;
}

/**
 * sp_phase_free:
 * @self: (transfer full): a phase
 */
void
sp_phase_free (SpPhase *self)
{
  sp_request_form_free (self->form);
  sp_request_blank_free (self->blank);
  g_ptr_array_unref (self->absences);
  g_ptr_array_unref (self->conditions);
  g_ptr_array_unref (self->takes);
  g_clear_pointer (&self->items, sp_path_free);
  g_clear_pointer (&self->name, sp_extract_free);
  g_clear_pointer (&self->sub, sp_extract_free);
  g_clear_pointer (&self->value, sp_extract_free);
  g_clear_pointer (&self->cursor, sp_extract_free);
  g_clear_pointer (&self->pages, sp_extract_free);
  g_clear_pointer (&self->expires, sp_extract_free);
  g_strfreev (self->echo_drop);
  g_free (self);
}

/**
 * sp_phase_make_request:
 * @self: a phase
 * @variables: what the names stand for
 * @found: (nullable): the item that was found, for a body that sends it back
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the request, or %NULL
 */
SpRequest *
sp_phase_make_request (const SpPhase *self,
                       const SpVariables *variables,
                       JsonNode *found,
                       GError **error)
{
  return sp_request_blank_fill_in (self->blank,
                                   self->form,
                                   FALSE,
                                   variables,
                                   self->echoes ? found : NULL,
                                   (const char *const *) self->echo_drop,
                                   error);
}

/**
 * sp_phase_says_absent:
 * @self: a phase
 * @evidence: its answer
 *
 * Returns: %TRUE if the answer means that there is no such zone or record
 */
gboolean
sp_phase_says_absent (const SpPhase *self, SpEvidence *evidence)
{
  for (guint i = 0; i < self->absences->len; i++)
    if (sp_tests_hold (g_ptr_array_index (self->absences, i), evidence))
      return TRUE;

  return FALSE;
}

static gboolean
is_path (const SpExtract *extract)
{
  return extract != NULL && sp_extract_is_path (extract);
}

/**
 * sp_phase_understands:
 * @self: a phase
 * @evidence: its answer
 *
 * Returns: %FALSE if values are looked for in JSON and the answer is none
 */
gboolean
sp_phase_understands (const SpPhase *self, SpEvidence *evidence)
{
  gboolean needs_json = self->items != NULL || is_path (self->name) || is_path (self->value);

  for (guint i = 0; i < self->takes->len; i++)
    needs_json = needs_json || is_path (((const SpTake *) self->takes->pdata[i])->where);

  return !needs_json || sp_evidence_get_json (evidence) != NULL;
}

/* some servers write a list as an object whose names are the numbers of the items */
static gboolean
is_object_of_objects (JsonNode *node)
{
  g_autoptr (GList) values = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  for (GList *value = values; value != NULL; value = value->next)
    if (!JSON_NODE_HOLDS_OBJECT (value->data))
      return FALSE;

  return values != NULL;
}

/* The list itself has to be there, perhaps empty or null: an answer without it is about something
 * else, and nothing may be concluded from it. */
static gboolean
has_list (const SpPhase *self, JsonNode *root)
{
  g_autofree char *path = sp_path_get_fixed (self->items);
  g_autoptr (GPtrArray) lists = sp_json_lookup (root, path);
  JsonNode *list = lists->len == 0 ? NULL : lists->pdata[0];

  if (list == NULL)
    return FALSE;
  if (sp_path_has_names (self->items))
    return JSON_NODE_HOLDS_OBJECT (list);
  return JSON_NODE_HOLDS_NULL (list) || JSON_NODE_HOLDS_ARRAY (list) || is_object_of_objects (list);
}

/**
 * sp_phase_list_items:
 * @self: a phase
 * @evidence: its answer
 *
 * Returns: (transfer container) (element-type JsonNode) (nullable): the items; one, perhaps %NULL,
 *   if the whole answer is the item; %NULL if the answer lacks the list
 */
GPtrArray *
sp_phase_list_items (const SpPhase *self, SpEvidence *evidence)
{
  g_autofree char *path = NULL;
  JsonNode *root;
  GPtrArray *whole;

  if (self->items == NULL)
    {
      whole = g_ptr_array_new ();
      g_ptr_array_add (whole, NULL);
      return whole;
    }

  root = sp_evidence_get_json (evidence);
  if (root == NULL || !has_list (self, root))
    return NULL;

  path = sp_path_render (self->items, evidence->variables);
  return sp_json_lookup (root, path);
}

/**
 * sp_phase_meets_conditions:
 * @self: a phase
 * @evidence: its answer
 * @item: (nullable): one of its items
 * @variables: what the names stand for
 *
 * Returns: %TRUE if the item meets every `WhereN=`
 */
gboolean
sp_phase_meets_conditions (const SpPhase *self,
                           SpEvidence *evidence,
                           JsonNode *item,
                           const SpVariables *variables)
{
  for (guint i = 0; i < self->conditions->len; i++)
    {
      const SpCondition *condition = g_ptr_array_index (self->conditions, i);
      g_autoptr (SpTwin) wanted = sp_twin_new ();
      g_autofree char *value = sp_extract_find (condition->where, evidence, item);

      if (!sp_template_render (condition->wanted, variables, wanted, NULL) ||
          g_strcmp0 (value == NULL ? "" : value, wanted->text->str) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * sp_phase_take:
 * @self: a phase
 * @evidence: its answer
 * @item: (nullable): the item that was chosen
 *
 * Returns: (transfer full) (element-type utf8 utf8): value by name for each `TakeN=` that stands in
 *   the answer; values may be secret
 */
GHashTable *
sp_phase_take (const SpPhase *self, SpEvidence *evidence, JsonNode *item)
{
  GHashTable *taken =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_secret_text_free);

  for (guint i = 0; i < self->takes->len; i++)
    {
      const SpTake *take = g_ptr_array_index (self->takes, i);
      char *value = sp_extract_find (take->where, evidence, item);

      if (value != NULL)
        g_hash_table_replace (taken, g_strdup (take->name), value);
    }

  return taken;
}

/**
 * sp_phase_has_all:
 * @self: a phase
 * @taken: (element-type utf8 utf8): from sp_phase_take()
 *
 * Returns: %TRUE if every `TakeN=` stood in the answer
 */
gboolean
sp_phase_has_all (const SpPhase *self, GHashTable *taken)
{
  return g_hash_table_size (taken) == self->takes->len;
}
