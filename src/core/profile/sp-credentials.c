/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-credentials.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-tsig-key.h"

struct _SpCredentials
{
  gatomicrefcount ref_count;
  GHashTable *values; /* (owned): field name → value, wiped when freed */
};

/**
 * sp_secret_text_free:
 * @text: (transfer full) (nullable): text that holds a secret
 *
 * Overwrites @text in a way that the compiler cannot leave out, and frees it.
 */
void
sp_secret_text_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * sp_credentials_new:
 *
 * Returns: (transfer full): credentials without a field
 */
SpCredentials *
sp_credentials_new (void)
{
  SpCredentials *self = g_new0 (SpCredentials, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->values =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_secret_text_free);
  return self;
}

/**
 * sp_credentials_ref:
 * @self: credentials
 *
 * Returns: (transfer full): @self
 */
SpCredentials *
sp_credentials_ref (SpCredentials *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_credentials_unref:
 * @self: (transfer full): credentials
 *
 * With the last reference the values are overwritten.
 */
void
sp_credentials_unref (SpCredentials *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->values);
  g_free (self);
}

static gboolean
is_field_name (const char *text, gsize length)
{
  if (length == 0 || !g_ascii_islower (text[0]))
    return FALSE;

  for (gsize i = 1; i < length; i++)
    if (!g_ascii_islower (text[i]) && !g_ascii_isdigit (text[i]) && text[i] != '_')
      return FALSE;

  return TRUE;
}

static char *
dup_secret (const char *text, gsize length)
{
  return length == 0 ? NULL : g_strndup (text, length);
}

/* The message names the line and never quotes it: any part of it may be a secret. */
static gboolean
take_line (SpCredentials *self, const char *line, gsize length, guint number, GError **error)
{
  const char *equals = memchr (line, '=', length);
  g_autofree char *field = NULL;
  gsize value_at;

  if (length == 0 || line[0] == '#')
    return TRUE;

  if (equals == NULL || !is_field_name (line, (gsize) (equals - line)))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_FILE,
                   "line %u of the secret is not “field=value”; write one such line per field",
                   number);
      return FALSE;
    }

  field = g_strndup (line, (gsize) (equals - line));
  if (g_hash_table_contains (self->values, field))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_FILE,
                   "line %u of the secret gives “%s” a second time; remove one of the two",
                   number,
                   field);
      return FALSE;
    }

  value_at = (gsize) (equals - line) + 1;
  if (value_at < length)
    g_hash_table_insert (self->values,
                         g_steal_pointer (&field),
                         dup_secret (line + value_at, length - value_at));
  return TRUE;
}

static gsize
measure_line (const char *line)
{
  gsize length = strcspn (line, "\n");

  return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
}

static gboolean
take_lines (SpCredentials *self, const char *text, GError **error)
{
  guint number = 1;

  for (const char *line = text; line != NULL; number++)
    {
      const char *end = strchr (line, '\n');

      if (!take_line (self, line, measure_line (line), number, error))
        return FALSE;
      line = end == NULL ? NULL : end + 1;
    }

  return TRUE;
}

static gboolean
starts_with_field (const char *text, const char *field)
{
  gsize length = strlen (field);

  return strncmp (text, field, length) == 0 && text[length] == '=';
}

/**
 * sp_credentials_from_text:
 * @text: `field=value` lines; empty lines and lines that begin with # are passed over
 * @only_field: (nullable): the one secret field of the recipe; @text may then be the bare value,
 *   with or without a line end
 * @error: return location for %SP_ERROR_BAD_FILE; the message never quotes @text
 *
 * Spaces belong to a value. A field without a value counts as absent. A whole key as BIND writes it
 * may stand as the bare value in its several lines.
 *
 * Returns: (transfer full): the credentials, or %NULL
 */
SpCredentials *
sp_credentials_from_text (const char *text, const char *only_field, GError **error)
{
  g_autoptr (SpCredentials) self = sp_credentials_new ();
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  if (only_field == NULL || starts_with_field (text, only_field))
    return take_lines (self, text, error) ? g_steal_pointer (&self) : NULL;
  if (sp_tsig_key_is_block (text))
    {
      g_hash_table_insert (self->values, g_strdup (only_field), sp_tsig_key_flatten_block (text));
      return g_steal_pointer (&self);
    }

  length = measure_line (text);
  if (text[length + strspn (text + length, "\r\n")] != '\0')
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_FILE,
                   "the secret has more than one line; write only the value of “%s”",
                   only_field);
      return NULL;
    }

  if (length > 0)
    g_hash_table_insert (self->values, g_strdup (only_field), dup_secret (text, length));
  return g_steal_pointer (&self);
}

/**
 * sp_credentials_to_text:
 * @self: credentials
 *
 * A value with a line break has no text form and is left out; such a value is refused before it
 * comes here, by sp_catalogue_check_account().
 *
 * Returns: (transfer full): `field=value` lines in the order of the names; free with
 *   sp_secret_text_free()
 */
char *
sp_credentials_to_text (const SpCredentials *self)
{
  g_auto (GStrv) fields = sp_credentials_list_fields (self);
  GString *text;
  gsize size = 1;

  /* sized first, and no printf: both would leave copies of the secret in freed memory */
  for (guint i = 0; fields[i] != NULL; i++)
    size += strlen (fields[i]) + strlen (sp_credentials_get (self, fields[i])) + 2;

  text = g_string_sized_new (size);
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *value = sp_credentials_get (self, fields[i]);

      if (strpbrk (value, "\r\n") != NULL)
        continue;
      g_string_append (text, fields[i]);
      g_string_append_c (text, '=');
      g_string_append (text, value);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * sp_credentials_set:
 * @self: credentials
 * @field: the field's name
 * @value: (nullable): its value; %NULL or "" removes it
 */
void
sp_credentials_set (SpCredentials *self, const char *field, const char *value)
{
  g_return_if_fail (field != NULL);

  if (value == NULL || value[0] == '\0')
    g_hash_table_remove (self->values, field);
  else
    g_hash_table_replace (self->values, g_strdup (field), g_strdup (value));
}

/**
 * sp_credentials_get:
 * @self: credentials
 * @field: a field's name
 *
 * Returns: (transfer none) (nullable): its value, never empty; valid until the field is set again
 */
const char *
sp_credentials_get (const SpCredentials *self, const char *field)
{
  return g_hash_table_lookup (self->values, field);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * sp_credentials_list_fields:
 * @self: credentials
 *
 * Returns: (transfer full): the names of the fields that have a value, sorted
 */
char **
sp_credentials_list_fields (const SpCredentials *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));

  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

/**
 * sp_credentials_is_empty:
 * @self: credentials
 *
 * Returns: %TRUE if no field has a value
 */
gboolean
sp_credentials_is_empty (const SpCredentials *self)
{
  return g_hash_table_size (self->values) == 0;
}
