/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-field-text.h"

#include "address/sp-address.h"
#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

#define MAX_ID_OCTETS    64
#define MAX_VALUE_OCTETS 4096

/**
 * sp_field_text_is_id:
 * @text: (nullable): perhaps an id
 *
 * Returns: %TRUE if @text can name a profile, an account or a provider: 1…64 letters, digits, “-”
 *   and “_”, which is also safe as a file name
 */
gboolean
sp_field_text_is_id (const char *text)
{
  gsize length = text != NULL ? strnlen (text, MAX_ID_OCTETS + 1) : 0;

  return length > 0 && length <= MAX_ID_OCTETS && text[0] != '-' &&
         strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") == length;
}

/**
 * sp_field_text_check_line:
 * @key: the name of the value, for the message
 * @value: (nullable): a value from a person or a file
 * @error: %SP_ERROR_BAD_INPUT if it cannot stand on one line
 *
 * A line end inside a value could start another header, host or log line.
 *
 * Returns: %TRUE if @value is one line of UTF-8 of at most 4096 octets without control characters
 */
gboolean
sp_field_text_check_line (const char *key, const char *value, GError **error)
{
  const char *reason = NULL;

  if (value == NULL)
    reason = "has no value";
  else if (strnlen (value, MAX_VALUE_OCTETS + 1) > MAX_VALUE_OCTETS)
    reason = "is longer than 4096 characters";
  else if (!g_utf8_validate (value, -1, NULL))
    reason = "is not UTF-8 text";
  else
    for (const char *p = value; *p != '\0' && reason == NULL; p = g_utf8_next_char (p))
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        reason = "holds a line end or another control character";

  if (reason == NULL)
    return TRUE;

  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "%s %s; write it on one line", key, reason);
  return FALSE;
}

static gboolean
is_loopback_host (const char *host)
{
  g_autoptr (SpAddress) address = sp_address_new_from_string (host, NULL);

  /* RFC 6761 §6.3, and GResolver answers “localhost” itself. */
  if (address == NULL)
    return g_ascii_strcasecmp (host, "localhost") == 0;

  return sp_address_is_loopback (address);
}

static const char *
find_web_address_fault (const char *value)
{
  g_autoptr (GUri) uri = g_uri_parse (value, G_URI_FLAGS_NONE, NULL);
  gboolean is_plain;

  /* RFC 3986 §2 knows none of these characters; GUri lets them pass. */
  if (uri == NULL || strpbrk (value, " \"<>\\^`{|}") != NULL || g_uri_get_host (uri) == NULL ||
      *g_uri_get_host (uri) == '\0')
    return "is not a web address such as https://example.net/ip";
  is_plain = strcmp (g_uri_get_scheme (uri), "http") == 0;
  if (!is_plain && strcmp (g_uri_get_scheme (uri), "https") != 0)
    return "must begin with https://";
  if (is_plain && !is_loopback_host (g_uri_get_host (uri)))
    return "must begin with https://; plain http is only for this computer, as http://127.0.0.1";
  if (g_uri_get_userinfo (uri) != NULL)
    return "must not hold a user name or password; they belong into the keyring";
  if (g_uri_get_fragment (uri) != NULL)
    return "must not hold a “#” part";
  return NULL;
}

/**
 * sp_field_text_check_web_address:
 * @key: the name of the value, for the message
 * @value: a value that passed sp_field_text_check_line()
 * @error: %SP_ERROR_BAD_INPUT if requests may not go there
 *
 * Returns: %TRUE if @value is an https URL, or an http URL of a loopback host, without credentials
 */
gboolean
sp_field_text_check_web_address (const char *key, const char *value, GError **error)
{
  g_autofree char *quoted = NULL;
  const char *fault = find_web_address_fault (value);

  if (fault == NULL)
    return TRUE;

  quoted = strchr (value, '@') == NULL ? sp_quote (value) : g_strdup ("the web address");
  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "%s: %s %s", key, quoted, fault);
  return FALSE;
}

/**
 * sp_field_text_parse_number:
 * @key: the name of the value, for the message
 * @value: (nullable): decimal digits
 * @minimum: the least allowed
 * @maximum: the most allowed
 * @number: (out): the number, set on success only
 * @error: %SP_ERROR_BAD_INPUT if it is no number of the range
 *
 * Returns: %TRUE on success
 */
gboolean
sp_field_text_parse_number (const char *key,
                            const char *value,
                            guint minimum,
                            guint maximum,
                            guint *number,
                            GError **error)
{
  g_autofree char *quoted = NULL;
  guint64 parsed = 0;

  if (value != NULL && g_ascii_string_to_unsigned (value, 10, minimum, maximum, &parsed, NULL))
    {
      *number = (guint) parsed;
      return TRUE;
    }

  quoted = sp_quote (value);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s: %s is not a whole number from %u to %u",
               key,
               quoted,
               minimum,
               maximum);
  return FALSE;
}

/**
 * sp_field_text_parse_boolean:
 * @key: the name of the value, for the message
 * @value: (nullable): true, false, yes or no
 * @truth: (out): what it says, set on success only
 * @error: %SP_ERROR_BAD_INPUT if it says anything else
 *
 * Returns: %TRUE on success
 */
gboolean
sp_field_text_parse_boolean (const char *key, const char *value, gboolean *truth, GError **error)
{
  static const char *const yes[] = { "true", "yes", NULL };
  static const char *const no[] = { "false", "no", NULL };
  g_autofree char *quoted = NULL;

  if (value != NULL && (g_strv_contains (yes, value) || g_strv_contains (no, value)))
    {
      *truth = g_strv_contains (yes, value);
      return TRUE;
    }

  quoted = sp_quote (value);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s: %s is neither true nor false",
               key,
               quoted);
  return FALSE;
}
