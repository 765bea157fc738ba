/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-system-clock.h"

#include <glib-unix.h>

#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define BOOT_ID_FILE  "/proc/sys/kernel/random/boot_id"
#define NSEC_PER_USEC 1000

/**
 * SpSystemClock:
 *
 * The real clock. All alarms share one timerfd on CLOCK_BOOTTIME, which goes on counting while the
 * machine sleeps, as GLib's own timeouts do not. It is set to the earliest alarm and to nothing
 * when there is none, so that an idle program is never woken.
 */
struct _SpSystemClock
{
  GObject parent_instance;

  int timer_fd;
  GSource *source;   /* (owned): readable when the earliest alarm is due */
  GSequence *alarms; /* (owned) (element-type PendingAlarm): earliest first */
  guint64 next_serial;
  guint32 boot_id;
};

typedef struct
{
  gint64 boot_us;
  guint64 serial;
  SpAlarmFunc callback;
  gpointer user_data; /* (unowned): core frees the alarm before its data */
} PendingAlarm;

static void sp_system_clock_clock_init (SpClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpSystemClock,
                               sp_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_CLOCK, sp_system_clock_clock_init))

static void
sp_system_clock_finalize (GObject *object)
{
  SpSystemClock *self = SP_SYSTEM_CLOCK (object);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->timer_fd);
  g_sequence_free (self->alarms);

  G_OBJECT_CLASS (sp_system_clock_parent_class)->finalize (object);
}

static void
sp_system_clock_class_init (SpSystemClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_system_clock_finalize;
}

static gint64
get_boot_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / NSEC_PER_USEC;
}

static int
compare_alarms (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PendingAlarm *first = a;
  const PendingAlarm *second = b;

  if (first->boot_us != second->boot_us)
    return first->boot_us < second->boot_us ? -1 : 1;

  return first->serial < second->serial ? -1 : 1;
}

static PendingAlarm *
peek_earliest (SpSystemClock *self)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->alarms);

  return g_sequence_iter_is_end (first) ? NULL : g_sequence_get (first);
}

static void
set_timer (SpSystemClock *self)
{
  const PendingAlarm *earliest = peek_earliest (self);
  struct itimerspec when = { 0 };

  if (earliest != NULL)
    {
      /* all zero would disarm the timer; one microsecond after boot is as good as the past */
      gint64 boot_us = MAX (1, earliest->boot_us);

      when.it_value.tv_sec = (time_t) (boot_us / G_USEC_PER_SEC);
      when.it_value.tv_nsec = (long) (boot_us % G_USEC_PER_SEC) * NSEC_PER_USEC;
    }

  /* rule 22: without timers nothing here can be right, and nobody is left to tell */
  if (timerfd_settime (self->timer_fd, TFD_TIMER_ABSTIME, &when, NULL) != 0)
    g_error ("the kernel refused to set a timer: %s", g_strerror (errno));
}

static gboolean
timer_cb (int fd, GIOCondition condition, gpointer user_data)
{
  g_autoptr (SpSystemClock) self = g_object_ref (SP_SYSTEM_CLOCK (user_data));
  gint64 now_us = get_boot_us ();
  /* an alarm that is added meanwhile waits for the next turn, or one could keep the loop for itself */
  guint64 end_serial = self->next_serial;
  PendingAlarm *due;
  guint64 expirations;

  if (read (fd, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
    g_warning ("cannot read the timer: %s", g_strerror (errno));

  while ((due = peek_earliest (self)) != NULL && due->boot_us <= now_us && due->serial < end_serial)
    {
      PendingAlarm alarm = *due;

      g_sequence_remove (g_sequence_get_begin_iter (self->alarms));
      alarm.callback (alarm.user_data);
    }

  set_timer (self);
  return G_SOURCE_CONTINUE;
}

static guint32
read_boot_id (void)
{
  g_autofree char *text = NULL;

  /* Without an id every start counts as a boot of its own, and the wall clock decides. */
  if (!g_file_get_contents (BOOT_ID_FILE, &text, NULL, NULL))
    return g_random_int ();

  return g_str_hash (g_strstrip (text));
}

static void
sp_system_clock_init (SpSystemClock *self)
{
  self->alarms = g_sequence_new (g_free);
  self->boot_id = read_boot_id ();

  /* rule 22: without timers nothing here can be right, and nobody is left to tell */
  self->timer_fd = timerfd_create (CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->timer_fd < 0)
    g_error ("the kernel gave no timer: %s", g_strerror (errno));

  self->source = g_unix_fd_source_new (self->timer_fd, G_IO_IN);
  g_source_set_static_name (self->source, "signpost alarms");
  g_source_set_callback (self->source, G_SOURCE_FUNC (timer_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

static void
sp_system_clock_now (SpClock *clock, SpInstant *now)
{
  now->wall_s = g_get_real_time () / G_USEC_PER_SEC;
  now->boot_us = get_boot_us ();
  now->boot_id = SP_SYSTEM_CLOCK (clock)->boot_id;
}

static gpointer
sp_system_clock_add_alarm (SpClock *clock, gint64 boot_us, SpAlarmFunc callback, gpointer user_data)
{
  SpSystemClock *self = SP_SYSTEM_CLOCK (clock);
  PendingAlarm *alarm = g_new0 (PendingAlarm, 1);
  GSequenceIter *handle;

  alarm->boot_us = boot_us;
  alarm->serial = self->next_serial++;
  alarm->callback = callback;
  alarm->user_data = user_data;
  handle = g_sequence_insert_sorted (self->alarms, alarm, compare_alarms, NULL);
  if (peek_earliest (self) == alarm)
    set_timer (self);
  return handle;
}

static void
sp_system_clock_remove_alarm (SpClock *clock, gpointer handle)
{
  SpSystemClock *self = SP_SYSTEM_CLOCK (clock);
  gboolean was_earliest = peek_earliest (self) == g_sequence_get (handle);

  g_sequence_remove (handle);
  if (was_earliest)
    set_timer (self);
}

static void
sp_system_clock_clock_init (SpClockInterface *iface)
{
  iface->now = sp_system_clock_now;
  iface->add_alarm = sp_system_clock_add_alarm;
  iface->remove_alarm = sp_system_clock_remove_alarm;
}

/**
 * sp_system_clock_new:
 *
 * Its alarms ring in the main context that is the calling thread's own now.
 *
 * Returns: (transfer full): the clock of this machine
 */
SpClock *
sp_system_clock_new (void)
{
  return g_object_new (SP_TYPE_SYSTEM_CLOCK, NULL);
}
