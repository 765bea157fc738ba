/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-signing.h"

#define LAST_TIME_S G_GINT64_CONSTANT (253402300799) /* the end of the year 9999 */

struct _SpSigning
{
  GHashTable *parameters; /* (owned): name → SpTwin */
  gint64 now_s;
  char *nonce; /* (owned) */
};

/**
 * sp_signing_new:
 * @now_s: the time in seconds since 1970; the server's, where the caller knows that it differs
 * @nonce: a text that no other request had, such as a random UUID
 *
 * Returns: (transfer full): a signing without parameters
 */
SpSigning *
sp_signing_new (gint64 now_s, const char *nonce)
{
  SpSigning *self = g_new0 (SpSigning, 1);

  self->parameters =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_twin_free);
  self->now_s = now_s;
  self->nonce = g_strdup (nonce);
  return self;
}

/**
 * sp_signing_free:
 * @self: (transfer full): a signing
 *
 * Overwrites the parameters.
 */
void
sp_signing_free (SpSigning *self)
{
  g_hash_table_unref (self->parameters);
  g_free (self->nonce);
  g_free (self);
}

/**
 * sp_signing_take:
 * @self: a signing
 * @parameter: a name of sp_signer_get_parameters(), without its “?”
 * @value: (transfer full): its value, and what may be known of it where the signature sends it
 */
void
sp_signing_take (SpSigning *self, const char *parameter, SpTwin *value)
{
  g_hash_table_replace (self->parameters, g_strdup (parameter), value);
}

/**
 * sp_signing_get:
 * @self: a signing
 * @parameter: its name
 *
 * Returns: (transfer none): the value; "" if there is none
 */
const char *
sp_signing_get (const SpSigning *self, const char *parameter)
{
  const SpTwin *value = g_hash_table_lookup (self->parameters, parameter);

  return value == NULL ? "" : value->text->str;
}

/**
 * sp_signing_append_to:
 * @self: a signing
 * @parameter: its name
 * @twin: gets the value, and its redacted twin, appended
 */
void
sp_signing_append_to (const SpSigning *self, const char *parameter, SpTwin *twin)
{
  const SpTwin *value = g_hash_table_lookup (self->parameters, parameter);

  if (value != NULL)
    sp_twin_append_twin (twin, value);
}

/**
 * sp_signing_get_now_s:
 * @self: a signing
 *
 * Returns: the time in seconds since 1970
 */
gint64
sp_signing_get_now_s (const SpSigning *self)
{
  return self->now_s;
}

/**
 * sp_signing_get_nonce:
 * @self: a signing
 *
 * Returns: (transfer none): the text that is used once
 */
const char *
sp_signing_get_nonce (const SpSigning *self)
{
  return self->nonce;
}

/**
 * sp_signing_has_time:
 * @self: a signing
 *
 * Returns: %TRUE if the time lies between 1970 and 9999, as all formats need
 */
gboolean
sp_signing_has_time (const SpSigning *self)
{
  return self->now_s >= 0 && self->now_s <= LAST_TIME_S;
}

/**
 * sp_signing_format_time:
 * @self: a signing that has a time
 * @format: as for g_date_time_format(), of numbers alone: names would follow the locale
 *
 * Returns: (transfer full): the time in UTC
 */
char *
sp_signing_format_time (const SpSigning *self, const char *format)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->now_s);

  return g_date_time_format (time, format);
}

/**
 * sp_signing_format_seconds:
 * @self: a signing
 *
 * Returns: (transfer full): the seconds since 1970 in digits
 */
char *
sp_signing_format_seconds (const SpSigning *self)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, self->now_s);
}

/**
 * sp_signing_format_http_date:
 * @self: a signing that has a time
 *
 * Returns: (transfer full): such as “Sun, 06 Nov 1994 08:49:37 GMT” (RFC 9110 §5.6.7), in any locale
 */
char *
sp_signing_format_http_date (const SpSigning *self)
{
  static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (self->now_s);

  return g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT",
                          days[g_date_time_get_day_of_week (time) - 1],
                          g_date_time_get_day_of_month (time),
                          months[g_date_time_get_month (time) - 1],
                          g_date_time_get_year (time),
                          g_date_time_get_hour (time),
                          g_date_time_get_minute (time),
                          g_date_time_get_second (time));
}
