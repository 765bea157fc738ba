/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-pulse.h"

#include "engine/sp-backoff.h"

/* After a change others of the same cause often follow: they share a request. */
#define COLLECT_LEAST_S 2.0
#define COLLECT_MOST_S  5.0

/* Ten thousand machines start at eight o'clock, and wake up when their people do. */
#define START_MOST_S   30.0
#define RESUME_LEAST_S 5.0
#define RESUME_MOST_S  15.0

/* An alarm that comes so much too late was slept through. */
#define SLEPT_S 60

struct _SpPulse
{
  GObject parent_instance;

  SpClock *clock;     /* (owned) */
  SpPulseParts parts; /* (unowned): the engine's; it closes us before it frees them */
  GSource *coming;    /* (owned) (nullable): the next beat, as soon as the main loop has time */
  SpAlarm *alarm;     /* (owned) (nullable): the next moment at which time alone matters */
  gint64 alarm_us;
  gint64 collect_until_us; /* others of the same cause are waited for */
  gint64 quiet_until_us;   /* nothing starts by itself */
  guint32 seed;
  gboolean is_started;
  gboolean is_stopping;
  gboolean is_closed;
};

G_DEFINE_FINAL_TYPE (SpPulse, sp_pulse, G_TYPE_OBJECT)

enum
{
  BEAT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
sp_pulse_dispose (GObject *object)
{
  SpPulse *self = SP_PULSE (object);

  sp_pulse_close (self);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_pulse_parent_class)->dispose (object);
}

static void
sp_pulse_class_init (SpPulseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_pulse_dispose;

  signals[BEAT] =
      g_signal_new ("beat", SP_TYPE_PULSE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sp_pulse_init (SpPulse *self)
{
}

/* A moment between @least and @most seconds from now. */
static gint64
throw_dice (SpPulse *self, const char *key, double least, double most)
{
  SpInstant now = sp_clock_now (self->clock);
  double share = sp_backoff_get_share (self->seed, key, now.wall_s);

  return now.boot_us + (gint64) ((least + (most - least) * share) * G_USEC_PER_SEC);
}

static gboolean
has_person (const SpMember *member)
{
  return member->clicked || member->forced || member->retried;
}

/* Without sp_engine_start() only that is sent which a person waits for. */
static gboolean
may_go (SpPulse *self, const SpMember *member)
{
  return member->decision.send && (self->is_started || has_person (member)) && !self->is_stopping;
}

/* Lets go what policy allows, or asks for a fresh look at the address first. */
static void
mark_ready (SpPulse *self, const SpFacts *facts)
{
  GPtrArray *members = sp_roster_get_members (self->parts.roster);
  gboolean is_looking = sp_rounds_is_pending (self->parts.rounds);
  gint64 not_before_us = MAX (self->collect_until_us, self->quiet_until_us);

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];
      gboolean may_leave = may_go (self, member);
      gboolean is_stale = may_leave && !sp_counsel_is_fresh (self->parts.counsel, member, facts);

      member->is_ready = may_leave && !is_stale && !is_looking &&
                         (has_person (member) || facts->now.boot_us >= not_before_us);
      if (is_stale && !is_looking)
        sp_rounds_request (self->parts.rounds,
                           has_person (member) ? SP_ROUND_PERSON : SP_ROUND_EVENT);
    }
}

static gint64
get_next_us (SpPulse *self, const SpFacts *facts)
{
  GPtrArray *members = sp_roster_get_members (self->parts.roster);
  gint64 now_us = facts->now.boot_us;
  gint64 next_us = sp_dispatcher_get_next_us (self->parts.dispatcher);
  gint64 storage_s = sp_obstacles_get_storage_wait_s (
      sp_dispatcher_get_obstacles (self->parts.dispatcher));

  if (sp_pulse_may_look (self, facts))
    next_us = MIN (next_us, sp_rounds_get_next_us (self->parts.rounds));
  if (!self->is_started)
    return next_us;

  if (storage_s > 0)
    next_us = MIN (next_us, now_us + storage_s * G_USEC_PER_SEC);
  if (self->collect_until_us > now_us)
    next_us = MIN (next_us, self->collect_until_us);
  if (self->quiet_until_us > now_us)
    next_us = MIN (next_us, self->quiet_until_us);
  for (guint i = 0; i < members->len; i++)
    {
      gint64 wait_s = ((SpMember *) members->pdata[i])->decision.wait_s;

      if (wait_s >= 0)
        next_us = MIN (next_us, now_us + wait_s * G_USEC_PER_SEC);
    }
  return next_us;
}

static void
alarm_cb (gpointer user_data)
{
  SpPulse *self = user_data;
  SpInstant now = sp_clock_now (self->clock);
  gboolean was_asleep = now.boot_us - self->alarm_us > SLEPT_S * G_USEC_PER_SEC;

  g_clear_pointer (&self->alarm, sp_alarm_free);
  if (was_asleep)
    self->quiet_until_us = throw_dice (self, "resume", RESUME_LEAST_S, RESUME_MOST_S);
  sp_pulse_queue (self);
}

static void
set_alarm (SpPulse *self, gint64 next_us)
{
  if (self->alarm != NULL && self->alarm_us == next_us)
    return;

  g_clear_pointer (&self->alarm, sp_alarm_free);
  if (next_us == G_MAXINT64)
    return;

  self->alarm_us = next_us;
  self->alarm = sp_clock_add_alarm (self->clock, next_us, alarm_cb, self);
}

static gboolean
beat_cb (gpointer user_data)
{
  g_autoptr (SpPulse) self = g_object_ref (SP_PULSE (user_data));
  SpFacts facts;

  g_clear_pointer (&self->coming, g_source_unref);
  facts = sp_counsel_decide (self->parts.counsel);
  mark_ready (self, &facts);
  if (sp_pulse_may_look (self, &facts))
    sp_rounds_run (self->parts.rounds);
  sp_dispatcher_run (self->parts.dispatcher);
  set_alarm (self, self->is_stopping ? G_MAXINT64 : get_next_us (self, &facts));
  g_signal_emit (self, signals[BEAT], 0);
  return G_SOURCE_REMOVE;
}

/**
 * sp_pulse_new:
 * @clock: the clock
 * @parts: what to move
 * @seed: a number that belongs to this installation
 *
 * Returns: (transfer full): a pulse that waits for somebody to queue a beat
 */
SpPulse *
sp_pulse_new (SpClock *clock, const SpPulseParts *parts, guint32 seed)
{
  SpPulse *self = g_object_new (SP_TYPE_PULSE, NULL);

  self->clock = g_object_ref (clock);
  self->parts = *parts;
  self->seed = seed;
  return self;
}

/**
 * sp_pulse_close:
 * @self: a pulse
 *
 * The parts go: there is no beat any more.
 */
void
sp_pulse_close (SpPulse *self)
{
  self->is_closed = TRUE;
  if (self->coming != NULL)
    g_source_destroy (self->coming);
  g_clear_pointer (&self->coming, g_source_unref);
  g_clear_pointer (&self->alarm, sp_alarm_free);
}

/**
 * sp_pulse_start:
 * @self: a pulse
 *
 * From now on it beats by itself; until then only for people who wait. The first look at the
 * address is at once if something seems to have changed, else within half a minute.
 */
void
sp_pulse_start (SpPulse *self)
{
  GPtrArray *members = sp_roster_get_members (self->parts.roster);
  gboolean is_urgent = sp_rounds_has_moved (self->parts.rounds);

  for (guint i = 0; i < members->len; i++)
    {
      const SpTarget *record = ((SpMember *) members->pdata[i])->record;

      is_urgent |= record->acked == NULL || record->intent != NULL;
    }

  self->is_started = TRUE;
  if (!is_urgent)
    self->quiet_until_us = throw_dice (self, "start", 0, START_MOST_S);
  sp_pulse_queue (self);
}

/**
 * sp_pulse_stop:
 * @self: a pulse
 *
 * Nothing new starts, for nobody.
 */
void
sp_pulse_stop (SpPulse *self)
{
  self->is_stopping = TRUE;
}

/**
 * sp_pulse_queue:
 * @self: a pulse
 *
 * Something changed: it beats when the main loop has time. Many such calls make one beat.
 */
void
sp_pulse_queue (SpPulse *self)
{
  if (self->coming != NULL || self->is_closed)
    return;

  self->coming = g_idle_source_new ();
  g_source_set_priority (self->coming, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->coming, beat_cb, self, NULL);
  g_source_attach (self->coming, g_main_context_get_thread_default ());
}

/**
 * sp_pulse_collect:
 * @self: a pulse
 *
 * A look at the addresses brought news: a few seconds for others of the same cause.
 */
void
sp_pulse_collect (SpPulse *self)
{
  self->collect_until_us = throw_dice (self, "collect", COLLECT_LEAST_S, COLLECT_MOST_S);
}

/**
 * sp_pulse_may_look:
 * @self: a pulse
 * @facts: what holds
 *
 * Returns: %TRUE if addresses may be looked for now
 */
gboolean
sp_pulse_may_look (SpPulse *self, const SpFacts *facts)
{
  if (facts->view_only || facts->connectivity != SP_CONNECTIVITY_FULL || self->is_stopping)
    return FALSE;
  if (!sp_wishes_is_empty (self->parts.wishes))
    return TRUE;
  return self->is_started && facts->now.boot_us >= self->quiet_until_us;
}
