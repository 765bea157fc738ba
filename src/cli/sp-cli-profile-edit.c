/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-profile-edit.h"

#include "base/sp-error.h"
#include "provider/sp-profile-check.h"
#include "sp-cli-pair.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

/* An account may be named by its name; the file holds its id. */
static SpProfile *
apply_pair (SpCliContext *context, SpProfile *profile, const char *pair, GError **error)
{
  const char *value = NULL;
  g_autofree char *key = sp_cli_pair_split (pair, &value, error);
  SpStore *store = sp_cli_context_get_store (context, error);
  g_autoptr (SpAccount) account = NULL;

  if (key == NULL || store == NULL)
    return NULL;
  if (!g_str_equal (key, "account"))
    return sp_profile_with (profile, key, value, error);

  account = sp_store_lookup_account (store, value, error);
  if (account == NULL)
    return NULL;
  return sp_profile_with (profile, key, sp_account_get_id (account), error);
}

/**
 * sp_cli_profile_apply:
 * @context: knows the accounts
 * @profile: a profile
 * @pairs: (array zero-terminated=1): “KEY=VALUE” words
 * @error: return location for %SP_ERROR_BAD_INPUT or %SP_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): @profile with these values
 */
SpProfile *
sp_cli_profile_apply (SpCliContext *context, SpProfile *profile, char **pairs, GError **error)
{
  g_autoptr (SpProfile) changed = sp_profile_ref (profile);

  for (char **pair = pairs; *pair != NULL; pair++)
    {
      g_autoptr (SpProfile) next = apply_pair (context, changed, *pair, error);

      if (next == NULL)
        return NULL;
      g_clear_pointer (&changed, sp_profile_unref);
      changed = g_steal_pointer (&next);
    }

  return g_steal_pointer (&changed);
}

static gboolean
check_name (SpStore *store, SpProfile *profile, GError **error)
{
  GPtrArray *others = sp_store_list_profiles (store);

  for (guint i = 0; i < others->len; i++)
    {
      SpProfile *other = others->pdata[i];

      if (g_str_equal (sp_profile_get_id (other), sp_profile_get_id (profile)) ||
          !g_str_equal (sp_profile_get_name (other), sp_profile_get_name (profile)))
        continue;
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "there is another profile “%s”; choose another name",
                   sp_profile_get_name (other));
      return FALSE;
    }

  return TRUE;
}

/**
 * sp_cli_profile_save:
 * @context: knows the store and the providers
 * @profile: a profile
 * @error: return location for an #SpError
 *
 * Holds @profile against its provider and the other profiles, and writes it.
 *
 * Returns: %TRUE if it was written
 */
gboolean
sp_cli_profile_save (SpCliContext *context, SpProfile *profile, GError **error)
{
  SpStore *store = sp_cli_context_get_store (context, error);
  g_autoptr (SpRecipe) recipe = NULL;
  g_autoptr (SpAccount) account = NULL;

  if (store == NULL)
    return FALSE;
  account = sp_store_lookup_account (store, sp_profile_get_account_id (profile), error);
  if (account == NULL)
    return FALSE;
  recipe = sp_catalogue_lookup (sp_cli_context_get_catalogue (context),
                                sp_account_get_provider (account),
                                error);
  if (recipe == NULL)
    return FALSE;

  if (!sp_profile_check (profile, recipe, sp_store_list_profiles (store), error) ||
      !check_name (store, profile, error) || !sp_store_save_profile (store, profile, error))
    return FALSE;

  sp_cli_context_reload_instance (context);
  return TRUE;
}

/**
 * sp_cli_profile_to_json:
 * @profile: a profile
 *
 * Returns: (transfer full): an object with its id and every key as text
 */
JsonNode *
sp_cli_profile_to_json (SpProfile *profile)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *const *keys = sp_profile_list_keys ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, sp_profile_get_id (profile));
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = sp_profile_get (profile, keys[i]);

      json_builder_set_member_name (builder, keys[i]);
      json_builder_add_string_value (builder, value);
    }
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/**
 * sp_cli_profile_print:
 * @context: says in which form
 * @profile: a profile
 *
 * Prints all of it.
 */
void
sp_cli_profile_print (SpCliContext *context, SpProfile *profile)
{
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (SpCliTable) table = NULL;
  const char *const *keys = sp_profile_list_keys ();

  if (sp_cli_context_is_json (context))
    {
      json = sp_cli_profile_to_json (profile);
      sp_cli_print_json (json);
      return;
    }

  table = sp_cli_table_new (2);
  sp_cli_table_add (table, "id", sp_profile_get_id (profile), NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = sp_profile_get (profile, keys[i]);

      sp_cli_table_add (table, keys[i], value, NULL);
    }
  sp_cli_table_print (table, "");
}

/**
 * sp_cli_profile_switch:
 * @context: what to work with
 * @command: “profile enable” or “profile disable”
 * @arguments: (array zero-terminated=1): what was typed behind it
 * @enabled: “true” or “false”
 *
 * Returns: how to end
 */
SpExit
sp_cli_profile_switch (SpCliContext *context,
                       const SpCliCommand *command,
                       char **arguments,
                       const char *enabled)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) switched = NULL;
  g_autoptr (SpProfile) profile = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    profile = sp_store_lookup_profile (store, names[0], &error);
  if (profile != NULL)
    switched = sp_profile_with (profile, "enabled", enabled, &error);
  if (switched == NULL || !sp_store_save_profile (store, switched, &error))
    return sp_cli_fail (command, error);

  sp_cli_context_reload_instance (context);
  if (sp_cli_context_is_json (context))
    sp_cli_profile_print (context, switched);
  return SP_EXIT_CURRENT;
}
