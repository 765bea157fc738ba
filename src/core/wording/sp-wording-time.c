/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wording/sp-wording-time.h"

#include <glib/gi18n-lib.h>

#define MINUTE_S G_GINT64_CONSTANT (60)

/* Whole days between the two dates on the wall, not periods of 24 hours: 23:59 was yesterday at 00:01. */
static int
days_between (GDateTime *then, GDateTime *now)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a,
                  g_date_time_get_day_of_month (then),
                  g_date_time_get_month (then),
                  g_date_time_get_year (then));
  g_date_set_dmy (&b,
                  g_date_time_get_day_of_month (now),
                  g_date_time_get_month (now),
                  g_date_time_get_year (now));
  return g_date_days_between (&a, &b);
}

static const char *
choose_format (GDateTime *then, GDateTime *now)
{
  int days = days_between (then, now);

  if (days == 0)
    /* Translators: a time today, as g_date_time_format() takes it */
    return _ ("%H:%M");
  if (days == 1)
    return _ ("yesterday %H:%M");
  if (days == -1)
    return _ ("tomorrow %H:%M");
  if (ABS (days) < 7)
    /* Translators: a day less than a week away */
    return _ ("%A %H:%M");
  if (g_date_time_get_year (then) == g_date_time_get_year (now))
    /* Translators: a day of this year */
    return _ ("%-e %b");
  /* Translators: a day of another year */
  return _ ("%-e %b %Y");
}

/* The same behind a verb, for a time to come. */
static const char *
choose_next_format (GDateTime *then, GDateTime *now)
{
  int days = days_between (then, now);

  if (days == 0)
    /* Translators: when something happens next today, as g_date_time_format() takes it */
    return _ ("at %H:%M");
  if (days == -1)
    return _ ("tomorrow at %H:%M");
  if (ABS (days) < 7)
    return _ ("on %A at %H:%M");
  if (g_date_time_get_year (then) == g_date_time_get_year (now))
    return _ ("on %-e %b");
  return _ ("on %-e %b %Y");
}

/* GDateTime knows the years 1 to 9999; a file from outside may name another one. */
static char *
format (gint64 wall_s, gint64 now_s, const char *(*choose) (GDateTime *then, GDateTime *now))
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (wall_s);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_s);

  if (then == NULL || now == NULL)
    return g_strdup (_ ("another time"));

  return g_date_time_format (then, choose (then, now));
}

/**
 * sp_wording_for_time:
 * @wall_s: seconds since 1970
 * @now_s: the present, likewise
 *
 * Returns: (transfer full): the time as short as a person would say it now: “04:11”, “Tuesday
 *   04:11”, “3 Nov”, “3 Nov 2024”; in the local time zone
 */
char *
sp_wording_for_time (gint64 wall_s, gint64 now_s)
{
  return format (wall_s, now_s, choose_format);
}

/**
 * sp_wording_for_next:
 * @wall_s: seconds since 1970, in the future
 * @now_s: the present, likewise
 *
 * Returns: (transfer full): when something happens next: “in less than a minute”, “in 9 minutes”,
 *   “at 04:11” or “tomorrow at 04:11”; fits behind a verb
 */
char *
sp_wording_for_next (gint64 wall_s, gint64 now_s)
{
  gint64 minutes = (wall_s - now_s + MINUTE_S / 2) / MINUTE_S;

  if (minutes < 1)
    return g_strdup (_ ("in less than a minute"));
  if (minutes <= 60)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "in %d minute", "in %d minutes", (gulong) minutes),
        (int) minutes);

  return format (wall_s, now_s, choose_next_format);
}
