/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-provider-view.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

static void
print_json (SpCliContext *context, GPtrArray *recipes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "providers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < recipes->len; i++)
    {
      json_builder_begin_object (builder);
      sp_cli_provider_add_summary (context, recipes->pdata[i], builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static void
print_table (SpCliContext *context, GPtrArray *recipes)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (4);

  for (guint i = 0; i < recipes->len; i++)
    sp_cli_table_add (table,
                      sp_recipe_get_id (recipes->pdata[i]),
                      sp_recipe_get_name (recipes->pdata[i]),
                      sp_cli_provider_describe_families (recipes->pdata[i]),
                      sp_cli_provider_describe_origin (context, recipes->pdata[i]),
                      NULL);
  sp_cli_table_print (table, "");
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (GPtrArray) recipes = NULL;
  g_autofree char *text = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;

  text = g_strjoinv (" ", words);
  recipes = sp_catalogue_search (sp_cli_context_get_catalogue (context), text);
  if (sp_cli_context_is_json (context))
    print_json (context, recipes);
  else if (recipes->len > 0)
    print_table (context, recipes);
  else
    sp_cli_complain (_ ("No provider is known as “%s”. For any other server, see “signpostctl "
                        "providers show dyndns2” and “signpostctl providers show url”."),
                     text);

  return recipes->len > 0 ? SP_EXIT_CURRENT : SP_EXIT_USAGE;
}

const SpCliCommand sp_cli_providers_command = {
  .name = "providers",
  .usage = N_ ("[TEXT]"),
  .summary = N_ ("Search the providers"),
  .details = N_ ("TEXT is a part of a name, or a host name such as home.dedyn.io."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
