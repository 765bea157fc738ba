/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-names.h"
#include "recipe/sp-recipe-text.h"

G_BEGIN_DECLS

/**
 * SpFieldKind:
 * @SP_FIELD_TEXT: anything, perhaps held against a pattern
 * @SP_FIELD_SERVER: a server's name or URL; see sp_server_parse()
 * @SP_FIELD_TEMPLATE: a whole URL with `{host}` and `{ip}` in it
 * @SP_FIELD_WORDS: words that an answer must hold, or a pattern between slashes
 * @SP_FIELD_NAME_SERVER: a name server's name or address
 * @SP_FIELD_DOMAIN: a domain name, such as that of a zone or a key
 * @SP_FIELD_KEY: the secret of a TSIG key, or the whole key as BIND writes it
 */
typedef enum
{
  SP_FIELD_TEXT,
  SP_FIELD_SERVER,
  SP_FIELD_TEMPLATE,
  SP_FIELD_WORDS,
  SP_FIELD_NAME_SERVER,
  SP_FIELD_DOMAIN,
  SP_FIELD_KEY,
} SpFieldKind;

/**
 * SpRecipeField:
 *
 * One thing the person has to enter for an account of this provider. All strings are owned by the
 * recipe.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *where;
  const char *link;
  const char *pattern;
  const char *fallback;
  SpFieldKind kind;
  gboolean secret;
  gboolean optional;
} SpRecipeField;

const SpRecipeField *sp_recipe_fields_lookup (GPtrArray *fields, const char *name);
GPtrArray *sp_recipe_fields_read (const SpRecipeText *text, SpNames *names, SpProblems *problems);

G_END_DECLS
