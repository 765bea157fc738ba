/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-record-name.h"

#include <string.h>

#define APEX "@"

/**
 * sp_record_name_clean:
 * @written: a name as a provider writes it
 *
 * Returns: (transfer full): the same as A-labels in lower case, without a final dot
 */
char *
sp_record_name_clean (const char *written)
{
  gsize length = strlen (written);
  g_autofree char *bare = g_strndup (written, length - g_str_has_suffix (written, "."));
  g_autofree char *ascii = g_hostname_to_ascii (bare);

  return g_ascii_strdown (ascii == NULL ? bare : ascii, -1);
}

/**
 * sp_record_name_equals:
 * @written: (nullable): a name as a provider writes it, in full
 * @name: a name of ours
 *
 * Returns: %TRUE if they are the same
 */
gboolean
sp_record_name_equals (const char *written, const char *name)
{
  g_autofree char *clean = written == NULL ? NULL : sp_record_name_clean (written);

  return g_strcmp0 (clean, name) == 0;
}

/**
 * sp_record_name_is_in:
 * @name: a host name of ours
 * @zone: a zone, as ours
 *
 * Returns: %TRUE if the name is the zone or below it
 */
gboolean
sp_record_name_is_in (const char *name, const char *zone)
{
  gsize name_length = strlen (name);
  gsize zone_length = strlen (zone);

  if (strcmp (name, zone) == 0)
    return TRUE;
  return zone_length > 0 && name_length > zone_length + 1 && g_str_has_suffix (name, zone) &&
         name[name_length - zone_length - 1] == '.';
}

/**
 * sp_record_name_get_sub:
 * @name: a host name of ours
 * @zone: a zone that it is in
 *
 * Returns: (transfer full): the name without the zone; "" if it is the zone
 */
char *
sp_record_name_get_sub (const char *name, const char *zone)
{
  gsize rest = strlen (name) - strlen (zone);

  return g_strndup (name, rest == 0 ? 0 : rest - 1);
}

/**
 * sp_record_name_is_sub:
 * @written: (nullable): the name of a record without its zone, as a provider writes it; nothing,
 *   “@” and the zone itself stand for the apex. Some write the one or the other name in full
 * @name: a host name of ours
 * @zone: a zone that it is in
 *
 * Returns: %TRUE if they are the same
 */
gboolean
sp_record_name_is_sub (const char *written, const char *name, const char *zone)
{
  g_autofree char *clean = sp_record_name_clean (written == NULL ? "" : written);
  g_autofree char *sub = sp_record_name_get_sub (name, zone);

  if (sub[0] == '\0')
    return clean[0] == '\0' || strcmp (clean, APEX) == 0 || strcmp (clean, zone) == 0;
  return strcmp (clean, sub) == 0 || strcmp (clean, name) == 0;
}

static char *
strip_quotes (const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

/**
 * sp_record_text_equals:
 * @one: (nullable): the text of a record
 * @other: (nullable): another
 *
 * Returns: %TRUE if they are the same; quotation marks around one are not part of it (RFC 1035 §5.1)
 */
gboolean
sp_record_text_equals (const char *one, const char *other)
{
  g_autofree char *left = one == NULL ? NULL : strip_quotes (one);
  g_autofree char *right = other == NULL ? NULL : strip_quotes (other);

  return left != NULL && g_strcmp0 (left, right) == 0;
}
