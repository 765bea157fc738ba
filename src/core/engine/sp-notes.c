/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-notes.h"

/* One value of the journal, as lines of “key TAB value”. A hash table while the program runs. Never
 * shared: each part of the engine has its own. */
struct _SpNotes
{
  SpJournal *journal; /* (owned) */
  char *name;         /* (owned) */
  GHashTable *table;  /* (owned) (element-type utf8 utf8) */
  gboolean is_changed;
};

static void
read_line (SpNotes *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", 2);

  if (g_strv_length (parts) == 2)
    g_hash_table_insert (self->table, g_strdup (parts[0]), g_strdup (parts[1]));
}

/**
 * sp_notes_new:
 * @journal: where it is kept
 * @name: name of the journal's value
 *
 * Returns: (transfer full): the table as it was saved last; empty if it never was
 */
SpNotes *
sp_notes_new (SpJournal *journal, const char *name)
{
  SpNotes *self = g_new0 (SpNotes, 1);
  g_autofree char *text = sp_journal_get_value (journal, name);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  self->journal = g_object_ref (journal);
  self->name = g_strdup (name);
  self->table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (self, lines[i]);
  return self;
}

/**
 * sp_notes_free:
 * @self: (transfer full): notes
 */
void
sp_notes_free (SpNotes *self)
{
  g_clear_object (&self->journal);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->table, g_hash_table_unref);
  g_free (self);
}

/**
 * sp_notes_get:
 * @self: notes
 * @key: a key
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
sp_notes_get (SpNotes *self, const char *key)
{
  return g_hash_table_lookup (self->table, key);
}

/**
 * sp_notes_get_number:
 * @self: notes
 * @key: a key
 *
 * Returns: its value as a number, or 0
 */
gint64
sp_notes_get_number (SpNotes *self, const char *key)
{
  const char *value = sp_notes_get (self, key);
  gint64 number = 0;

  if (value != NULL)
    g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL);
  return number;
}

/**
 * sp_notes_set_later:
 * @self: notes
 * @key: a key
 * @value: (nullable): its value; %NULL forgets the key
 *
 * Changes the table; sp_notes_save() writes many such changes at once.
 *
 * Returns: %TRUE if that was a change
 */
gboolean
sp_notes_set_later (SpNotes *self, const char *key, const char *value)
{
  if (g_strcmp0 (sp_notes_get (self, key), value) == 0)
    return FALSE;

  if (value != NULL)
    g_hash_table_insert (self->table, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->table, key);
  self->is_changed = TRUE;
  return TRUE;
}

/**
 * sp_notes_save:
 * @self: notes
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if what the table says is on disk
 */
gboolean
sp_notes_save (SpNotes *self, GError **error)
{
  g_autoptr (GString) text = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (!self->is_changed)
    return TRUE;

  text = g_string_new (NULL);
  g_hash_table_iter_init (&iter, self->table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_string_append_printf (text, "%s\t%s\n", (const char *) key, (const char *) value);
  if (!sp_journal_set_value (self->journal, self->name, text->str, error))
    return FALSE;

  self->is_changed = FALSE;
  return TRUE;
}

/**
 * sp_notes_set:
 * @self: notes
 * @key: a key
 * @value: (nullable): its value; %NULL forgets the key
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_notes_set (SpNotes *self, const char *key, const char *value, GError **error)
{
  sp_notes_set_later (self, key, value);
  return sp_notes_save (self, error);
}

/**
 * sp_notes_set_number:
 * @self: notes
 * @key: a key
 * @number: its value
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_notes_set_number (SpNotes *self, const char *key, gint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return sp_notes_set (self, key, text, error);
}

/**
 * sp_notes_clear:
 * @self: notes
 * @error: %SP_ERROR_STORAGE
 *
 * Forgets everything.
 *
 * Returns: %TRUE if that is on disk
 */
gboolean
sp_notes_clear (SpNotes *self, GError **error)
{
  if (g_hash_table_size (self->table) > 0)
    self->is_changed = TRUE;
  g_hash_table_remove_all (self->table);
  return sp_notes_save (self, error);
}
