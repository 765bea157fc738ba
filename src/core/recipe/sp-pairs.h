/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-template.h"

G_BEGIN_DECLS

/**
 * SpPairs:
 *
 * `name=template&name?=template`: the pairs of a query or a form. Behind `?=` a pair whose value is
 * empty is left out. A name may be a template, too, or stand alone. Parsed once, rendered many times.
 */
typedef struct _SpPairs SpPairs;

SpPairs *sp_pairs_new (const char *text, GError **error);
void sp_pairs_free (SpPairs *self);
guint sp_pairs_get_n (const SpPairs *self);
const SpTemplate *sp_pairs_get_name (const SpPairs *self, guint pair);
const SpTemplate *sp_pairs_get_template (const SpPairs *self, guint pair);
gboolean sp_pairs_is_optional (const SpPairs *self, guint pair);
gboolean
sp_pairs_render (const SpPairs *self, const SpVariables *variables, SpTwin *query, GError **error);
void sp_pairs_append (SpTwin *query, const char *name, const SpTwin *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPairs, sp_pairs_free)

G_END_DECLS
