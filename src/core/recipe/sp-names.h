/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-problems.h"
#include "recipe/sp-template.h"

G_BEGIN_DECLS

/**
 * SpNames:
 *
 * Which names a recipe defines and which it uses, and where. Filled in while a recipe is read;
 * tells about a name without a meaning at once and about a field without a use at the end.
 */
typedef struct _SpNames SpNames;

SpNames *sp_names_new (SpProblems *problems);
void sp_names_free (SpNames *self);
void sp_names_define (SpNames *self, const char *name);
void sp_names_define_field (SpNames *self, const char *name, guint line);
void sp_names_take (SpNames *self, const char *name, guint line);
void sp_names_use (SpNames *self, const char *name, guint line);
void sp_names_use_template (SpNames *self, const SpTemplate *used, guint line);
gboolean sp_names_is_used (const SpNames *self, const char *name);
gboolean sp_names_is_field (const SpNames *self, const char *name);
void sp_names_report_unused (SpNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNames, sp_names_free)

G_END_DECLS
