/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-ways.h"
#include "recipe/sp-records-recipe.h"

G_BEGIN_DECLS

/**
 * SpSeal:
 *
 * How the requests of a conversation are signed, where its recipe wants that: makes `${assertion}`
 * and `${nonce}` before a request is filled in, and signs it afterwards. Each request gets a time and a
 * nonce of its own.
 */
typedef struct _SpSeal SpSeal;

SpSeal *sp_seal_new (const SpRecordsRecipe *recipe, SpVariables *variables, const SpWays *ways);
void sp_seal_free (SpSeal *self);
gboolean sp_seal_prepare (SpSeal *self, SpPhaseKind phase, GError **error);
gboolean sp_seal_apply (SpSeal *self, SpPhaseKind phase, SpRequest *request, GError **error);
gboolean sp_seal_blames_clock (const SpSeal *self, const SpReply *reply, gint64 *server_ahead_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSeal, sp_seal_free)

G_END_DECLS
