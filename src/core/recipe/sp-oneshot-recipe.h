/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-delivery.h"
#include "recipe/sp-request-blank.h"

G_BEGIN_DECLS

/* [Update] of a recipe whose protocol is “oneshot”: one request that carries every address. */

void sp_oneshot_recipe_check (const SpRequestBlank *blank,
                              const SpDelivery *delivery,
                              const SpRequestForm *form,
                              const SpRecipeText *text,
                              SpProblems *problems);

G_END_DECLS
