/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-system-clock.h"

#include <glib/gstdio.h>

#define SOON_US 20000

typedef struct
{
  GMainLoop *loop; /* (owned) */
  SpClock *clock;  /* (owned) */
  GString *order;  /* (owned): one letter for each alarm that rang */
  SpAlarm *other;  /* (owned) (nullable) */
  guint rounds;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->clock = sp_system_clock_new ();
  fixture->order = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->other, sp_alarm_free);
  g_string_free (fixture->order, TRUE);
  g_main_loop_unref (fixture->loop);
  g_assert_finalize_object (fixture->clock);
}

static void
a_cb (gpointer user_data)
{
  g_string_append_c (((Fixture *) user_data)->order, 'a');
}

static void
b_cb (gpointer user_data)
{
  g_string_append_c (((Fixture *) user_data)->order, 'b');
}

static void
last_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->order, '.');
  g_main_loop_quit (fixture->loop);
}

static void
test_now (Fixture *fixture, gconstpointer data)
{
  SpInstant first = sp_clock_now (fixture->clock);
  SpInstant second = sp_clock_now (fixture->clock);
  g_autoptr (SpClock) other = sp_system_clock_new ();
  SpInstant third = sp_clock_now (other);

  g_assert_cmpint (ABS (first.wall_s - g_get_real_time () / G_USEC_PER_SEC), <=, 1);
  g_assert_cmpint (second.boot_us, >=, first.boot_us);
  /* the boot clock never lags behind the one that stops in suspend */
  g_assert_cmpint (second.boot_us + 1000, >=, g_get_monotonic_time () - SOON_US * 10);
  g_assert_cmpuint (first.boot_id, ==, third.boot_id);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  gint64 now_us = sp_clock_now (fixture->clock).boot_us;
  g_autoptr (SpAlarm)
      last = sp_clock_add_alarm (fixture->clock, now_us + SOON_US, last_cb, fixture);
  g_autoptr (SpAlarm) b = sp_clock_add_alarm (fixture->clock, now_us + SOON_US / 2, b_cb, fixture);
  g_autoptr (SpAlarm) a = sp_clock_add_alarm (fixture->clock, now_us - 5, a_cb, fixture);
  g_autoptr (SpAlarm) again = sp_clock_add_alarm (fixture->clock, -1, a_cb, fixture);

  g_assert_cmpstr (fixture->order->str, ==, "");
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->order->str, ==, "aab.");
  g_assert_cmpint (sp_clock_now (fixture->clock).boot_us, >=, now_us + SOON_US);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  gint64 now_us = sp_clock_now (fixture->clock).boot_us;
  SpAlarm *a = sp_clock_add_alarm (fixture->clock, now_us + SOON_US / 4, a_cb, fixture);
  SpAlarm *b = sp_clock_add_alarm (fixture->clock, now_us + SOON_US / 2, b_cb, fixture);
  g_autoptr (SpAlarm)
      last = sp_clock_add_alarm (fixture->clock, now_us + SOON_US, last_cb, fixture);

  sp_alarm_free (a);
  sp_alarm_free (b);
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->order->str, ==, ".");
}

static void
free_other_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->order, 'f');
  g_clear_pointer (&fixture->other, sp_alarm_free);
}

/* Both are due in the same turn; the first one takes the second away. */
static void
test_cancel_in_callback (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpAlarm) first = sp_clock_add_alarm (fixture->clock, 1, free_other_cb, fixture);
  g_autoptr (SpAlarm) last = NULL;

  fixture->other = sp_clock_add_alarm (fixture->clock, 2, b_cb, fixture);
  last = sp_clock_add_alarm (fixture->clock, 3, last_cb, fixture);
  g_main_loop_run (fixture->loop);
  g_assert_cmpstr (fixture->order->str, ==, "f.");
}

static void
again_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->rounds++;
  g_clear_pointer (&fixture->other, sp_alarm_free);
  fixture->other = sp_clock_add_alarm (fixture->clock, 1, again_cb, fixture);
}

static gboolean
idle_cb (gpointer user_data)
{
  g_main_loop_quit (((Fixture *) user_data)->loop);
  return G_SOURCE_REMOVE;
}

/* An alarm that always asks for the past again must leave the loop to others. */
static void
test_no_starvation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSource) idle = g_timeout_source_new (0);

  fixture->other = sp_clock_add_alarm (fixture->clock, 1, again_cb, fixture);
  g_source_set_callback (idle, idle_cb, fixture, NULL);
  g_source_attach (idle, NULL);
  g_main_loop_run (fixture->loop);
  g_assert_cmpuint (fixture->rounds, <=, 3);
}

static void
sleep_poll (gboolean *woke)
{
  g_autofree GPollFD *fds = g_new0 (GPollFD, 8);
  GMainContext *context = g_main_context_default ();
  int priority, timeout_ms, count;

  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  count = g_main_context_query (context, priority, &timeout_ms, fds, 8);
  g_assert_cmpint (count, <=, 8);
  *woke = timeout_ms >= 0 || g_poll (fds, (guint) count, SOON_US / 1000) != 0;
  g_main_context_release (context);
}

static void
test_silent_without_alarm (Fixture *fixture, gconstpointer data)
{
  SpAlarm *alarm;
  gboolean woke;

  /* attaching the clock's source woke the context once */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  sleep_poll (&woke);
  g_assert_false (woke);

  alarm = sp_clock_add_alarm (fixture->clock, 1, a_cb, fixture);
  sleep_poll (&woke);
  g_assert_true (woke);

  sp_alarm_free (alarm);
  sleep_poll (&woke);
  g_assert_false (woke);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/system-clock/now", Fixture, NULL, set_up, test_now, tear_down);
  g_test_add ("/system-clock/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/system-clock/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/system-clock/cancel-in-callback",
              Fixture,
              NULL,
              set_up,
              test_cancel_in_callback,
              tear_down);
  g_test_add ("/system-clock/no-starvation", Fixture, NULL, set_up, test_no_starvation, tear_down);
  g_test_add ("/system-clock/silent-without-alarm",
              Fixture,
              NULL,
              set_up,
              test_silent_without_alarm,
              tear_down);
  return g_test_run ();
}
