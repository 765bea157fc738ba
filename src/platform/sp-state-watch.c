/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-state-watch.h"

#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <glib-unix.h>

#include "journal/sp-state-lock.h"

/* The steps of the other Signpost come in bursts. */
#define COLLECT_US G_USEC_PER_SEC

/**
 * SpStateWatch:
 *
 * Tells a Signpost that only views when the one that acts has written something, or has ended: the
 * kernel closes the file of the lock then, however that one ends. GFileMonitor keeps the latter to
 * itself.
 */
struct _SpStateWatch
{
  GObject parent_instance;

  SpClock *clock; /* (owned) */
  SpStateWatchFunc callback;
  gpointer user_data; /* (unowned): outlives the watch */
  int fd;             /* -1 when it is over */
  GSource *events;    /* (owned) (nullable) */
  SpAlarm *alarm;     /* (owned) (nullable): while changes are collected */
};

G_DEFINE_FINAL_TYPE (SpStateWatch, sp_state_watch, G_TYPE_OBJECT)

static void
stop (SpStateWatch *self)
{
  if (self->events != NULL)
    g_source_destroy (self->events);
  g_clear_pointer (&self->events, g_source_unref);
  g_clear_pointer (&self->alarm, sp_alarm_free);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

static void
sp_state_watch_dispose (GObject *object)
{
  SpStateWatch *self = SP_STATE_WATCH (object);

  stop (self);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_state_watch_parent_class)->dispose (object);
}

static void
sp_state_watch_class_init (SpStateWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_state_watch_dispose;
}

static void
sp_state_watch_init (SpStateWatch *self)
{
  self->fd = -1;
}

static void
alarm_cb (gpointer user_data)
{
  SpStateWatch *self = user_data;

  g_clear_pointer (&self->alarm, sp_alarm_free);
  if (!self->callback (self->user_data))
    stop (self);
}

static void
collect (SpStateWatch *self)
{
  if (self->alarm == NULL)
    self->alarm = sp_clock_add_alarm (self->clock,
                                      sp_clock_now (self->clock).boot_us + COLLECT_US,
                                      alarm_cb,
                                      self);
}

/* Whoever acts touches the lock after each step, and closes it at the end. A view does neither: it
 * asks for the lock with a descriptor that cannot write. */
static gboolean
is_news (const struct inotify_event *event)
{
  return event->len > 0 && strcmp (event->name, SP_STATE_LOCK_FILE) == 0;
}

static gboolean
events_cb (int fd, GIOCondition condition, gpointer user_data)
{
  SpStateWatch *self = user_data;
  _Alignas(struct inotify_event) char buffer[4096];
  ssize_t length;

  while ((length = read (fd, buffer, sizeof buffer)) > 0)
    for (const char *at = buffer; at < buffer + length;)
      {
        const struct inotify_event *event = (const void *) at;

        if (is_news (event))
          collect (self);
        at += sizeof *event + event->len;
      }
  return G_SOURCE_CONTINUE;
}

static void
start (SpStateWatch *self, const char *folder)
{
  self->fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->fd < 0 || inotify_add_watch (self->fd, folder, IN_ATTRIB | IN_CLOSE_WRITE) < 0)
    {
      g_info ("cannot watch %s: %s", folder, g_strerror (errno));
      return;
    }

  self->events = g_unix_fd_source_new (self->fd, G_IO_IN);
  g_source_set_callback (self->events, G_SOURCE_FUNC (events_cb), self, NULL);
  g_source_attach (self->events, g_main_context_get_thread_default ());
}

/**
 * sp_state_watch_new:
 * @clock: the clock
 * @folder: where the state lives
 * @callback: called a second after a change, and once at the start: the other one may have ended
 *   before anybody watched
 * @user_data: (unowned): for @callback; must outlive the watch
 *
 * Returns: (transfer full): a watch
 */
SpStateWatch *
sp_state_watch_new (SpClock *clock,
                    const char *folder,
                    SpStateWatchFunc callback,
                    gpointer user_data)
{
  SpStateWatch *self = g_object_new (SP_TYPE_STATE_WATCH, NULL);

  self->clock = g_object_ref (clock);
  self->callback = callback;
  self->user_data = user_data;
  start (self, folder);
  collect (self);
  return self;
}
