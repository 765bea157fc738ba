/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-unescape.h"

#include <string.h>

#define UTF16_PAIR_BYTES 6

static gboolean
read_hex (const char *at, guint n_digits, guint32 *number)
{
  *number = 0;
  for (guint i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isxdigit (at[i]))
        return FALSE;
      *number = *number * 16 + (guint32) g_ascii_xdigit_value (at[i]);
    }

  return TRUE;
}

static void
append_character (GString *plain, guint32 character)
{
  if (character != 0 && g_unichar_validate (character))
    g_string_append_unichar (plain, character);
}

/* “%2F” */
static gsize
read_percent (GString *plain, const char *at)
{
  guint32 byte;

  if (!read_hex (at + 1, 2, &byte))
    return 0;

  if (byte != 0)
    g_string_append_c (plain, (char) byte);
  return 3;
}

/* “\u00e4”, a pair of them beyond the first plane (RFC 8259 §7) */
static gsize
read_utf16 (GString *plain, const char *at)
{
  guint32 first, second;

  if (!read_hex (at + 2, 4, &first))
    return 0;

  if (first >> 10 != 0xd800 >> 10 || at[UTF16_PAIR_BYTES] != '\\' ||
      at[UTF16_PAIR_BYTES + 1] != 'u' || !read_hex (at + UTF16_PAIR_BYTES + 2, 4, &second))
    {
      append_character (plain, first);
      return UTF16_PAIR_BYTES;
    }
  append_character (plain, 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff));
  return (gsize) 2 * UTF16_PAIR_BYTES;
}

/* “\/”, “\"”, “\x2f” */
static gsize
read_backslash (GString *plain, const char *at)
{
  guint32 byte;

  if (at[1] == 'u')
    return read_utf16 (plain, at);
  if (at[1] == 'x' && read_hex (at + 2, 2, &byte))
    {
      if (byte != 0)
        g_string_append_c (plain, (char) byte);
      return 4;
    }
  if (at[1] == '\0' || g_ascii_isalnum (at[1]))
    return 0;

  g_string_append_c (plain, at[1]);
  return 2;
}

/* “&#47;”, “&#x2f;”, “&amp;” */
static gsize
read_entity (GString *plain, const char *at)
{
  static const struct
  {
    const char *entity;
    char meaning;
  } entities[] = {
    { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' },
  };
  gboolean is_hex = at[1] == '#' && g_ascii_tolower (at[2]) == 'x';
  const char *end = g_strstr_len (at, 11, ";");

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_has_prefix (at, entities[i].entity))
      {
        g_string_append_c (plain, entities[i].meaning);
        return strlen (entities[i].entity);
      }
  if (at[1] != '#' || end == NULL || !g_ascii_isxdigit (at[is_hex ? 3 : 2]))
    return 0;

  append_character (plain,
                    (guint32) g_ascii_strtoull (at + (is_hex ? 3 : 2), NULL, is_hex ? 16 : 10));
  return (gsize) (end - at) + 1;
}

static gsize
read_escape (GString *plain, const char *at)
{
  switch (*at)
    {
    case '%':
      return read_percent (plain, at);
    case '\\':
      return read_backslash (plain, at);
    case '&':
      return read_entity (plain, at);
    default:
      return 0;
    }
}

/**
 * sp_unescape:
 * @text: any text
 *
 * Returns: (transfer full): @text without percent-encoding, backslashes and entities; what is not a
 *   whole one stays. Not necessarily UTF-8
 */
char *
sp_unescape (const char *text)
{
  GString *plain = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = read_escape (plain, text);

      if (length == 0)
        g_string_append_c (plain, *text);
      text += MAX (1, length);
    }

  return g_string_free (plain, FALSE);
}
