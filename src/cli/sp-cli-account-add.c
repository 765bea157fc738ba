/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-account-edit.h"

#include <glib/gi18n-lib.h>

/* What was typed. */
typedef struct
{
  char *provider; /* (owned) (nullable) */
  char *name;     /* (owned) (nullable) */
  SpCliSecretSource secret;
} Wish;

static void
wish_clear (Wish *wish)
{
  g_clear_pointer (&wish->provider, g_free);
  g_clear_pointer (&wish->name, g_free);
  sp_cli_secret_source_clear (&wish->secret);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static SpAccount *
start_account (SpCliContext *context, const Wish *wish, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (SpRecipe)
      recipe = sp_catalogue_lookup (sp_cli_context_get_catalogue (context), wish->provider, error);
  g_autoptr (SpAccount) account = NULL;

  if (recipe == NULL)
    return NULL;

  account = sp_account_new (id, sp_recipe_get_id (recipe));
  return sp_account_with (account,
                          "name",
                          wish->name != NULL ? wish->name : sp_recipe_get_name (recipe),
                          error);
}

static SpAccount *
add_account (SpCliContext *context, const Wish *wish, char **pairs, GError **error)
{
  g_autoptr (SpAccount) start = start_account (context, wish, error);
  g_autoptr (SpAccount) account = NULL;

  if (start != NULL)
    account = sp_cli_account_apply (context, start, pairs, error);
  if (account == NULL || !sp_cli_account_save (context, account, &wish->secret, TRUE, error))
    return NULL;

  return g_steal_pointer (&account);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (Wish) wish = { 0 };
  const GOptionEntry entries[] = {
    { "provider",
      0,
      0,
      G_OPTION_ARG_STRING,
      &wish.provider,
      N_ ("Who keeps the host names"),
      N_ ("PROVIDER") },
    { "name", 0, 0, G_OPTION_ARG_STRING, &wish.name, N_ ("What you call it"), N_ ("NAME") },
    { "secret-stdin",
      0,
      0,
      G_OPTION_ARG_NONE,
      &wish.secret.from_stdin,
      N_ ("Read the secret from the standard input"),
      NULL },
    { "secret-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &wish.secret.file,
      N_ ("Read the secret from a file"),
      N_ ("FILE") },
    { NULL },
  };
  g_auto (GStrv) pairs = g_strdupv (arguments);
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &pairs, &exit))
    return exit;
  if (wish.provider == NULL)
    {
      sp_cli_complain (_ ("An account needs --provider. “signpostctl providers” lists them."));
      return SP_EXIT_USAGE;
    }

  account = add_account (context, &wish, pairs, &error);
  if (account == NULL)
    return sp_cli_fail (command, error);

  if (sp_cli_context_is_json (context))
    sp_cli_account_print (context, account, NULL);
  else
    g_print ("%s\n", sp_account_get_id (account));
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_account_add_command = {
  .name = "account add",
  .usage = N_ ("[FIELD=VALUE…]"),
  .summary = N_ ("Add a login at a provider"),
  .details = N_ (
      "“signpostctl providers show PROVIDER” lists the fields. The secret is never typed on the "
      "command line; where a provider wants several, write field=value lines. Prints the id of "
      "the new account."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
