/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-delivery.h"

#include <string.h>

static void
read_families (SpDelivery *self, const SpRecipeText *text, SpProblems *problems)
{
  g_auto (GStrv) list = sp_recipe_text_get_list (text, "Provider", "Families");

  for (guint i = 0; list[i] != NULL; i++)
    {
      SpFamily family;

      if (sp_family_from_string (list[i], &family))
        self->families[family] = TRUE;
      else
        sp_problems_add (problems,
                         sp_recipe_text_get_line (text, "Provider", "Families"),
                         "“%s” is no family; write ipv4; or ipv6;",
                         list[i]);
    }
}

static gboolean
is_word (const char *text)
{
  return text[0] != '\0' &&
         strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
             strlen (text);
}

static gboolean
parse_missing (SpDelivery *self, const char *value)
{
  if (g_str_has_prefix (value, "send:") && is_word (value + strlen ("send:")))
    {
      self->missing = SP_MISSING_SEND;
      self->word = g_strdup (value + strlen ("send:"));
      return TRUE;
    }

  if (strcmp (value, "delete") == 0)
    self->missing = SP_MISSING_DELETE;
  else if (strcmp (value, "autodetect") == 0)
    self->missing = SP_MISSING_AUTODETECT;
  else
    return strcmp (value, "keep") == 0;

  return TRUE;
}

static void
read_missing (SpDelivery *self, const SpRecipeText *text, const char *section, SpProblems *problems)
{
  const char *value = sp_recipe_text_get (text, section, "Missing");
  guint line = sp_recipe_text_get_line (text, section, "Missing");
  gboolean both = self->families[SP_FAMILY_IPV4] && self->families[SP_FAMILY_IPV6];

  if (value == NULL && both && self->together)
    sp_problems_add (problems,
                     line,
                     "[%s] lacks “Missing”: say what happens to a family that is not sent",
                     section);
  else if (value != NULL && !parse_missing (self, value))
    sp_problems_add (problems,
                     line,
                     "“Missing=%s” must be keep, delete, autodetect or send:WORD",
                     value);
  else if (self->missing != SP_MISSING_KEEP && !self->together)
    sp_problems_add (problems,
                     line,
                     "“Missing=%s” needs Together=true: a request for one family would harm the "
                     "other",
                     value);
}

static void
read_own_words (SpDelivery *self,
                const SpRecipeText *text,
                const char *section,
                SpNames *names,
                SpProblems *problems)
{
  static const char *const keys[] = { "WordA", "WordAAAA" };

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *value = sp_recipe_text_get (text, section, keys[family]);
      guint line = sp_recipe_text_get_line (text, section, keys[family]);
      g_autoptr (GError) error = NULL;

      if (value == NULL)
        continue;
      self->own_words[family] = sp_template_new (value, SP_PLACE_TEXT, &error);
      sp_names_use_template (names, self->own_words[family], line);
      if (error != NULL)
        sp_problems_add (problems, line, "%s: %s", keys[family], error->message);
      if (self->together)
        sp_problems_add (problems,
                         line,
                         "“%s” is for a request about one family; remove Together",
                         keys[family]);
    }
}

static void
read_batch (SpDelivery *self,
            const SpRecipeText *text,
            const char *section,
            SpNames *names,
            SpProblems *problems)
{
  const char *unless = sp_recipe_text_get (text, section, "BatchUnless");

  self->batch = sp_recipe_text_get_number (text, section, "Batch", 1);
  self->attempt = self->batch;
  self->batch_unless = g_strdup (unless);
  if (unless != NULL && !sp_names_is_field (names, unless))
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, section, "BatchUnless"),
                     "“BatchUnless=%s” is no field of this recipe; correct it",
                     unless);
  else if (unless != NULL)
    sp_names_use (names, unless, sp_recipe_text_get_line (text, section, "BatchUnless"));
}

/**
 * sp_delivery_new:
 * @text: a recipe that has passed the schema
 * @section: the protocol's section
 * @names: the fields of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpDelivery *
sp_delivery_new (const SpRecipeText *text,
                 const char *section,
                 SpNames *names,
                 SpProblems *problems)
{
  SpDelivery *self = g_new0 (SpDelivery, 1);

  read_families (self, text, problems);
  self->together = sp_recipe_text_get_boolean (text, section, "Together");
  read_missing (self, text, section, problems);
  read_own_words (self, text, section, names, problems);
  read_batch (self, text, section, names, problems);

  if (self->together && sp_recipe_text_get (text, section, "UrlIPv6") != NULL)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, section, "UrlIPv6"),
                     "“UrlIPv6” and Together=true exclude each other; remove one of them");
  return self;
}

/**
 * sp_delivery_free:
 * @self: (transfer full): a delivery
 */
void
sp_delivery_free (SpDelivery *self)
{
  g_free (self->word);
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    g_clear_pointer (&self->own_words[family], sp_template_free);
  g_free (self->batch_unless);
  g_free (self);
}

/**
 * sp_delivery_wants_both:
 * @self: a delivery
 *
 * Returns: %TRUE if a request has to name the address of each family, changed or not
 */
gboolean
sp_delivery_wants_both (const SpDelivery *self)
{
  return self->together && self->families[SP_FAMILY_IPV4] && self->families[SP_FAMILY_IPV6] &&
         (self->missing == SP_MISSING_DELETE || self->missing == SP_MISSING_AUTODETECT);
}
