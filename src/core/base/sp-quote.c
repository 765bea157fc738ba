/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-quote.h"

#define MAX_CHARACTERS 60

/**
 * sp_quote:
 * @text: (nullable): text from outside, of any length, perhaps not even UTF-8
 *
 * Makes text from outside fit to stand in an error message: in “”, valid UTF-8, one line, without
 * control and format characters (which could repaint a terminal or reorder a sentence), at most 60
 * characters of it.
 *
 * Returns: (transfer full): the quoted text
 */
char *
sp_quote (const char *text)
{
  g_autoptr (GString) quoted = g_string_new ("“");
  g_autofree char *valid = NULL;
  guint n_characters = 0;

  /* Four bytes a character: no more of a huge text than can be shown is looked at. */
  valid = g_utf8_make_valid (text != NULL ? text : "",
                             text != NULL ? (gssize) strnlen (text, 4 * MAX_CHARACTERS + 4) : 0);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (n_characters++ == MAX_CHARACTERS)
        {
          g_string_append (quoted, "…");
          break;
        }
      if (g_unichar_isprint (character) && g_unichar_type (character) != G_UNICODE_FORMAT)
        g_string_append_unichar (quoted, character);
      else
        g_string_append_printf (quoted, "\\x%02x", character);
    }
  g_string_append (quoted, "”");
  return g_string_free (g_steal_pointer (&quoted), FALSE);
}
