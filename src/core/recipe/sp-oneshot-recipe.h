/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "recipe/sp-delivery.h"
#include "recipe/sp-pairs.h"
#include "recipe/sp-request-form.h"

G_BEGIN_DECLS

/**
 * SpOneshotRecipe:
 * @method: (owned): GET, POST …
 * @query: (owned) (nullable): what stands behind “?”
 * @form: (owned) (nullable): a body of pairs
 * @json: (owned) (nullable): a body whose texts are templates
 * @xml: (owned) (nullable): a body that is one template
 *
 * What [Update] of a recipe says beyond server, login and delivery. At most one of the bodies is
 * there. Made by the loader, then not changed.
 */
typedef struct
{
  char *method;
  SpPairs *query;
  SpPairs *form;
  JsonNode *json;
  SpTemplate *xml;
} SpOneshotRecipe;

SpOneshotRecipe *
sp_oneshot_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems);
void sp_oneshot_recipe_free (SpOneshotRecipe *self);
void sp_oneshot_recipe_check_delivery (const SpOneshotRecipe *self,
                                       const SpDelivery *delivery,
                                       const SpRequestForm *form,
                                       const SpRecipeText *text,
                                       SpProblems *problems);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpOneshotRecipe, sp_oneshot_recipe_free)

G_END_DECLS
