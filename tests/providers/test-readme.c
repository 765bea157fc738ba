/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "recipe/sp-recipe-schema.h"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (argc != 2)
    g_error ("usage: readme FILE");
  readme_path = argv[1];

  g_test_add_func ("/readme/names-every-key", test_readme_names_every_key);

  return g_test_run ();
}
