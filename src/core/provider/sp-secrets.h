/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "profile/sp-credentials.h"

G_BEGIN_DECLS

#define SP_TYPE_SECRETS (sp_secrets_get_type ())
G_DECLARE_INTERFACE (SpSecrets, sp_secrets, SP, SECRETS, GObject)

/**
 * SpSecretsInterface:
 * @lookup_async: reads the credentials of an account; never prompts; @only_field names the secret
 *   field when the recipe has just one, so that a file may hold the bare value
 * @store_async: replaces the credentials of an account; a person asked for it, so it may prompt
 * @remove_async: forgets them
 * @unlock_async: asks the person to unlock; only ever after a person's click or once after login
 *
 * Where secrets live. Each call returns a #GTask of which the implementation is the source object:
 * with the credentials for a look-up, with %NULL for the others. Failures are seven different ones:
 * %SP_ERROR_SECRETS_UNAVAILABLE, %SP_ERROR_SECRETS_NO_PORTAL, %SP_ERROR_SECRETS_LOCKED,
 * %SP_ERROR_SECRETS_DISMISSED, %SP_ERROR_SECRETS_DENIED, %SP_ERROR_SECRETS_LOST,
 * %SP_ERROR_SECRET_NOT_FOUND. Emits “changed” (no arguments) when the keyring was opened, closed,
 * started or stopped or got another secret, so that waiting profiles continue by themselves.
 */
struct _SpSecretsInterface
{
  GTypeInterface parent_iface;

  void (*lookup_async) (SpSecrets *self,
                        const char *account_id,
                        const char *only_field,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*store_async) (SpSecrets *self,
                       const char *account_id,
                       const char *label,
                       SpCredentials *credentials,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  void (*remove_async) (SpSecrets *self,
                        const char *account_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  void (*unlock_async) (SpSecrets *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
};

void sp_secrets_lookup_async (SpSecrets *self,
                              const char *account_id,
                              const char *only_field,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
SpCredentials *sp_secrets_lookup_finish (SpSecrets *self, GAsyncResult *result, GError **error);
void sp_secrets_store_async (SpSecrets *self,
                             const char *account_id,
                             const char *label,
                             SpCredentials *credentials,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean sp_secrets_store_finish (SpSecrets *self, GAsyncResult *result, GError **error);
void sp_secrets_remove_async (SpSecrets *self,
                              const char *account_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean sp_secrets_remove_finish (SpSecrets *self, GAsyncResult *result, GError **error);
void sp_secrets_unlock_async (SpSecrets *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean sp_secrets_unlock_finish (SpSecrets *self, GAsyncResult *result, GError **error);
void sp_secrets_emit_changed (SpSecrets *self);

G_END_DECLS
