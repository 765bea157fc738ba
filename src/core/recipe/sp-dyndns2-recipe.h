/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-delivery.h"
#include "recipe/sp-outcome.h"
#include "recipe/sp-pairs.h"

G_BEGIN_DECLS

/**
 * SpDyndns2Recipe:
 * @host_name: (owned): template for each host name
 * @host_parameter: (owned) (nullable): the parameter of the host names
 * @address_parameters: (owned): of each family; the same for both means a comma list
 * @extra: (owned) (nullable): further pairs
 * @words: (owned): lower-case word → SpOutcomeClass, beside or instead of the usual meaning
 * @wait_911_s: how long “911” means, in seconds
 * @one_line: one line of the answer is for all names of the request
 * @html: the answer is wrapped in tags
 *
 * What [Dyndns2] of a recipe says beyond server, login and delivery. Made by the loader, then not
 * changed.
 */
typedef struct
{
  SpTemplate *host_name;
  char *host_parameter;
  char *address_parameters[SP_N_FAMILIES];
  SpPairs *extra;
  GHashTable *words;
  guint wait_911_s;
  gboolean one_line;
  gboolean html;
} SpDyndns2Recipe;

SpDyndns2Recipe *
sp_dyndns2_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems);
void sp_dyndns2_recipe_free (SpDyndns2Recipe *self);
void sp_dyndns2_recipe_check_delivery (const SpDyndns2Recipe *self,
                                       const SpDelivery *delivery,
                                       const SpRecipeText *text,
                                       SpProblems *problems);
gboolean sp_dyndns2_recipe_joins_addresses (const SpDyndns2Recipe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDyndns2Recipe, sp_dyndns2_recipe_free)

G_END_DECLS
