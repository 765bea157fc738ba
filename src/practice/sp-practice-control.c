/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-control.h"

#include <glib/gi18n-lib.h>

#define MAX_TIMES 1000000

typedef gboolean (*ControlFunc) (SpPracticeProvider *provider,
                                 GHashTable *arguments,
                                 GError **error);

/* A request by the name it has in an URL. */
typedef struct
{
  const char *verb;
  ControlFunc run;
} Control;

/* A request as it is typed: the first word, and the argument that each word after it is. */
typedef struct
{
  const char *word;
  const char *verb;
  const char *first;
  const char *second;
} Line;

static const Line lines[] = {
  { "ipv4", "address", "ipv4", NULL },     { "ipv6", "address", "ipv6", NULL },
  { "answer", "answer", "code", "times" }, { "delay", "delay", "ms", NULL },
  { "unblock", "unblock", "host", NULL },
};

static gboolean
get_number (GHashTable *arguments,
            const char *name,
            guint fallback,
            guint64 maximum,
            guint *value,
            GError **error)
{
  const char *text = g_hash_table_lookup (arguments, name);
  guint64 number = fallback;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, maximum, &number, NULL))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” must be a number from 0 to %u."),
                   name,
                   (guint) maximum);
      return FALSE;
    }

  *value = number;
  return TRUE;
}

static gboolean
set_missing (const char *names, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("Say which %s."), names);
  return FALSE;
}

static gboolean
change_address (SpPracticeProvider *provider, GHashTable *arguments, GError **error)
{
  const char *ipv4 = g_hash_table_lookup (arguments, "ipv4");
  const char *ipv6 = g_hash_table_lookup (arguments, "ipv6");

  if (ipv4 == NULL && ipv6 == NULL)
    return set_missing ("ipv4, ipv6", error);

  return (ipv4 == NULL ||
          sp_practice_provider_set_address (provider, G_SOCKET_FAMILY_IPV4, ipv4, error)) &&
         (ipv6 == NULL ||
          sp_practice_provider_set_address (provider, G_SOCKET_FAMILY_IPV6, ipv6, error));
}

static gboolean
force_answer (SpPracticeProvider *provider, GHashTable *arguments, GError **error)
{
  const char *code = g_hash_table_lookup (arguments, "code");
  guint times;

  if (code == NULL)
    return set_missing ("code", error);

  return get_number (arguments, "times", 1, MAX_TIMES, &times, error) &&
         sp_practice_provider_force_answer (provider, code, times, error);
}

static gboolean
change_delay (SpPracticeProvider *provider, GHashTable *arguments, GError **error)
{
  guint delay_ms;

  if (!g_hash_table_contains (arguments, "ms"))
    return set_missing ("ms", error);
  if (!get_number (arguments, "ms", 0, SP_PRACTICE_MAX_DELAY_MS, &delay_ms, error))
    return FALSE;

  sp_practice_provider_set_delay_ms (provider, delay_ms);
  return TRUE;
}

static gboolean
unblock (SpPracticeProvider *provider, GHashTable *arguments, GError **error)
{
  const char *host = g_hash_table_lookup (arguments, "host");

  if (host == NULL)
    return set_missing ("host", error);

  return sp_practice_provider_unblock (provider, host, error);
}

static const Control controls[] = {
  { "address", change_address },
  { "answer", force_answer },
  { "delay", change_delay },
  { "unblock", unblock },
};

/* Words between blanks; there may be none. */
static char **
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) pieces = g_strsplit_set (text, " \t\r\n", -1);

  for (char **piece = pieces; *piece != NULL; piece++)
    {
      if (**piece != '\0')
        g_strv_builder_add (words, *piece);
    }

  return g_strv_builder_end (words);
}

/**
 * sp_practice_control:
 * @provider: the provider
 * @verb: “address”, “answer”, “delay” or “unblock”
 * @arguments: (element-type utf8 utf8): by name, as in data/signpostctl.1
 * @error: return location for a #GIOErrorEnum with a translated sentence
 *
 * Returns: %TRUE if it was done; a second address that cannot be used leaves the first one changed
 */
gboolean
sp_practice_control (SpPracticeProvider *provider,
                     const char *verb,
                     GHashTable *arguments,
                     GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      if (g_str_equal (controls[i].verb, verb))
        return controls[i].run (provider, arguments, error);
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no request “%s”."), verb);
  return FALSE;
}

/**
 * sp_practice_control_line:
 * @provider: the provider
 * @line: what was typed; nothing at all is allowed
 * @error: return location for a #GIOErrorEnum with a translated sentence
 *
 * Returns: %TRUE if it was done
 */
gboolean
sp_practice_control_line (SpPracticeProvider *provider, const char *line, GError **error)
{
  g_autoptr (GHashTable) arguments = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = g_utf8_make_valid (line, -1);
  g_auto (GStrv) words = split_words (text);

  if (words[0] == NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      if (!g_str_equal (lines[i].word, words[0]))
        continue;
      if (words[1] != NULL)
        g_hash_table_insert (arguments, (char *) lines[i].first, words[1]);
      if (words[1] != NULL && words[2] != NULL && lines[i].second != NULL)
        g_hash_table_insert (arguments, (char *) lines[i].second, words[2]);
      return sp_practice_control (provider, lines[i].verb, arguments, error);
    }

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is not understood. %s"),
               words[0],
               sp_practice_control_get_help ());
  return FALSE;
}

/**
 * sp_practice_control_get_help:
 *
 * Returns: (transfer none): what can be typed, in one translated sentence
 */
const char *
sp_practice_control_get_help (void)
{
  return _ ("Type “ipv4 ADDRESS”, “ipv6 ADDRESS” (or “off”), “answer CODE [TIMES]”, “delay MS”, "
            "“unblock HOST” or “quit”.");
}
