/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-json-body.h"

#include "profile/sp-credentials.h"

typedef enum
{
  REAL,
  REDACTED,
} Side;

static gboolean
is_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
}

static GList *
list_children (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_elements (json_node_get_array (node));
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_values (json_node_get_object (node));
  return NULL;
}

/**
 * sp_json_body_foreach:
 * @body: a parsed body; at most %SP_JSON_MAX_DEPTH deep
 * @func: called with each text in it
 * @user_data: for @func
 * @error: what @func failed with
 *
 * Returns: %FALSE as soon as @func does
 */
gboolean
sp_json_body_foreach (JsonNode *body, SpJsonTextFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GList) children = list_children (body);

  if (is_text (body))
    return func (json_node_get_string (body), user_data, error);

  for (GList *child = children; child != NULL; child = child->next)
    if (!sp_json_body_foreach (child->data, func, user_data, error))
      return FALSE;

  return TRUE;
}

static JsonNode *
new_text (const SpTwin *twin, const SpTemplate *source, Side side)
{
  const char *text = side == REAL ? twin->text->str : twin->redacted->str;
  gint64 number;

  if (side == REAL && sp_template_is_number (source) &&
      g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return json_node_init_int (json_node_alloc (), number);
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
render_text (JsonNode *body, const SpVariables *variables, Side side, GError **error)
{
  g_autoptr (SpTemplate) source = NULL;
  g_autoptr (SpTwin) twin = sp_twin_new ();

  source = sp_template_new (json_node_get_string (body), SP_PLACE_TEXT, error);
  if (source == NULL || !sp_template_render (source, variables, twin, error))
    return NULL;

  return new_text (twin, source, side);
}

static JsonNode *
render_side (JsonNode *body, const SpVariables *variables, Side side, GError **error)
{
  g_autoptr (JsonArray) array = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GList) names = NULL;

  if (is_text (body))
    return render_text (body, variables, side, error);

  if (JSON_NODE_HOLDS_ARRAY (body))
    {
      JsonArray *items = json_node_get_array (body);

      array = json_array_new ();
      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          JsonNode *item = render_side (json_array_get_element (items, i), variables, side, error);

          if (item == NULL)
            return NULL;
          json_array_add_element (array, item);
        }
      return json_node_init_array (json_node_alloc (), array);
    }

  if (!JSON_NODE_HOLDS_OBJECT (body))
    return json_node_copy (body);

  object = json_object_new ();
  names = json_object_get_members (json_node_get_object (body));
  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonNode *value = json_object_get_member (json_node_get_object (body), name->data);
      JsonNode *rendered = render_side (value, variables, side, error);

      if (rendered == NULL)
        return NULL;
      json_object_set_member (object, name->data, rendered);
    }
  return json_node_init_object (json_node_alloc (), object);
}

/**
 * sp_json_body_render:
 * @body: a parsed body
 * @variables: what the names stand for
 * @twin: gets the body and its redacted twin appended, on one line
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if everything could be rendered
 */
gboolean
sp_json_body_render (JsonNode *body, const SpVariables *variables, SpTwin *twin, GError **error)
{
  g_autoptr (JsonNode) real = render_side (body, variables, REAL, error);
  g_autoptr (JsonNode) redacted = NULL;
  g_autofree char *text = NULL;
  g_autofree char *shown = NULL;

  if (real == NULL)
    return FALSE;
  redacted = render_side (body, variables, REDACTED, error);
  if (redacted == NULL)
    return FALSE;

  text = json_to_string (real, FALSE);
  shown = json_to_string (redacted, FALSE);
  g_string_append (twin->text, text);
  g_string_append (twin->redacted, shown);
  sp_secret_text_free (g_steal_pointer (&text));
  return TRUE;
}
