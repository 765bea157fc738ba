/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-path.h"

#include <string.h>

#include "http/sp-json.h"

typedef struct
{
  char *literal;    /* (owned) (nullable): steps as they are; this, or a name to fill in */
  SpTemplate *name; /* (owned) (nullable) */
} Piece;

struct _SpPath
{
  GPtrArray *pieces; /* (owned) (element-type Piece) */
};

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_free (piece->literal);
  g_clear_pointer (&piece->name, sp_template_free);
  g_free (piece);
}

static void
add_literal (SpPath *self, const char *text, gsize length)
{
  Piece *piece;

  if (length == 0)
    return;
  piece = g_new0 (Piece, 1);
  piece->literal = g_strndup (text, length);
  g_ptr_array_add (self->pieces, piece);
}

/* where a step ends; what stands between ${ and } belongs to it */
static const char *
find_step_end (const char *step)
{
  const char *at = step + 1;

  while (*at != '\0' && *at != '.' && *at != '[')
    {
      const char *close = g_str_has_prefix (at, "${") ? strchr (at, '}') : NULL;

      at = close == NULL ? at + 1 : close + 1;
    }

  return at;
}

static gboolean
parse (SpPath *self, const char *text, GError **error)
{
  const char *literal = text;

  while (*text != '\0')
    {
      const char *end = find_step_end (text);
      g_autofree char *step = g_strndup (text, (gsize) (end - text));

      if (step[0] == '.' && strchr (step, '$') != NULL)
        {
          Piece *piece = g_new0 (Piece, 1);

          add_literal (self, literal, (gsize) (text - literal));
          piece->name = sp_template_new (step + 1, SP_PLACE_TEXT, error);
          g_ptr_array_add (self->pieces, piece);
          if (piece->name == NULL)
            return FALSE;
          literal = end;
        }
      text = end;
    }

  add_literal (self, literal, strlen (literal));
  return TRUE;
}

/**
 * sp_path_new:
 * @text: a path; “$” alone is the whole
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the path, or %NULL
 */
SpPath *
sp_path_new (const char *text, GError **error)
{
  g_autoptr (SpPath) self = g_new0 (SpPath, 1);
  g_autofree char *example = NULL;

  self->pieces = g_ptr_array_new_with_free_func (piece_free);
  if (!parse (self, text, error))
    return NULL;

  example = sp_path_render (self, NULL);
  if (strcmp (text, "$") != 0 && !sp_json_check_path (example, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sp_path_free:
 * @self: (transfer full): a path
 */
void
sp_path_free (SpPath *self)
{
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

/**
 * sp_path_use_names:
 * @self: (nullable): a path
 * @names: the names of the recipe
 * @line: where it stands
 */
void
sp_path_use_names (const SpPath *self, SpNames *names, guint line)
{
  for (guint i = 0; self != NULL && i < self->pieces->len; i++)
    sp_names_use_template (names, ((const Piece *) self->pieces->pdata[i])->name, line);
}

static void
append_name (GString *path, const Piece *piece, const SpVariables *variables)
{
  g_autoptr (SpTwin) name = sp_twin_new ();

  /* a name that cannot be filled in, or would end the step, is nobody's */
  if (variables != NULL && (!sp_template_render (piece->name, variables, name, NULL) ||
                            strchr (name->text->str, '"') != NULL))
    g_string_truncate (name->text, 0);
  g_string_append_printf (path, "[\"%s\"]", name->text->str);
}

/**
 * sp_path_render:
 * @self: a path
 * @variables: (nullable): what its names stand for
 *
 * Returns: (transfer full): the path for sp_json_lookup()
 */
char *
sp_path_render (const SpPath *self, const SpVariables *variables)
{
  GString *path = g_string_new (NULL);

  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->literal != NULL)
        g_string_append (path, piece->literal);
      else
        append_name (path, piece, variables);
    }

  return g_string_free (path, FALSE);
}

/**
 * sp_path_makes_list:
 * @self: a path
 *
 * Returns: %TRUE if it may lead to several values
 */
gboolean
sp_path_makes_list (const SpPath *self)
{
  for (guint i = 0; i < self->pieces->len; i++)
    {
      const Piece *piece = g_ptr_array_index (self->pieces, i);

      if (piece->literal != NULL && strstr (piece->literal, "[*]") != NULL)
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_path_has_names:
 * @self: a path
 *
 * Returns: %TRUE if a step of it is filled in
 */
gboolean
sp_path_has_names (const SpPath *self)
{
  for (guint i = 0; i < self->pieces->len; i++)
    if (((const Piece *) self->pieces->pdata[i])->name != NULL)
      return TRUE;

  return FALSE;
}

/**
 * sp_path_get_fixed:
 * @self: a path
 *
 * Returns: (transfer full): as much of it as is the same in every answer, up to the first list or
 *   name to fill in
 */
char *
sp_path_get_fixed (const SpPath *self)
{
  const Piece *first = self->pieces->len == 0 ? NULL : self->pieces->pdata[0];
  const char *text = first == NULL || first->literal == NULL ? "$" : first->literal;
  const char *list = strstr (text, "[*]");

  return g_strndup (text, list == NULL ? strlen (text) : (gsize) (list - text));
}
