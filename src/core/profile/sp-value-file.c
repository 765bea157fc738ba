/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-value-file.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

#define VERSION     1
#define VERSION_KEY "Version"

/* No file of ours comes near; a mistaken one shall not be read into memory twice over. */
#define MAX_OCTETS (256 * 1024)

static gboolean
check_version (GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *text = g_key_file_get_value (file, group, VERSION_KEY, NULL);
  g_autofree char *quoted = NULL;
  guint64 version = 0;

  if (text == NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_FILE,
                   "the line “" VERSION_KEY "=1” is missing; add it below [%s]",
                   group);
      return FALSE;
    }

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &version, NULL))
    {
      quoted = sp_quote (text);
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_FILE,
                   VERSION_KEY " is %s; write “" VERSION_KEY "=1”",
                   quoted);
      return FALSE;
    }

  if (version > VERSION)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_TOO_NEW,
                   "it was written by a newer Signpost (version %" G_GUINT64_FORMAT
                   " of the file, this one reads 1); update Signpost",
                   version);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_groups (GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (char **name = groups; *name != NULL; name++)
    if (strcmp (*name, group) != 0)
      {
        g_autofree char *quoted = sp_quote (*name);

        g_set_error (error,
                     SP_ERROR,
                     SP_ERROR_BAD_FILE,
                     "the group %s is not known; remove it",
                     quoted);
        return FALSE;
      }
  return TRUE;
}

static gboolean
refuse_line (guint number, const char *text, const char *advice, GError **error)
{
  g_autofree char *quoted = sp_quote (text);

  g_set_error (error, SP_ERROR, SP_ERROR_BAD_FILE, "line %u: %s %s", number, quoted, advice);
  return FALSE;
}

static gboolean
check_line (GHashTable *seen, const char *line, guint number, GError **error)
{
  gboolean is_group = line[0] == '[' && g_str_has_suffix (line, "]");
  const char *equals = strchr (line, '=');
  char *key;

  if (line[0] == '\0' || line[0] == '#')
    return TRUE;
  if (!is_group && (equals == NULL || equals == line))
    return refuse_line (number, line, "is neither “key=value” nor a group; remove it", error);

  key = is_group ? g_strdup (line) : g_strchomp (g_strndup (line, equals - line));
  return g_hash_table_add (seen, key) ||
         refuse_line (number, key, "is there twice; remove one of them", error);
}

/* GKeyFile cannot say in which line a fault is, and lets the last of several equal keys win; here a
 * person edited one and overlooked the other, and which one is meant only that person knows. */
static gboolean
check_lines (const char *text, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!check_line (seen, g_strstrip (lines[i]), i + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
load (GKeyFile *file, const char *text, const char *group, GError **error)
{
  gsize length = strlen (text);

  if (length > MAX_OCTETS)
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_FILE, "it is longer than 256 KiB");
      return FALSE;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_FILE, "it is not UTF-8 text");
      return FALSE;
    }
  if (!check_lines (text, error))
    return FALSE;
  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_KEEP_TRANSLATIONS, NULL))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_FILE,
                   "it is not a key file; begin it with [%s] and write a key and its value on "
                   "each line",
                   group);
      return FALSE;
    }
  return check_version (file, group, error) && check_groups (file, group, error);
}

static char
unescape (char letter)
{
  switch (letter)
    {
    case 's':
      return ' ';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case '\\':
      return '\\';
    default:
      return '\0';
    }
}

/* What g_key_file_set_string() wrote. g_key_file_get_string() would read it, but where an escape is
 * broken it returns a value all the same, and where two are it warns about its own error. */
static char *
read_value (GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autofree char *raw = g_key_file_get_value (file, group, key, NULL);
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *quoted = NULL;

  for (const char *p = raw; *p != '\0'; p++)
    {
      char character = *p == '\\' ? unescape (*++p) : *p;

      if (character == '\0')
        {
          quoted = sp_quote (key);
          g_set_error (error,
                       SP_ERROR,
                       SP_ERROR_BAD_FILE,
                       "the value of %s has a lone backslash; write two for one",
                       quoted);
          return NULL;
        }
      g_string_append_c (value, character);
    }
  return g_string_free (g_steal_pointer (&value), FALSE);
}

/**
 * sp_value_file_read:
 * @text: the whole file
 * @group: the one group it may have
 * @take: called for each key but the version, in file order; it returns %FALSE to stop
 * @user_data: for @take
 * @error: %SP_ERROR_BAD_FILE if something must be corrected, %SP_ERROR_TOO_NEW if a newer Signpost
 *   wrote it, or what @take set
 *
 * Returns: %TRUE if every line was understood and taken
 */
gboolean
sp_value_file_read (const char *text,
                    const char *group,
                    SpValueFunc take,
                    gpointer user_data,
                    GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;

  if (!load (file, text, group, error))
    return FALSE;

  keys = g_key_file_get_keys (file, group, NULL, NULL);
  for (char **key = keys; *key != NULL; key++)
    {
      g_autofree char *value = read_value (file, group, *key, error);

      if (value == NULL ||
          (strcmp (*key, VERSION_KEY) != 0 && !take (user_data, *key, value, error)))
        return FALSE;
    }
  return TRUE;
}

/**
 * sp_value_file_new:
 * @group: the group
 *
 * Returns: (transfer full): a key file with the version in @group, ready for the keys
 */
GKeyFile *
sp_value_file_new (const char *group)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, group, VERSION_KEY, VERSION);
  return g_steal_pointer (&file);
}
