/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-account-edit.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

static void
print_json (GPtrArray *accounts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < accounts->len; i++)
    json_builder_add_value (builder, sp_cli_account_to_json (accounts->pdata[i], NULL));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static void
print_table (GPtrArray *accounts)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (3);

  for (guint i = 0; i < accounts->len; i++)
    {
      SpAccount *account = accounts->pdata[i];

      sp_cli_table_add (table,
                        sp_account_get_id (account),
                        sp_account_get_name (account),
                        sp_account_get_provider (account),
                        NULL);
    }
  sp_cli_table_print (table, "");
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  GPtrArray *accounts;
  g_autoptr (GError) error = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store == NULL)
    return sp_cli_fail (command, error);

  accounts = sp_store_list_accounts (store);
  if (sp_cli_context_is_json (context))
    print_json (accounts);
  else
    print_table (accounts);
  return sp_cli_report_problems (store);
}

const SpCliCommand sp_cli_account_list_command = {
  .name = "account list",
  .usage = "",
  .summary = N_ ("List the accounts"),
  .run = run,
};
