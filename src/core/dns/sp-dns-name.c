/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-name.h"

#include <string.h>

#include "base/sp-error.h"
#include "base/sp-quote.h"

#define LABEL_MAX_BYTES 63 /* RFC 1035 §2.3.4 */

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > LABEL_MAX_BYTES)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (label[i]) || strchr ("\\\"{};", label[i]) != NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_name (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return FALSE;

  /* a length before each label, and the root's at the end */
  return labels[0] != NULL && strlen (name) + 2 <= SP_DNS_NAME_MAX_BYTES;
}

/**
 * sp_dns_name_normalize:
 * @text: the name of a zone or a key as a person writes it, in any case and script, with or without
 *   a dot at the end
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the name as messages hold it, or %NULL
 */
char *
sp_dns_name_normalize (const char *text, GError **error)
{
  g_autofree char *ascii = g_hostname_to_ascii (text);
  g_autofree char *name = ascii == NULL ? NULL : g_ascii_strdown (ascii, -1);
  g_autofree char *shown = NULL;

  if (name != NULL && g_str_has_suffix (name, "."))
    name[strlen (name) - 1] = '\0';
  if (name != NULL && is_name (name))
    return g_steal_pointer (&name);

  shown = sp_quote (text);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s is no domain name; write one like example.org",
               shown);
  return NULL;
}

/**
 * sp_dns_name_is_in_zone:
 * @name: a name
 * @zone: a zone
 *
 * Returns: %TRUE if @name is @zone or below it
 */
gboolean
sp_dns_name_is_in_zone (const char *name, const char *zone)
{
  gsize name_length = strlen (name);
  gsize zone_length = strlen (zone);

  if (zone_length >= name_length)
    return strcmp (name, zone) == 0;

  return zone_length == 0 ||
         (name[name_length - zone_length - 1] == '.' && g_str_has_suffix (name, zone));
}

/**
 * sp_dns_name_append:
 * @bytes: a message that grows
 * @name: a name from sp_dns_name_normalize(), or ""
 *
 * Writes it whole: TSIG signs names without compression (RFC 8945 §4.3.3), and an UPDATE may not
 * compress what is in its data.
 */
void
sp_dns_name_append (GByteArray *bytes, const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  const guint8 root = 0;

  for (guint i = 0; labels[i] != NULL; i++)
    {
      guint8 length = (guint8) strlen (labels[i]);

      g_return_if_fail (length <= LABEL_MAX_BYTES);
      g_byte_array_append (bytes, &length, 1);
      g_byte_array_append (bytes, (const guint8 *) labels[i], length);
    }
  g_byte_array_append (bytes, &root, 1);
}

/* Any byte may stand in a label (RFC 2181 §11). */
static void
append_label (GString *name, const guint8 *label, gsize length)
{
  if (name->len > 0)
    g_string_append_c (name, '.');

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isgraph ((char) label[i]) && label[i] != '.' && label[i] != '\\')
        g_string_append_c (name, g_ascii_tolower ((char) label[i]));
      else
        g_string_append_printf (name, "\\%03u", label[i]);
    }
}

/* RFC 1035 §4.1.4: a pointer leads to a name that stood before; strictly backwards, so that there is
 * no circle. */
static gboolean
follow (const guint8 *data, gsize length, gsize *at, gsize *limit)
{
  gsize target;

  if (*at + 1 >= length)
    return FALSE;
  target = (gsize) (data[*at] & 0x3f) << 8 | data[*at + 1];
  if (target >= *limit)
    return FALSE;

  *limit = target;
  *at = target;
  return TRUE;
}

/**
 * sp_dns_name_read:
 * @data: (array length=length): a whole message, of any content
 * @length: its size in bytes
 * @at: (inout): where the name begins; is moved behind it if it is one
 *
 * Returns: (transfer full) (nullable): the name, or %NULL if the bytes are none
 */
char *
sp_dns_name_read (const guint8 *data, gsize length, gsize *at)
{
  g_autoptr (GString) name = g_string_new (NULL);
  gsize here = *at;
  gsize limit = *at;
  gsize end = 0;
  gsize size = 1;

  while (here < length && data[here] != 0)
    {
      guint8 head = data[here];

      if (head >= 0xc0)
        {
          end = end == 0 ? here + 2 : end;
          if (!follow (data, length, &here, &limit))
            return NULL;
          continue;
        }

      size += head + 1u;
      if (head > LABEL_MAX_BYTES || size > SP_DNS_NAME_MAX_BYTES || here + 1 + head > length)
        return NULL;
      append_label (name, data + here + 1, head);
      here += head + 1u;
    }
  if (here >= length)
    return NULL;

  *at = end == 0 ? here + 1 : end;
  return g_string_free (g_steal_pointer (&name), FALSE);
}
