/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-mask.h"
#include "profile/sp-account.h"
#include "profile/sp-credentials.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/* What templates know of an account, and what no message may quote of it. */

SpVariables *sp_account_variables_new (const SpRecipe *recipe,
                                       SpAccount *account,
                                       SpCredentials *credentials,
                                       SpMask *mask);

G_END_DECLS
