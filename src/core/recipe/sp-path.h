/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-names.h"

G_BEGIN_DECLS

/**
 * SpPath:
 *
 * The way to a value in JSON, such as `$.result[*].id` or `$.${type}Records`. What a template stands
 * for is one name, whatever characters it has. Parsed once, rendered for each answer.
 */
typedef struct _SpPath SpPath;

SpPath *sp_path_new (const char *text, GError **error);
void sp_path_free (SpPath *self);
void sp_path_use_names (const SpPath *self, SpNames *names, guint line);
char *sp_path_render (const SpPath *self, const SpVariables *variables);
gboolean sp_path_makes_list (const SpPath *self);
gboolean sp_path_has_names (const SpPath *self);
char *sp_path_get_fixed (const SpPath *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPath, sp_path_free)

G_END_DECLS
