/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-delivery.h"
#include "recipe/sp-names.h"
#include "recipe/sp-recipe-text.h"

G_BEGIN_DECLS

/**
 * SpRfc2136Recipe:
 * @server: (owned): template for the primary server of the zone
 * @port: (owned) (nullable): template for its port; 53 if absent
 * @zone: (owned): template for the zone
 * @key: (owned): template for the secret of the key, or for the whole key as BIND writes it
 * @key_name: (owned) (nullable): template for its name, which a whole key brings along
 * @algorithm: (owned) (nullable): template for its algorithm; hmac-sha256 if absent
 * @ttl: (owned) (nullable): template for how long others may remember an address, in seconds; 300 if
 *   absent
 *
 * What [Rfc2136] of a recipe says. Made by the loader, then not changed.
 */
typedef struct
{
  SpTemplate *server;
  SpTemplate *port;
  SpTemplate *zone;
  SpTemplate *key;
  SpTemplate *key_name;
  SpTemplate *algorithm;
  SpTemplate *ttl;
} SpRfc2136Recipe;

SpRfc2136Recipe *
sp_rfc2136_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems);
void sp_rfc2136_recipe_free (SpRfc2136Recipe *self);
void sp_rfc2136_recipe_set_delivery (SpDelivery *delivery);
gboolean sp_rfc2136_recipe_has_own_server (const SpRfc2136Recipe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRfc2136Recipe, sp_rfc2136_recipe_free)

G_END_DECLS
