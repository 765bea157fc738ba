/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe-field.h"

#include <string.h>

#include "http/sp-server.h"
#include "recipe/sp-pattern.h"

#define SECTION_PREFIX "Field "

/* names of what an account has anyway */
static const char *const account_names[] = { "provider", "name", "ca", "spacing", NULL };

static SpFieldKind
parse_kind (const char *name, const char *kind)
{
  static const struct
  {
    const char *word;
    SpFieldKind kind;
  } kinds[] = {
    { "name-server", SP_FIELD_NAME_SERVER }, { "domain", SP_FIELD_DOMAIN }, { "key", SP_FIELD_KEY },
    { "template", SP_FIELD_TEMPLATE },       { "words", SP_FIELD_WORDS },
  };

  if (strcmp (name, "server") == 0 && g_strcmp0 (kind, "name-server") != 0)
    return SP_FIELD_SERVER;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].word) == 0)
      return kinds[i].kind;

  return SP_FIELD_TEXT;
}

static void
check_name (const SpRecipeText *text,
            const char *section,
            const SpRecipeField *field,
            SpProblems *problems)
{
  guint line = sp_recipe_text_get_section_line (text, section);
  gsize length = strlen (field->name);

  if (length == 0 || !g_ascii_islower (field->name[0]) ||
      strspn (field->name, "abcdefghijklmnopqrstuvwxyz0123456789_") != length)
    sp_problems_add (problems,
                     line,
                     "[%s] needs a name of lower-case letters, digits and _",
                     section);
  else if (g_strv_contains (account_names, field->name))
    sp_problems_add (problems,
                     line,
                     "[%s] has the name of something every account has; take another",
                     section);
}

static void
check_default (const SpRecipeText *text,
               const char *section,
               const SpRecipeField *field,
               SpProblems *problems)
{
  guint line = sp_recipe_text_get_line (text, section, "Default");
  g_autoptr (GError) error = NULL;
  g_autoptr (SpServer) server = NULL;

  if (field->secret)
    sp_problems_add (problems, line, "a secret cannot have a default; remove Default");
  if (field->kind != SP_FIELD_SERVER)
    return;

  server = sp_server_parse (field->fallback, &error);
  if (server == NULL)
    sp_problems_add (problems, line, "Default: %s", error->message);
  else if (server->plain && sp_recipe_text_get (text, "Provider", "Plain") == NULL)
    sp_problems_add (problems,
                     line,
                     "http:// needs a reason; write https:// or give the reason as Plain=");
}

static void
check_pattern (const SpRecipeText *text,
               const char *section,
               const SpRecipeField *field,
               SpProblems *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) pattern = sp_pattern_new (field->pattern, &error);

  if (pattern == NULL)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, section, "Pattern"),
                     "Pattern: %s",
                     error->message);
}

static SpRecipeField *
read_field (const SpRecipeText *text, const char *section, SpProblems *problems)
{
  SpRecipeField *field = g_new0 (SpRecipeField, 1);

  field->name = section + strlen (SECTION_PREFIX);
  field->label = sp_recipe_text_get_translated (text, section, "Label");
  field->where = sp_recipe_text_get_translated (text, section, "Where");
  field->link = sp_recipe_text_get (text, section, "Link");
  field->pattern = sp_recipe_text_get (text, section, "Pattern");
  field->fallback = sp_recipe_text_get (text, section, "Default");
  field->kind = parse_kind (field->name, sp_recipe_text_get (text, section, "Kind"));
  field->secret = sp_recipe_text_get_boolean (text, section, "Secret");
  field->optional = field->fallback != NULL ||
                    sp_recipe_text_get_boolean (text, section, "Optional");

  check_name (text, section, field, problems);
  if (field->fallback != NULL)
    check_default (text, section, field, problems);
  if (field->pattern != NULL)
    check_pattern (text, section, field, problems);
  return field;
}

/**
 * sp_recipe_fields_read:
 * @text: a recipe, in which every key is known and well formed
 * @names: learns the names that templates may use
 * @problems: learns what is wrong
 *
 * Returns: (transfer full) (element-type SpRecipeField): the fields in the order of the file; their
 *   strings belong to @text
 */
GPtrArray *
sp_recipe_fields_read (const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sp_recipe_text_get_n_sections (text); i++)
    {
      const char *section = sp_recipe_text_get_section (text, i);
      SpRecipeField *field;

      if (!g_str_has_prefix (section, SECTION_PREFIX))
        continue;

      field = read_field (text, section, problems);
      sp_names_define_field (names, field->name, sp_recipe_text_get_section_line (text, section));
      g_ptr_array_add (fields, field);
    }

  return fields;
}

/**
 * sp_recipe_fields_lookup:
 * @fields: (element-type SpRecipeField): the fields of a recipe
 * @name: a field's name
 *
 * Returns: (transfer none) (nullable): that field
 */
const SpRecipeField *
sp_recipe_fields_lookup (GPtrArray *fields, const char *name)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (fields, i);

      if (strcmp (field->name, name) == 0)
        return field;
    }

  return NULL;
}
