/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-context.h"

G_BEGIN_DECLS

/**
 * SpCliSecretSource:
 * @from_stdin: “--secret-stdin” was given
 * @file: (owned) (nullable): “--secret-file”
 *
 * Where a secret is read from. Never from the command line, where everybody could read it.
 */
typedef struct
{
  gboolean from_stdin;
  char *file;
} SpCliSecretSource;

void sp_cli_secret_source_clear (SpCliSecretSource *self);
gboolean sp_cli_secret_source_is_empty (const SpCliSecretSource *self);
SpCredentials *
sp_cli_secret_read (const SpCliSecretSource *source, SpRecipe *recipe, GError **error);

gboolean sp_cli_secret_has_fields (SpRecipe *recipe);
SpCredentials *
sp_cli_secret_lookup (SpCliContext *context, SpAccount *account, SpRecipe *recipe, GError **error);
gboolean sp_cli_secret_store (SpCliContext *context,
                              SpAccount *account,
                              SpCredentials *credentials,
                              GError **error);
void sp_cli_secret_explain (SpCliContext *context, JsonObject *status);
gboolean sp_cli_secret_remove (SpCliContext *context, const char *account_id, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpCliSecretSource, sp_cli_secret_source_clear)

G_END_DECLS
