/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-rounds.h"

#include "engine/sp-backoff.h"
#include "engine/sp-diary.h"
#include "engine/sp-notes.h"

/* Forty flaps of a line in five minutes must not become forty rounds: three at once, then one a
 * minute. */
#define BUDGET_MOST 3
#define BUDGET_US   (60 * G_USEC_PER_SEC)

/* An address that stands on an interface is watched by the kernel; asking is only a second look. */
#define VISIBLE_INTERVAL_S 3600

/* Whoever asked a round that hangs still wants an end. */
#define DEADLINE_US (60 * G_USEC_PER_SEC)

static const gint64 retry_waits_s[] = { 5, 15, 45, 120, 300 };

typedef struct
{
  SpFamily family;
  char *source; /* (owned) */
  char *key;    /* (owned): its name in the notes */
  guint interval_s;
  SpFinding *finding;   /* (owned) (nullable) */
  SpAddress *confirmed; /* (owned) (nullable): the last address that was believed */
  gint64 since_s;
  gint64 due_us;
  guint n_failed;
  guint n_done;
  gboolean was_visible; /* the address stood on an interface of this machine */
  gboolean is_wanted;   /* still named by somebody, while the list is made anew */
  gboolean is_running;
} Watch;

struct _SpRounds
{
  GObject parent_instance;

  SpClock *clock;       /* (owned) */
  SpNetwork *network;   /* (owned) */
  SpDetector *detector; /* (owned) */
  SpJournal *journal;   /* (owned) */
  SpNotes *notes;       /* (owned): in @journal */
  guint32 seed;
  GPtrArray *watches;        /* (owned) (element-type Watch) */
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
watch_free (Watch *watch)
{
  g_clear_pointer (&watch->source, g_free);
  g_clear_pointer (&watch->key, g_free);
  g_clear_pointer (&watch->finding, sp_finding_unref);
  g_clear_pointer (&watch->confirmed, sp_address_unref);
  g_free (watch);
}

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
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) watch_free);
  self->cancellable = g_cancellable_new ();
  self->budget = BUDGET_MOST;
}

static Watch *
find_watch (SpRounds *self, SpFamily family, const char *source)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = self->watches->pdata[i];

      if (watch->family == family && g_str_equal (watch->source, source))
        return watch;
    }
  return NULL;
}

static void
recall_address (SpRounds *self, Watch *watch)
{
  const char *text = sp_notes_get (self->notes, watch->key);
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 3);

  if (g_strv_length (parts) != 3)
    return;

  watch->confirmed = sp_address_new_from_string (parts[0], NULL);
  watch->since_s = g_ascii_strtoll (parts[1], NULL, 10);
  watch->was_visible = g_str_equal (parts[2], "visible");
}

static gboolean
is_on_interface (SpRounds *self, SpAddress *address)
{
  g_autoptr (GPtrArray) rows = sp_network_list_addresses (self->network);

  for (guint i = 0; i < rows->len; i++)
    {
      SpInterfaceAddress *row = rows->pdata[i];

      if (sp_address_equal (row->address, address))
        return TRUE;
    }
  return FALSE;
}

/* Written when it changed only; if that fails the next start confirms the address once more. */
static void
remember_address (SpRounds *self, Watch *watch)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s",
                                           sp_address_get_text (watch->confirmed),
                                           watch->since_s,
                                           watch->was_visible ? "visible" : "behind-router");
  g_autoptr (GError) error = NULL;

  if (sp_journal_is_read_only (self->journal))
    return;

  if (!sp_notes_set (self->notes, watch->key, text, &error))
    g_info ("remembering the address of this place: %s", error->message);
}

/* ±20 %, so that the machines of a street do not ask at the same second. */
static gint64
get_pause_s (SpRounds *self, Watch *watch)
{
  gboolean is_known = watch->finding != NULL &&
                      sp_finding_get_state (watch->finding) == SP_FINDING_KNOWN;
  gint64 pause_s = watch->interval_s;

  if (is_known && is_on_interface (self, sp_finding_get_address (watch->finding)))
    pause_s = MAX (pause_s, VISIBLE_INTERVAL_S);
  else if (watch->n_failed > 0 && watch->n_failed <= G_N_ELEMENTS (retry_waits_s))
    return MIN (pause_s, retry_waits_s[watch->n_failed - 1]);

  return (gint64) ((double) pause_s *
                   (0.8 + 0.4 * sp_backoff_get_share (self->seed, watch->key, watch->n_done)));
}

static void
take_address (SpRounds *self, Watch *watch, SpFinding *finding)
{
  SpAddress *address = sp_finding_get_address (finding);
  gint64 now_s = sp_finding_get_when (finding)->wall_s;
  g_autoptr (SpAddress) old = g_steal_pointer (&watch->confirmed);

  watch->confirmed = sp_address_ref (address);
  watch->since_s = now_s;
  watch->was_visible = is_on_interface (self, address);
  remember_address (self, watch);
  sp_diary_note_address (self->journal, address, old, sp_finding_get_source (finding), now_s);
  g_message ("this place has the address %s", sp_address_get_text (address));
}

/* An outage begins with the second round in a row that nobody answered: one may be bad luck. */
static void
note_outage (SpRounds *self, Watch *watch, SpFinding *finding)
{
  gboolean is_out = sp_finding_get_state (finding) == SP_FINDING_UNKNOWN;
  gint64 now_s = sp_finding_get_when (finding)->wall_s;

  if (!is_out && watch->n_failed > 1)
    sp_diary_note_outage (self->journal, watch->family, SP_DIARY_ENDED, NULL, now_s);
  watch->n_failed = is_out ? watch->n_failed + 1 : 0;
  if (watch->n_failed == 2)
    sp_diary_note_outage (self->journal,
                          watch->family,
                          SP_DIARY_BEGUN,
                          sp_finding_get_reason (finding),
                          now_s);
}

static gboolean
take_finding (SpRounds *self, Watch *watch, SpFinding *finding)
{
  SpAddress *address = sp_finding_get_address (finding);
  gboolean is_new = address != NULL &&
                    (watch->confirmed == NULL || !sp_address_equal (watch->confirmed, address));
  gboolean is_change = is_new || watch->finding == NULL ||
                       sp_finding_get_state (watch->finding) != sp_finding_get_state (finding);

  if (is_new)
    take_address (self, watch, finding);
  note_outage (self, watch, finding);
  sp_finding_ref (finding);
  g_clear_pointer (&watch->finding, sp_finding_unref);
  watch->finding = finding;
  return is_change;
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

static void
detected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Round *round = user_data;
  g_autoptr (SpRounds) self = g_object_ref (round->rounds);
  Watch *watch = self->watches != NULL ? find_watch (self, round->family, round->source) : NULL;
  SpInstant now = sp_clock_now (self->clock);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpFinding) finding = sp_detector_detect_finish (SP_DETECTOR (object), result, &error);

  if (finding == NULL)
    finding = sp_finding_new_unknown (round->family, error, &now);
  if (watch != NULL)
    {
      watch->is_running = FALSE;
      watch->n_done++;
      self->has_changed |= take_finding (self, watch, finding);
      watch->due_us = now.boot_us + get_pause_s (self, watch) * G_USEC_PER_SEC;
    }
  round_free (round);
  end_round (self);
}

static void
start_round (SpRounds *self, Watch *watch)
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

  g_warning ("looking for the address took more than a minute; given up until the next time");
  sp_rounds_cancel (self);
}

static void
start_rounds (SpRounds *self, gboolean all, gint64 now_us)
{
  gboolean was_idle = self->n_running == 0;

  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = self->watches->pdata[i];

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
    ((Watch *) self->watches->pdata[i])->is_wanted = FALSE;
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
  Watch *watch = find_watch (self, family, source);

  if (watch == NULL)
    {
      watch = g_new0 (Watch, 1);
      watch->family = family;
      watch->source = g_strdup (source);
      watch->key = g_strdup_printf ("%s %s", sp_family_to_string (family), source);
      watch->due_us = sp_clock_now (self->clock).boot_us;
      recall_address (self, watch);
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
    if (!((Watch *) self->watches->pdata[i - 1])->is_wanted)
      g_ptr_array_remove_index (self->watches, i - 1);
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
  Watch *watch = find_watch (self, family, source);

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
  Watch *watch = find_watch (self, family, source);

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
  Watch *watch = find_watch (self, family, "automatic");

  for (guint i = 0; watch == NULL && i < self->watches->len; i++)
    if (((Watch *) self->watches->pdata[i])->family == family)
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
      Watch *watch = self->watches->pdata[i];

      if (watch->confirmed == NULL ||
          (watch->was_visible && !is_on_interface (self, watch->confirmed)))
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
      Watch *watch = self->watches->pdata[i];

      if (!watch->is_running)
        next_us = MIN (next_us, watch->due_us);
    }
  if (self->is_event && self->n_running == 0 && self->watches->len > 0)
    next_us = MIN (next_us, self->budget_us + BUDGET_US);
  return next_us;
}
