/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "profile/sp-account.h"
#include "provider/sp-secrets.h"
#include "recipe/sp-listing.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

#define SP_TYPE_CATALOGUE (sp_catalogue_get_type ())
/**
 * SpCatalogue:
 *
 * Every provider that can be chosen: the recipes that ship with the program and those in the
 * person's own folder, which win by id and are marked as custom; and those that could be chosen once.
 * A recipe is parsed when it is first asked for: to search, an index that is made with the program
 * is enough.
 */
G_DECLARE_FINAL_TYPE (SpCatalogue, sp_catalogue, SP, CATALOGUE, GObject)

SpCatalogue *sp_catalogue_new (const char *custom_folder);
SpRecipe *sp_catalogue_lookup (SpCatalogue *self, const char *id, GError **error);
GPtrArray *sp_catalogue_search (SpCatalogue *self, const char *text);
SpListing *sp_catalogue_describe (SpCatalogue *self, const char *id);
SpListing *sp_catalogue_find_dead (SpCatalogue *self, const char *name);
gboolean sp_catalogue_is_custom (SpCatalogue *self, const char *id);
GPtrArray *sp_catalogue_list_problems (SpCatalogue *self);
gboolean sp_catalogue_check_account (SpCatalogue *self,
                                     SpAccount *account,
                                     SpCredentials *credentials,
                                     GError **error);

G_END_DECLS
