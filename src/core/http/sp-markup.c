/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-markup.h"

#include <string.h>

#define COMMENT_START "<!--"
#define COMMENT_END   "-->"

/**
 * sp_markup_strip_comments:
 * @text: any text
 *
 * Returns: (transfer full): @text without `<!-- … -->`, which servers leave behind plain answers
 */
char *
sp_markup_strip_comments (const char *text)
{
  GString *plain = g_string_new (NULL);
  const char *start;

  while ((start = strstr (text, COMMENT_START)) != NULL)
    {
      const char *end = strstr (start, COMMENT_END);

      g_string_append_len (plain, text, start - text);
      text = end == NULL ? "" : end + strlen (COMMENT_END);
    }

  g_string_append (plain, text);
  return g_string_free (plain, FALSE);
}

static gboolean
is_tag (const char *at)
{
  return at[0] == '<' && (g_ascii_isalpha (at[1]) || at[1] == '/' || at[1] == '!' || at[1] == '?');
}

/* a tag that ends a line when it is drawn */
static gboolean
breaks_line (const char *tag)
{
  static const char *const names[] = { "br", "p", "div", "tr", "li", "h", "title", "body", "pre" };

  tag += tag[1] == '/' ? 2 : 1;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length = strlen (names[i]);

      if (g_ascii_strncasecmp (tag, names[i], length) == 0 && !g_ascii_isalpha (tag[length]))
        return TRUE;
    }

  return FALSE;
}

/* the content of these is not meant to be read */
static const char *
skip_element (const char *tag)
{
  const char *end = NULL;

  if (g_ascii_strncasecmp (tag, "<script", 7) == 0)
    end = strstr (tag, "</script");
  else if (g_ascii_strncasecmp (tag, "<style", 6) == 0)
    end = strstr (tag, "</style");

  tag = strchr (end == NULL ? tag : end, '>');
  return tag == NULL ? "" : tag + 1;
}

static gboolean
append_entity (GString *plain, const char **at)
{
  static const struct
  {
    const char *entity;
    const char *meaning;
  } entities[] = {
    { "&lt;", "<" },    { "&gt;", ">" },  { "&amp;", "&" },
    { "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", " " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    if (g_str_has_prefix (*at, entities[i].entity))
      {
        g_string_append (plain, entities[i].meaning);
        *at += strlen (entities[i].entity);
        return TRUE;
      }

  return FALSE;
}

/**
 * sp_markup_strip:
 * @text: any text
 *
 * Returns: (transfer full): @text without comments and tags; those that break a line leave one
 */
char *
sp_markup_strip (const char *text)
{
  g_autofree char *uncommented = sp_markup_strip_comments (text);
  GString *plain = g_string_new (NULL);

  for (const char *at = uncommented; *at != '\0';)
    {
      if (is_tag (at))
        {
          if (breaks_line (at))
            g_string_append_c (plain, '\n');
          at = skip_element (at);
        }
      else if (!append_entity (plain, &at))
        {
          g_string_append_c (plain, *at++);
        }
    }

  return g_string_free (plain, FALSE);
}
