/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-clock.h"

/* 2026-03-01 12:00:00 UTC, a Sunday */
#define START_WALL_S  1772366400
#define START_BOOT_US (1000 * G_USEC_PER_SEC)

typedef struct
{
  gint64 boot_us;
  SpAlarmFunc callback;
  gpointer user_data; /* (unowned): belongs to who asked for the alarm */
} FakeAlarm;

struct _SpFakeClock
{
  GObject parent_instance;

  SpInstant now;
  gint64 wall_us; /* the fraction that SpInstant does not hold, for many small steps */
  GQueue
      alarms; /* (element-type FakeAlarm) (owned): soonest first, equal ones in order of asking */
  guint n_fired;
};

static void sp_fake_clock_clock_init (SpClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpFakeClock,
                               sp_fake_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_CLOCK, sp_fake_clock_clock_init))

static void
sp_fake_clock_now (SpClock *clock, SpInstant *now)
{
  *now = SP_FAKE_CLOCK (clock)->now;
}

static int
compare_alarms (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const FakeAlarm *first = a;
  const FakeAlarm *second = b;

  /* never 0: g_queue_insert_sorted() puts an equal one before, and asking order must hold */
  return first->boot_us <= second->boot_us ? -1 : 1;
}

static gpointer
sp_fake_clock_add_alarm (SpClock *clock, gint64 boot_us, SpAlarmFunc callback, gpointer user_data)
{
  SpFakeClock *self = SP_FAKE_CLOCK (clock);
  FakeAlarm *alarm = g_new0 (FakeAlarm, 1);

  alarm->boot_us = boot_us;
  alarm->callback = callback;
  alarm->user_data = user_data;
  g_queue_insert_sorted (&self->alarms, alarm, compare_alarms, NULL);
  return alarm;
}

static void
sp_fake_clock_remove_alarm (SpClock *clock, gpointer handle)
{
  SpFakeClock *self = SP_FAKE_CLOCK (clock);

  g_assert_true (g_queue_remove (&self->alarms, handle));
  g_free (handle);
}

static void
sp_fake_clock_finalize (GObject *object)
{
  SpFakeClock *self = SP_FAKE_CLOCK (object);

  g_queue_clear_full (&self->alarms, g_free);

  G_OBJECT_CLASS (sp_fake_clock_parent_class)->finalize (object);
}

static void
sp_fake_clock_class_init (SpFakeClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_fake_clock_finalize;
}

static void
sp_fake_clock_init (SpFakeClock *self)
{
  self->now.wall_s = START_WALL_S;
  self->now.boot_us = START_BOOT_US;
  self->now.boot_id = 1;
  g_queue_init (&self->alarms);
}

static void
sp_fake_clock_clock_init (SpClockInterface *iface)
{
  iface->now = sp_fake_clock_now;
  iface->add_alarm = sp_fake_clock_add_alarm;
  iface->remove_alarm = sp_fake_clock_remove_alarm;
}

static void
move_to (SpFakeClock *self, gint64 boot_us)
{
  gint64 delta_us = boot_us - self->now.boot_us;

  if (delta_us <= 0)
    return;

  self->now.boot_us = boot_us;
  self->wall_us += delta_us;
  self->now.wall_s += self->wall_us / G_USEC_PER_SEC;
  self->wall_us %= G_USEC_PER_SEC;
}

static void
fire_first (SpFakeClock *self)
{
  g_autofree FakeAlarm *alarm = g_queue_pop_head (&self->alarms);

  move_to (self, alarm->boot_us);
  self->n_fired++;
  alarm->callback (alarm->user_data);
}

static gboolean
is_due (SpFakeClock *self, gint64 boot_us)
{
  FakeAlarm *first = g_queue_peek_head (&self->alarms);

  return first != NULL && first->boot_us <= boot_us;
}

/**
 * sp_fake_clock_new:
 *
 * Returns: (transfer full): a clock that stands still
 */
SpFakeClock *
sp_fake_clock_new (void)
{
  return g_object_new (SP_TYPE_FAKE_CLOCK, NULL);
}

/**
 * sp_fake_clock_close:
 * @self: (transfer full): a clock
 *
 * Fails the test if an alarm is still pending or if this was not the last reference.
 */
void
sp_fake_clock_close (SpFakeClock *self)
{
  sp_fake_clock_settle (self);
  g_assert_cmpuint (g_queue_get_length (&self->alarms), ==, 0);
  g_assert_finalize_object (G_OBJECT (self));
}

/**
 * sp_fake_clock_settle:
 * @self: a clock
 *
 * Runs whatever the default main context and alarms at the present moment have to do; no time
 * passes.
 */
void
sp_fake_clock_settle (SpFakeClock *self)
{
  do
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (is_due (self, self->now.boot_us))
        fire_first (self);
    }
  while (g_main_context_pending (NULL) || is_due (self, self->now.boot_us));
}

/**
 * sp_fake_clock_advance_ms:
 * @self: a clock
 * @ms: how far, in milliseconds
 *
 * Lets time pass: fires the alarms in order, each at its own moment, and lets the main context
 * settle after each.
 */
void
sp_fake_clock_advance_ms (SpFakeClock *self, gint64 ms)
{
  gint64 end_us = self->now.boot_us + ms * 1000;

  sp_fake_clock_settle (self);
  while (is_due (self, end_us))
    {
      fire_first (self);
      sp_fake_clock_settle (self);
    }
  move_to (self, end_us);
}

/**
 * sp_fake_clock_advance_s:
 * @self: a clock
 * @seconds: how far
 *
 * Like sp_fake_clock_advance_ms().
 */
void
sp_fake_clock_advance_s (SpFakeClock *self, gint64 seconds)
{
  sp_fake_clock_advance_ms (self, seconds * 1000);
}

/**
 * sp_fake_clock_advance_to_alarm:
 * @self: a clock
 *
 * Lets just so much time pass that the next alarm fires.
 *
 * Returns: %FALSE if none is pending
 */
gboolean
sp_fake_clock_advance_to_alarm (SpFakeClock *self)
{
  sp_fake_clock_settle (self);
  if (g_queue_is_empty (&self->alarms))
    return FALSE;

  fire_first (self);
  sp_fake_clock_settle (self);
  return TRUE;
}

/**
 * sp_fake_clock_step_wall:
 * @self: a clock
 * @seconds: by how much somebody sets the wall clock, forth or back
 *
 * Only the wall clock moves; the boot clock and the alarms stay.
 */
void
sp_fake_clock_step_wall (SpFakeClock *self, gint64 seconds)
{
  self->now.wall_s += seconds;
}

/**
 * sp_fake_clock_sleep:
 * @self: a clock
 * @seconds: how long the machine is suspended
 *
 * Both clocks move and no alarm fires meanwhile; the late ones fire when the machine is awake, at
 * once and in order, as a timerfd on CLOCK_BOOTTIME does.
 */
void
sp_fake_clock_sleep (SpFakeClock *self, gint64 seconds)
{
  move_to (self, self->now.boot_us + seconds * G_USEC_PER_SEC);
  sp_fake_clock_settle (self);
}

/**
 * sp_fake_clock_reboot:
 * @self: a clock without alarms: the program has ended
 *
 * Another boot id, and a boot clock that starts again at 20 s; the wall clock goes on.
 */
void
sp_fake_clock_reboot (SpFakeClock *self)
{
  g_assert_cmpuint (g_queue_get_length (&self->alarms), ==, 0);
  self->now.boot_id++;
  self->now.boot_us = 20 * G_USEC_PER_SEC;
}

/**
 * sp_fake_clock_get_n_pending:
 * @self: a clock
 *
 * Returns: how many alarms are waiting
 */
guint
sp_fake_clock_get_n_pending (SpFakeClock *self)
{
  return g_queue_get_length (&self->alarms);
}

/**
 * sp_fake_clock_get_n_fired:
 * @self: a clock
 *
 * Returns: how many alarms have fired since the clock was made: each is a wake-up of the processor
 */
guint
sp_fake_clock_get_n_fired (SpFakeClock *self)
{
  return self->n_fired;
}

/**
 * sp_fake_clock_get_next_ms:
 * @self: a clock
 *
 * Returns: milliseconds until the next alarm, or -1 if none is pending
 */
gint64
sp_fake_clock_get_next_ms (SpFakeClock *self)
{
  FakeAlarm *first = g_queue_peek_head (&self->alarms);

  return first == NULL ? -1 : MAX (0, first->boot_us - self->now.boot_us) / 1000;
}
