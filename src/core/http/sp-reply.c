/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-reply.h"

#include <string.h>

struct _SpReply
{
  gatomicrefcount ref_count;
  guint status;
  GHashTable *headers; /* (owned): lower-case name → value */
  char *text;          /* (owned): the body and a NUL */
  gsize length;
  SpAddress *remote; /* (owned) (nullable) */
};

/**
 * sp_reply_new:
 * @status: the HTTP status
 * @headers: (nullable) (element-type utf8 utf8): header values by name, in any case; copied
 * @body: (nullable): the decoded body; copied
 * @remote: (nullable): the address that answered
 *
 * Returns: (transfer full): the reply
 */
SpReply *
sp_reply_new (guint status, GHashTable *headers, GBytes *body, SpAddress *remote)
{
  SpReply *self = g_new0 (SpReply, 1);
  GHashTableIter iter;
  gpointer name, value;

  g_atomic_ref_count_init (&self->ref_count);
  self->status = status;
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->length = body == NULL ? 0 : g_bytes_get_size (body);
  self->text = g_malloc0 (self->length + 1);
  if (self->length > 0)
    memcpy (self->text, g_bytes_get_data (body, NULL), self->length);
  self->remote = remote == NULL ? NULL : sp_address_ref (remote);

  if (headers == NULL)
    return self;

  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_replace (self->headers, g_ascii_strdown (name, -1), g_strdup (value));
  return self;
}

/**
 * sp_reply_ref:
 * @self: a reply
 *
 * Returns: (transfer full): @self
 */
SpReply *
sp_reply_ref (SpReply *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_reply_unref:
 * @self: (transfer full): a reply
 */
void
sp_reply_unref (SpReply *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->headers);
  g_clear_pointer (&self->remote, sp_address_unref);
  g_free (self->text);
  g_free (self);
}

/**
 * sp_reply_get_status:
 * @self: a reply
 *
 * Returns: the HTTP status
 */
guint
sp_reply_get_status (const SpReply *self)
{
  return self->status;
}

/**
 * sp_reply_get_header:
 * @self: a reply
 * @name: a header's name, in any case
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
sp_reply_get_header (const SpReply *self, const char *name)
{
  g_autofree char *key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->headers, key);
}

/**
 * sp_reply_get_text:
 * @self: a reply
 *
 * Returns: (transfer none): the body, NUL-terminated; not necessarily UTF-8, and shorter than
 *   sp_reply_get_length() if a NUL came through
 */
const char *
sp_reply_get_text (const SpReply *self)
{
  return self->text;
}

/**
 * sp_reply_get_length:
 * @self: a reply
 *
 * Returns: the length of the body, in bytes
 */
gsize
sp_reply_get_length (const SpReply *self)
{
  return self->length;
}

/**
 * sp_reply_get_remote:
 * @self: a reply
 *
 * Returns: (transfer none) (nullable): the address that answered
 */
SpAddress *
sp_reply_get_remote (const SpReply *self)
{
  return self->remote;
}

static int
to_number (const char *digits)
{
  return (int) g_ascii_strtoll (digits, NULL, 10);
}

/* The three forms of an HTTP date (RFC 9110 §5.6.7) begin alike enough to be told apart by their
 * separators; only the first may be sent, and the other two are decades dead. */
static gboolean
parse_http_date (const char *text, gint64 *seconds)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GRegex) form = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GDateTime) date = NULL;
  g_auto (GStrv) part = NULL;
  int month = 0;

  form = g_regex_new ("\\A[A-Z][a-z]{2}, (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) "
                      "(\\d{2}):(\\d{2}):(\\d{2}) GMT\\z",
                      G_REGEX_RAW,
                      0,
                      NULL);
  if (!g_regex_match (form, text, 0, &match))
    return FALSE;

  part = g_match_info_fetch_all (match);
  while (month < 12 && strcmp (part[2], months[month]) != 0)
    month++;
  date = g_date_time_new_utc (to_number (part[3]),
                              month + 1,
                              to_number (part[1]),
                              to_number (part[4]),
                              to_number (part[5]),
                              to_number (part[6]));
  if (date == NULL)
    return FALSE;

  *seconds = g_date_time_to_unix (date);
  return TRUE;
}

/**
 * sp_reply_get_date:
 * @self: a reply
 * @wall_s: (out): when the server made it, by its own clock, in seconds since 1970
 *
 * Returns: %FALSE if it does not say, and then @wall_s is not touched
 */
gboolean
sp_reply_get_date (const SpReply *self, gint64 *wall_s)
{
  const char *date = sp_reply_get_header (self, "date");

  return date != NULL && parse_http_date (date, wall_s);
}

/**
 * sp_reply_get_retry_after_s:
 * @self: a reply
 *
 * The wait that `Retry-After` asks for (RFC 9110 §10.2.3). A date is measured against the reply's
 * own `Date`, never against the local clock.
 *
 * Returns: seconds, as the server said it (the policy clamps it); 0 if it said nothing usable
 */
gint64
sp_reply_get_retry_after_s (const SpReply *self)
{
  const char *text = sp_reply_get_header (self, "retry-after");
  guint64 delta_s;
  gint64 until_s, now_s;

  if (text == NULL)
    return 0;

  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &delta_s, NULL))
    return (gint64) delta_s;

  if (parse_http_date (text, &until_s) && sp_reply_get_date (self, &now_s))
    return MAX (0, until_s - now_s);

  return 0;
}
