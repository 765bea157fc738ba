/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-oneshot-recipe.h"

#include <string.h>

#include "http/sp-json.h"
#include "recipe/sp-json-body.h"

#define SECTION "Update"

/* what one key of the section is read with, borrowed for the length of one call */
typedef struct
{
  const SpRecipeText *text;
  SpNames *names;
  SpProblems *problems;
  guint line;
} Reader;

static const char *
get (Reader *reader, const char *key)
{
  reader->line = sp_recipe_text_get_line (reader->text, SECTION, key);
  return sp_recipe_text_get (reader->text, SECTION, key);
}

static SpPairs *
read_pairs (Reader *reader, const char *key)
{
  const char *value = get (reader, key);
  g_autoptr (GError) error = NULL;
  SpPairs *pairs = value == NULL ? NULL : sp_pairs_new (value, &error);

  if (error != NULL)
    sp_problems_add (reader->problems, reader->line, "%s: %s", key, error->message);
  for (guint i = 0; i < sp_pairs_get_n (pairs); i++)
    sp_names_use_template (reader->names, sp_pairs_get_template (pairs, i), reader->line);
  return pairs;
}

static gboolean
use_json_text (const char *text, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  g_autoptr (SpTemplate) used = sp_template_new (text, SP_PLACE_TEXT, error);

  sp_names_use_template (reader->names, used, reader->line);
  return used != NULL;
}

static JsonNode *
read_json (Reader *reader)
{
  const char *value = get (reader, "Json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = value == NULL ? NULL : sp_json_parse (value, &error);

  if (body != NULL)
    sp_json_body_foreach (body, use_json_text, reader, &error);
  if (error != NULL)
    sp_problems_add (reader->problems, reader->line, "Json: %s", error->message);
  return g_steal_pointer (&body);
}

static SpTemplate *
read_xml (Reader *reader)
{
  const char *value = get (reader, "Xml");
  g_autoptr (GError) error = NULL;
  SpTemplate *xml = value == NULL ? NULL : sp_template_new (value, SP_PLACE_XML, &error);

  if (error != NULL)
    sp_problems_add (reader->problems, reader->line, "Xml: %s", error->message);
  sp_names_use_template (reader->names, xml, reader->line);
  return xml;
}

/**
 * sp_oneshot_recipe_new:
 * @text: a recipe that has passed the schema and has [Update]
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpOneshotRecipe *
sp_oneshot_recipe_new (const SpRecipeText *text, SpNames *names, SpProblems *problems)
{
  SpOneshotRecipe *self = g_new0 (SpOneshotRecipe, 1);
  const char *method = sp_recipe_text_get (text, SECTION, "Method");
  Reader reader = { text, names, problems, 0 };
  guint n_bodies;

  self->method = g_strdup (method == NULL ? "GET" : method);
  self->query = read_pairs (&reader, "Query");
  self->form = read_pairs (&reader, "Form");
  self->json = read_json (&reader);
  self->xml = read_xml (&reader);

  n_bodies = (self->form != NULL) + (self->json != NULL) + (self->xml != NULL);
  if (n_bodies > 1)
    sp_problems_add (problems,
                     sp_recipe_text_get_section_line (text, SECTION),
                     "a request has one body; keep one of Form, Json and Xml");
  if (n_bodies > 0 && strcmp (self->method, "GET") == 0)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Method"),
                     "a GET has no body; write Method=POST or use Query");
  return self;
}

/**
 * sp_oneshot_recipe_free:
 * @self: (transfer full): the section
 */
void
sp_oneshot_recipe_free (SpOneshotRecipe *self)
{
  g_free (self->method);
  g_clear_pointer (&self->query, sp_pairs_free);
  g_clear_pointer (&self->form, sp_pairs_free);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->xml, sp_template_free);
  g_free (self);
}

static gboolean
pairs_have_name (const SpPairs *pairs, const char *name)
{
  for (guint i = 0; i < sp_pairs_get_n (pairs); i++)
    if (sp_template_has_name (sp_pairs_get_template (pairs, i), name))
      return TRUE;

  return FALSE;
}

/* @user_data is the name; “found” is told by FALSE, which ends the search */
static gboolean
lacks_name (const char *text, gpointer user_data, GError **error)
{
  g_autoptr (SpTemplate) used = sp_template_new (text, SP_PLACE_TEXT, NULL);

  return !sp_template_has_name (used, user_data);
}

static gboolean
body_has_name (const SpOneshotRecipe *self, const char *name)
{
  return pairs_have_name (self->form, name) || sp_template_has_name (self->xml, name) ||
         (self->json != NULL &&
          !sp_json_body_foreach (self->json, lacks_name, (char *) name, NULL));
}

static gboolean
has_name (const SpOneshotRecipe *self, const SpRequestForm *form, const char *name)
{
  return pairs_have_name (self->query, name) || body_has_name (self, name) ||
         sp_request_form_has_name (form, name);
}

static const char *
get_address_name (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? "ip4" : "ip6";
}

/* The address is always sent; “${ip}” is the one of a request for one family. */
static void
check_addresses (const SpOneshotRecipe *self,
                 const SpDelivery *delivery,
                 const SpRequestForm *form,
                 const SpRecipeText *text,
                 SpProblems *problems)
{
  guint line = sp_recipe_text_get_section_line (text, SECTION);
  gboolean has_ip = has_name (self, form, "ip");
  gboolean both = delivery->families[SP_FAMILY_IPV4] && delivery->families[SP_FAMILY_IPV6];

  if (delivery->together && has_ip)
    sp_problems_add (problems, line, "with Together=true write ${ip4} and ${ip6} instead of ${ip}");

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *name = get_address_name ((SpFamily) family);
      gboolean named = has_name (self, form, name);

      if (delivery->families[family] && !has_ip && !(named && (delivery->together || !both)))
        sp_problems_add (problems,
                         line,
                         "%s is in Families but its address is not sent; write ${%s}%s",
                         sp_family_to_string ((SpFamily) family),
                         name,
                         both && !delivery->together ? " with Together=true, or ${ip}"
                                                     : " or ${ip}");
    }
}

static gboolean
can_be_dropped (const SpPairs *pairs, const char *name)
{
  for (guint i = 0; i < sp_pairs_get_n (pairs); i++)
    if (sp_template_has_name (sp_pairs_get_template (pairs, i), name) &&
        !sp_pairs_is_optional (pairs, i))
      return FALSE;

  return TRUE;
}

/* a family that is not sent must leave no empty value behind: some servers delete on it */
static void
check_dropping (const SpOneshotRecipe *self,
                const SpDelivery *delivery,
                const SpRecipeText *text,
                SpProblems *problems)
{
  if (!delivery->together || delivery->missing == SP_MISSING_SEND)
    return;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *name = get_address_name ((SpFamily) family);

      if (!can_be_dropped (self->query, name) || !can_be_dropped (self->form, name) ||
          (self->form == NULL && body_has_name (self, name)))
        sp_problems_add (problems,
                         sp_recipe_text_get_section_line (text, SECTION),
                         "${%s} would be sent empty when the family is missing; put it into a pair "
                         "with ?= or use Missing=send:WORD",
                         name);
    }
}

static void
check_list (const SpOneshotRecipe *self,
            const SpDelivery *delivery,
            const SpRequestForm *form,
            const SpRecipeText *text,
            SpProblems *problems)
{
  const SpPairs *all[] = { self->query, self->form };
  gboolean listed = !sp_request_form_has_name (form, "fqdn") && self->json == NULL &&
                    (self->xml == NULL || sp_template_makes_list (self->xml, "fqdn"));

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint pair = 0; pair < sp_pairs_get_n (all[i]); pair++)
      listed = listed && sp_template_makes_list (sp_pairs_get_template (all[i], pair), "fqdn");

  if (delivery->batch > 1 && !listed)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, SECTION, "Batch"),
                     "“Batch” sends several names; write ${fqdn|list} in Query, Form or Xml, or "
                     "remove Batch");
}

/**
 * sp_oneshot_recipe_check_delivery:
 * @self: the section
 * @delivery: how hosts and families are spread over requests
 * @form: server, login and headers
 * @text: the recipe
 * @problems: gets a sentence for each contradiction
 */
void
sp_oneshot_recipe_check_delivery (const SpOneshotRecipe *self,
                                  const SpDelivery *delivery,
                                  const SpRequestForm *form,
                                  const SpRecipeText *text,
                                  SpProblems *problems)
{
  if (sp_request_form_get_endpoint_kind (form) == SP_ENDPOINT_TEMPLATE)
    return;

  check_addresses (self, delivery, form, text, problems);
  check_dropping (self, delivery, text, problems);
  check_list (self, delivery, form, text, problems);
}
