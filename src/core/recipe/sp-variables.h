/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpVariables:
 *
 * What the names in a template stand for during one request: the fields of an account, host names
 * and addresses, each with the knowledge whether it is secret. A name may hold several values (the
 * hosts of a batch). Values are wiped when freed.
 */
typedef struct _SpVariables SpVariables;

SpVariables *sp_variables_new (void);
void sp_variables_free (SpVariables *self);
void sp_variables_set (SpVariables *self, const char *name, const char *value);
void sp_variables_set_secret (SpVariables *self, const char *name, const char *value);
void sp_variables_set_list (SpVariables *self, const char *name, GPtrArray *values);
void sp_variables_set_all (SpVariables *self, GHashTable *values, gboolean secret);
gboolean sp_variables_has (const SpVariables *self, const char *name);
const char *sp_variables_get (const SpVariables *self, const char *name);
GPtrArray *sp_variables_get_list (const SpVariables *self, const char *name);
char *sp_variables_digest (const SpVariables *self);
gboolean sp_variables_is_secret (const SpVariables *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpVariables, sp_variables_free)

G_END_DECLS
