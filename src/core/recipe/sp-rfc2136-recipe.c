/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-rfc2136-recipe.h"

#define SECTION "Rfc2136"
#define BATCH   20

static SpTemplate *
read_template (const SpRecipeText *text, const char *key, SpNames *names, SpProblems *problems)
{
  const char *value = sp_recipe_text_get (text, SECTION, key);
  guint line = sp_recipe_text_get_line (text, SECTION, key);
  g_autoptr (GError) error = NULL;
  SpTemplate *template = value == NULL ? NULL : sp_template_new (value, SP_PLACE_TEXT, &error);

  if (error != NULL)
    sp_problems_add (problems, line, "%s: %s", key, error->message);
  sp_names_use_template (names, template, line);
  return template;
}

/**
 * sp_rfc2136_recipe_new:
 * @text: a recipe that has passed the schema and has [Rfc2136]
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpRfc2136Recipe *
sp_rfc2136_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  SpRfc2136Recipe *self = g_new0 (SpRfc2136Recipe, 1);

  self->server = read_template (text, "Server", names, problems);
  self->port = read_template (text, "Port", names, problems);
  self->zone = read_template (text, "Zone", names, problems);
  self->key = read_template (text, "Key", names, problems);
  self->key_name = read_template (text, "KeyName", names, problems);
  self->algorithm = read_template (text, "Algorithm", names, problems);
  self->ttl = read_template (text, "Ttl", names, problems);
  /* every record of the message says which host it is of */
  sp_names_use (names, "fqdn", sp_recipe_text_get_section_line (text, SECTION));
  return self;
}

/**
 * sp_rfc2136_recipe_free:
 * @self: (transfer full): the section
 */
void
sp_rfc2136_recipe_free (SpRfc2136Recipe *self)
{
  g_clear_pointer (&self->server, sp_template_free);
  g_clear_pointer (&self->port, sp_template_free);
  g_clear_pointer (&self->zone, sp_template_free);
  g_clear_pointer (&self->key, sp_template_free);
  g_clear_pointer (&self->key_name, sp_template_free);
  g_clear_pointer (&self->algorithm, sp_template_free);
  g_clear_pointer (&self->ttl, sp_template_free);
  g_free (self);
}

/**
 * sp_rfc2136_recipe_set_delivery:
 * @delivery: how hosts and families are spread over messages; gets what the protocol itself says:
 *   all of a zone in one message, and what is not named stays (RFC 2136 §3.4.2)
 */
void
sp_rfc2136_recipe_set_delivery (SpDelivery *delivery)
{
  delivery->together = TRUE;
  delivery->missing = SP_MISSING_KEEP;
  delivery->batch = delivery->attempt = BATCH;
}

/**
 * sp_rfc2136_recipe_has_own_server:
 * @self: the section
 *
 * Returns: %TRUE if the person names the server
 */
gboolean
sp_rfc2136_recipe_has_own_server (const SpRfc2136Recipe *self)
{
  return self->server != NULL && sp_template_get_names (self->server)[0] != NULL;
}
