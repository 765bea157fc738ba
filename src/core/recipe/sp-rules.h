/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-reply.h"
#include "recipe/sp-outcome.h"
#include "recipe/sp-problems.h"
#include "recipe/sp-recipe-text.h"
#include "recipe/sp-variables.h"

G_BEGIN_DECLS

/**
 * SpRules:
 *
 * The [Result] of a recipe: `RuleN=class test…`, in the order of their numbers. The first rule
 * whose tests all hold decides; a success counts only with a 2xx status, unless the rule itself
 * asks for a status. The tests are
 *
 *   status:200,204            the HTTP status is one of these
 *   body:/pattern/            the body, without a byte order mark, matches; anchored
 *   body:${field}             the body holds the words that the person entered, or matches them
 *                             if they stand between slashes
 *   set:field                 the person entered something there
 *   json:$.path               the body is JSON and has something there
 *   json:$.path = value       … and it is this; "…" around a value with spaces
 *   json:$.path in a,b        … and it is one of these
 *   header:Name=/pattern/     a header matches
 *   retry-after               the server says how long to wait
 */
typedef struct _SpRules SpRules;

SpRules *sp_rules_new (const SpRecipeText *text, SpProblems *problems);
void sp_rules_free (SpRules *self);
gboolean sp_rules_has_class (const SpRules *self, SpOutcomeClass outcome_class);
const char *const *sp_rules_get_names (const SpRules *self);
gboolean sp_rules_judge (const SpRules *self,
                         const SpReply *reply,
                         const SpVariables *variables,
                         SpOutcomeClass *outcome_class);
char *sp_rules_extract_message (const SpRules *self, const SpReply *reply);
SpAddress *sp_rules_extract_address (const SpRules *self, const SpReply *reply);

SpOutcomeClass sp_rules_judge_status (const SpReply *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRules, sp_rules_free)

G_END_DECLS
