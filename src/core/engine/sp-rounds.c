/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-rounds.h"

#include "engine/sp-watch.h"

/* Forty flaps of a line in five minutes must not become forty rounds: three at once, then one a
 * minute. */
#define BUDGET_MOST 3
#define BUDGET_US   (60 * G_USEC_PER_SEC)

/* Whoever asked a round that hangs still wants an end. */
#define DEADLINE_US (60 * G_USEC_PER_SEC)

struct _SpRounds
{
  GObject parent_instance;

  SpClock *clock;       /* (owned) */
  SpNetwork *network;   /* (owned) */
  SpDetector *detector; /* (owned) */
  SpJournal *journal;   /* (owned) */
  SpNotes *notes;       /* (owned): in @journal */
  guint32 seed;
  GPtrArray *watches;        /* (owned) (element-type SpWatch) */
  GCancellable *cancellable; /* (owned): of what is running */
  SpAlarm *deadline;         /* (owned) (nullable) */
  guint n_running;
  guint budget;
  gint64 budget_us;     /* when the budget was last reckoned */
  gboolean is_event;    /* an event waits for budget */
  gboolean is_person;   /* a person waits */
  gboolean has_changed; /* one of the rounds since “finished” brought news */
};

G_DEFINE_FINAL_TYPE (SpRounds, sp_rounds, G_TYPE_OBJECT)

enum
{
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A round in flight: the watch may be gone when it ends. */
typedef struct
{
  SpRounds *rounds; /* (owned) */
  SpFamily family;
  char *source; /* (owned) */
} Round;

static void
round_free (Round *round)
{
  g_clear_object (&round->rounds);
  g_clear_pointer (&round->source, g_free);
  g_free (round);
}

static void
sp_rounds_dispose (GObject *object)
{
  SpRounds *self = SP_ROUNDS (object);

  g_clear_pointer (&self->deadline, sp_alarm_free);
  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_pointer (&self->notes, sp_notes_free);
  g_clear_object (&self->journal);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->detector);
  g_clear_object (&self->network);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_rounds_parent_class)->dispose (object);
}

static void
sp_rounds_class_init (SpRoundsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_rounds_dispose;

  signals[FINISHED] = g_signal_new ("finished",
                                    SP_TYPE_ROUNDS,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_BOOLEAN);
}

static void
sp_rounds_init (SpRounds *self)
{
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_watch_free);
  self->cancellable = g_cancellable_new ();
  self->budget = BUDGET_MOST;
}

static SpWatch *
find_watch (SpRounds *self, SpFamily family, const char *source)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      SpWatch *watch = self->watches->pdata[i];

      if (watch->family == family && g_str_equal (watch->source, source))
        return watch;
    }
  return NULL;
}

static void
end_round (SpRounds *self)
{
  gboolean has_changed;

  self->n_running--;
  if (self->n_running > 0)
    return;

  has_changed = self->has_changed;
  self->has_changed = FALSE;
  g_clear_pointer (&self->deadline, sp_alarm_free);
  if (self->watches != NULL)
    g_signal_emit (self, signals[FINISHED], 0, has_changed);
}

/* Who wishes for another interval does not wait for the end of the old one first. */
static void
wait_anew (SpRounds *self, SpWatch *watch)
{
  if (watch->finding != NULL)
    watch->due_us = sp_finding_get_when (watch->finding)->boot_us +
                    sp_watch_get_pause_s (watch, self->network, self->seed) * G_USEC_PER_SEC;
}

static void
detected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;
  g_autoptr (SpRounds) self = g_object_ref (round->rounds);
  SpWatch *watch = self->watches != NULL ? find_watch (self, round->family, round->source) : NULL;
  SpInstant now = sp_clock_now (self->clock);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpFinding) finding = sp_detector_detect_finish (SP_DETECTOR (object), result, &error);

  if (finding == NULL)
    finding = sp_finding_new_unknown (round->family, error, &now);
  if (watch != NULL)
    {
      watch->is_running = FALSE;
      self->has_changed |=
          sp_watch_take_finding (watch, finding, self->network, self->notes, self->journal);
      watch->due_us = now.boot_us +
                      sp_watch_get_pause_s (watch, self->network, self->seed) * G_USEC_PER_SEC;
    }
  round_free (round);
  end_round (self);
}

static void
start_round (SpRounds *self, SpWatch *watch)
{
  Round *round = g_new0 (Round, 1);

  round->rounds = g_object_ref (self);
  round->family = watch->family;
  round->source = g_strdup (watch->source);
  watch->is_running = TRUE;
  self->n_running++;
  sp_detector_detect_async (self->detector,
                            watch->family,
                            watch->source,
                            watch->confirmed,
                            self->cancellable,
                            detected_cb,
                            round);
}

static void
overdue_cb (gpointer user_data)
{
  SpRounds *self = user_data;

  g_info ("looking for the address took more than a minute; given up until the next time");
  sp_rounds_cancel (self);
}

static void
start_rounds (SpRounds *self, gboolean all, gint64 now_us)
{
  gboolean was_idle = self->n_running == 0;

  for (guint i = 0; i < self->watches->len; i++)
    {
      SpWatch *watch = self->watches->pdata[i];

      if (!watch->is_running && (all || watch->due_us <= now_us))
        start_round (self, watch);
    }
  if (was_idle && self->n_running > 0)
    self->deadline = sp_clock_add_alarm (self->clock, now_us + DEADLINE_US, overdue_cb, self);
}

static void
reckon_budget (SpRounds *self, gint64 now_us)
{
  gint64 n_new = (now_us - self->budget_us) / BUDGET_US;

  if (self->budget + n_new >= BUDGET_MOST)
    {
      self->budget = BUDGET_MOST;
      self->budget_us = now_us;
      return;
    }
  self->budget += (guint) n_new;
  self->budget_us += n_new * BUDGET_US;
}

/* Returns TRUE if all are to be looked at now. */
static gboolean
take_requests (SpRounds *self, gint64 now_us)
{
  gboolean may_follow_event;

  reckon_budget (self, now_us);
  may_follow_event = self->is_event && self->budget > 0 && self->n_running == 0;
  if (may_follow_event)
    self->budget--;
  if (!may_follow_event && !self->is_person)
    return FALSE;

  self->is_event = FALSE;
  self->is_person = FALSE;
  return TRUE;
}

/**
 * sp_rounds_new:
 * @clock: the clock
 * @network: shows whether an address stands on an interface
 * @detector: who does the looking
 * @journal: keeps the last address over a restart
 * @seed: a number that belongs to this installation
 *
 * Returns: (transfer full): rounds without a watch
 */
SpRounds *
sp_rounds_new (SpClock *clock,
               SpNetwork *network,
               SpDetector *detector,
               SpJournal *journal,
               guint32 seed)
{
  SpRounds *self = g_object_new (SP_TYPE_ROUNDS, NULL);

  self->clock = g_object_ref (clock);
  self->network = g_object_ref (network);
  self->detector = g_object_ref (detector);
  self->journal = g_object_ref (journal);
  self->notes = sp_notes_new (journal, "addresses");
  self->seed = seed;
  self->budget_us = sp_clock_now (clock).boot_us;
  return self;
}

/**
 * sp_rounds_begin_watches:
 * @self: rounds
 *
 * The list of watches is made anew until sp_rounds_end_watches(); what is on both lists keeps its
 * finding.
 */
void
sp_rounds_begin_watches (SpRounds *self)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      SpWatch *watch = self->watches->pdata[i];

      watch->is_wanted = FALSE;
      watch->old_interval_s = watch->interval_s;
    }
}

/**
 * sp_rounds_add_watch:
 * @self: rounds
 * @family: a family
 * @source: where to learn it, as profiles say it
 * @interval_s: how often to look; the shortest one wins
 */
void
sp_rounds_add_watch (SpRounds *self, SpFamily family, const char *source, guint interval_s)
{
  SpWatch *watch = find_watch (self, family, source);

  if (watch == NULL)
    {
      watch = sp_watch_new (family, source, self->notes);
      watch->due_us = sp_clock_now (self->clock).boot_us;
      g_ptr_array_add (self->watches, watch);
    }
  watch->interval_s = watch->is_wanted ? MIN (watch->interval_s, interval_s) : interval_s;
  watch->is_wanted = TRUE;
}

/**
 * sp_rounds_end_watches:
 * @self: rounds
 *
 * Forgets the watches that were not named again.
 */
void
sp_rounds_end_watches (SpRounds *self)
{
  for (guint i = self->watches->len; i > 0; i--)
    {
      SpWatch *watch = self->watches->pdata[i - 1];

      if (!watch->is_wanted)
        g_ptr_array_remove_index (self->watches, i - 1);
      else if (watch->interval_s != watch->old_interval_s)
        wait_anew (self, watch);
    }
}

/**
 * sp_rounds_request:
 * @self: rounds
 * @cause: why
 *
 * Asks for a round over all watches; sp_rounds_run() starts it.
 */
void
sp_rounds_request (SpRounds *self, SpRoundCause cause)
{
  if (cause == SP_ROUND_PERSON)
    self->is_person = TRUE;
  else
    self->is_event = TRUE;
}

/**
 * sp_rounds_run:
 * @self: rounds
 *
 * Starts every round that is due.
 *
 * Returns: when to call it again, on the boot clock in microseconds; G_MAXINT64 for not before
 *   something happens
 */
gint64
sp_rounds_run (SpRounds *self)
{
  gint64 now_us = sp_clock_now (self->clock).boot_us;

  start_rounds (self, take_requests (self, now_us), now_us);
  return sp_rounds_get_next_us (self);
}

/**
 * sp_rounds_cancel:
 * @self: rounds
 *
 * Ends what is running: each ends as unknown.
 */
void
sp_rounds_cancel (SpRounds *self)
{
  g_autoptr (GCancellable) cancellable = self->cancellable;

  self->cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
}

/**
 * sp_rounds_is_running:
 * @self: rounds
 *
 * Returns: %TRUE while somebody is being asked
 */
gboolean
sp_rounds_is_running (SpRounds *self)
{
  return self->n_running > 0;
}

/**
 * sp_rounds_is_pending:
 * @self: rounds
 *
 * Returns: %TRUE while a round runs or a person waits for one to start
 */
gboolean
sp_rounds_is_pending (SpRounds *self)
{
  return self->n_running > 0 || (self->is_person && self->watches->len > 0);
}

/**
 * sp_rounds_get_finding:
 * @self: rounds
 * @family: a family
 * @source: where it is learnt
 *
 * Returns: (transfer none) (nullable): what was found last; %NULL if nobody has looked yet
 */
SpFinding *
sp_rounds_get_finding (SpRounds *self, SpFamily family, const char *source)
{
  SpWatch *watch = find_watch (self, family, source);

  return watch != NULL ? watch->finding : NULL;
}

/**
 * sp_rounds_get_remembered:
 * @self: rounds
 * @family: a family
 * @source: where it is learnt
 *
 * Returns: (transfer none) (nullable): the last address that was believed, perhaps before a
 *   restart; good enough to tell a person, never to be sent
 */
SpAddress *
sp_rounds_get_remembered (SpRounds *self, SpFamily family, const char *source)
{
  SpWatch *watch = find_watch (self, family, source);

  return watch != NULL ? watch->confirmed : NULL;
}

/**
 * sp_rounds_get_place:
 * @self: rounds
 * @family: a family
 * @since_s: (out): since when the address has been this one, in wall clock seconds, or 0
 *
 * Returns: (transfer none) (nullable): what is said of “this place”: the finding of the automatic
 *   source, or of another one if no profile uses that
 */
SpFinding *
sp_rounds_get_place (SpRounds *self, SpFamily family, gint64 *since_s)
{
  SpWatch *watch = find_watch (self, family, "automatic");

  for (guint i = 0; watch == NULL && i < self->watches->len; i++)
    if (((SpWatch *) self->watches->pdata[i])->family == family)
      watch = self->watches->pdata[i];

  *since_s = watch != NULL && watch->finding != NULL &&
                     sp_finding_get_state (watch->finding) == SP_FINDING_KNOWN
                 ? watch->since_s
                 : 0;
  return watch != NULL ? watch->finding : NULL;
}

/**
 * sp_rounds_has_moved:
 * @self: rounds
 *
 * Returns: %TRUE if it is likely already, before anybody was asked, that this place has another
 *   address than before the restart: nothing is remembered, or what stood on an interface is gone
 */
gboolean
sp_rounds_has_moved (SpRounds *self)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      SpWatch *watch = self->watches->pdata[i];

      if (watch->confirmed == NULL || sp_watch_has_left (watch, self->network))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_rounds_get_next_us:
 * @self: rounds
 *
 * Returns: when the next round is due, on the boot clock in microseconds, or G_MAXINT64
 */
gint64
sp_rounds_get_next_us (SpRounds *self)
{
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; i < self->watches->len; i++)
    {
      SpWatch *watch = self->watches->pdata[i];

      if (!watch->is_running)
        next_us = MIN (next_us, watch->due_us);
    }
  if (self->is_event && self->n_running == 0 && self->watches->len > 0)
    next_us = MIN (next_us, self->budget_us + BUDGET_US);
  return next_us;
}
