/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-time.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

/* Ten years: longer waits are typing mistakes. */
#define MAX_SECONDS (10 * 366 * 86400)

typedef struct
{
  const char *suffix;
  gint64 seconds;
} Unit;

static const Unit units[] = {
  { "s", 1 }, { "m", 60 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 }, { "w", 604800 },
};

/**
 * sp_cli_parse_duration:
 * @text: a number and a unit, such as “90min”, “1h”, “7d”
 * @seconds: (out): how many seconds that is
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if @text is a duration longer than nothing
 */
gboolean
sp_cli_parse_duration (const char *text, gint64 *seconds, GError **error)
{
  g_autofree char *quoted = NULL;
  char *suffix = NULL;
  guint64 number = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &suffix, 10) : 0;

  for (guint i = 0; number > 0 && i < G_N_ELEMENTS (units); i++)
    {
      if (!g_str_equal (units[i].suffix, suffix) ||
          number > MAX_SECONDS / (guint64) units[i].seconds)
        continue;
      *seconds = number * units[i].seconds;
      return TRUE;
    }

  quoted = sp_quote (text);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s is not a length of time; write a number with s, min, h, d or w, such as 90min",
               quoted);
  return FALSE;
}

/**
 * sp_cli_parse_since:
 * @text: a duration back from now, or a date (and time) as in ISO 8601, local unless it says
 * @now_s: the present, in seconds since 1970
 * @wall_s: (out): that moment, in seconds since 1970
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if @text could be understood
 */
gboolean
sp_cli_parse_since (const char *text, gint64 now_s, gint64 *wall_s, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *midnight = g_strconcat (text, "T00:00:00", NULL);
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (text, zone);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (midnight, zone);
  gint64 seconds;

  if (when != NULL || day != NULL)
    {
      *wall_s = g_date_time_to_unix (when != NULL ? when : day);
      return TRUE;
    }
  if (sp_cli_parse_duration (text, &seconds, NULL))
    {
      *wall_s = now_s - seconds;
      return TRUE;
    }

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "“%s” is neither a date such as 2026-11-22 nor a length of time such as 7d",
               text);
  return FALSE;
}

/**
 * sp_cli_format_time:
 * @wall_s: seconds since 1970
 *
 * Returns: (transfer full): date and time of this place, in a form that sorts
 */
char *
sp_cli_format_time (gint64 wall_s)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (wall_s);

  return when != NULL ? g_date_time_format (when, "%Y-%m-%d %H:%M:%S") : g_strdup ("–");
}

/**
 * sp_cli_format_time_utc:
 * @wall_s: seconds since 1970
 *
 * Returns: (transfer full): ISO 8601 in UTC, for programs
 */
char *
sp_cli_format_time_utc (gint64 wall_s)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (wall_s);

  return when != NULL ? g_date_time_format (when, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}
