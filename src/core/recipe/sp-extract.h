/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-problems.h"
#include "recipe/sp-recipe-text.h"
#include "recipe/sp-test.h"

G_BEGIN_DECLS

/**
 * SpExtract:
 *
 * Where a value stands in an answer: `re:/…(…)…/`, whose group it is, or `$.path`. Parsed once,
 * asked of many replies.
 */
typedef struct _SpExtract SpExtract;

SpExtract *sp_extract_new (const SpRecipeText *text, const char *key, SpProblems *problems);
void sp_extract_free (SpExtract *self);
char *sp_extract_find (const SpExtract *self, SpEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpExtract, sp_extract_free)

G_END_DECLS
