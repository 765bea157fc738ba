/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-command.h"

#include <glib/gi18n-lib.h>

static SpRecipe *
load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (memchr (text, '\0', length) != NULL || !g_utf8_validate (text, length, NULL))
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_RECIPE, "%s is not UTF-8 text", path);
      return NULL;
    }

  return sp_recipe_new_from_text (path, text, error);
}

static gboolean
check (SpCliContext *context, const char *path, JsonBuilder *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = load (path, &error);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "file");
  json_builder_add_string_value (json, path);
  json_builder_set_member_name (json, "ok");
  json_builder_add_boolean_value (json, recipe != NULL);
  json_builder_set_member_name (json, "problems");
  json_builder_add_string_value (json, error != NULL ? error->message : "");
  json_builder_end_object (json);

  /* What a recipe's author reads are file and line, as a compiler writes them. */
  if (error != NULL && !sp_cli_context_is_json (context))
    g_printerr ("%s\n", error->message);
  else if (!sp_cli_context_is_json (context))
    g_print (_ ("%s: %s is right.\n"), path, sp_recipe_get_name (recipe));
  return recipe != NULL;
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) paths = g_strdupv (arguments);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  gboolean is_good = TRUE;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &paths, &exit))
    return exit;

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "recipes");
  json_builder_begin_array (json);
  for (char **path = paths; *path != NULL; path++)
    {
      if (!check (context, *path, json))
        is_good = FALSE;
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  node = json_builder_get_root (json);

  if (sp_cli_context_is_json (context))
    sp_cli_print_json (node);
  return is_good ? SP_EXIT_CURRENT : SP_EXIT_USAGE;
}

const SpCliCommand sp_cli_recipe_check_command = {
  .name = "recipe check",
  .usage = N_ ("FILE…"),
  .summary = N_ ("Check recipes strictly, with line numbers"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
};
