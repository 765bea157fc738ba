/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-clock.h"

struct _SpAlarm
{
  SpClock *clock;  /* (owned) */
  gpointer handle; /* (unowned): belongs to the clock until removed or fired */
  SpAlarmFunc callback;
  gpointer user_data; /* (unowned): the caller frees the alarm before its data */
};

G_DEFINE_INTERFACE (SpClock, sp_clock, G_TYPE_OBJECT)

static void
sp_clock_default_init (SpClockInterface *iface)
{
}

static void
fired_cb (gpointer user_data)
{
  SpAlarm *alarm = user_data;

  alarm->handle = NULL;
  alarm->callback (alarm->user_data);
}

/**
 * sp_instant_is_never:
 * @self: an instant
 *
 * Returns: %TRUE if nothing was ever recorded in it
 */
gboolean
sp_instant_is_never (const SpInstant *self)
{
  return self->wall_s == 0 && self->boot_us == 0;
}

/**
 * sp_instant_elapsed_s:
 * @self: an instant in the past
 * @now: the present
 *
 * Within one boot the boot clock decides; across boots the wall clock does, and a negative
 * difference (the clock was set back) counts as none.
 *
 * Returns: whole seconds from @self to @now, never negative; G_MAXINT64 for “never”
 */
gint64
sp_instant_elapsed_s (const SpInstant *self, const SpInstant *now)
{
  if (sp_instant_is_never (self))
    return G_MAXINT64;

  if (self->boot_id == now->boot_id)
    return MAX (0, (now->boot_us - self->boot_us) / G_USEC_PER_SEC);

  return MAX (0, now->wall_s - self->wall_s);
}

/**
 * sp_instant_remaining_s:
 * @self: when the wait began
 * @wait_s: its length, in seconds
 * @now: the present
 *
 * Returns: seconds still to wait, 0…@wait_s. A clock set to another year can neither block for
 *   longer than the whole wait nor make it negative.
 */
gint64
sp_instant_remaining_s (const SpInstant *self, gint64 wait_s, const SpInstant *now)
{
  gint64 elapsed_s = sp_instant_elapsed_s (self, now);

  return elapsed_s >= wait_s ? 0 : wait_s - elapsed_s;
}

/**
 * sp_clock_now:
 * @self: a clock
 *
 * Returns: the present instant
 */
SpInstant
sp_clock_now (SpClock *self)
{
  SpInstant now = { 0 };

  g_return_val_if_fail (SP_IS_CLOCK (self), now);

  SP_CLOCK_GET_IFACE (self)->now (self, &now);
  return now;
}

/**
 * sp_clock_add_alarm:
 * @self: a clock
 * @boot_us: when, on the boot clock, in microseconds; in the past means as soon as possible
 * @callback: called once, from the main context, never from inside this function
 * @user_data: for @callback; must outlive the alarm
 *
 * Returns: (transfer full): the alarm; freeing it cancels it, and it must also be freed after it fired
 */
SpAlarm *
sp_clock_add_alarm (SpClock *self, gint64 boot_us, SpAlarmFunc callback, gpointer user_data)
{
  SpAlarm *alarm;

  g_return_val_if_fail (SP_IS_CLOCK (self), NULL);

  alarm = g_new0 (SpAlarm, 1);
  alarm->clock = g_object_ref (self);
  alarm->callback = callback;
  alarm->user_data = user_data;
  alarm->handle = SP_CLOCK_GET_IFACE (self)->add_alarm (self, boot_us, fired_cb, alarm);
  return alarm;
}

/**
 * sp_alarm_free:
 * @alarm: (transfer full): an alarm
 *
 * Cancels the alarm if it has not fired, and frees it. Allowed from inside its own callback.
 */
void
sp_alarm_free (SpAlarm *alarm)
{
  if (alarm->handle != NULL)
    SP_CLOCK_GET_IFACE (alarm->clock)->remove_alarm (alarm->clock, alarm->handle);
  g_object_unref (alarm->clock);
  g_free (alarm);
}
