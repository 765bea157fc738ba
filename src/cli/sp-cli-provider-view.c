/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-provider-view.h"

#include <glib/gi18n-lib.h>

static const char *const status_words[] = { "active", "moving", "dead" };
G_STATIC_ASSERT (G_N_ELEMENTS (status_words) == SP_PROVIDER_DEAD + 1);

/* What is not said is null. */
static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL && *value != '\0')
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
 * @listing: a provider
 * @builder: within an object
 *
 * Adds what a list of providers says of one.
 */
void
sp_cli_provider_add_summary (const SpListing *listing, JsonBuilder *builder)
{
  add_string (builder, "id", sp_listing_get_id (listing));
  add_string (builder, "name", sp_listing_get_name (listing));
  add_string (builder, "website", sp_listing_get_website (listing));
  add_string (builder, "status", status_words[sp_listing_get_status (listing)]);
  add_string (builder, "hint", sp_listing_get_hint (listing));
  add_string (builder, "since", sp_listing_get_since (listing));
  add_string (builder, "protocol", sp_listing_get_protocol (listing));
  add_string (builder, "verified", sp_listing_get_verified (listing));
  add_string (builder, "checked", sp_listing_get_checked (listing));
  add_boolean (builder, "custom", sp_listing_is_custom (listing));
  add_boolean (builder, "ipv4", sp_listing_has_family (listing, SP_FAMILY_IPV4));
  add_boolean (builder, "ipv6", sp_listing_has_family (listing, SP_FAMILY_IPV6));
  add_boolean (builder, "txt", sp_listing_keeps_txt (listing));
  json_builder_set_member_name (builder, "transcripts");
  json_builder_add_int_value (builder, sp_listing_get_n_transcripts (listing));
}

/**
 * sp_cli_provider_describe_addresses:
 * @listing: a provider
 *
 * Returns: (transfer none): what kinds of addresses it keeps, and whether texts as well
 */
const char *
sp_cli_provider_describe_addresses (const SpListing *listing)
{
  static const char *const words[] = { "", "IPv4",     "IPv6",     "IPv4 IPv6",
                                       "", "IPv4 TXT", "IPv6 TXT", "IPv4 IPv6 TXT" };
  guint has_ipv4 = sp_listing_has_family (listing, SP_FAMILY_IPV4) ? 1 : 0;
  guint has_ipv6 = sp_listing_has_family (listing, SP_FAMILY_IPV6) ? 2 : 0;
  guint keeps_txt = sp_listing_keeps_txt (listing) ? 4 : 0;

  return words[has_ipv4 + has_ipv6 + keeps_txt];
}

/**
 * sp_cli_provider_describe_origin:
 * @listing: a provider
 *
 * Returns: (transfer none): what its recipe was written from, translated
 */
const char *
sp_cli_provider_describe_origin (const SpListing *listing)
{
  const char *verified = sp_listing_get_verified (listing);

  if (sp_listing_is_custom (listing))
    return _ ("custom");
  if (g_str_equal (verified, "official"))
    return _ ("from the provider's own page");
  return g_str_equal (verified, "peer") ? _ ("from another program") : _ ("pieced together");
}

/**
 * sp_cli_provider_describe_proof:
 * @listing: a provider
 *
 * Returns: (transfer full): how many transcripts prove its recipe, translated
 */
char *
sp_cli_provider_describe_proof (const SpListing *listing)
{
  guint number = sp_listing_get_n_transcripts (listing);

  return g_strdup_printf (ngettext ("%u transcript", "%u transcripts", number), number);
}

/**
 * sp_cli_provider_describe_status:
 * @listing: a provider
 *
 * Returns: (transfer full) (nullable): what a person should know of one that is moving or gone, in
 *   sentences, translated; %NULL for any other
 */
char *
sp_cli_provider_describe_status (const SpListing *listing)
{
  const char *name = sp_listing_get_name (listing);
  const char *hint = sp_listing_get_hint (listing);
  const char *since = sp_listing_get_since (listing);

  if (sp_listing_get_status (listing) == SP_PROVIDER_ACTIVE)
    return NULL;
  if (sp_listing_get_status (listing) == SP_PROVIDER_MOVING)
    return g_strdup_printf ("%s: %s", name, hint);
  if (since == NULL)
    return g_strdup_printf (_ ("%s is gone. %s"), name, hint);
  /* Translators: a provider, since when, and what to do */
  return g_strdup_printf (_ ("%s is gone since %s. %s"), name, since, hint);
}
