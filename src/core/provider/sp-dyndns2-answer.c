/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-dyndns2-answer.h"

#include <string.h>

#include "http/sp-markup.h"

#define HALF_HOUR_S 1800

typedef struct
{
  const char *word;
  SpOutcomeClass outcome_class;
  gboolean for_all;
  guint wait_s;
} Word;

/* help.dyn.com (return-codes), noip.com/integrate/response, and what servers of the same protocol
 * add to it. “unknown” is missing on purpose: only Dynu says it, and its recipe says so. */
static const Word words[] = {
  { "good", SP_OUTCOME_GOOD, FALSE, 0 },
  { "nochg", SP_OUTCOME_NOCHG, FALSE, 0 },
  { "badauth", SP_OUTCOME_BADCRED, TRUE, 0 },
  { "!donator", SP_OUTCOME_CONFIG, TRUE, 0 },
  { "badagent", SP_OUTCOME_CONFIG, TRUE, 0 },
  { "badsys", SP_OUTCOME_CONFIG, TRUE, 0 },
  { "badysys", SP_OUTCOME_CONFIG, TRUE, 0 },
  { "badrequest", SP_OUTCOME_CONFIG, TRUE, 0 },
  { "notfqdn", SP_OUTCOME_BADHOST, FALSE, 0 },
  { "nohost", SP_OUTCOME_BADHOST, FALSE, 0 },
  { "!yours", SP_OUTCOME_BADHOST, FALSE, 0 },
  { "!active", SP_OUTCOME_BADHOST, FALSE, 0 },
  { "notfound", SP_OUTCOME_BADHOST, FALSE, 0 },
  { "numhost", SP_OUTCOME_BADHOST, TRUE, 0 },
  { "abuse", SP_OUTCOME_ABUSE, FALSE, 0 },
  { "fatal", SP_OUTCOME_CONFIG, FALSE, 0 },
  { "badip", SP_OUTCOME_CONFIG, FALSE, 0 },
  { "noipv6", SP_OUTCOME_CONFIG, FALSE, 0 },
  { "interval", SP_OUTCOME_RATE, FALSE, 300 },
  { "toomanyrequests", SP_OUTCOME_RATE, TRUE, HALF_HOUR_S },
  { "dnserr", SP_OUTCOME_RETRY, TRUE, HALF_HOUR_S },
  { "servererror", SP_OUTCOME_RETRY, TRUE, HALF_HOUR_S },
  { "911", SP_OUTCOME_RETRY, TRUE, HALF_HOUR_S },
};

/* Plain text begins with these too, such as “Fatal error: …” of a broken script. */
static const char *const english_words[] = { "abuse", "fatal", "interval", "notfound", NULL };

static void
line_free (gpointer data)
{
  SpDyndns2Line *line = data;

  g_free (line->text);
  g_ptr_array_unref (line->addresses);
  g_free (line);
}

/* “w30m”: old Dyn, still said by No-IP according to ddclient */
static gboolean
parse_wait (const char *word, gint64 *wait_s)
{
  gsize n_digits = word[0] == 'w' ? strspn (word + 1, "0123456789") : 0;
  const char *unit = word + 1 + n_digits;
  gint64 factor_s;

  if (n_digits == 0 || n_digits > 5 || strlen (unit) != 1)
    return FALSE;

  if (unit[0] == 'h')
    factor_s = 3600;
  else if (unit[0] == 'm')
    factor_s = 60;
  else if (unit[0] == 's')
    factor_s = 1;
  else
    return FALSE;

  *wait_s = g_ascii_strtoll (word + 1, NULL, 10) * factor_s;
  return TRUE;
}

static void
look_up_common (SpDyndns2Line *line, const char *word, const SpDyndns2Recipe *recipe)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (words[i].word, word) != 0)
        continue;
      line->known = TRUE;
      line->outcome_class = words[i].outcome_class;
      line->for_all = words[i].for_all;
      line->wait_s = strcmp (word, "911") == 0 ? recipe->wait_911_s : words[i].wait_s;
      return;
    }

  if (parse_wait (word, &line->wait_s))
    {
      line->known = TRUE;
      line->outcome_class = SP_OUTCOME_RATE;
    }
}

static void
look_up (SpDyndns2Line *line, const char *word, const SpDyndns2Recipe *recipe)
{
  gpointer own;

  look_up_common (line, word, recipe);
  if (!g_hash_table_lookup_extended (recipe->words, word, NULL, &own))
    return;

  line->known = TRUE;
  line->outcome_class = (SpOutcomeClass) GPOINTER_TO_INT (own);
  if (line->outcome_class != SP_OUTCOME_RETRY && line->outcome_class != SP_OUTCOME_RATE)
    line->wait_s = 0;
}

static gboolean
parse_addresses (SpDyndns2Line *line, const char *rest)
{
  g_auto (GStrv) items = g_strsplit_set (rest, " \t,", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      SpAddress *address;

      if (items[i][0] == '\0')
        continue;
      address = sp_address_new_from_string (items[i], NULL);
      if (address == NULL)
        return FALSE;
      g_ptr_array_add (line->addresses, address);
    }

  return TRUE;
}

static void
forget_meaning (SpDyndns2Line *line)
{
  line->known = FALSE;
  line->for_all = FALSE;
  line->outcome_class = SP_OUTCOME_UNKNOWN;
  line->wait_s = 0;
}

static SpDyndns2Line *
parse_line (const char *text, const SpDyndns2Recipe *recipe)
{
  gsize length = strcspn (text, " \t");
  g_autofree char *word = g_ascii_strdown (text, (gssize) length);
  SpDyndns2Line *line = g_new0 (SpDyndns2Line, 1);

  line->text = g_strdup (text);
  line->outcome_class = SP_OUTCOME_UNKNOWN;
  line->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_address_unref);
  look_up (line, word, recipe);

  /* nothing but addresses follows a success, and a word that could begin a sentence */
  if ((sp_outcome_class_is_success (line->outcome_class) ||
       g_strv_contains (english_words, word)) &&
      !parse_addresses (line, text + length))
    forget_meaning (line);
  return line;
}

static char *
tidy (const char *text, const SpDyndns2Recipe *recipe)
{
  g_autofree char *valid = NULL;

  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  valid = g_utf8_make_valid (text, -1);
  g_strdelimit (valid, "\r", '\n');
  return recipe->html ? sp_markup_strip (valid) : sp_markup_strip_comments (valid);
}

/**
 * sp_dyndns2_answer_parse:
 * @text: the body of an answer
 * @recipe: the provider's own words, and whether it wraps its answers in tags
 *
 * Passes over a byte order mark, blank lines, blanks at both ends and comments; reads words in any
 * case.
 *
 * Returns: (transfer full) (element-type SpDyndns2Line): the lines that are not empty, in order
 */
GPtrArray *
sp_dyndns2_answer_parse (const char *text, const SpDyndns2Recipe *recipe)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  g_autofree char *tidied = tidy (text, recipe);
  g_auto (GStrv) split = g_strsplit (tidied, "\n", -1);

  for (guint i = 0; split[i] != NULL; i++)
    if (g_strstrip (split[i])[0] != '\0')
      g_ptr_array_add (lines, parse_line (split[i], recipe));

  return lines;
}

/**
 * sp_dyndns2_line_get_address:
 * @self: a line
 * @family: a family
 *
 * Returns: (transfer none) (nullable): the first address of that family it names
 */
SpAddress *
sp_dyndns2_line_get_address (const SpDyndns2Line *self, SpFamily family)
{
  for (guint i = 0; i < self->addresses->len; i++)
    {
      SpAddress *address = g_ptr_array_index (self->addresses, i);

      if (sp_address_get_family (address) == family)
        return address;
    }

  return NULL;
}
