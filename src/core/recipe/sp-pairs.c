/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-pairs.h"

#include <string.h>

#include "base/sp-error.h"

typedef struct
{
  SpTemplate *name;  /* (owned) (nullable): only while it is parsed */
  SpTemplate *value; /* (owned) (nullable): none where the name stands alone */
  gboolean optional;
} Pair;

struct _SpPairs
{
  GPtrArray *pairs; /* (owned) (element-type Pair) */
};

static void
pair_free (gpointer data)
{
  Pair *pair = data;

  g_clear_pointer (&pair->name, sp_template_free);
  g_clear_pointer (&pair->value, sp_template_free);
  g_free (pair);
}

static gboolean
parse_pair (SpPairs *self, const char *text, GError **error)
{
  const char *equals = strchr (text, '=');
  Pair *pair = g_new0 (Pair, 1);
  gsize length = equals == NULL ? strlen (text) : (gsize) (equals - text);
  g_autofree char *name = NULL;

  g_ptr_array_add (self->pairs, pair);
  pair->optional = equals != NULL && length > 0 && text[length - 1] == '?';
  name = g_strndup (text, length - (pair->optional ? 1 : 0));
  if (name[0] == '\0' || strpbrk (name, "?#") != NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "“%s” is no pair; write name=value or name?=value, with & between pairs",
                   text);
      return FALSE;
    }

  pair->name = sp_template_new (name, SP_PLACE_QUERY, error);
  if (pair->name == NULL || equals == NULL)
    return pair->name != NULL;

  pair->value = sp_template_new (equals + 1, SP_PLACE_QUERY, error);
  return pair->value != NULL;
}

/**
 * sp_pairs_new:
 * @text: the pairs
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the pairs, or %NULL
 */
SpPairs *
sp_pairs_new (const char *text, GError **error)
{
  g_autoptr (SpPairs) self = g_new0 (SpPairs, 1);
  g_auto (GStrv) words = g_strsplit (text, "&", -1);

  self->pairs = g_ptr_array_new_with_free_func (pair_free);
  for (guint i = 0; words[i] != NULL; i++)
    if (!parse_pair (self, words[i], error))
      return NULL;

  return g_steal_pointer (&self);
}

/**
 * sp_pairs_free:
 * @self: (transfer full): pairs
 */
void
sp_pairs_free (SpPairs *self)
{
  g_ptr_array_unref (self->pairs);
  g_free (self);
}

/**
 * sp_pairs_get_n:
 * @self: (nullable): pairs
 *
 * Returns: how many there are
 */
guint
sp_pairs_get_n (const SpPairs *self)
{
  return self == NULL ? 0 : self->pairs->len;
}

/**
 * sp_pairs_get_template:
 * @self: pairs
 * @pair: a number, counted from 0
 *
 * Returns: (transfer none) (nullable): the value of that pair; %NULL where the name stands alone
 */
const SpTemplate *
sp_pairs_get_template (const SpPairs *self, guint pair)
{
  return ((const Pair *) g_ptr_array_index (self->pairs, pair))->value;
}

/**
 * sp_pairs_get_name:
 * @self: pairs
 * @pair: a number, counted from 0
 *
 * Returns: (transfer none): the name of that pair
 */
const SpTemplate *
sp_pairs_get_name (const SpPairs *self, guint pair)
{
  return ((const Pair *) g_ptr_array_index (self->pairs, pair))->name;
}

/**
 * sp_pairs_is_optional:
 * @self: pairs
 * @pair: a number, counted from 0
 *
 * Returns: %TRUE if the pair is left out when its value is empty
 */
gboolean
sp_pairs_is_optional (const SpPairs *self, guint pair)
{
  return ((const Pair *) g_ptr_array_index (self->pairs, pair))->optional;
}

/**
 * sp_pairs_append:
 * @query: a query or form
 * @name: a parameter
 * @value: its value, percent-encoded
 *
 * Appends one pair, behind a “&” where another one stands.
 */
void
sp_pairs_append (SpTwin *query, const char *name, const SpTwin *value)
{
  if (query->text->len > 0)
    sp_twin_append (query, "&");
  sp_twin_append (query, name);
  sp_twin_append (query, "=");
  sp_twin_append_twin (query, value);
}

/**
 * sp_pairs_render:
 * @self: (nullable): pairs
 * @variables: what the names stand for
 * @query: gets the pairs appended
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if everything could be rendered
 */
gboolean
sp_pairs_render (const SpPairs *self, const SpVariables *variables, SpTwin *query, GError **error)
{
  for (guint i = 0; i < sp_pairs_get_n (self); i++)
    {
      const Pair *pair = g_ptr_array_index (self->pairs, i);
      g_autoptr (SpTwin) value = sp_twin_new ();

      if (pair->value != NULL && !sp_template_render (pair->value, variables, value, error))
        return FALSE;
      if (pair->optional && value->text->len == 0)
        continue;

      if (query->text->len > 0)
        sp_twin_append (query, "&");
      if (!sp_template_render (pair->name, variables, query, error))
        return FALSE;
      if (pair->value != NULL)
        {
          sp_twin_append (query, "=");
          sp_twin_append_twin (query, value);
        }
    }

  return TRUE;
}
