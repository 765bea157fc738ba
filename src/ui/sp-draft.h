/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-store.h"
#include "recipe/sp-catalogue.h"

G_BEGIN_DECLS

#define SP_TYPE_DRAFT (sp_draft_get_type ())
/**
 * SpDraft:
 *
 * A profile and its account while a person edits them: it may be wrong at any moment, and only
 * sp_draft_build() makes values of it. Nothing of it is on disk. Emits “changed” when the provider,
 * the account or the host names are others, and “touched” whenever the person types or chooses.
 */
G_DECLARE_FINAL_TYPE (SpDraft, sp_draft, SP, DRAFT, GObject)

SpDraft *sp_draft_new (SpCatalogue *catalogue, SpStore *store);
gboolean sp_draft_load (SpDraft *self, const char *profile_id, GError **error);
gboolean sp_draft_is_new (SpDraft *self);
const char *sp_draft_get_profile_id (SpDraft *self);

SpRecipe *sp_draft_get_recipe (SpDraft *self);
gboolean sp_draft_choose_provider (SpDraft *self, const char *recipe_id, GError **error);
GPtrArray *sp_draft_list_accounts (SpDraft *self);
const char *sp_draft_get_account_id (SpDraft *self);
void sp_draft_choose_account (SpDraft *self, const char *account_id);
gboolean sp_draft_has_stored_secret (SpDraft *self);

const char *sp_draft_get_field (SpDraft *self, const char *name);
void sp_draft_set_field (SpDraft *self, const char *name, const char *value);

GPtrArray *sp_draft_get_hosts (SpDraft *self);
char *sp_draft_complete_host (SpDraft *self, const char *text, GError **error);
gboolean sp_draft_add_host (SpDraft *self, const char *text, GError **error);
void sp_draft_remove_host (SpDraft *self, const char *host);

void sp_draft_touch (SpDraft *self);

const char *sp_draft_get (SpDraft *self, const char *key);
void sp_draft_set (SpDraft *self, const char *key, const char *value);

SpStore *sp_draft_get_store (SpDraft *self);
SpCatalogue *sp_draft_get_catalogue (SpDraft *self);
const char *sp_draft_get_future_account_id (SpDraft *self);
SpAccount *sp_draft_begin_account (SpDraft *self, GError **error);
SpProfile *sp_draft_begin_profile (SpDraft *self);

G_END_DECLS
