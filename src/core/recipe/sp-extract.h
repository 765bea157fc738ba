/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-path.h"
#include "recipe/sp-test.h"

G_BEGIN_DECLS

/**
 * SpExtract:
 *
 * Where a value stands in an answer: `re:/…(…)…/`, whose group it is, `$.path` or `header:Name`.
 * Parsed once, asked of many replies.
 */
typedef struct _SpExtract SpExtract;

SpExtract *sp_extract_new (const char *value, const char *key, guint line, SpProblems *problems);
void sp_extract_free (SpExtract *self);
void sp_extract_use_names (const SpExtract *self, SpNames *names, guint line);
gboolean sp_extract_is_path (const SpExtract *self);
gboolean sp_extract_makes_list (const SpExtract *self);
char *sp_extract_find (const SpExtract *self, SpEvidence *evidence, JsonNode *item);
GPtrArray *sp_extract_find_all (const SpExtract *self, SpEvidence *evidence, JsonNode *item);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpExtract, sp_extract_free)

G_END_DECLS
