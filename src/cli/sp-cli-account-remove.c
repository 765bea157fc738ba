/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-account-edit.h"

#include <glib/gi18n-lib.h>

static gboolean
check_unused (SpStore *store, SpAccount *account, GError **error)
{
  GPtrArray *profiles = sp_store_list_profiles (store);

  for (guint i = 0; i < profiles->len; i++)
    {
      SpProfile *profile = profiles->pdata[i];

      if (!g_str_equal (sp_profile_get_account_id (profile), sp_account_get_id (account)))
        continue;
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "the profile “%s” uses the account “%s”; remove that profile first",
                   sp_profile_get_name (profile),
                   sp_account_get_name (account));
      return FALSE;
    }

  return TRUE;
}

/* The secret first, while there still is something to try again with. */
static gboolean
remove_account (SpCliContext *context, SpStore *store, SpAccount *account, GError **error)
{
  g_autofree char *id = g_strdup (sp_account_get_id (account));
  g_autoptr (GError) reason = NULL;

  if (!sp_cli_secret_remove (context, id, &reason) &&
      !g_error_matches (reason, SP_ERROR, SP_ERROR_SECRETS_LOST) &&
      !g_error_matches (reason, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return sp_store_remove_account (store, id, error);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    account = sp_store_lookup_account (store, names[0], &error);
  if (account == NULL || !check_unused (store, account, &error) ||
      !remove_account (context, store, account, &error))
    return sp_cli_fail (command, error);

  sp_cli_context_reload_instance (context);
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_account_remove_command = {
  .name = "account remove",
  .usage = N_ ("ACCOUNT"),
  .summary = N_ ("Forget an account and its secret"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
