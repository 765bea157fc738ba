/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-trace-text.h"

#include <string.h>

#include "http/sp-markup.h"
#include "http/sp-twin.h"
#include "http/sp-unescape.h"

#define MOST_BYTES 4096

/* More of a list of all records need not be looked at, which would take its time. */
#define LOOK_BYTES (4 * MOST_BYTES)

/* a secret is at most so much longer in a writing that the mask does not know: “\u0041” */
#define WRITING_GROWTH 6

#define REPLACEMENT 0xfffd

/* Members, parameters and elements whose name says that the value is a key to something: a provider
 * may tell more than Signpost asked for, such as what else the account can be entered with. */
#define TELLING                                                                                    \
  "[\\w.-]{0,32}(?:token|secret|passw|api_?key|session|credential|private)[\\w.-]{0,32}"
#define IN_MEMBER "(\"(?:" TELLING "|key)\"\\s{0,8}:\\s{0,8}\")(?:[^\"\\\\]|\\\\.)*+"
#define IN_PAIR   "((?<![\\w.-])(?:" TELLING "|pass|pw|key|sid)=)[^&\\s\"'<>;,]++"
#define IN_TAG    "(<(?:" TELLING "|key)(?:\\s[^<>]{0,80})?>)[^<]++"

static char *
to_utf8 (const char *text)
{
  char *converted = NULL;

  if (!g_utf8_validate (text, -1, NULL))
    converted = g_convert (text, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  return converted != NULL ? converted : g_utf8_make_valid (text, -1);
}

/* Returns %NULL where the expression gives up, and then nothing of @text may be shown. */
static char *
hide_telling (const char *text)
{
  static const char *const expressions[] = { IN_MEMBER, IN_PAIR, IN_TAG };
  g_autofree char *hidden = g_strdup (text);

  for (guint i = 0; i < G_N_ELEMENTS (expressions) && hidden != NULL; i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (expressions[i], G_REGEX_CASELESS, 0, NULL);
      g_autofree char *before = g_steal_pointer (&hidden);

      hidden = g_regex_replace (regex, before, -1, 0, "\\1" SP_TWIN_REDACTED, 0, NULL);
    }
  return g_steal_pointer (&hidden);
}

/* A secret in a writing that the mask does not know, or torn by tags. */
static gboolean
hides_secret (const SpMask *mask, const char *text)
{
  g_autofree char *plain = sp_markup_strip (text);
  g_autofree char *unescaped = sp_unescape (text);
  g_autofree char *both = sp_unescape (plain);

  return sp_mask_matches (mask, plain) || sp_mask_matches (mask, unescaped) ||
         sp_mask_matches (mask, both);
}

/* Control characters could repaint a terminal, format characters reorder a line. */
static char *
calm_down (const char *text)
{
  GString *calm = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (character == '\n' || character == '\t' ||
          (g_unichar_isprint (character) && g_unichar_type (character) != G_UNICODE_FORMAT))
        g_string_append_unichar (calm, character);
      else if (character != '\r')
        g_string_append_unichar (calm, REPLACEMENT);
    }

  return g_string_free (calm, FALSE);
}

static char *
clean (const SpMask *mask, const char *text)
{
  g_autofree char *hidden = hide_telling (text);
  g_autofree char *named = hidden == NULL ? NULL : sp_mask_apply_to_names (mask, hidden);

  return named == NULL ? NULL : calm_down (named);
}

/**
 * sp_trace_text_clean_request:
 * @mask: the names of the account
 * @redacted: what is sent, without secrets
 *
 * The secrets of the mask are not looked for: where one is also a part of a host name, its absence
 * would tell it.
 *
 * Returns: (transfer full): the text as it may be kept
 */
char *
sp_trace_text_clean_request (const SpMask *mask, const char *redacted)
{
  g_autofree char *valid = to_utf8 (redacted);
  char *text = clean (mask, valid);

  return text != NULL ? text : g_strdup (SP_TWIN_REDACTED);
}

static void
drop_end (char *text, gsize n_bytes)
{
  gsize length = strlen (text);

  length -= MIN (length, n_bytes);
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  text[length] = '\0';
}

/* What is looked at of a long text, and how much of its end may be a torn secret. */
static char *
take_head (const SpMask *mask, const char *text, gsize *n_doubtful)
{
  gsize margin = WRITING_GROWTH * sp_mask_get_longest (mask);
  g_autofree char *head = NULL;

  *n_doubtful = 0;
  if (strlen (text) <= LOOK_BYTES + margin)
    return g_strdup (text);

  *n_doubtful = margin;
  head = g_strndup (text, LOOK_BYTES + margin);
  drop_end (head, 1);
  return g_steal_pointer (&head);
}

/**
 * sp_trace_text_clean:
 * @mask: the secrets and names of the account
 * @text: what came back; not necessarily UTF-8
 * @n_left: (out) (optional): how many bytes of @text were not even looked at
 *
 * Returns: (transfer full) (nullable): the beginning of the text, 16 KiB at most, as it may be kept;
 *   %NULL if a secret stands in it that cannot be taken out
 */
char *
sp_trace_text_clean (const SpMask *mask, const char *text, gsize *n_left)
{
  gsize n_doubtful;
  g_autofree char *head = take_head (mask, text, &n_doubtful);
  g_autofree char *valid = to_utf8 (head);
  g_autofree char *masked = sp_mask_apply (mask, valid);

  if (n_left != NULL)
    *n_left = strlen (text) - strlen (head) + n_doubtful;
  if (n_doubtful > 0)
    drop_end (masked, n_doubtful);
  /* a short secret may have been a part of a letter */
  if (hides_secret (mask, masked) || !g_utf8_validate (masked, -1, NULL))
    return NULL;

  return clean (mask, masked);
}

/**
 * sp_trace_text_cut:
 * @text: a text from sp_trace_text_clean(); shortened to 4 KiB, without tearing a letter
 *
 * Returns: how many bytes were cut off
 */
gsize
sp_trace_text_cut (char *text)
{
  gsize length = strlen (text);
  const char *end;

  if (length <= MOST_BYTES)
    return 0;

  g_utf8_validate (text, MOST_BYTES, &end);
  text[end - text] = '\0';
  return length - (gsize) (end - text);
}
