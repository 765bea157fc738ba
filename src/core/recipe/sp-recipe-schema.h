/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-recipe-text.h"

G_BEGIN_DECLS

/* The exact list of sections and keys of a recipe, format 1, and the check of a text against it.
 * What a key means beyond its shape is checked by the one who reads it. */

typedef enum
{
  SP_KEY_TEXT,
  SP_KEY_NUMBER,
  SP_KEY_BOOLEAN,
  SP_KEY_LIST,
  SP_KEY_CHOICE,
  SP_KEY_DATE,
  SP_KEY_LINK,
  SP_KEY_PROSE, /* a text that a person reads: “Key[de]” says it in another language */
} SpKeyKind;

/**
 * SpRecipeKey:
 * @section: “Field” stands for every [Field NAME], “Phase” for every phase of “records”
 * @key: a trailing # stands for a number from 1
 * @kind: the shape of its value
 * @required: the section is wrong without it
 * @choices: for %SP_KEY_CHOICE, the words, separated by a space
 * @min: for %SP_KEY_NUMBER
 * @max: for %SP_KEY_NUMBER
 * @meaning: what it says, for the documentation
 */
typedef struct
{
  const char *section;
  const char *key;
  SpKeyKind kind;
  gboolean required;
  const char *choices;
  guint min;
  guint max;
  const char *meaning;
} SpRecipeKey;

const SpRecipeKey *sp_recipe_schema_get_keys (guint *n_keys);
void sp_recipe_schema_check (SpRecipeText *text, SpProblems *problems);

G_END_DECLS
