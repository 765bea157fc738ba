/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-json-body.h"

#include <string.h>

#include "profile/sp-credentials.h"
#include "recipe/sp-template.h"

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

static gboolean
is_template (const char *name)
{
  return strchr (name, '$') != NULL;
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
 * @func: called with each text in it, and with each name of a member that is a template
 * @user_data: for @func
 * @error: what @func failed with
 *
 * Returns: %FALSE as soon as @func does
 */
gboolean
sp_json_body_foreach (JsonNode *body, SpJsonTextFunc func, gpointer user_data, GError **error)
{
  g_autoptr (GList) children = list_children (body);
  g_autoptr (GList) names = NULL;

  if (is_text (body))
    return func (json_node_get_string (body), user_data, error);

  if (JSON_NODE_HOLDS_OBJECT (body))
    names = json_object_get_members (json_node_get_object (body));
  for (GList *name = names; name != NULL; name = name->next)
    if (is_template (name->data) && !func (name->data, user_data, error))
      return FALSE;
  for (GList *child = children; child != NULL; child = child->next)
    if (!sp_json_body_foreach (child->data, func, user_data, error))
      return FALSE;

  return TRUE;
}

/* What is rendered and for whom, borrowed for the length of one call. */
typedef struct
{
  const SpVariables *variables; /* (unowned): of the one who renders */
  Side side;
  guint nth; /* of the values that an item of a list is repeated for */
} Rendering;

static JsonNode *
new_text (const SpTwin *twin, const SpTemplate *source, Side side)
{
  const char *text = side == REAL ? twin->text->str : twin->redacted->str;
  gint64 number;

  if (side == REAL && sp_template_is_only (source, SP_FILTER_INT) &&
      g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return json_node_init_int (json_node_alloc (), number);
  if (sp_template_is_only (source, SP_FILTER_BOOL) && text[0] != '\0')
    return json_node_init_boolean (json_node_alloc (), g_str_equal (text, "true"));

  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
render_text (JsonNode *body, const Rendering *rendering, GError **error)
{
  g_autoptr (SpTemplate) source = NULL;
  g_autoptr (SpTwin) twin = sp_twin_new ();

  source = sp_template_new (json_node_get_string (body), SP_PLACE_TEXT, error);
  if (source == NULL ||
      !sp_template_render_nth (source, rendering->variables, rendering->nth, twin, error))
    return NULL;

  return new_text (twin, source, rendering->side);
}

/* a member that has nothing to say and need not */
static gboolean
is_left_out (JsonNode *value, JsonNode *rendered)
{
  g_autoptr (SpTemplate) source = NULL;

  if (!is_text (value) || !is_text (rendered) || json_node_get_string (rendered)[0] != '\0')
    return FALSE;

  source = sp_template_new (json_node_get_string (value), SP_PLACE_TEXT, NULL);
  return source != NULL && sp_template_is_only (source, SP_FILTER_OPT);
}

static guint
count_values (JsonNode *text, const SpVariables *variables)
{
  g_autoptr (SpTemplate)
      source = sp_template_new (json_node_get_string (text), SP_PLACE_TEXT, NULL);
  const char *name = source == NULL ? NULL : sp_template_get_each (source);

  return name == NULL || !sp_variables_has (variables, name)
             ? 1
             : sp_variables_get_list (variables, name)->len;
}

/* How often an item of a list is repeated: once for each value that “each” stands for. A list in the
 * item repeats its own. */
static guint
count_repeats (JsonNode *item, const SpVariables *variables)
{
  g_autoptr (GList) children = NULL;
  guint n = 1;

  if (is_text (item))
    return count_values (item, variables);

  if (JSON_NODE_HOLDS_OBJECT (item))
    children = list_children (item);
  for (GList *child = children; child != NULL; child = child->next)
    n = MAX (n, count_repeats (child->data, variables));
  return n;
}

static JsonNode *render (JsonNode *body, const Rendering *rendering, GError **error);

static JsonNode *
render_array (JsonArray *items, const Rendering *rendering, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      guint n = count_repeats (item, rendering->variables);

      for (guint nth = 0; nth < n; nth++)
        {
          const Rendering one = { rendering->variables,
                                  rendering->side,
                                  n > 1 ? nth : rendering->nth };
          JsonNode *rendered = render (item, &one, error);

          if (rendered == NULL)
            return NULL;
          json_array_add_element (array, rendered);
        }
    }

  return json_node_init_array (json_node_alloc (), array);
}

/* The name of a member; of both sides the same, since no name is secret. */
static char *
render_name (const char *name, const Rendering *rendering, GError **error)
{
  g_autoptr (SpTemplate) source = NULL;
  g_autoptr (SpTwin) twin = sp_twin_new ();

  if (!is_template (name))
    return g_strdup (name);

  source = sp_template_new (name, SP_PLACE_TEXT, error);
  if (source == NULL || !sp_template_render (source, rendering->variables, twin, error))
    return NULL;
  return g_strdup (twin->redacted->str);
}

static JsonNode *
render_object (JsonObject *members, const Rendering *rendering, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (members);

  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonNode *value = json_object_get_member (members, name->data);
      g_autoptr (JsonNode) rendered = render (value, rendering, error);
      g_autofree char *shown = rendered == NULL ? NULL : render_name (name->data, rendering, error);

      if (shown == NULL)
        return NULL;
      if (!is_left_out (value, rendered))
        json_object_set_member (object, shown, g_steal_pointer (&rendered));
    }

  return json_node_init_object (json_node_alloc (), object);
}

/* at most SP_JSON_MAX_DEPTH deep, since the body was parsed */
static JsonNode *
render (JsonNode *body, const Rendering *rendering, GError **error)
{
  if (is_text (body))
    return render_text (body, rendering, error);
  if (JSON_NODE_HOLDS_ARRAY (body))
    return render_array (json_node_get_array (body), rendering, error);
  if (JSON_NODE_HOLDS_OBJECT (body))
    return render_object (json_node_get_object (body), rendering, error);
  return json_node_copy (body);
}

static JsonObject *
copy_members (JsonNode *node, const char *const *drop)
{
  JsonObject *members = json_node_get_object (node);
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (members);

  for (GList *name = names; name != NULL; name = name->next)
    if (drop == NULL || !g_strv_contains (drop, name->data))
      json_object_set_member (copy,
                              name->data,
                              json_node_copy (json_object_get_member (members, name->data)));

  return copy;
}

/* Puts the members of @above over those of @below, without those in @drop; lists and values are
 * replaced as a whole. */
static JsonNode *
put_over (JsonNode *below, const char *const *drop, JsonNode *above)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GList) names = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (below) || !JSON_NODE_HOLDS_OBJECT (above))
    return json_node_copy (above);

  object = copy_members (below, drop);
  names = json_object_get_members (json_node_get_object (above));
  for (GList *name = names; name != NULL; name = name->next)
    {
      JsonNode *value = json_object_get_member (json_node_get_object (above), name->data);
      JsonNode *under = json_object_get_member (object, name->data);

      json_object_set_member (object,
                              name->data,
                              under == NULL ? json_node_copy (value)
                                            : put_over (under, NULL, value));
    }

  return json_node_init_object (json_node_alloc (), object);
}

/* The text of one side; wiped by the caller. */
static char *
render_side (JsonNode *body,
             JsonNode *base,
             const char *const *drop,
             const SpVariables *variables,
             Side side,
             GError **error)
{
  const Rendering rendering = { variables, side, 0 };
  g_autoptr (JsonNode) rendered = render (body, &rendering, error);
  g_autoptr (JsonNode) whole = NULL;

  if (rendered == NULL || base == NULL)
    return rendered == NULL ? NULL : json_to_string (rendered, FALSE);

  whole = put_over (base, drop, rendered);
  return json_to_string (whole, FALSE);
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
  return sp_json_body_render_onto (body, NULL, NULL, variables, twin, error);
}

/**
 * sp_json_body_render_onto:
 * @body: a parsed body
 * @base: (nullable): an object from outside that @body is put over, so that what it does not name
 *   stays
 * @drop: (nullable): members of @base that are left out
 * @variables: what the names stand for
 * @twin: gets the body and its redacted twin appended, on one line
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if everything could be rendered
 */
gboolean
sp_json_body_render_onto (JsonNode *body,
                          JsonNode *base,
                          const char *const *drop,
                          const SpVariables *variables,
                          SpTwin *twin,
                          GError **error)
{
  g_autofree char *text = render_side (body, base, drop, variables, REAL, error);
  g_autofree char *shown = NULL;

  if (text != NULL)
    shown = render_side (body, base, drop, variables, REDACTED, error);
  if (shown == NULL)
    return FALSE;

  g_string_append (twin->text, text);
  g_string_append (twin->redacted, shown);
  sp_secret_text_free (g_steal_pointer (&text));
  return TRUE;
}
