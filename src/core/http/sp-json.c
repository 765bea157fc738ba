/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-json.h"

#include <math.h>
#include <string.h>

#include "base/sp-error.h"

typedef struct
{
  const char *start; /* (unowned): the caller's text */
  const char *at;
  guint depth;
} Reader;

static JsonNode *read_value (Reader *reader, GError **error);

static gpointer
fail (const Reader *reader, const char *problem, GError **error)
{
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_REPLY,
               "JSON at byte %" G_GSIZE_FORMAT ": %s",
               (gsize) (reader->at - reader->start),
               problem);
  return NULL;
}

static char
skip_space (Reader *reader)
{
  reader->at += strspn (reader->at, " \t\r\n");
  return *reader->at;
}

static gboolean
take (Reader *reader, const char *word)
{
  gsize length = strlen (word);

  if (strncmp (reader->at, word, length) != 0)
    return FALSE;

  reader->at += length;
  return TRUE;
}

static gboolean
read_hex (Reader *reader, gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++, reader->at++)
    {
      if (!g_ascii_isxdigit (*reader->at))
        return FALSE;
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (*reader->at);
    }

  return TRUE;
}

/* behind “\u”; a character beyond U+FFFF comes as two surrogates (RFC 8259 §7) */
static gboolean
read_unicode (Reader *reader, GString *string)
{
  gunichar character, low;

  if (!read_hex (reader, &character) || character == 0)
    return FALSE;

  if (character >= 0xd800 && character < 0xdc00)
    {
      if (!take (reader, "\\u") || !read_hex (reader, &low) || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      character = 0x10000 + ((character - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (character >= 0xdc00 && character <= 0xdfff)
    {
      return FALSE;
    }

  g_string_append_unichar (string, character);
  return TRUE;
}

static gboolean
read_escape (Reader *reader, GString *string)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (reader, "u"))
    return read_unicode (reader, string);

  letter = *reader->at == '\0' ? NULL : strchr (letters, *reader->at);
  if (letter == NULL)
    return FALSE;

  g_string_append_c (string, meanings[letter - letters]);
  reader->at++;
  return TRUE;
}

/* behind the opening quote */
static char *
read_string (Reader *reader, GError **error)
{
  g_autoptr (GString) string = g_string_new (NULL);

  while (*reader->at != '"')
    {
      if ((guchar) *reader->at < 0x20)
        return fail (reader, "text without an end", error);
      if (take (reader, "\\"))
        {
          if (!read_escape (reader, string))
            return fail (reader, "bad escape in a text", error);
          continue;
        }
      g_string_append_c (string, *reader->at++);
    }

  reader->at++;
  return g_string_free (g_steal_pointer (&string), FALSE);
}

static gboolean
skip_digits (const char **at)
{
  gsize n = strspn (*at, "0123456789");

  *at += n;
  return n > 0;
}

/* RFC 8259 §6: no leading zero, digits on both sides of the point */
static const char *
find_number_end (const char *at, gboolean *integral)
{
  *integral = TRUE;
  if (*at == '-')
    at++;
  if (*at == '0')
    at++;
  else if (!skip_digits (&at))
    return NULL;

  if (*at == '.')
    {
      at++;
      *integral = FALSE;
      if (!skip_digits (&at))
        return NULL;
    }
  if (*at == 'e' || *at == 'E')
    {
      at++;
      *integral = FALSE;
      if (*at == '+' || *at == '-')
        at++;
      if (!skip_digits (&at))
        return NULL;
    }

  return at;
}

static JsonNode *
read_number (Reader *reader, GError **error)
{
  gboolean integral;
  const char *end = find_number_end (reader->at, &integral);
  g_autofree char *text = NULL;
  gint64 whole;
  double real;

  if (end == NULL || end - reader->at > 64)
    return fail (reader, "this is no value", error);

  text = g_strndup (reader->at, (gsize) (end - reader->at));
  reader->at = end;
  if (integral && g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &whole, NULL))
    return json_node_init_int (json_node_alloc (), whole);

  real = g_ascii_strtod (text, NULL);
  if (!isfinite (real))
    return fail (reader, "a number that is too large", error);
  return json_node_init_double (json_node_alloc (), real);
}

static JsonNode *
read_array (Reader *reader, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();

  if (skip_space (reader) == ']')
    {
      reader->at++;
      return json_node_init_array (json_node_alloc (), array);
    }

  while (TRUE)
    {
      JsonNode *item = read_value (reader, error);

      if (item == NULL)
        return NULL;
      json_array_add_element (array, item);
      skip_space (reader);
      if (take (reader, "]"))
        return json_node_init_array (json_node_alloc (), array);
      if (!take (reader, ","))
        return fail (reader, "a list without an end", error);
    }
}

static gboolean
read_member (Reader *reader, JsonObject *object, GError **error)
{
  g_autofree char *name = NULL;
  JsonNode *value;

  skip_space (reader);
  if (!take (reader, "\""))
    return fail (reader, "a member without a name", error) != NULL;

  name = read_string (reader, error);
  if (name == NULL)
    return FALSE;
  if (json_object_has_member (object, name))
    return fail (reader, "a name that is there already", error) != NULL;

  skip_space (reader);
  if (!take (reader, ":"))
    return fail (reader, "a name without a value", error) != NULL;

  value = read_value (reader, error);
  if (value == NULL)
    return FALSE;

  json_object_set_member (object, name, value);
  return TRUE;
}

static JsonNode *
read_object (Reader *reader, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (skip_space (reader) == '}')
    {
      reader->at++;
      return json_node_init_object (json_node_alloc (), object);
    }

  while (TRUE)
    {
      if (!read_member (reader, object, error))
        return NULL;
      skip_space (reader);
      if (take (reader, "}"))
        return json_node_init_object (json_node_alloc (), object);
      if (!take (reader, ","))
        return fail (reader, "an object without an end", error);
    }
}

static JsonNode *
read_container (Reader *reader, GError **error)
{
  JsonNode *node;

  if (reader->depth == SP_JSON_MAX_DEPTH)
    return fail (reader, "nested deeper than 32", error);

  reader->depth++;
  node = *reader->at++ == '[' ? read_array (reader, error) : read_object (reader, error);
  reader->depth--;
  return node;
}

static JsonNode *
read_value (Reader *reader, GError **error)
{
  g_autofree char *string = NULL;
  char first = skip_space (reader);

  if (first == '[' || first == '{')
    return read_container (reader, error);
  if (take (reader, "true"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (take (reader, "false"))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  if (take (reader, "null"))
    return json_node_init_null (json_node_alloc ());
  if (!take (reader, "\""))
    return read_number (reader, error);

  string = read_string (reader, error);
  return string == NULL ? NULL : json_node_init_string (json_node_alloc (), string);
}

/**
 * sp_json_parse:
 * @text: JSON; one byte order mark in front is passed over
 * @error: return location for %SP_ERROR_BAD_REPLY, with the byte where it went wrong
 *
 * Returns: (transfer full): the value, or %NULL
 */
JsonNode *
sp_json_parse (const char *text, GError **error)
{
  Reader reader = { text, text, 0 };
  g_autoptr (JsonNode) node = NULL;

  if (!g_utf8_validate (text, -1, &reader.at))
    return fail (&reader, "not UTF-8", error);

  reader.at = text;
  take (&reader, "\xef\xbb\xbf");
  node = read_value (&reader, error);
  if (node == NULL)
    return NULL;

  if (skip_space (&reader) != '\0')
    return fail (&reader, "something follows the end", error);
  return g_steal_pointer (&node);
}

#define ALL_ITEMS  (-1)
#define NAMED_STEP (-2)
#define MAX_INDEX  9999

/* ["name"]: for a name that holds a dot or bracket */
static gboolean
take_quoted_step (const char **path, char **name, int *index)
{
  const char *end = strstr (*path + 2, "\"]");

  if (end == NULL)
    return FALSE;

  *index = NAMED_STEP;
  *name = g_strndup (*path + 2, (gsize) (end - *path) - 2);
  *path = end + 2;
  return TRUE;
}

/* Reads “.name”, “["name"]”, “[3]” or “[*]”; @index is ALL_ITEMS, NAMED_STEP or the number. */
static gboolean
take_step (const char **path, char **name, int *index)
{
  guint64 number;
  gsize length;

  if (g_str_has_prefix (*path, "[\""))
    return take_quoted_step (path, name, index);

  if (g_str_has_prefix (*path, "[*]"))
    {
      *index = ALL_ITEMS;
      *path += 3;
      return TRUE;
    }

  if (**path == '[')
    {
      length = strspn (*path + 1, "0123456789");
      g_autofree char *digits = g_strndup (*path + 1, length);

      if ((*path)[length + 1] != ']' ||
          !g_ascii_string_to_unsigned (digits, 10, 0, MAX_INDEX, &number, NULL))
        return FALSE;
      *index = (int) number;
      *path += length + 2;
      return TRUE;
    }

  length = **path == '.' ? strcspn (*path + 1, ".[") : 0;
  if (length == 0)
    return FALSE;

  *index = NAMED_STEP;
  *name = g_strndup (*path + 1, length);
  *path += length + 1;
  return TRUE;
}

/**
 * sp_json_check_path:
 * @path: such as `$.result[0].id` or `$.errors[*].code`
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if sp_json_lookup() can follow it
 */
gboolean
sp_json_check_path (const char *path, GError **error)
{
  const char *at = path + 1;

  while (path[0] == '$' && *at != '\0')
    {
      g_autofree char *name = NULL;
      int index;

      if (!take_step (&at, &name, &index))
        break;
    }

  if (path[0] == '$' && *at == '\0')
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "“%s” is no path; write it like $.result[0].id or $.errors[*].code",
               path);
  return FALSE;
}

static void
collect_items (JsonNode *node, int index, GPtrArray *found)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n_items = array == NULL ? 0 : json_array_get_length (array);

  for (guint i = 0; i < n_items; i++)
    if (index == ALL_ITEMS || (guint) index == i)
      g_ptr_array_add (found, json_array_get_element (array, i));
}

/* some servers write a list as an object whose names are the numbers of the items */
static void
collect_values (JsonNode *node, GPtrArray *found)
{
  g_autoptr (GList) values = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  for (GList *value = values; value != NULL; value = value->next)
    g_ptr_array_add (found, value->data);
}

static void
collect_member (JsonNode *node, const char *name, GPtrArray *found)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object != NULL && json_object_has_member (object, name))
    g_ptr_array_add (found, json_object_get_member (object, name));
}

/**
 * sp_json_lookup:
 * @root: a value
 * @path: a path that sp_json_check_path() accepts
 *
 * Returns: (transfer container) (element-type JsonNode): the values at @path, perhaps none; they
 *   belong to @root
 */
GPtrArray *
sp_json_lookup (JsonNode *root, const char *path)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *at = path + 1;

  g_ptr_array_add (found, root);
  while (*at != '\0')
    {
      g_autoptr (GPtrArray) next = g_ptr_array_new ();
      g_autofree char *name = NULL;
      int index;

      g_return_val_if_fail (take_step (&at, &name, &index), g_steal_pointer (&next));
      for (guint i = 0; i < found->len; i++)
        if (index == NAMED_STEP)
          collect_member (g_ptr_array_index (found, i), name, next);
        else
          collect_items (g_ptr_array_index (found, i), index, next);
      for (guint i = 0; index == ALL_ITEMS && i < found->len; i++)
        collect_values (g_ptr_array_index (found, i), next);
      g_clear_pointer (&found, g_ptr_array_unref);
      found = g_steal_pointer (&next);
    }

  return g_steal_pointer (&found);
}

/**
 * sp_json_scalar_to_text:
 * @node: a value
 *
 * Returns: (transfer full) (nullable): a text, number, true, false or null as text; %NULL for a
 *   list or an object
 */
char *
sp_json_scalar_to_text (JsonNode *node)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("null");
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return json_node_dup_string (node);
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    default:
      return g_strdup (g_ascii_dtostr (number, sizeof number, json_node_get_double (node)));
    }
}
