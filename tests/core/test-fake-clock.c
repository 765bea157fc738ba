/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-clock.h"

typedef struct
{
  SpFakeClock *clock; /* (owned) */
  GString *order;     /* (owned): which alarm fired, in order */
  SpAlarm *alarms[4]; /* (owned) */
  SpInstant fired_at;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->clock = sp_fake_clock_new ();
  fixture->order = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->alarms); i++)
    g_clear_pointer (&fixture->alarms[i], sp_alarm_free);
  g_string_free (fixture->order, TRUE);
  sp_fake_clock_close (g_steal_pointer (&fixture->clock));
}

static void
note_a (gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_c (fixture->order, 'a');
  fixture->fired_at = sp_clock_now (SP_CLOCK (fixture->clock));
}

static void
note_b (gpointer user_data)
{
  g_string_append_c (((Fixture *) user_data)->order, 'b');
}

static SpAlarm *
add (Fixture *fixture, gint64 in_s, SpAlarmFunc callback)
{
  SpInstant now = sp_clock_now (SP_CLOCK (fixture->clock));

  return sp_clock_add_alarm (SP_CLOCK (fixture->clock),
                             now.boot_us + in_s * G_USEC_PER_SEC,
                             callback,
                             fixture);
}

static void
test_order (Fixture *fixture, gconstpointer user_data)
{
  fixture->alarms[0] = add (fixture, 60, note_b);
  fixture->alarms[1] = add (fixture, 30, note_a);
  fixture->alarms[2] = add (fixture, 60, note_b);
  fixture->alarms[3] = add (fixture, 10, note_b);
  g_clear_pointer (&fixture->alarms[3], sp_alarm_free);

  sp_fake_clock_advance_s (fixture->clock, 29);
  g_assert_cmpstr (fixture->order->str, ==, "");
  sp_fake_clock_advance_s (fixture->clock, 60);
  g_assert_cmpstr (fixture->order->str, ==, "abb");
  g_assert_cmpuint (sp_fake_clock_get_n_fired (fixture->clock), ==, 3);
}

static void
test_alarm_sees_its_own_moment (Fixture *fixture, gconstpointer user_data)
{
  SpInstant start = sp_clock_now (SP_CLOCK (fixture->clock));

  fixture->alarms[0] = add (fixture, 3600, note_a);
  sp_fake_clock_advance_s (fixture->clock, 86400);
  g_assert_cmpint (fixture->fired_at.wall_s - start.wall_s, ==, 3600);
  g_assert_cmpint (sp_instant_elapsed_s (&start, &fixture->fired_at), ==, 3600);
}

static void
test_wall_step_moves_no_alarm (Fixture *fixture, gconstpointer user_data)
{
  SpInstant start = sp_clock_now (SP_CLOCK (fixture->clock));
  SpInstant now;

  fixture->alarms[0] = add (fixture, 60, note_a);
  sp_fake_clock_step_wall (fixture->clock, -10 * 365 * 86400);
  sp_fake_clock_advance_s (fixture->clock, 59);
  now = sp_clock_now (SP_CLOCK (fixture->clock));
  g_assert_cmpstr (fixture->order->str, ==, "");
  g_assert_cmpint (sp_instant_elapsed_s (&start, &now), ==, 59);
  sp_fake_clock_advance_s (fixture->clock, 1);
  g_assert_cmpstr (fixture->order->str, ==, "a");
}

static void
test_sleep_fires_once_awake (Fixture *fixture, gconstpointer user_data)
{
  SpInstant start = sp_clock_now (SP_CLOCK (fixture->clock));

  fixture->alarms[0] = add (fixture, 60, note_a);
  sp_fake_clock_sleep (fixture->clock, 3600);
  g_assert_cmpint (sp_instant_elapsed_s (&start, &fixture->fired_at), ==, 3600);
}

static void
test_reboot_compares_by_wall (Fixture *fixture, gconstpointer user_data)
{
  SpInstant start = sp_clock_now (SP_CLOCK (fixture->clock));
  SpInstant now;

  sp_fake_clock_advance_s (fixture->clock, 100);
  sp_fake_clock_reboot (fixture->clock);
  now = sp_clock_now (SP_CLOCK (fixture->clock));
  g_assert_cmpint (sp_instant_elapsed_s (&start, &now), ==, 100);
  sp_fake_clock_step_wall (fixture->clock, -200);
  now = sp_clock_now (SP_CLOCK (fixture->clock));
  g_assert_cmpint (sp_instant_elapsed_s (&start, &now), ==, 0);
  g_assert_cmpint (sp_instant_remaining_s (&start, 300, &now), ==, 300);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/fake-clock/order", test_order);
  ADD ("/fake-clock/alarm-sees-its-own-moment", test_alarm_sees_its_own_moment);
  ADD ("/fake-clock/wall-step-moves-no-alarm", test_wall_step_moves_no_alarm);
  ADD ("/fake-clock/sleep-fires-once-awake", test_sleep_fires_once_awake);
  ADD ("/fake-clock/reboot-compares-by-wall", test_reboot_compares_by_wall);
#undef ADD

  return g_test_run ();
}
