/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe.h"

#define RECIPE_BEGIN                                                                               \
  "[Provider]\n"                                                                                   \
  "Format=1\n"                                                                                     \
  "Id=sample\n"                                                                                    \
  "Name=Another server\n"                                                                          \
  "Name[de]=Anderer Server\n"                                                                      \
  "Website=https://example.org/\n"                                                                 \
  "Source=https://example.org/api\n"                                                               \
  "Checked=2026-11-22\n"                                                                           \
  "Verified=official\n"                                                                            \
  "Protocol=dyndns2\n"                                                                             \
  "Hosts=example.org;\n"                                                                           \
  "Families=ipv4;\n"                                                                               \
  "[Dyndns2]\n"                                                                                    \
  "Url=https://example.org/nic/update\n"                                                           \
  "[Field user]\n"                                                                                 \
  "Label=User name\n"                                                                              \
  "[Field pass]\n"                                                                                 \
  "Secret=true\n"

static SpRecipe *
load (const char *language)
{
  static const char text[] = RECIPE_BEGIN "Label=Password\n"
                                          "Label[de]=Passwort\n"
                                          "Label[pt_BR]=Senha\n"
                                          "Label[sr@latin]=Lozinka\n"
                                          "Where=On the page.\n"
                                          "Where[de]=Auf der Seite.\n";
  g_autoptr (GError) error = NULL;
  SpRecipe *recipe;

  g_setenv ("LANGUAGE", language, TRUE);
  recipe = sp_recipe_new_from_text ("sample.recipe", text, &error);
  g_assert_no_error (error);
  return recipe;
}

static void
test_choice (void)
{
  static const struct
  {
    const char *proves;
    const char *language;
    const char *name;
    const char *label;
    const char *where;
  } rows[] = {
    { "no language is English", "C", "Another server", "Password", "On the page." },
    { "a language is taken", "de", "Anderer Server", "Passwort", "Auf der Seite." },
    { "a country's variant falls back on it",
      "de_AT.UTF-8",
      "Anderer Server",
      "Passwort",
      "Auf der Seite." },
    { "what is not translated stays English", "pt_BR", "Another server", "Senha", "On the page." },
    { "a country that is not there is no other",
      "pt_PT",
      "Another server",
      "Password",
      "On the page." },
    { "a script is part of it", "sr_RS@latin", "Another server", "Lozinka", "On the page." },
    { "the first language that is there wins",
      "fr:de",
      "Anderer Server",
      "Passwort",
      "Auf der Seite." },
    { "English wins over a later language",
      "en_GB:de",
      "Another server",
      "Password",
      "On the page." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpRecipe) recipe = load (rows[i].language);
      const SpRecipeField *field = sp_recipe_lookup_field (recipe, "pass");

      g_test_message ("%s", rows[i].proves);
      g_assert_cmpstr (sp_recipe_get_name (recipe), ==, rows[i].name);
      g_assert_cmpstr (field->label, ==, rows[i].label);
      g_assert_cmpstr (field->where, ==, rows[i].where);
    }
  g_unsetenv ("LANGUAGE");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *proves;
    const char *line;
    const char *says;
  } rows[] = {
    { "a language is written as locales are",
      "Label[DE]=Passwort",
      "*“Label[DE]” names no language*" },
    { "an encoding is none", "Label[de.UTF-8]=Passwort", "*“Label[de.UTF-8]” names no language*" },
    { "nothing is no language", "Label[]=Passwort", "*“Label[]” names no language*" },
    { "a bracket must close", "Label[de=Passwort", "*“Label[de” is no key of [Field pass]*" },
    { "a key for the machine has no language",
      "Pattern[de]=^x$",
      "*“Pattern[de]” is no key of [Field pass]*" },
    { "a translation is no empty line", "Label[de]=", "*“Label[de]” has no value*" },
    { "a translation translates something", "Where[de]=Dort.", "*“Where[de]” translates “Where”*" },
    { "a language stands there once",
      "Label[de]=Passwort\nLabel[de]=Kennwort",
      "*“Label[de]” is in line * already*" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text =
          g_strconcat (RECIPE_BEGIN "Label=Password\n", rows[i].line, "\n", NULL);
      g_autoptr (GPtrArray) problems = sp_recipe_check_text ("sample.recipe", text);

      g_test_message ("%s", rows[i].proves);
      g_assert_cmpuint (problems->len, ==, 1);
      g_assert_true (g_pattern_match_simple (rows[i].says, g_ptr_array_index (problems, 0)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe-language/choice", test_choice);
  g_test_add_func ("/recipe-language/refused", test_refused);

  return g_test_run ();
}
