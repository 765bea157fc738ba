/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-saver.h"

typedef struct
{
  SpServices *services;       /* (unowned): the application's, which outlives every save */
  SpProfile *profile;         /* (owned) */
  SpAccount *account;         /* (owned) */
  SpCredentials *credentials; /* (owned): what was typed */
  SpRecipe *recipe;           /* (owned) */
} Save;

static void
save_free (Save *save)
{
  g_clear_pointer (&save->profile, sp_profile_unref);
  g_clear_pointer (&save->account, sp_account_unref);
  g_clear_pointer (&save->credentials, sp_credentials_unref);
  g_clear_pointer (&save->recipe, sp_recipe_unref);
  g_free (save);
}

static gboolean
account_exists (Save *save)
{
  g_autoptr (SpAccount) account =
      sp_store_lookup_account (save->services->store, sp_account_get_id (save->account), NULL);

  return account != NULL;
}

static void
write_files (GTask *task)
{
  Save *save = g_task_get_task_data (task);
  SpStore *store = save->services->store;
  gboolean existed = account_exists (save);
  GError *error = NULL;

  if (sp_store_save_account (store, save->account, &error) &&
      sp_store_save_profile (store, save->profile, &error))
    {
      if (!sp_credentials_is_empty (save->credentials))
        sp_engine_credentials_changed (save->services->engine, sp_account_get_id (save->account));
      g_task_return_boolean (task, TRUE);
      return;
    }

  /* An account that nothing uses and that nobody asked for is not left behind. */
  if (!existed)
    {
      sp_store_remove_account (store, sp_account_get_id (save->account), NULL);
      sp_secrets_remove_async (save->services->world.secrets,
                               sp_account_get_id (save->account),
                               NULL,
                               NULL,
                               NULL);
    }
  g_task_return_error (task, error);
}

static void
stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!sp_secrets_store_finish (SP_SECRETS (object), result, &error))
    g_task_return_error (task, error);
  else
    write_files (task);
}

static void
store_secret (GTask *task)
{
  Save *save = g_task_get_task_data (task);

  sp_secrets_store_async (save->services->world.secrets,
                          sp_account_get_id (save->account),
                          sp_account_get_name (save->account),
                          save->credentials,
                          g_task_get_cancellable (task),
                          stored_cb,
                          g_object_ref (task));
}

static gboolean
some_secret_is_missing (Save *save)
{
  GPtrArray *fields = sp_recipe_get_fields (save->recipe);

  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (fields, i);

      if (field->secret && sp_credentials_get (save->credentials, field->name) == NULL)
        return TRUE;
    }
  return FALSE;
}

static void
take_over_missing (Save *save, SpCredentials *before)
{
  GPtrArray *fields = sp_recipe_get_fields (save->recipe);

  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (fields, i);
      const char *value = field->secret ? sp_credentials_get (before, field->name) : NULL;

      if (value != NULL && sp_credentials_get (save->credentials, field->name) == NULL)
        sp_credentials_set (save->credentials, field->name, value);
    }
}

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Save *save = g_task_get_task_data (task);
  g_autoptr (SpCredentials) before = NULL;
  GError *error = NULL;

  before = sp_secrets_lookup_finish (SP_SECRETS (object), result, &error);
  if (before == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_over_missing (save, before);
  store_secret (task);
}

/**
 * sp_saver_save_async:
 * @services: must outlive the operation
 * @profile: what to save
 * @account: its account
 * @credentials: the secrets that were typed; empty to keep what the keyring holds
 * @cancellable: (nullable): not heeded while the keyring asks the person something
 * @callback: called when all is saved or nothing is
 * @user_data: for @callback
 *
 * Saves secret, account and profile.
 */
void
sp_saver_save_async (SpServices *services,
                     SpProfile *profile,
                     SpAccount *account,
                     SpCredentials *credentials,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Save *save = g_new0 (Save, 1);
  GError *error = NULL;

  save->services = services;
  save->profile = sp_profile_ref (profile);
  save->account = sp_account_ref (account);
  save->credentials = sp_credentials_ref (credentials);
  save->recipe =
      sp_catalogue_lookup (services->catalogue, sp_account_get_provider (account), &error);
  g_task_set_source_tag (task, sp_saver_save_async);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);

  if (save->recipe == NULL)
    g_task_return_error (task, error);
  else if (sp_credentials_is_empty (credentials))
    write_files (task);
  else if (some_secret_is_missing (save) && account_exists (save))
    sp_secrets_lookup_async (services->world.secrets,
                             sp_account_get_id (account),
                             sp_recipe_get_only_secret (save->recipe),
                             cancellable,
                             looked_up_cb,
                             g_object_ref (task));
  else
    store_secret (task);
}

/**
 * sp_saver_save_finish:
 * @result: what the callback got
 * @error: %SP_ERROR_SECRETS_UNAVAILABLE and its siblings if the secret could not be stored,
 *   %SP_ERROR_STORAGE if a file could not be written
 *
 * Returns: whether all is saved; if not, nothing is
 */
gboolean
sp_saver_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
