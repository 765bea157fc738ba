/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-secrets.h"

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (SpSecrets, sp_secrets, G_TYPE_OBJECT)

static void
sp_secrets_default_init (SpSecretsInterface *iface)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SP_TYPE_SECRETS,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

/**
 * sp_secrets_lookup_async:
 * @self: where secrets live
 * @account_id: whose
 * @only_field: (nullable): the recipe's only secret field
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Reads the credentials of an account. Never prompts.
 */
void
sp_secrets_lookup_async (SpSecrets *self,
                         const char *account_id,
                         const char *only_field,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (SP_IS_SECRETS (self));

  SP_SECRETS_GET_IFACE (self)
      ->lookup_async (self, account_id, only_field, cancellable, callback, user_data);
}

/**
 * sp_secrets_lookup_finish:
 * @self: where secrets live
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpSecretsInterface
 *
 * Returns: (transfer full): the credentials, or %NULL
 */
SpCredentials *
sp_secrets_lookup_finish (SpSecrets *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
finish_plain (SpSecrets *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * sp_secrets_store_async:
 * @self: where secrets live
 * @account_id: whose
 * @label: what a keyring program shows to the person
 * @credentials: replaces all that was stored for the account
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Keeps credentials. A person asked for it, so it may prompt.
 */
void
sp_secrets_store_async (SpSecrets *self,
                        const char *account_id,
                        const char *label,
                        SpCredentials *credentials,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (SP_IS_SECRETS (self));

  SP_SECRETS_GET_IFACE (self)
      ->store_async (self, account_id, label, credentials, cancellable, callback, user_data);
}

/**
 * sp_secrets_store_finish:
 * @self: where secrets live
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpSecretsInterface
 *
 * Returns: %TRUE if the credentials are stored
 */
gboolean
sp_secrets_store_finish (SpSecrets *self, GAsyncResult *result, GError **error)
{
  return finish_plain (self, result, error);
}

/**
 * sp_secrets_remove_async:
 * @self: where secrets live
 * @account_id: whose
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Forgets the credentials of an account; that there were none is no failure.
 */
void
sp_secrets_remove_async (SpSecrets *self,
                         const char *account_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (SP_IS_SECRETS (self));

  SP_SECRETS_GET_IFACE (self)->remove_async (self, account_id, cancellable, callback, user_data);
}

/**
 * sp_secrets_remove_finish:
 * @self: where secrets live
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpSecretsInterface
 *
 * Returns: %TRUE if nothing is stored any more
 */
gboolean
sp_secrets_remove_finish (SpSecrets *self, GAsyncResult *result, GError **error)
{
  return finish_plain (self, result, error);
}

/**
 * sp_secrets_unlock_async:
 * @self: where secrets live
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Asks the person to unlock. Only ever after a click, or once after login.
 */
void
sp_secrets_unlock_async (SpSecrets *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (SP_IS_SECRETS (self));

  SP_SECRETS_GET_IFACE (self)->unlock_async (self, cancellable, callback, user_data);
}

/**
 * sp_secrets_unlock_finish:
 * @self: where secrets live
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpSecretsInterface
 *
 * Returns: %TRUE if secrets can be read now
 */
gboolean
sp_secrets_unlock_finish (SpSecrets *self, GAsyncResult *result, GError **error)
{
  return finish_plain (self, result, error);
}

/**
 * sp_secrets_emit_changed:
 * @self: where secrets live
 *
 * For implementations: tells that secrets may be readable now, or are not any more.
 */
void
sp_secrets_emit_changed (SpSecrets *self)
{
  g_return_if_fail (SP_IS_SECRETS (self));

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
