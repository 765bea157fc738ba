/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-extract.h"

#include <string.h>

#include "http/sp-json.h"
#include "recipe/sp-pattern.h"

#define SECTION "Result"

struct _SpExtract
{
  char *path;      /* (owned) (nullable): this … */
  GRegex *pattern; /* (owned) (nullable): … or this */
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
 * @text: a recipe that has passed the schema
 * @key: a key of [Result]
 * @problems: gets a sentence for what is wrong with it
 *
 * Returns: (transfer full) (nullable): where the value stands; %NULL if the recipe does not say
 */
SpExtract *
sp_extract_new (const SpRecipeText *text, const char *key, SpProblems *problems)
{
  const char *value = sp_recipe_text_get (text, SECTION, key);
  guint line = sp_recipe_text_get_line (text, SECTION, key);
  g_autoptr (GError) error = NULL;
  SpExtract *self;

  if (value == NULL)
    return NULL;

  self = g_new0 (SpExtract, 1);
  if (g_str_has_prefix (value, "re:/"))
    parse_pattern (self, key, value + strlen ("re:"), line, problems);
  else if (sp_json_check_path (value, &error))
    self->path = g_strdup (value);
  else
    sp_problems_add (problems, line, "%s: %s, or as re:/…(…)…/", key, error->message);
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
  g_free (self->path);
  g_free (self);
}

/**
 * sp_extract_find:
 * @self: (nullable): an extract
 * @evidence: a reply
 *
 * Returns: (transfer full) (nullable): the first value that stands there
 */
char *
sp_extract_find (const SpExtract *self, SpEvidence *evidence)
{
  g_autoptr (GPtrArray) nodes = NULL;
  char *found = NULL;
  JsonNode *root;

  if (self != NULL && self->pattern != NULL)
    sp_pattern_find (self->pattern, evidence->text, &found, NULL);
  if (self == NULL || self->path == NULL)
    return found;

  root = sp_evidence_get_json (evidence);
  nodes = root == NULL ? NULL : sp_json_lookup (root, self->path);
  return nodes == NULL || nodes->len == 0 ? NULL
                                          : sp_json_scalar_to_text (g_ptr_array_index (nodes, 0));
}
