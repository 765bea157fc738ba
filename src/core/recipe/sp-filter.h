/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-variables.h"

G_BEGIN_DECLS

typedef enum
{
  SP_FILTER_OR,
  SP_FILTER_STRIP,
  SP_FILTER_AFTER,
  SP_FILTER_LABEL,
  SP_FILTER_LOWER,
  SP_FILTER_MD5,
  SP_FILTER_INT,
  SP_FILTER_BOOL,
  SP_FILTER_OPT,
  SP_FILTER_EACH,
  SP_FILTER_LIST,
} SpFilterKind;

/**
 * SpFilter:
 *
 * One `|filter:argument` of a template; they are listed at #SpTemplate. “or”, “opt”, “each” and
 * “list” are about all values of a name together and are applied by the template, the others to
 * each value.
 */
typedef struct _SpFilter SpFilter;

SpFilter *sp_filter_new (const char *text, GError **error);
void sp_filter_free (SpFilter *self);
SpFilterKind sp_filter_get_kind (const SpFilter *self);
const char *sp_filter_get_literal (const SpFilter *self);
const char *sp_filter_get_name (const SpFilter *self);
char *sp_filter_apply (const SpFilter *self,
                       const char *value,
                       const char *shown,
                       const SpVariables *variables,
                       GError **error);

gboolean sp_filter_is_name (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpFilter, sp_filter_free)

G_END_DECLS
