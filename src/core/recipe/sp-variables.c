/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-variables.h"

#include <string.h>

#include "profile/sp-credentials.h"

typedef struct
{
  GPtrArray *values; /* (owned) (element-type utf8): at least one, perhaps "" */
  gboolean secret;
} Variable;

struct _SpVariables
{
  GHashTable *by_name; /* (owned): name → Variable */
};

static void
variable_free (gpointer data)
{
  Variable *variable = data;

  g_ptr_array_unref (variable->values);
  g_free (variable);
}

static void
insert (SpVariables *self, const char *name, GPtrArray *values, gboolean secret)
{
  Variable *variable = g_new0 (Variable, 1);

  variable->values = values;
  variable->secret = secret;
  g_hash_table_replace (self->by_name, g_strdup (name), variable);
}

static GPtrArray *
new_values (const char *value)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_secret_text_free);

  g_ptr_array_add (values, g_strdup (value == NULL ? "" : value));
  return values;
}

/**
 * sp_variables_new:
 *
 * Returns: (transfer full): no variables
 */
SpVariables *
sp_variables_new (void)
{
  SpVariables *self = g_new0 (SpVariables, 1);

  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, variable_free);
  return self;
}

/**
 * sp_variables_free:
 * @self: (transfer full): variables
 */
void
sp_variables_free (SpVariables *self)
{
  g_hash_table_unref (self->by_name);
  g_free (self);
}

/**
 * sp_variables_set:
 * @self: variables
 * @name: a name
 * @value: (nullable): what it stands for; %NULL means ""
 */
void
sp_variables_set (SpVariables *self, const char *name, const char *value)
{
  insert (self, name, new_values (value), FALSE);
}

/**
 * sp_variables_set_secret:
 * @self: variables
 * @name: a name
 * @value: (nullable): what it stands for; never shown in a twin
 */
void
sp_variables_set_secret (SpVariables *self, const char *name, const char *value)
{
  insert (self, name, new_values (value), TRUE);
}

/**
 * sp_variables_set_list:
 * @self: variables
 * @name: a name
 * @values: (element-type utf8): what it stands for, at least one value; copied
 */
void
sp_variables_set_list (SpVariables *self, const char *name, GPtrArray *values)
{
  GPtrArray *copy = new_values (g_ptr_array_index (values, 0));

  for (guint i = 1; i < values->len; i++)
    g_ptr_array_add (copy, g_strdup (g_ptr_array_index (values, i)));
  insert (self, name, copy, FALSE);
}

/**
 * sp_variables_set_all:
 * @self: variables
 * @values: (element-type utf8 utf8): value by name
 * @secret: whether none of them may be shown in a twin
 */
void
sp_variables_set_all (SpVariables *self, GHashTable *values, gboolean secret)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    insert (self, name, new_values (value), secret);
}

/**
 * sp_variables_has:
 * @self: variables
 * @name: a name
 *
 * Returns: %TRUE if it is defined, even as ""
 */
gboolean
sp_variables_has (const SpVariables *self, const char *name)
{
  return g_hash_table_contains (self->by_name, name);
}

/**
 * sp_variables_get:
 * @self: variables
 * @name: a name
 *
 * Returns: (transfer none): its first value; "" if it is not defined
 */
const char *
sp_variables_get (const SpVariables *self, const char *name)
{
  GPtrArray *values = sp_variables_get_list (self, name);

  return values == NULL ? "" : g_ptr_array_index (values, 0);
}

/**
 * sp_variables_get_list:
 * @self: variables
 * @name: a name
 *
 * Returns: (transfer none) (element-type utf8) (nullable): all its values
 */
GPtrArray *
sp_variables_get_list (const SpVariables *self, const char *name)
{
  const Variable *variable = g_hash_table_lookup (self->by_name, name);

  return variable == NULL ? NULL : variable->values;
}

static gboolean
equals_a_secret (const SpVariables *self, const char *value)
{
  GHashTableIter iter;
  gpointer data;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      const Variable *variable = data;

      if (variable->secret && strcmp (g_ptr_array_index (variable->values, 0), value) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_variables_is_secret:
 * @self: variables
 * @name: a name
 *
 * Who takes the same word as user name and as password must not find it in a log either.
 *
 * Returns: %TRUE if it was set as a secret, or its value equals one that was
 */
gboolean
sp_variables_is_secret (const SpVariables *self, const char *name)
{
  const Variable *variable = g_hash_table_lookup (self->by_name, name);

  if (variable == NULL || variable->secret)
    return variable != NULL;

  for (guint i = 0; i < variable->values->len; i++)
    {
      const char *value = g_ptr_array_index (variable->values, i);

      if (value[0] != '\0' && equals_a_secret (self, value))
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_variables_digest:
 * @self: variables
 *
 * Returns: (transfer full): the same text for the same names and values and, as far as SHA-256 goes,
 *   for no others; tells nothing of them
 */
char *
sp_variables_digest (const SpVariables *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GList) names = g_hash_table_get_keys (self->by_name);

  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *name = names; name != NULL; name = name->next)
    {
      const char *value = sp_variables_get (self, name->data);

      /* with the NUL bytes, so that nothing moves from one into the other */
      g_checksum_update (checksum, name->data, (gssize) strlen (name->data) + 1);
      g_checksum_update (checksum, (const guchar *) value, (gssize) strlen (value) + 1);
    }

  return g_strdup (g_checksum_get_string (checksum));
}
