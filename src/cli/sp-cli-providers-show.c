/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-provider-view.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

static void
add_field (JsonBuilder *builder, const SpRecipeField *field)
{
  const char *const texts[][2] = {
    { "name", field->name }, { "label", field->label },     { "where", field->where },
    { "link", field->link }, { "pattern", field->pattern }, { "default", field->fallback },
  };

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      json_builder_set_member_name (builder, texts[i][0]);
      if (texts[i][1] != NULL)
        json_builder_add_string_value (builder, texts[i][1]);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_set_member_name (builder, "secret");
  json_builder_add_boolean_value (builder, field->secret);
  json_builder_set_member_name (builder, "optional");
  json_builder_add_boolean_value (builder, field->optional);
  json_builder_end_object (builder);
}

static void
add_number (JsonBuilder *builder, const char *name, guint number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

static void
print_json (const SpListing *listing, SpRecipe *recipe)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  GPtrArray *fields = sp_recipe_get_fields (recipe);

  json_builder_begin_object (builder);
  sp_cli_provider_add_summary (listing, builder);
  add_number (builder, "min_interval", sp_recipe_get_min_interval_s (recipe));
  add_number (builder, "refresh_days", sp_recipe_get_refresh_days (recipe));
  add_number (builder, "batch", sp_recipe_get_batch (recipe));
  json_builder_set_member_name (builder, "wildcard");
  json_builder_add_boolean_value (builder, sp_recipe_allows_wildcard (recipe));
  json_builder_set_member_name (builder, "spacing");
  json_builder_add_boolean_value (builder, sp_recipe_allows_spacing (recipe));
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fields->len; i++)
    add_field (builder, fields->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static char *
format_minutes (guint seconds)
{
  if (seconds == 0)
    return g_strdup (_ ("none stated"));
  if (seconds % 60 != 0)
    return g_strdup_printf (_ ("%u s"), seconds);

  return g_strdup_printf (_ ("%u min"), seconds / 60);
}

static char *
format_refresh (guint days)
{
  if (days == 0)
    return g_strdup (_ ("never"));

  return g_strdup_printf (ngettext ("every %u day", "every %u days", days), days);
}

static const char *
describe_field (const SpRecipeField *field)
{
  if (field->secret)
    return field->optional ? _ ("secret, optional") : _ ("secret");

  return field->optional ? _ ("optional") : _ ("required");
}

static void
print_fields (SpRecipe *recipe)
{
  GPtrArray *fields = sp_recipe_get_fields (recipe);
  g_autoptr (SpCliTable) table = sp_cli_table_new (4);

  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = fields->pdata[i];

      sp_cli_table_add (table,
                        field->name,
                        describe_field (field),
                        field->label,
                        field->where,
                        NULL);
    }

  g_print ("\n%s\n", _ ("Fields of an account:"));
  sp_cli_table_print (table, "  ");
}

static void
print_text (const SpListing *listing, SpRecipe *recipe)
{
  g_autofree char *proof = sp_cli_provider_describe_proof (listing);
  g_autofree char *status = sp_cli_provider_describe_status (listing);
  g_autofree char *distance = format_minutes (sp_recipe_get_min_interval_s (recipe));
  g_autofree char *refresh = format_refresh (sp_recipe_get_refresh_days (recipe));
  g_autoptr (SpCliTable) table = sp_cli_table_new (2);

  g_print ("%s\n", sp_recipe_get_name (recipe));
  sp_cli_table_add (table, _ ("Id"), sp_recipe_get_id (recipe), NULL);
  sp_cli_table_add (table, _ ("Website"), sp_recipe_get_website (recipe), NULL);
  sp_cli_table_add (table, _ ("Protocol"), sp_listing_get_protocol (listing), NULL);
  sp_cli_table_add (table, _ ("Addresses"), sp_cli_provider_describe_addresses (listing), NULL);
  sp_cli_table_add (table, _ ("Written"), sp_cli_provider_describe_origin (listing), NULL);
  sp_cli_table_add (table, _ ("Source"), sp_recipe_get_source_page (recipe), NULL);
  sp_cli_table_add (table, _ ("Checked"), sp_recipe_get_checked (recipe), NULL);
  sp_cli_table_add (table, _ ("Proved by"), proof, NULL);
  sp_cli_table_add (table, _ ("Between two updates"), distance, NULL);
  sp_cli_table_add (table, _ ("Sent without a change"), refresh, NULL);
  sp_cli_table_print (table, "  ");
  if (status != NULL)
    g_print ("\n%s\n", status);
  print_fields (recipe);
}

/* There are no fields and no account of it any more; only what became of it. */
static void
print_dead (SpCliContext *context, const SpListing *listing)
{
  g_autofree char *status = sp_cli_provider_describe_status (listing);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!sp_cli_context_is_json (context))
    {
      g_print ("%s\n", status);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  sp_cli_provider_add_summary (listing, builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  SpCatalogue *catalogue = sp_cli_context_get_catalogue (context);
  g_autoptr (SpListing) listing = NULL;
  g_autoptr (SpRecipe) recipe = NULL;
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;

  recipe = sp_catalogue_lookup (catalogue, words[0], &error);
  if (recipe != NULL)
    listing = sp_catalogue_describe (catalogue, words[0]);
  else if (g_error_matches (error, SP_ERROR, SP_ERROR_NOT_FOUND))
    listing = sp_catalogue_find_dead (catalogue, words[0]);
  if (listing == NULL)
    return sp_cli_fail (command, error);

  if (recipe == NULL)
    print_dead (context, listing);
  else if (sp_cli_context_is_json (context))
    print_json (listing, recipe);
  else
    print_text (listing, recipe);
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_providers_show_command = {
  .name = "providers show",
  .usage = N_ ("PROVIDER"),
  .summary = N_ ("Show what a provider wants and what it allows"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
