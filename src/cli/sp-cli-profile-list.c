/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-profile-edit.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

static void
print_json (GPtrArray *profiles)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "profiles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < profiles->len; i++)
    json_builder_add_value (builder, sp_cli_profile_to_json (profiles->pdata[i]));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static void
print_table (SpStore *store, GPtrArray *profiles)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (5);

  for (guint i = 0; i < profiles->len; i++)
    {
      SpProfile *profile = profiles->pdata[i];
      g_autoptr (SpAccount)
          account = sp_store_lookup_account (store, sp_profile_get_account_id (profile), NULL);
      g_autofree char *hosts = sp_profile_get (profile, "hosts");

      sp_cli_table_add (table,
                        sp_profile_get_id (profile),
                        sp_profile_get_name (profile),
                        sp_profile_is_enabled (profile) ? _ ("on") : _ ("off"),
                        account != NULL ? sp_account_get_name (account) : "–",
                        hosts,
                        NULL);
    }
  sp_cli_table_print (table, "");
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  GPtrArray *profiles;
  g_autoptr (GError) error = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store == NULL)
    return sp_cli_fail (command, error);

  profiles = sp_store_list_profiles (store);
  if (sp_cli_context_is_json (context))
    print_json (profiles);
  else
    print_table (store, profiles);
  return sp_cli_report_problems (store);
}

const SpCliCommand sp_cli_profile_list_command = {
  .name = "profile list",
  .usage = "",
  .summary = N_ ("List the profiles"),
  .run = run,
};
