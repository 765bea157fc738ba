/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-account-edit.h"
#include "sp-cli-wait.h"

#include <glib/gi18n-lib.h>

/* Nothing in the files tells that a secret is another one, so what was refused with the old one
 * has to be said to be worth another try. */
static gboolean
tell_engine (SpCliContext *context, SpAccount *account, GError **error)
{
  SpCliInstance *instance = sp_cli_context_get_instance (context);
  const char *id = sp_account_get_id (account);
  g_autoptr (SpEngine) engine = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *answer = NULL;

  if (instance != NULL)
    {
      answer =
          sp_cli_instance_call (instance, "CredentialsChanged", g_variant_new ("(s)", id), error);
      return answer != NULL;
    }

  engine = sp_cli_context_make_engine (context, FALSE, error);
  if (engine == NULL)
    return FALSE;

  sp_engine_credentials_changed (engine, id);
  sp_engine_stop_async (engine, sp_cli_wait_cb, &result);
  return sp_engine_stop_finish (engine, sp_cli_wait (&result), error);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (SpCliSecretSource) secret = { 0 };
  const GOptionEntry entries[] = {
    { "secret-stdin",
      0,
      0,
      G_OPTION_ARG_NONE,
      &secret.from_stdin,
      N_ ("Read the new secret from the standard input"),
      NULL },
    { "secret-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &secret.file,
      N_ ("Read the new secret from a file"),
      N_ ("FILE") },
    { NULL },
  };
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (SpAccount) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &words, &exit))
    return exit;
  if (words[1] == NULL && sp_cli_secret_source_is_empty (&secret))
    {
      sp_cli_complain (_ ("Say what to change: FIELD=VALUE, --secret-stdin or --secret-file."));
      return SP_EXIT_USAGE;
    }

  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    account = sp_store_lookup_account (store, words[0], &error);
  if (account != NULL)
    changed = sp_cli_account_apply (context, account, words + 1, &error);
  if (changed == NULL || !sp_cli_account_save (context, changed, &secret, FALSE, &error))
    return sp_cli_fail (command, error);
  if (!sp_cli_secret_source_is_empty (&secret) && !tell_engine (context, changed, &error))
    return sp_cli_fail (command, error);

  if (sp_cli_context_is_json (context))
    sp_cli_account_print (context, changed, NULL);
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_account_set_command = {
  .name = "account set",
  .usage = N_ ("ACCOUNT [FIELD=VALUE…]"),
  .summary = N_ ("Change an account or its secret"),
  .details = N_ ("A changed account is tried again, also when its old password was refused."),
  .run = run,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
};
