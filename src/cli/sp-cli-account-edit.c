/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-account-edit.h"

#include "base/sp-error.h"
#include "sp-cli-pair.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

/**
 * sp_cli_account_get_recipe:
 * @context: knows the providers
 * @account: an account
 * @error: return location for an #SpError
 *
 * Returns: (transfer full) (nullable): the recipe of its provider
 */
SpRecipe *
sp_cli_account_get_recipe (SpCliContext *context, SpAccount *account, GError **error)
{
  return sp_catalogue_lookup (sp_cli_context_get_catalogue (context),
                              sp_account_get_provider (account),
                              error);
}

static gboolean
refuse_secret (SpRecipe *recipe, const char *key, GError **error)
{
  const SpRecipeField *field = sp_recipe_lookup_field (recipe, key);

  if (field == NULL || !field->secret)
    return FALSE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "“%s” is a secret, and everybody on this computer can read a command line; leave it "
               "out and use --secret-stdin or --secret-file",
               key);
  return TRUE;
}

/**
 * sp_cli_account_apply:
 * @context: knows the providers
 * @account: an account
 * @pairs: (array zero-terminated=1): “KEY=VALUE” words
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (nullable): @account with these values; none of them is a secret
 */
SpAccount *
sp_cli_account_apply (SpCliContext *context, SpAccount *account, char **pairs, GError **error)
{
  g_autoptr (SpRecipe) recipe = sp_cli_account_get_recipe (context, account, error);
  g_autoptr (SpAccount) changed = sp_account_ref (account);

  if (recipe == NULL)
    return NULL;

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      const char *value = NULL;
      g_autofree char *key = sp_cli_pair_split (*pair, &value, error);
      g_autoptr (SpAccount) next = NULL;

      if (key == NULL || refuse_secret (recipe, key, error))
        return NULL;
      next = sp_account_with (changed, key, value, error);
      if (next == NULL)
        return NULL;
      g_clear_pointer (&changed, sp_account_unref);
      changed = g_steal_pointer (&next);
    }

  return g_steal_pointer (&changed);
}

static gboolean
check_name (SpStore *store, SpAccount *account, GError **error)
{
  GPtrArray *others = sp_store_list_accounts (store);

  for (guint i = 0; i < others->len; i++)
    {
      SpAccount *other = others->pdata[i];

      if (g_str_equal (sp_account_get_id (other), sp_account_get_id (account)) ||
          g_strcmp0 (sp_account_get_name (other), sp_account_get_name (account)) != 0)
        continue;
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "there is another account “%s”; choose another name",
                   sp_account_get_name (account));
      return FALSE;
    }

  return TRUE;
}

/* The secret first: an account without its secret would send nothing and ask for a person. */
static gboolean
store_both (SpCliContext *context,
            SpStore *store,
            SpAccount *account,
            SpCredentials *credentials,
            gboolean is_new,
            GError **error)
{
  if (credentials != NULL && !sp_cli_secret_store (context, account, credentials, error))
    return FALSE;
  if (sp_store_save_account (store, account, error))
    return TRUE;

  if (is_new && credentials != NULL)
    sp_cli_secret_remove (context, sp_account_get_id (account), NULL);
  return FALSE;
}

/**
 * sp_cli_account_save:
 * @context: knows store, providers and keyring
 * @account: an account
 * @source: where its secret is; empty to leave the one that is kept
 * @is_new: %TRUE if there is no such account yet
 * @error: return location for an #SpError
 *
 * Holds @account against its provider, and writes it and its secret.
 *
 * Returns: %TRUE if both were written
 */
gboolean
sp_cli_account_save (SpCliContext *context,
                     SpAccount *account,
                     const SpCliSecretSource *source,
                     gboolean is_new,
                     GError **error)
{
  SpStore *store = sp_cli_context_get_store (context, error);
  g_autoptr (SpRecipe) recipe = NULL;
  g_autoptr (SpCredentials) credentials = NULL;
  gboolean needs_secret;

  if (store == NULL || !check_name (store, account, error))
    return FALSE;
  recipe = sp_cli_account_get_recipe (context, account, error);
  if (recipe == NULL)
    return FALSE;

  needs_secret = is_new && sp_cli_secret_has_fields (recipe);
  if (needs_secret && sp_cli_secret_source_is_empty (source))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "an account of %s needs a secret; give it with --secret-stdin or --secret-file",
                   sp_recipe_get_name (recipe));
      return FALSE;
    }
  if (!sp_cli_secret_source_is_empty (source))
    {
      credentials = sp_cli_secret_read (source, recipe, error);
      if (credentials == NULL)
        return FALSE;
    }

  if (!sp_catalogue_check_account (sp_cli_context_get_catalogue (context),
                                   account,
                                   credentials,
                                   error) ||
      !store_both (context, store, account, credentials, is_new, error))
    return FALSE;

  sp_cli_context_reload_instance (context);
  return TRUE;
}

/**
 * sp_cli_account_to_json:
 * @account: an account
 * @secret: (nullable): what is known of its secret, in a word
 *
 * Returns: (transfer full): an object with its id and every key as text
 */
JsonNode *
sp_cli_account_to_json (SpAccount *account, const char *secret)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) keys = sp_account_list_keys (account);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, sp_account_get_id (account));
  for (guint i = 0; keys[i] != NULL; i++)
    {
      json_builder_set_member_name (builder, keys[i]);
      json_builder_add_string_value (builder, sp_account_get (account, keys[i]));
    }
  if (secret != NULL)
    {
      json_builder_set_member_name (builder, "secret");
      json_builder_add_string_value (builder, secret);
    }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/**
 * sp_cli_account_print:
 * @context: says in which form
 * @account: an account
 * @secret: (nullable): what is known of its secret, in a word
 *
 * Prints all of it; the secret itself is never printed.
 */
void
sp_cli_account_print (SpCliContext *context, SpAccount *account, const char *secret)
{
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (SpCliTable) table = NULL;
  g_auto (GStrv) keys = sp_account_list_keys (account);

  if (sp_cli_context_is_json (context))
    {
      json = sp_cli_account_to_json (account, secret);
      sp_cli_print_json (json);
      return;
    }

  table = sp_cli_table_new (2);
  sp_cli_table_add (table, "id", sp_account_get_id (account), NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    sp_cli_table_add (table, keys[i], sp_account_get (account, keys[i]), NULL);
  if (secret != NULL)
    sp_cli_table_add (table, "secret", secret, NULL);
  sp_cli_table_print (table, "");
}
