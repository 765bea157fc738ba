/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"
#include "sp-cli-secret.h"

G_BEGIN_DECLS

/* What the commands that show and edit accounts have in common. */

SpAccount *
sp_cli_account_apply (SpCliContext *context, SpAccount *account, char **pairs, GError **error);
SpRecipe *sp_cli_account_get_recipe (SpCliContext *context, SpAccount *account, GError **error);
gboolean sp_cli_account_save (SpCliContext *context,
                              SpAccount *account,
                              const SpCliSecretSource *source,
                              gboolean is_new,
                              GError **error);
JsonNode *sp_cli_account_to_json (SpAccount *account, const char *secret);
void sp_cli_account_print (SpCliContext *context, SpAccount *account, const char *secret);

G_END_DECLS
