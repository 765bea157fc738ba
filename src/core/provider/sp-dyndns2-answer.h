/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-dyndns2-recipe.h"

G_BEGIN_DECLS

/**
 * SpDyndns2Line:
 * @text: (owned): the line as the server wrote it
 * @known: it begins with a word of the protocol or of the recipe
 * @for_all: the word is about the account or the server, not about one host name
 * @outcome_class: what the word means; unknown if @known is not set
 * @wait_s: the wait that the word means, in seconds; 0 if it means none
 * @addresses: (owned) (element-type SpAddress): what is named behind a success
 *
 * One line of an answer to “/nic/update”. A success, and a failure that is an English word, counts
 * as known only if nothing but addresses follows it: “good morning” and “Fatal error: …” are none.
 */
typedef struct
{
  char *text;
  gboolean known;
  gboolean for_all;
  SpOutcomeClass outcome_class;
  gint64 wait_s;
  GPtrArray *addresses;
} SpDyndns2Line;

GPtrArray *sp_dyndns2_answer_parse (const char *text, const SpDyndns2Recipe *recipe);
SpAddress *sp_dyndns2_line_get_address (const SpDyndns2Line *self, SpFamily family);

G_END_DECLS
