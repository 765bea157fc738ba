/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-secrets.h"

G_BEGIN_DECLS

/**
 * SpFakeKeyring:
 * @SP_FAKE_KEYRING_OPEN: answers; an account nothing was stored for is “not found”
 * @SP_FAKE_KEYRING_LOCKED: answers “locked”; unlocking opens it
 * @SP_FAKE_KEYRING_UNAVAILABLE: nobody answers
 * @SP_FAKE_KEYRING_DISMISSED: is locked, and the person closes the prompt
 * @SP_FAKE_KEYRING_DENIED: refuses access
 */
typedef enum
{
  SP_FAKE_KEYRING_OPEN,
  SP_FAKE_KEYRING_LOCKED,
  SP_FAKE_KEYRING_UNAVAILABLE,
  SP_FAKE_KEYRING_DISMISSED,
  SP_FAKE_KEYRING_DENIED,
} SpFakeKeyring;

typedef void (*SpFakeSecretsFunc) (gpointer user_data);

#define SP_TYPE_FAKE_SECRETS (sp_fake_secrets_get_type ())
/**
 * SpFakeSecrets:
 *
 * A keyring in memory that a test opens, locks and takes away; each of these emits “changed”.
 * Answers from the main loop, never from inside the call. Counts how often it was asked.
 */
G_DECLARE_FINAL_TYPE (SpFakeSecrets, sp_fake_secrets, SP, FAKE_SECRETS, GObject)

SpFakeSecrets *sp_fake_secrets_new (void);
void sp_fake_secrets_put (SpFakeSecrets *self,
                          const char *account_id,
                          const char *field,
                          const char *value);
void sp_fake_secrets_set_keyring (SpFakeSecrets *self, SpFakeKeyring keyring);
void sp_fake_secrets_interrupt_lookup (SpFakeSecrets *self,
                                       SpFakeSecretsFunc callback,
                                       gpointer user_data);
guint sp_fake_secrets_get_n_lookups (SpFakeSecrets *self);
guint sp_fake_secrets_get_n_unlocks (SpFakeSecrets *self);

G_END_DECLS
