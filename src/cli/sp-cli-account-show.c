/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-account-edit.h"

#include <glib/gi18n-lib.h>

/* What became of looking for the secret, in a word. */
typedef struct
{
  SpError code;
  const char *word;
} SecretWord;

static const SecretWord secret_words[] = {
  { SP_ERROR_SECRETS_UNAVAILABLE, "no-keyring" }, { SP_ERROR_SECRETS_NO_PORTAL, "no-keyring" },
  { SP_ERROR_SECRETS_LOCKED, "locked" },          { SP_ERROR_SECRETS_DISMISSED, "locked" },
  { SP_ERROR_SECRETS_DENIED, "denied" },          { SP_ERROR_SECRETS_LOST, "lost" },
  { SP_ERROR_SECRET_NOT_FOUND, "missing" },
};

static const char *
describe_secret (SpCliContext *context, SpAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = sp_cli_account_get_recipe (context, account, NULL);
  g_autoptr (SpCredentials) credentials = NULL;

  if (recipe == NULL)
    return NULL;
  if (!sp_cli_secret_has_fields (recipe))
    return "none-needed";

  credentials = sp_cli_secret_lookup (context, account, recipe, &error);
  if (credentials != NULL)
    return "stored";
  for (guint i = 0; i < G_N_ELEMENTS (secret_words); i++)
    {
      if (g_error_matches (error, SP_ERROR, secret_words[i].code))
        return secret_words[i].word;
    }

  return "unknown";
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
  if (account == NULL)
    return sp_cli_fail (command, error);

  sp_cli_account_print (context, account, describe_secret (context, account));
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_account_show_command = {
  .name = "account show",
  .usage = N_ ("ACCOUNT"),
  .summary = N_ ("Show an account, and whether its secret is there"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
