/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-secrets.h"

#include "base/sp-error.h"

struct _SpFakeSecrets
{
  GObject parent_instance;

  GHashTable *accounts; /* (owned) (element-type utf8 SpCredentials) */
  SpFakeKeyring keyring;
  SpFakeSecretsFunc interruption; /* (nullable): of the next look-up */
  gpointer interruption_data;     /* (unowned): the test's */
  guint n_lookups;
  guint n_unlocks;
};

static void sp_fake_secrets_secrets_init (SpSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpFakeSecrets,
                               sp_fake_secrets,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_SECRETS,
                                                      sp_fake_secrets_secrets_init))

static const struct
{
  SpError code;
  const char *message;
} refusals[] = {
  [SP_FAKE_KEYRING_LOCKED] = { SP_ERROR_SECRETS_LOCKED, "the keyring is locked" },
  [SP_FAKE_KEYRING_UNAVAILABLE] = { SP_ERROR_SECRETS_UNAVAILABLE, "no keyring answers" },
  [SP_FAKE_KEYRING_DISMISSED] = { SP_ERROR_SECRETS_LOCKED, "the keyring is locked" },
  [SP_FAKE_KEYRING_DENIED] = { SP_ERROR_SECRETS_DENIED, "the keyring refuses access" },
};

/* Returns TRUE, with the task answered, when the keyring is not open. */
static gboolean
refuse (SpFakeSecrets *self, GTask *task)
{
  if (self->keyring == SP_FAKE_KEYRING_OPEN)
    return FALSE;

  g_task_return_new_error (task,
                           SP_ERROR,
                           refusals[self->keyring].code,
                           "%s",
                           refusals[self->keyring].message);
  return TRUE;
}

/* What was asked is decided by now, and the main loop is yet to say so. */
static void
interrupt (SpFakeSecrets *self)
{
  SpFakeSecretsFunc interruption = g_steal_pointer (&self->interruption);

  if (interruption != NULL)
    interruption (self->interruption_data);
}

static void
look_up (SpFakeSecrets *self, const char *account_id, GTask *task)
{
  SpCredentials *credentials = g_hash_table_lookup (self->accounts, account_id);

  if (refuse (self, task))
    return;

  if (credentials == NULL)
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_SECRET_NOT_FOUND,
                             "the keyring holds no secret for account “%s”",
                             account_id);
  else
    g_task_return_pointer (task,
                           sp_credentials_ref (credentials),
                           (GDestroyNotify) sp_credentials_unref);
}

static void
sp_fake_secrets_lookup_async (SpSecrets *secrets,
                              const char *account_id,
                              const char *only_field,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  SpFakeSecrets *self = SP_FAKE_SECRETS (secrets);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_fake_secrets_lookup_async);
  self->n_lookups++;
  look_up (self, account_id, task);
  interrupt (self);
}

static void
sp_fake_secrets_store_async (SpSecrets *secrets,
                             const char *account_id,
                             const char *label,
                             SpCredentials *credentials,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  SpFakeSecrets *self = SP_FAKE_SECRETS (secrets);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_fake_secrets_store_async);
  if (refuse (self, task))
    return;

  g_hash_table_insert (self->accounts, g_strdup (account_id), sp_credentials_ref (credentials));
  g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
}

static void
sp_fake_secrets_remove_async (SpSecrets *secrets,
                              const char *account_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  SpFakeSecrets *self = SP_FAKE_SECRETS (secrets);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_fake_secrets_remove_async);
  if (refuse (self, task))
    return;

  g_hash_table_remove (self->accounts, account_id);
  g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
}

static void
sp_fake_secrets_unlock_async (SpSecrets *secrets,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  SpFakeSecrets *self = SP_FAKE_SECRETS (secrets);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_fake_secrets_unlock_async);
  self->n_unlocks++;
  if (self->keyring == SP_FAKE_KEYRING_LOCKED)
    sp_fake_secrets_set_keyring (self, SP_FAKE_KEYRING_OPEN);

  if (self->keyring == SP_FAKE_KEYRING_DISMISSED)
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_SECRETS_DISMISSED,
                             "the unlock prompt was closed");
  else if (!refuse (self, task))
    g_task_return_pointer (task, GINT_TO_POINTER (TRUE), NULL);
}

static void
sp_fake_secrets_finalize (GObject *object)
{
  SpFakeSecrets *self = SP_FAKE_SECRETS (object);

  g_clear_pointer (&self->accounts, g_hash_table_unref);

  G_OBJECT_CLASS (sp_fake_secrets_parent_class)->finalize (object);
}

static void
sp_fake_secrets_class_init (SpFakeSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_fake_secrets_finalize;
}

static void
sp_fake_secrets_init (SpFakeSecrets *self)
{
  self->accounts = g_hash_table_new_full (g_str_hash,
                                          g_str_equal,
                                          g_free,
                                          (GDestroyNotify) sp_credentials_unref);
}

static void
sp_fake_secrets_secrets_init (SpSecretsInterface *iface)
{
  iface->lookup_async = sp_fake_secrets_lookup_async;
  iface->store_async = sp_fake_secrets_store_async;
  iface->remove_async = sp_fake_secrets_remove_async;
  iface->unlock_async = sp_fake_secrets_unlock_async;
}

/**
 * sp_fake_secrets_new:
 *
 * Returns: (transfer full): an open and empty keyring
 */
SpFakeSecrets *
sp_fake_secrets_new (void)
{
  return g_object_new (SP_TYPE_FAKE_SECRETS, NULL);
}

/**
 * sp_fake_secrets_put:
 * @self: a keyring
 * @account_id: an account
 * @field: name of a secret field
 * @value: its value
 *
 * Adds one field to what the keyring holds for the account. Emits nothing.
 */
void
sp_fake_secrets_put (SpFakeSecrets *self,
                     const char *account_id,
                     const char *field,
                     const char *value)
{
  SpCredentials *credentials = g_hash_table_lookup (self->accounts, account_id);

  if (credentials == NULL)
    {
      credentials = sp_credentials_new ();
      g_hash_table_insert (self->accounts, g_strdup (account_id), credentials);
    }
  sp_credentials_set (credentials, field, value);
}

/**
 * sp_fake_secrets_set_keyring:
 * @self: a keyring
 * @keyring: how it behaves from now on
 *
 * Emits “changed” when that is news.
 */
void
sp_fake_secrets_set_keyring (SpFakeSecrets *self, SpFakeKeyring keyring)
{
  if (self->keyring == keyring)
    return;

  self->keyring = keyring;
  sp_secrets_emit_changed (SP_SECRETS (self));
}

/**
 * sp_fake_secrets_interrupt_lookup:
 * @self: a keyring
 * @callback: what happens then
 * @user_data: (unowned): for @callback
 *
 * Calls back once, while the next look-up is under way: the keyring has read what it will answer, and
 * the answer has not arrived.
 */
void
sp_fake_secrets_interrupt_lookup (SpFakeSecrets *self,
                                  SpFakeSecretsFunc callback,
                                  gpointer user_data)
{
  self->interruption = callback;
  self->interruption_data = user_data;
}

/**
 * sp_fake_secrets_get_n_lookups:
 * @self: a keyring
 *
 * Returns: how often credentials were asked for
 */
guint
sp_fake_secrets_get_n_lookups (SpFakeSecrets *self)
{
  return self->n_lookups;
}

/**
 * sp_fake_secrets_get_n_unlocks:
 * @self: a keyring
 *
 * Returns: how often the person was asked to unlock it
 */
guint
sp_fake_secrets_get_n_unlocks (SpFakeSecrets *self)
{
  return self->n_unlocks;
}
