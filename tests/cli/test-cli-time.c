/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "sp-cli-time.h"

#include <string.h>

/* A length of time as it is typed; -1 for one that is refused. */
typedef struct
{
  const char *proves;
  const char *text;
  gint64 seconds;
} Duration;

static const Duration durations[] = {
  { "seconds", "90s", 90 },
  { "minutes", "90min", 5400 },
  { "minutes in short", "90m", 5400 },
  { "an hour", "1h", 3600 },
  { "days", "7d", 604800 },
  { "a week", "1w", 604800 },
  { "ten years are the longest", "3660d", 316224000 },
  { "more than ten years", "3661d", -1 },
  { "more than a number can be", "99999999999999999999h", -1 },
  { "nothing", "", -1 },
  { "no unit", "90", -1 },
  { "no number", "h", -1 },
  { "no time at all", "0h", -1 },
  { "a negative time", "-1h", -1 },
  { "a fraction", "1.5h", -1 },
  { "an unknown unit", "1y", -1 },
  { "two of them", "1h30min", -1 },
  { "a space", "1 h", -1 },
};

static void
test_duration (gconstpointer data)
{
  const Duration *row = data;
  g_autoptr (GError) error = NULL;
  gint64 seconds = -1;
  gboolean is_good = sp_cli_parse_duration (row->text, &seconds, &error);

  g_assert_cmpint (seconds, ==, row->seconds);
  g_assert_cmpint (is_good, ==, row->seconds >= 0);
  if (is_good)
    g_assert_no_error (error);
  else
    g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
}

/* A moment as it is typed, seen at 2026-11-22 12:00:00 UTC; -1 for one that is refused. */
typedef struct
{
  const char *proves;
  const char *text;
  gint64 wall_s;
} Since;

#define NOON 1795348800

static const Since moments[] = {
  { "a time with its zone", "2026-11-22T11:00:00Z", NOON - 3600 },
  { "a local time", "2026-11-22T11:00:00", NOON - 3600 },
  { "another zone", "2026-11-22T11:00:00+01:00", NOON - 7200 },
  { "a day begins at midnight", "2026-11-22", NOON - 43200 },
  { "a length of time ago", "2h", NOON - 7200 },
  { "a day that does not exist", "2026-02-30", -1 },
  { "a word", "yesterday", -1 },
  { "nothing", "", -1 },
};

static void
test_since (gconstpointer data)
{
  const Since *row = data;
  g_autoptr (GError) error = NULL;
  gint64 wall_s = -1;

  sp_cli_parse_since (row->text, NOON, &wall_s, &error);
  g_assert_cmpint (wall_s, ==, row->wall_s);
  if (row->wall_s < 0)
    g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
  else
    g_assert_no_error (error);
}

static void
test_format (void)
{
  g_autofree char *local = sp_cli_format_time (NOON);
  g_autofree char *utc = sp_cli_format_time_utc (NOON);
  g_autofree char *absurd = sp_cli_format_time_utc (G_MAXINT64);

  g_assert_cmpstr (local, ==, "2026-11-22 12:00:00");
  g_assert_cmpstr (utc, ==, "2026-11-22T12:00:00Z");
  g_assert_cmpstr (absurd, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/time/duration/%s", durations[i].proves);
      g_test_add_data_func (path, &durations[i], test_duration);
    }
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autofree char *path = g_strdup_printf ("/time/since/%s", moments[i].proves);
      g_test_add_data_func (path, &moments[i], test_since);
    }
  g_test_add_func ("/time/printed", test_format);

  return g_test_run ();
}
