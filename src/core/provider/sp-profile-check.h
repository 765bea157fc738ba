/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-profile.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/* Holds what a person wants kept against what the provider can keep, before anything is sent. */

gboolean sp_profile_check_keeps_records (const SpRecipe *recipe);
gboolean sp_profile_check_host (const char *host, const SpRecipe *recipe, GError **error);
gboolean
sp_profile_check (SpProfile *profile, const SpRecipe *recipe, GPtrArray *profiles, GError **error);

G_END_DECLS
