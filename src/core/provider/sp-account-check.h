/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-account.h"
#include "profile/sp-credentials.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/* Holds what a person entered against what the provider needs. No message quotes a value: it may be
 * a secret that got into the wrong field. */

gboolean sp_account_check (const SpAccount *account,
                           const SpRecipe *recipe,
                           const SpCredentials *credentials,
                           GError **error);

G_END_DECLS
