/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SpInstant:
 * @wall_s: seconds since 1970 (CLOCK_REALTIME); for display and dates; a person may set it wrong
 * @boot_us: microseconds since boot, suspend included (CLOCK_BOOTTIME); for every wait
 * @boot_id: hash of the kernel's boot id; two instants of one boot compare by @boot_us
 *
 * A point in time that survives suspend, reboot and a wrong wall clock. Plain data: copy it by value.
 * All zero means “never”.
 */
typedef struct
{
  gint64 wall_s;
  gint64 boot_us;
  guint32 boot_id;
} SpInstant;

gboolean sp_instant_is_never (const SpInstant *self);
gint64 sp_instant_elapsed_s (const SpInstant *self, const SpInstant *now);
gint64 sp_instant_remaining_s (const SpInstant *self, gint64 wait_s, const SpInstant *now);

#define SP_TYPE_CLOCK (sp_clock_get_type ())
G_DECLARE_INTERFACE (SpClock, sp_clock, SP, CLOCK, GObject)

typedef struct _SpAlarm SpAlarm;
typedef void (*SpAlarmFunc) (gpointer user_data);

/**
 * SpClockInterface:
 * @now: fills in the present instant
 * @add_alarm: opaque handle of an alarm that calls back once when CLOCK_BOOTTIME reaches @boot_us
 * @remove_alarm: forgets the alarm; its callback will not run any more
 *
 * Time, as core sees it. The real one is #SpSystemClock; tests move a fake one by hand.
 */
struct _SpClockInterface
{
  GTypeInterface parent_iface;

  void (*now) (SpClock *self, SpInstant *now);
  gpointer (*add_alarm) (SpClock *self, gint64 boot_us, SpAlarmFunc callback, gpointer user_data);
  void (*remove_alarm) (SpClock *self, gpointer handle);
};

SpInstant sp_clock_now (SpClock *self);
SpAlarm *
sp_clock_add_alarm (SpClock *self, gint64 boot_us, SpAlarmFunc callback, gpointer user_data)
    G_GNUC_WARN_UNUSED_RESULT;
void sp_alarm_free (SpAlarm *alarm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAlarm, sp_alarm_free)

G_END_DECLS
