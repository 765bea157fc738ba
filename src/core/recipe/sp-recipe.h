/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-recipe-contents.h"

G_BEGIN_DECLS

/**
 * SpRecipe:
 *
 * What is special about one provider: a strict keyfile that fills in the blanks of one protocol.
 * Immutable and reference counted. The format is described in data/providers/README.md.
 */
typedef struct _SpRecipe SpRecipe;

SpRecipe *sp_recipe_new_from_text (const char *file_name, const char *text, GError **error);
SpRecipe *sp_recipe_ref (SpRecipe *self);
void sp_recipe_unref (SpRecipe *self);

const char *sp_recipe_get_id (const SpRecipe *self);
const char *sp_recipe_get_name (const SpRecipe *self);
const char *sp_recipe_get_website (const SpRecipe *self);
const char *sp_recipe_get_source_page (const SpRecipe *self);
const char *sp_recipe_get_checked (const SpRecipe *self);
const char *sp_recipe_get_name_suffix (const SpRecipe *self);
SpProtocolKind sp_recipe_get_protocol (const SpRecipe *self);
SpVerified sp_recipe_get_verified (const SpRecipe *self);
gboolean sp_recipe_has_family (const SpRecipe *self, SpFamily family);
guint sp_recipe_get_min_interval_s (const SpRecipe *self);
guint sp_recipe_get_refresh_days (const SpRecipe *self);
guint sp_recipe_get_batch (const SpRecipe *self);
guint sp_recipe_get_attempt (const SpRecipe *self);
const char *sp_recipe_get_batch_unless (const SpRecipe *self);
guint sp_recipe_get_gap_ms (const SpRecipe *self);
gboolean sp_recipe_allows_spacing (const SpRecipe *self);
gboolean sp_recipe_allows_wildcard (const SpRecipe *self);
gboolean sp_recipe_names_hosts (const SpRecipe *self);
gboolean sp_recipe_wants_both_families (const SpRecipe *self);
gboolean sp_recipe_keeps_text (const SpRecipe *self);
gboolean sp_recipe_sends_together (const SpRecipe *self);
const char *const *sp_recipe_get_hosts (const SpRecipe *self);
const char *const *sp_recipe_get_aliases (const SpRecipe *self);
GPtrArray *sp_recipe_get_fields (const SpRecipe *self);
const SpRecipeField *sp_recipe_lookup_field (const SpRecipe *self, const char *name);
const char *sp_recipe_get_only_secret (const SpRecipe *self);

GPtrArray *sp_recipe_check_text (const char *file_name, const char *text);

/* The parts that a protocol works with; they belong to the recipe. */
const SpDelivery *sp_recipe_get_delivery (const SpRecipe *self);
const SpRequestForm *sp_recipe_get_request_form (const SpRecipe *self);
const SpRules *sp_recipe_get_rules (const SpRecipe *self);
const SpDyndns2Recipe *sp_recipe_get_dyndns2 (const SpRecipe *self);
const SpRequestBlank *sp_recipe_get_request_blank (const SpRecipe *self);
const SpPhase *sp_recipe_get_text_request (const SpRecipe *self, gboolean removes);
const SpRecordsRecipe *sp_recipe_get_records (const SpRecipe *self);
const SpRfc2136Recipe *sp_recipe_get_rfc2136 (const SpRecipe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecipe, sp_recipe_unref)

G_END_DECLS
