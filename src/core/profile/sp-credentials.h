/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpCredentials:
 *
 * The secret fields of one account, by field name. Reference counted; the memory is wiped when the
 * last reference goes. Nothing prints it. As text it is one `field=value` line per field, or the
 * bare value where only one field is possible; a text of it is freed with sp_secret_text_free().
 */
typedef struct _SpCredentials SpCredentials;

SpCredentials *sp_credentials_new (void);
SpCredentials *sp_credentials_from_text (const char *text, const char *only_field, GError **error);
char *sp_credentials_to_text (const SpCredentials *self);
SpCredentials *sp_credentials_ref (SpCredentials *self);
void sp_credentials_unref (SpCredentials *self);
void sp_credentials_set (SpCredentials *self, const char *field, const char *value);
const char *sp_credentials_get (const SpCredentials *self, const char *field);
char **sp_credentials_list_fields (const SpCredentials *self);
gboolean sp_credentials_is_empty (const SpCredentials *self);
void sp_secret_text_free (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCredentials, sp_credentials_unref)

G_END_DECLS
