/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-provider-view.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

static void
print_json (GPtrArray *listings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "providers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < listings->len; i++)
    {
      json_builder_begin_object (builder);
      sp_cli_provider_add_summary (listings->pdata[i], builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static void
print_table (GPtrArray *listings)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (7);

  for (guint i = 0; i < listings->len; i++)
    {
      const SpListing *listing = listings->pdata[i];
      g_autofree char *proof = sp_cli_provider_describe_proof (listing);

      if (sp_listing_get_status (listing) != SP_PROVIDER_DEAD)
        sp_cli_table_add (table,
                          sp_listing_get_id (listing),
                          sp_listing_get_name (listing),
                          sp_listing_get_protocol (listing),
                          sp_cli_provider_describe_addresses (listing),
                          sp_cli_provider_describe_origin (listing),
                          sp_listing_get_checked (listing),
                          proof,
                          NULL);
    }
  sp_cli_table_print (table, "");
}

/* What cannot be chosen, or not for long, is told below those that can. */
static void
print_hints (GPtrArray *listings)
{
  for (guint i = 0; i < listings->len; i++)
    {
      g_autofree char *hint = sp_cli_provider_describe_status (listings->pdata[i]);

      if (hint != NULL)
        g_print ("%s\n", hint);
    }
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (GPtrArray) listings = NULL;
  g_autofree char *text = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;

  text = g_strjoinv (" ", words);
  listings = sp_catalogue_search (sp_cli_context_get_catalogue (context), text);
  if (sp_cli_context_is_json (context))
    print_json (listings);
  else if (listings->len > 0)
    {
      print_table (listings);
      print_hints (listings);
    }
  else
    sp_cli_complain (_ ("No provider is known as “%s”. For any other server, see “signpostctl "
                        "providers show dyndns2” and “signpostctl providers show url”."),
                     text);

  return listings->len > 0 ? SP_EXIT_CURRENT : SP_EXIT_USAGE;
}

const SpCliCommand sp_cli_providers_command = {
  .name = "providers",
  .usage = N_ ("[TEXT]"),
  .summary = N_ ("Search the providers"),
  .details = N_ ("TEXT is a part of a name, or a host name such as home.dedyn.io."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
