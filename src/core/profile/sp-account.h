/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpAccount:
 *
 * One login at one provider: the recipe's id, plain fields and an id that is also the name of its
 * secret in the keyring. Immutable and reference counted; it never holds a secret. Every property
 * is a key with a text value, the same in the file, on the command line and in the editor:
 * `provider`, `name`, `server`, `ca-file`, `spacing`, and the plain fields of the recipe.
 */
typedef struct _SpAccount SpAccount;

SpAccount *sp_account_new (const char *id, const char *provider);
SpAccount *sp_account_with (SpAccount *self, const char *key, const char *value, GError **error);
SpAccount *sp_account_from_text (const char *id, const char *text, GError **error);
char *sp_account_to_text (const SpAccount *self);
SpAccount *sp_account_ref (SpAccount *self);
void sp_account_unref (SpAccount *self);

const char *sp_account_get_id (const SpAccount *self);
const char *sp_account_get_provider (const SpAccount *self);
const char *sp_account_get_name (const SpAccount *self);
const char *sp_account_get (const SpAccount *self, const char *key);
char **sp_account_list_keys (const SpAccount *self);
int sp_account_get_spacing_s (const SpAccount *self);
gboolean sp_account_equal (const SpAccount *a, const SpAccount *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAccount, sp_account_unref)

G_END_DECLS
