/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "recipe/sp-recipe-schema.h"
#include "signing/sp-signer.h"

static const char *readme_path;

/* “Rule#” is written “Rule1”… */
static char *
get_mention (const char *key)
{
  gsize length = strlen (key);

  return key[length - 1] == '#' ? g_strdup_printf ("`%.*s1`", (int) length - 1, key)
                                : g_strdup_printf ("`%s`", key);
}

static void
test_readme_names_every_key (void)
{
  g_autofree char *readme = NULL;
  g_autoptr (GError) error = NULL;
  guint n_keys;
  const SpRecipeKey *keys = sp_recipe_schema_get_keys (&n_keys);

  g_file_get_contents (readme_path, &readme, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < n_keys; i++)
    {
      g_autofree char *mention = get_mention (keys[i].key);

      if (strstr (readme, mention) == NULL)
        g_test_fail_printf ("README.md says nothing of %s in [%s]", mention, keys[i].section);
    }
}

static char *
list_parameters (const SpSigner *signer)
{
  const char *const *names = sp_signer_get_parameters (signer);
  GString *text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    g_string_append_printf (text, "%s`%s`", i > 0 ? " " : "", names[i]);
  return g_string_free (text, FALSE);
}

/* without “(what it is)” and commas */
static char *
read_parameters (const char *row)
{
  g_auto (GStrv) cells = g_strsplit (row, " | ", 3);
  g_autoptr (GRegex) beside = g_regex_new (",| \\([^)]*\\)", 0, 0, NULL);

  return g_regex_replace_literal (beside, cells[1], -1, 0, "", 0, NULL);
}

static void
test_readme_names_every_signature (void)
{
  g_autofree char *readme = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = sp_signer_list_names ();

  g_file_get_contents (readme_path, &readme, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const SpSigner *signer = sp_signer_find (names[i], NULL);
      g_autofree char *beginning = g_strdup_printf ("| `%s` | ", names[i]);
      const char *row = strstr (readme, beginning);
      g_autofree char *wanted = NULL;
      g_autofree char *written = NULL;

      if (row == NULL)
        {
          g_test_fail_printf ("README.md says nothing of the signature %s", names[i]);
          continue;
        }
      if (signer == NULL)
        continue; /* built without it */

      wanted = list_parameters (signer);
      written = read_parameters (row);
      g_assert_cmpstr (written, ==, wanted);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: readme FILE");
  readme_path = argv[1];

  g_test_add_func ("/readme/names-every-key", test_readme_names_every_key);
  g_test_add_func ("/readme/names-every-signature", test_readme_names_every_signature);

  return g_test_run ();
}
