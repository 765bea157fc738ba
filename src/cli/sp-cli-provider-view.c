/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-provider-view.h"

#include <glib/gi18n-lib.h>

static const char *const verified_words[] = { "official", "peer", "inferred" };
G_STATIC_ASSERT (G_N_ELEMENTS (verified_words) == SP_VERIFIED_INFERRED + 1);

static const char *const protocol_words[] = { "dyndns2", "oneshot", "records", "rfc2136" };
G_STATIC_ASSERT (G_N_ELEMENTS (protocol_words) == SP_PROTOCOL_RFC2136 + 1);

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/**
 * sp_cli_provider_add_summary:
 * @context: knows which recipes are the person's own
 * @recipe: a recipe
 * @builder: within an object
 *
 * Adds what a list of providers says of one.
 */
void
sp_cli_provider_add_summary (SpCliContext *context, SpRecipe *recipe, JsonBuilder *builder)
{
  SpCatalogue *catalogue = sp_cli_context_get_catalogue (context);

  add_string (builder, "id", sp_recipe_get_id (recipe));
  add_string (builder, "name", sp_recipe_get_name (recipe));
  add_string (builder, "website", sp_recipe_get_website (recipe));
  add_string (builder, "protocol", protocol_words[sp_recipe_get_protocol (recipe)]);
  add_string (builder, "verified", verified_words[sp_recipe_get_verified (recipe)]);
  add_boolean (builder, "custom", sp_catalogue_is_custom (catalogue, sp_recipe_get_id (recipe)));
  add_boolean (builder, "ipv4", sp_recipe_has_family (recipe, SP_FAMILY_IPV4));
  add_boolean (builder, "ipv6", sp_recipe_has_family (recipe, SP_FAMILY_IPV6));
}

/**
 * sp_cli_provider_describe_families:
 * @recipe: a recipe
 *
 * Returns: (transfer none): what kinds of addresses it keeps
 */
const char *
sp_cli_provider_describe_families (SpRecipe *recipe)
{
  gboolean has_ipv4 = sp_recipe_has_family (recipe, SP_FAMILY_IPV4);
  gboolean has_ipv6 = sp_recipe_has_family (recipe, SP_FAMILY_IPV6);

  if (has_ipv4 && has_ipv6)
    return "IPv4 IPv6";
  return has_ipv4 ? "IPv4" : "IPv6";
}

/**
 * sp_cli_provider_describe_origin:
 * @context: knows which recipes are the person's own
 * @recipe: a recipe
 *
 * Returns: (transfer none): what it was written from, translated
 */
const char *
sp_cli_provider_describe_origin (SpCliContext *context, SpRecipe *recipe)
{
  SpCatalogue *catalogue = sp_cli_context_get_catalogue (context);

  if (sp_catalogue_is_custom (catalogue, sp_recipe_get_id (recipe)))
    return _ ("custom");

  switch (sp_recipe_get_verified (recipe))
    {
    case SP_VERIFIED_OFFICIAL:
      return _ ("from the provider's own page");
    case SP_VERIFIED_PEER:
      return _ ("from another program");
    case SP_VERIFIED_INFERRED:
    default:
      return _ ("pieced together");
    }
}
