/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-host-name.h"

#include "address/sp-address.h"
#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

/* RFC 1035 §2.3.4: 255 octets on the wire are 253 characters without the trailing dot. */
#define MAX_NAME_OCTETS  253
#define MAX_LABEL_OCTETS 63

static gboolean
refuse (const char *text, const char *reason, GError **error)
{
  g_autofree char *quoted = sp_quote (text);

  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "%s is not a host name: %s", quoted, reason);
  return FALSE;
}

/* Nothing may be mapped away silently: with an invisible character the name that is stored would
 * not be the name that was typed (nameprep drops soft hyphens and joiners). */
static gboolean
has_visible_characters_only (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (!g_unichar_isgraph (character) || g_unichar_type (character) == G_UNICODE_FORMAT)
        return FALSE;
    }
  return TRUE;
}

/* RFC 3490 §3.1: three other characters end a label as well, and input methods do type them. */
static char *
with_plain_dots (const char *text)
{
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "\u3002", ".", 0);
  g_string_replace (plain, "\uff0e", ".", 0);
  g_string_replace (plain, "\uff61", ".", 0);
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

static gboolean
check_label (const char *text, const char *label, GError **error)
{
  gsize length = strlen (label);

  if (length == 0)
    return refuse (text, "there is nothing between two dots; remove one of them", error);
  if (length > MAX_LABEL_OCTETS)
    return refuse (text, "a part between two dots is longer than 63 characters", error);
  if (label[0] == '-' || label[length - 1] == '-')
    return refuse (text, "a part begins or ends with “-”", error);

  /* Underscores are no host name characters (RFC 952), but DNS carries any label (RFC 2181 §11)
   * and people do have addresses under such names, as the zone editors of large DNS services let
   * them. A provider that refuses one says so itself. */
  for (const char *p = label; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-' && *p != '_')
      return refuse (text, "only letters, digits, “-”, “_” and dots can be in it", error);

  return TRUE;
}

/* A last label of digits, or one that a C library reads as a number, makes the whole name look
 * like an address to some programs (URL Standard, “ends in a number”). */
static gboolean
is_number (const char *label)
{
  gboolean is_hex = g_str_has_prefix (label, "0x");
  const char *digits = is_hex ? label + 2 : label;

  return strspn (digits, is_hex ? "0123456789abcdef" : "0123456789") == strlen (digits);
}

static gboolean
check_labels (const char *text, const char *name, GError **error)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  guint n_labels = g_strv_length (labels);

  if (n_labels == 0) /* so does g_strsplit() with an empty name */
    return refuse (text, "there is nothing behind “*.”; write the domain", error);

  for (guint i = 0; i < n_labels; i++)
    if (!check_label (text, labels[i], error))
      return FALSE;

  if (is_number (labels[n_labels - 1]))
    return refuse (text,
                   "it is an address or a number; write the name that shall point to it",
                   error);
  if (n_labels < 2)
    return refuse (text,
                   "it is not whole; write it with its domain, as in home.example.net",
                   error);
  return TRUE;
}

static gboolean
check_text (const char *text, GError **error)
{
  g_autoptr (SpAddress) address = NULL;

  if (text == NULL || *text == '\0')
    return refuse (text, "it is empty", error);
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (text, "it is not UTF-8 text", error);
  if (!has_visible_characters_only (text))
    return refuse (text, "it holds a blank or an invisible character", error);

  address = sp_address_new_from_string (text, NULL);
  if (address != NULL)
    return refuse (text, "it is an address; write the name that shall point to it", error);
  if (strpbrk (text, "/:@") != NULL)
    return refuse (text, "write only the name, without “https://”, port, path or “@”", error);
  return TRUE;
}

/**
 * sp_host_name_normalize:
 * @text: (nullable): what a person typed, in any script, upper or lower case, with or without a
 *   trailing dot, perhaps with a leading “*.”
 * @error: %SP_ERROR_BAD_INPUT if it is not one whole host name
 *
 * Returns: (transfer full): the form in which it is stored, compared and sent: A-labels (RFC 5890)
 *   in lower case without a trailing dot, at most 253 octets
 */
char *
sp_host_name_normalize (const char *text, GError **error)
{
  g_autofree char *plain = NULL;
  g_autofree char *ascii = NULL;
  g_autofree char *name = NULL;
  gsize length;

  if (!check_text (text, error))
    return NULL;

  plain = with_plain_dots (text);
  length = strlen (plain);
  if (length > 1 && plain[length - 1] == '.')
    plain[length - 1] = '\0';

  ascii = g_hostname_to_ascii (plain);
  if (ascii == NULL)
    {
      refuse (text, "a part is too long or holds characters that no name may have", error);
      return NULL;
    }

  name = g_ascii_strdown (ascii, -1);
  if (!check_labels (text, sp_host_name_is_wildcard (name) ? name + 2 : name, error))
    return NULL;
  if (strlen (name) > MAX_NAME_OCTETS)
    {
      refuse (text, "it is longer than 253 characters", error);
      return NULL;
    }
  return g_steal_pointer (&name);
}

/**
 * sp_host_name_to_display:
 * @host_name: a name made by sp_host_name_normalize()
 *
 * Returns: (transfer full): the name in its own script where it can be shown safely, that is where
 *   it is made of visible characters and leads back to @host_name; else @host_name itself
 */
char *
sp_host_name_to_display (const char *host_name)
{
  g_autofree char *unicode = g_hostname_to_unicode (host_name);
  g_autofree char *back = NULL;

  if (unicode == NULL || !has_visible_characters_only (unicode))
    return g_strdup (host_name);

  back = g_hostname_to_ascii (unicode);
  if (g_strcmp0 (back, host_name) != 0)
    return g_strdup (host_name);
  return g_steal_pointer (&unicode);
}

/**
 * sp_host_name_is_wildcard:
 * @host_name: a name made by sp_host_name_normalize()
 *
 * Returns: %TRUE if its first label is “*” (RFC 4592)
 */
gboolean
sp_host_name_is_wildcard (const char *host_name)
{
  return g_str_has_prefix (host_name, "*.");
}
