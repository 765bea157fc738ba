/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-extract.h"

#include <string.h>

#include "http/sp-json.h"
#include "recipe/sp-pattern.h"

struct _SpExtract
{
  SpPath *path;    /* (owned) (nullable): this … */
  GRegex *pattern; /* (owned) (nullable): … or this */
  char *header;    /* (owned) (nullable): … or this */
};

static void
parse_pattern (SpExtract *self,
               const char *key,
               const char *value,
               guint line,
               SpProblems *problems)
{
  gsize length = strlen (value);
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;

  if (length < 3 || value[length - 1] != '/')
    {
      sp_problems_add (problems,
                       line,
                       "%s=re: needs a pattern between slashes, such as re:/^x: (.*)/",
                       key);
      return;
    }

  source = g_strndup (value + 1, length - 2);
  self->pattern = sp_pattern_new (source, &error);
  if (self->pattern == NULL)
    sp_problems_add (problems, line, "%s: %s", key, error->message);
  else if (g_regex_get_capture_count (self->pattern) < 1)
    sp_problems_add (problems, line, "%s=re: has no group; put “(…)” around what is meant", key);
}

/**
 * sp_extract_new:
 * @value: (nullable): what a recipe says
 * @key: the key that says it
 * @line: where it stands
 * @problems: gets a sentence for what is wrong with it
 *
 * Returns: (transfer full) (nullable): where the value stands; %NULL if the recipe does not say
 */
SpExtract *
sp_extract_new (const char *value, const char *key, guint line, SpProblems *problems)
{
  g_autoptr (GError) error = NULL;
  SpExtract *self;

  if (value == NULL)
    return NULL;

  self = g_new0 (SpExtract, 1);
  if (g_str_has_prefix (value, "re:/"))
    parse_pattern (self, key, value + strlen ("re:"), line, problems);
  else if (g_str_has_prefix (value, "header:") && value[strlen ("header:")] != '\0')
    self->header = g_strdup (value + strlen ("header:"));
  else
    self->path = sp_path_new (value, &error);
  if (error != NULL)
    sp_problems_add (problems,
                     line,
                     "%s: %s, or as re:/…(…)…/ or header:Name",
                     key,
                     error->message);
  return self;
}

/**
 * sp_extract_free:
 * @self: (transfer full): an extract
 */
void
sp_extract_free (SpExtract *self)
{
  g_clear_pointer (&self->pattern, g_regex_unref);
  g_clear_pointer (&self->path, sp_path_free);
  g_free (self->header);
  g_free (self);
}

/**
 * sp_extract_is_path:
 * @self: an extract
 *
 * Returns: %TRUE if it looks into JSON
 */
gboolean
sp_extract_is_path (const SpExtract *self)
{
  return self->path != NULL;
}

/**
 * sp_extract_makes_list:
 * @self: an extract
 *
 * Returns: %TRUE if it may find several values in one item
 */
gboolean
sp_extract_makes_list (const SpExtract *self)
{
  return self->path != NULL && sp_path_makes_list (self->path);
}

/**
 * sp_extract_use_names:
 * @self: (nullable): an extract
 * @names: the names of the recipe
 * @line: where it stands
 */
void
sp_extract_use_names (const SpExtract *self, SpNames *names, guint line)
{
  sp_path_use_names (self == NULL ? NULL : self->path, names, line);
}

static void
add (GPtrArray *found, char *text)
{
  if (text != NULL)
    g_ptr_array_add (found, text);
}

static void
add_node (GPtrArray *found, JsonNode *node)
{
  if (!JSON_NODE_HOLDS_NULL (node))
    add (found, sp_json_scalar_to_text (node));
}

/* Where one value is expected there may be a list of them, and each counts: who took only one for
 * granted would write over the others. */
static void
add_nodes (GPtrArray *found, JsonNode *root, const SpPath *source, const SpVariables *variables)
{
  g_autofree char *path = sp_path_render (source, variables);
  g_autoptr (GPtrArray) nodes = root == NULL ? NULL : sp_json_lookup (root, path);

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      JsonNode *node = nodes->pdata[i];
      JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (list == NULL)
        add_node (found, node);
      for (guint j = 0; list != NULL && j < json_array_get_length (list); j++)
        add_node (found, json_array_get_element (list, j));
    }
}

/**
 * sp_extract_find_all:
 * @self: (nullable): an extract
 * @evidence: a reply
 * @item: (nullable): the part of it that a path begins at; %NULL for the whole
 *
 * Returns: (transfer full) (element-type utf8): the values that stand there, also those of a list;
 *   null is none
 */
GPtrArray *
sp_extract_find_all (const SpExtract *self, SpEvidence *evidence, JsonNode *item)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  char *text = NULL;

  if (self == NULL)
    return found;

  if (self->pattern != NULL)
    {
      sp_pattern_find (self->pattern, evidence->text, &text, NULL);
      add (found, text);
    }
  else if (self->header != NULL)
    {
      add (found, g_strdup (sp_reply_get_header (evidence->reply, self->header)));
    }
  else if (self->path != NULL)
    {
      add_nodes (found,
                 item != NULL ? item : sp_evidence_get_json (evidence),
                 self->path,
                 evidence->variables);
    }

  return found;
}

/**
 * sp_extract_find:
 * @self: (nullable): an extract
 * @evidence: a reply
 * @item: (nullable): the part of it that a path begins at; %NULL for the whole
 *
 * Returns: (transfer full) (nullable): the first value that stands there
 */
char *
sp_extract_find (const SpExtract *self, SpEvidence *evidence, JsonNode *item)
{
  g_autoptr (GPtrArray) found = sp_extract_find_all (self, evidence, item);

  return found->len == 0 ? NULL : g_strdup (found->pdata[0]);
}
