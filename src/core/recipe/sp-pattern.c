/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-pattern.h"

#include <string.h>

#include "base/sp-error.h"

/* PCRE2 counts steps and KiB; a sensible pattern on 64 KiB needs a fraction of it */
#define LIMITS "(*LIMIT_MATCH=1000000)(*LIMIT_DEPTH=2000)(*LIMIT_HEAP=4096)"

#define MAX_PATTERN_BYTES 2000

/* behind flags like “(?im)” */
static const char *
skip_flags (const char *at)
{
  gsize length;

  if (!g_str_has_prefix (at, "(?"))
    return at;

  length = strspn (at + 2, "imsx");
  return length > 0 && at[length + 2] == ')' ? at + length + 3 : at;
}

/* A tag is an anchor too: nothing but the element itself begins with “<Err1>”. */
static gboolean
is_anchor (const char *at)
{
  return at[0] == '^' || g_str_has_prefix (at, "\\A") || (at[0] == '<' && at[1] != '\0');
}

static const char *
skip_class (const char *at)
{
  /* a “]” directly behind the opening belongs to the class */
  at += at[1] == '^' ? 2 : 1;
  if (*at == ']')
    at++;
  for (; *at != '\0' && *at != ']'; at++)
    if (*at == '\\' && at[1] != '\0')
      at++;

  return *at == '\0' ? at - 1 : at;
}

/* Each alternative outside of any group has to be anchored: in “^a|b” the b floats. */
static gboolean
is_anchored (const char *pattern)
{
  const char *at = skip_flags (pattern);
  int depth = 0;

  if (!is_anchor (at))
    return FALSE;

  for (; *at != '\0'; at++)
    {
      if (*at == '\\' && at[1] != '\0')
        at++;
      else if (*at == '[')
        at = skip_class (at);
      else if (*at == '(' || *at == ')')
        depth += *at == '(' ? 1 : -1;
      else if (*at == '|' && depth == 0 && !is_anchor (at + 1))
        return FALSE;
    }

  return TRUE;
}

/**
 * sp_pattern_new:
 * @pattern: a regular expression as PCRE2 reads it
 * @error: return location for %SP_ERROR_BAD_INPUT: invalid, not anchored, or too long
 *
 * Returns: (transfer full): the compiled pattern, or %NULL
 */
GRegex *
sp_pattern_new (const char *pattern, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autofree char *limited = NULL;
  GRegex *regex;

  if (strlen (pattern) > MAX_PATTERN_BYTES || strstr (pattern, "(*") != NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "the regular expression is longer than 2000 bytes or uses “(*”; simplify it");
      return NULL;
    }

  limited = g_strconcat (LIMITS, pattern, NULL);
  regex = g_regex_new (limited, 0, 0, &problem);
  if (regex == NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "“%s” is no regular expression; correct it",
                   pattern);
      return NULL;
    }

  if (is_anchored (pattern))
    return regex;

  g_regex_unref (regex);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "“%s” is not anchored; begin it, and every alternative, with ^ or \\A",
               pattern);
  return NULL;
}

/**
 * sp_pattern_find:
 * @pattern: a pattern from sp_pattern_new()
 * @text: valid UTF-8
 * @group: (out) (optional) (nullable): what the first group holds, if there is one and it matched
 * @error: return location for %SP_ERROR_BAD_REPLY: the text asks too much of the pattern
 *
 * Returns: %TRUE if @text matches; %FALSE with @error not set if it does not
 */
gboolean
sp_pattern_find (GRegex *pattern, const char *text, char **group, GError **error)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean found = g_regex_match_full (pattern, text, -1, 0, 0, &match, &problem);

  if (problem != NULL)
    g_set_error_literal (error,
                         SP_ERROR,
                         SP_ERROR_BAD_REPLY,
                         "the answer asks too much of a regular expression");
  if (found && group != NULL)
    *group = g_match_info_fetch (match, 1);
  return found;
}
