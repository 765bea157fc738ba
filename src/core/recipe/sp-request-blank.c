/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-request-blank.h"

#include <string.h>

#include "http/sp-json.h"
#include "recipe/sp-json-body.h"

/* what one key of the section is read with, borrowed for the length of one call */
typedef struct
{
  const SpRecipeText *text;
  const char *section;
  SpNames *names;
  SpProblems *problems;
  guint line;
} Reader;

static const char *
get (Reader *reader, const char *key)
{
  reader->line = sp_recipe_text_get_line (reader->text, reader->section, key);
  return sp_recipe_text_get (reader->text, reader->section, key);
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
    {
      sp_names_use_template (reader->names, sp_pairs_get_name (pairs, i), reader->line);
      sp_names_use_template (reader->names, sp_pairs_get_template (pairs, i), reader->line);
    }
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
read_template (Reader *reader, const char *key, SpPlace place)
{
  const char *value = get (reader, key);
  g_autoptr (GError) error = NULL;
  SpTemplate *body = value == NULL ? NULL : sp_template_new (value, place, &error);

  if (error != NULL)
    sp_problems_add (reader->problems, reader->line, "%s: %s", key, error->message);
  sp_names_use_template (reader->names, body, reader->line);
  return body;
}

/**
 * sp_request_blank_new:
 * @text: a recipe that has passed the schema
 * @section: the section of the request
 * @names: the names of the recipe
 * @problems: gets a sentence for everything that is wrong
 *
 * Returns: (transfer full): what could be read
 */
SpRequestBlank *
sp_request_blank_new (const SpRecipeText *text,
                      const char *section,
                      SpNames *names,
                      SpProblems *problems)
{
  SpRequestBlank *self = g_new0 (SpRequestBlank, 1);
  const char *method = sp_recipe_text_get (text, section, "Method");
  Reader reader = { text, section, names, problems, 0 };
  guint n_bodies;

  self->method = g_strdup (method == NULL ? "GET" : method);
  self->content_type = g_strdup (sp_recipe_text_get (text, section, "ContentType"));
  self->query = read_pairs (&reader, "Query");
  self->form = read_pairs (&reader, "Form");
  self->json = read_json (&reader);
  self->xml = read_template (&reader, "Xml", SP_PLACE_XML);
  self->text = read_template (&reader, "Text", SP_PLACE_TEXT);

  n_bodies = (self->form != NULL) + (self->json != NULL) + (self->xml != NULL) +
             (self->text != NULL);
  if (n_bodies > 1)
    sp_problems_add (problems,
                     sp_recipe_text_get_section_line (text, section),
                     "a request has one body; keep one of Form, Json, Xml and Text");
  if (n_bodies > 0 && strcmp (self->method, "GET") == 0)
    sp_problems_add (problems,
                     sp_recipe_text_get_line (text, section, "Method"),
                     "a GET has no body; write Method=POST or use Query");
  return self;
}

/**
 * sp_request_blank_free:
 * @self: (transfer full): a blank
 */
void
sp_request_blank_free (SpRequestBlank *self)
{
  g_free (self->method);
  g_free (self->content_type);
  g_clear_pointer (&self->query, sp_pairs_free);
  g_clear_pointer (&self->form, sp_pairs_free);
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->xml, sp_template_free);
  g_clear_pointer (&self->text, sp_template_free);
  g_free (self);
}

static gboolean
pairs_have_name (const SpPairs *pairs, const char *name)
{
  for (guint i = 0; i < sp_pairs_get_n (pairs); i++)
    if (sp_template_has_name (sp_pairs_get_name (pairs, i), name) ||
        sp_template_has_name (sp_pairs_get_template (pairs, i), name))
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

/**
 * sp_request_blank_body_has_name:
 * @self: a blank
 * @name: a name
 *
 * Returns: %TRUE if the body uses it
 */
gboolean
sp_request_blank_body_has_name (const SpRequestBlank *self, const char *name)
{
  return pairs_have_name (self->form, name) || sp_template_has_name (self->xml, name) ||
         sp_template_has_name (self->text, name) ||
         (self->json != NULL &&
          !sp_json_body_foreach (self->json, lacks_name, (char *) name, NULL));
}

/**
 * sp_request_blank_has_name:
 * @self: a blank
 * @name: a name
 *
 * Returns: %TRUE if query or body use it
 */
gboolean
sp_request_blank_has_name (const SpRequestBlank *self, const char *name)
{
  return pairs_have_name (self->query, name) || sp_request_blank_body_has_name (self, name);
}

static gboolean
render_body (const SpRequestBlank *self,
             const SpVariables *variables,
             JsonNode *onto,
             const char *const *drop,
             SpTwin *body,
             const char **content_type,
             GError **error)
{
  if (self->form != NULL)
    {
      *content_type = "application/x-www-form-urlencoded";
      return sp_pairs_render (self->form, variables, body, error);
    }
  if (self->json != NULL)
    {
      *content_type = "application/json";
      return sp_json_body_render_onto (self->json, onto, drop, variables, body, error);
    }
  if (self->xml != NULL)
    {
      *content_type = "application/xml";
      return sp_template_render (self->xml, variables, body, error);
    }
  if (self->text != NULL)
    {
      *content_type = "text/plain";
      return sp_template_render (self->text, variables, body, error);
    }

  return TRUE;
}

/**
 * sp_request_blank_fill_in:
 * @self: a blank that was read without a problem
 * @form: server, login and headers
 * @ipv6: the request is about IPv6 alone
 * @variables: what the names stand for
 * @onto: (nullable): an object that a body of JSON is put over
 * @drop: (nullable): members of @onto that are left out
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the whole request, or %NULL
 */
SpRequest *
sp_request_blank_fill_in (const SpRequestBlank *self,
                          const SpRequestForm *form,
                          gboolean ipv6,
                          const SpVariables *variables,
                          JsonNode *onto,
                          const char *const *drop,
                          GError **error)
{
  const char *content_type = NULL;
  g_autoptr (SpTwin) query = sp_twin_new ();
  g_autoptr (SpTwin) body = sp_twin_new ();
  g_autoptr (GBytes) bytes = NULL;
  SpRequest *request;

  if (!sp_pairs_render (self->query, variables, query, error) ||
      !render_body (self, variables, onto, drop, body, &content_type, error))
    return NULL;

  request = sp_request_form_fill_in (form, self->method, ipv6, variables, query, error);
  if (request == NULL || content_type == NULL)
    return request;

  if (self->content_type != NULL)
    content_type = self->content_type;
  bytes = g_bytes_new (body->text->str, body->text->len);
  sp_request_set_body (request, content_type, bytes, body->redacted->str);
  return request;
}
