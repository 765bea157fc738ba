/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "recipe/sp-problems.h"

G_BEGIN_DECLS

#define SP_RECIPE_MAX_BYTES (64 * 1024)

/**
 * SpRecipeText:
 *
 * A keyfile that remembers where each line stood and lets nothing pass twice: sections and keys in
 * file order, values verbatim, so that regular expressions need no escaping. It knows nothing of
 * what the keys mean. Made once, read many times.
 */
typedef struct _SpRecipeText SpRecipeText;

/**
 * SpRecipeEntry:
 *
 * One `Key=Value` line. The strings are owned by the text.
 */
typedef struct
{
  const char *key;
  const char *value;
  guint line;
} SpRecipeEntry;

SpRecipeText *sp_recipe_text_new (const char *text, SpProblems *problems);
void sp_recipe_text_free (SpRecipeText *self);

guint sp_recipe_text_get_n_sections (const SpRecipeText *self);
const char *sp_recipe_text_get_section (const SpRecipeText *self, guint section);
guint sp_recipe_text_get_section_line (const SpRecipeText *self, const char *section);
gboolean sp_recipe_text_has_section (const SpRecipeText *self, const char *section);
guint sp_recipe_text_get_n_entries (const SpRecipeText *self, const char *section);
const SpRecipeEntry *
sp_recipe_text_get_entry (const SpRecipeText *self, const char *section, guint entry);
const SpRecipeEntry *
sp_recipe_text_lookup (const SpRecipeText *self, const char *section, const char *key);

const char *sp_recipe_text_get (const SpRecipeText *self, const char *section, const char *key);
const char *
sp_recipe_text_get_translated (const SpRecipeText *self, const char *section, const char *key);
guint sp_recipe_text_get_line (const SpRecipeText *self, const char *section, const char *key);
guint sp_recipe_text_get_number (const SpRecipeText *self,
                                 const char *section,
                                 const char *key,
                                 guint fallback);
gboolean
sp_recipe_text_get_boolean (const SpRecipeText *self, const char *section, const char *key);
char **sp_recipe_text_get_list (const SpRecipeText *self, const char *section, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecipeText, sp_recipe_text_free)

G_END_DECLS
