/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-dyndns2-recipe.h"

#include <string.h>

#define SECTION            "Dyndns2"
#define DEFAULT_WAIT_911_S 1800 /* Dyn and No-IP: no retry before 30 minutes */

static const char *
get_or (const SpRecipeText *text, const char *key, const char *fallback)
{
  const char *value = sp_recipe_text_get (text, SECTION, key);

  return value == NULL ? fallback : value;
}

static char *
read_parameter (const SpRecipeText *text,
                const char *key,
                const char *fallback,
                SpProblems *problems)
{
  const char *value = get_or (text, key, fallback);

  if (strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") !=
      strlen (value))
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, key),
                     "“%s=%s” is no parameter; write letters and digits",
                     key,
                     value);
  return g_strdup (value);
}

static void
read_host_name (SpDyndns2Recipe *self,
                const SpRecipeText *text,
                SpNames *names,
                SpProblems *problems)
{
  guint line = sp_recipe_text_get_line (text, SECTION, "Hostname");
  g_autoptr (GError) error = NULL;

  self->host_name = sp_template_new (get_or (text, "Hostname", "${fqdn}"), SP_PLACE_QUERY, &error);
  if (self->host_name == NULL)
    sp_problems_add (problems, line, "Hostname: %s", error->message);

  self->host_parameter = read_parameter (text, "HostnameParam", "hostname", problems);
  if (strcmp (self->host_parameter, "none") == 0)
    g_clear_pointer (&self->host_parameter, g_free);
  else
    sp_names_use_template (names, self->host_name, line);
}

static void
read_extra (SpDyndns2Recipe *self, const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  const char *value = sp_recipe_text_get (text, SECTION, "Extra");
  guint line = sp_recipe_text_get_line (text, SECTION, "Extra");
  g_autoptr (GError) error = NULL;

  if (value == NULL)
    return;

  self->extra = sp_pairs_new (value, &error);
  if (self->extra == NULL)
    sp_problems_add (problems, line, "Extra: %s", error->message);
  for (guint i = 0; i < sp_pairs_get_n (self->extra); i++)
    {
      sp_names_use_template (names, sp_pairs_get_name (self->extra, i), line);
      sp_names_use_template (names, sp_pairs_get_template (self->extra, i), line);
    }
}

static gboolean
read_word (SpDyndns2Recipe *self, const char *item)
{
  const char *colon = strrchr (item, ':');
  g_autofree char *word = colon == NULL ? NULL : g_strndup (item, (gsize) (colon - item));
  SpOutcomeClass outcome_class;

  if (word == NULL || word[0] == '\0' || strpbrk (word, " \t<>") != NULL ||
      !sp_outcome_class_from_string (colon + 1, &outcome_class))
    return FALSE;

  g_hash_table_replace (self->words,
                        g_ascii_strdown (word, -1),
                        GINT_TO_POINTER ((int) outcome_class));
  return TRUE;
}

static void
read_words (SpDyndns2Recipe *self, const SpRecipeText *text, SpProblems *problems)
{
  g_auto (GStrv) list = sp_recipe_text_get_list (text, SECTION, "Words");

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; list[i] != NULL; i++)
    if (!read_word (self, list[i]))
      sp_problems_add (problems,
                       sp_recipe_text_get_line (text, SECTION, "Words"),
                       "“%s” is not word:class; write one like servererror:retry",
                       list[i]);
}

/**
 * sp_dyndns2_recipe_new:
 * @text: a recipe that has passed the schema and has [Dyndns2]
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpDyndns2Recipe *
sp_dyndns2_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  SpDyndns2Recipe *self = g_new0 (SpDyndns2Recipe, 1);

  read_host_name (self, text, names, problems);
  self->address_parameters[SP_FAMILY_IPV4] = read_parameter (text, "IPv4", "myip", problems);
  self->address_parameters[SP_FAMILY_IPV6] = read_parameter (text, "IPv6", "myip", problems);
  read_extra (self, text, names, problems);
  read_words (self, text, problems);
  self->wait_911_s = sp_recipe_text_get_number (text, SECTION, "Wait911", DEFAULT_WAIT_911_S);
  self->one_line = sp_recipe_text_get_boolean (text, SECTION, "OneLine");
  self->html = sp_recipe_text_get_boolean (text, SECTION, "Html");
  return self;
}

/**
 * sp_dyndns2_recipe_free:
 * @self: (transfer full): the section
 */
void
sp_dyndns2_recipe_free (SpDyndns2Recipe *self)
{
  g_clear_pointer (&self->host_name, sp_template_free);
  g_clear_pointer (&self->extra, sp_pairs_free);
  g_hash_table_unref (self->words);
  g_free (self->host_parameter);
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    g_free (self->address_parameters[family]);
  g_free (self);
}

/**
 * sp_dyndns2_recipe_joins_addresses:
 * @self: the section
 *
 * Returns: %TRUE if both addresses go into one parameter, with a comma
 */
gboolean
sp_dyndns2_recipe_joins_addresses (const SpDyndns2Recipe *self)
{
  return strcmp (self->address_parameters[SP_FAMILY_IPV4],
                 self->address_parameters[SP_FAMILY_IPV6]) == 0;
}

/**
 * sp_dyndns2_recipe_check_delivery:
 * @self: the section
 * @delivery: how hosts and families are spread over requests
 * @text: the recipe
 * @problems: gets a sentence for each contradiction
 */
void
sp_dyndns2_recipe_check_delivery (const SpDyndns2Recipe *self,
                                  const SpDelivery *delivery,
                                  const SpRecipeText *text,
                                  SpProblems *problems)
{
  if (delivery->missing == SP_MISSING_SEND && sp_dyndns2_recipe_joins_addresses (self))
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Missing"),
                     "“Missing=send:%s” needs a parameter for each family; set IPv4 and IPv6",
                     delivery->word);

  if (delivery->batch > 1 && self->host_parameter == NULL)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Batch"),
                     "“Batch” needs a parameter for the names; remove HostnameParam=none or Batch");
}
