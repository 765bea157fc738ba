/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-engine.h"

#include "base/sp-error.h"
#include "engine/sp-counsel.h"
#include "engine/sp-diary.h"
#include "engine/sp-dispatcher.h"
#include "engine/sp-pulse.h"
#include "engine/sp-view.h"
#include "engine/sp-wishes.h"
#include "profile/sp-settings.h"

#define DEFAULT_INTERVAL_S 600
#define LEAST_INTERVAL_S   60

#define DAY_S 86400

#define STOP_US (2 * G_USEC_PER_SEC)

/* What belongs to one Signpost, and the doors to it. Two thirds of this file are the public
 * functions and what they promise. */
struct _SpEngine
{
  GObject parent_instance;

  SpClock *clock;            /* (owned) */
  SpTransport *transport;    /* (owned) */
  SpDnsTransport *dns;       /* (owned) */
  SpSecrets *secrets;        /* (owned) */
  SpNetwork *network;        /* (owned) */
  SpStore *store;            /* (owned) */
  SpCatalogue *catalogue;    /* (owned) */
  SpJournal *journal;        /* (owned) */
  GSettings *settings;       /* (owned) (nullable) */
  SpDetector *detector;      /* (owned) */
  SpRounds *rounds;          /* (owned) */
  SpRoster *roster;          /* (owned) */
  SpDispatcher *dispatcher;  /* (owned) */
  SpWishes *wishes;          /* (owned) */
  SpPauses *pauses;          /* (owned) */
  SpCounsel *counsel;        /* (owned): of all the parts above */
  SpPulse *pulse;            /* (owned) */
  SpObstacles *obstacles;    /* (unowned): the dispatcher's */
  SpAlarm *stop_alarm;       /* (owned) (nullable) */
  GTask *stopping;           /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of an unlock prompt */
  SpStatus *latest;          /* (owned) (nullable): shared by the “outcome”s of one attempt */
  guint32 seed;
  gboolean is_started;
  gboolean is_view_only; /* because of another Signpost with another state */
  SpInstant pruned_at;   /* the history; never, if this engine does not work by itself */
};

G_DEFINE_FINAL_TYPE (SpEngine, sp_engine, G_TYPE_OBJECT)

enum
{
  CHANGED,
  OUTCOME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* An engine that somebody still holds must not be woken by what lives on. */
static void
disconnect_events (SpEngine *self)
{
  GObject *const sources[] = { G_OBJECT (self->store),
                               G_OBJECT (self->secrets),
                               G_OBJECT (self->network) };

  if (self->store == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    g_signal_handlers_disconnect_by_data (sources[i], self);
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
}

/* All that remembers something of the journal. What is on the road is cut short. */
static void
drop_parts (SpEngine *self)
{
  if (self->dispatcher != NULL)
    sp_dispatcher_close (self->dispatcher);
  if (self->rounds != NULL)
    sp_rounds_cancel (self->rounds);
  if (self->pulse != NULL)
    sp_pulse_close (self->pulse);
  g_clear_object (&self->pulse);
  g_clear_pointer (&self->wishes, sp_wishes_free);
  g_clear_pointer (&self->counsel, sp_counsel_free);
  g_clear_pointer (&self->pauses, sp_pauses_free);
  g_clear_object (&self->dispatcher);
  g_clear_pointer (&self->roster, sp_roster_free);
  g_clear_object (&self->rounds);
  g_clear_pointer (&self->latest, sp_status_unref);
}

static void
sp_engine_dispose (GObject *object)
{
  SpEngine *self = SP_ENGINE (object);

  disconnect_events (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->stop_alarm, sp_alarm_free);
  g_clear_object (&self->stopping);
  drop_parts (self);
  g_clear_object (&self->detector);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);
  g_clear_object (&self->journal);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->store);
  g_clear_object (&self->network);
  g_clear_object (&self->secrets);
  g_clear_object (&self->transport);
  g_clear_object (&self->dns);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_engine_parent_class)->dispose (object);
}

static void
sp_engine_class_init (SpEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_engine_dispose;

  signals[CHANGED] = g_signal_new ("changed",
                                   SP_TYPE_ENGINE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  signals[OUTCOME] = g_signal_new ("outcome",
                                   SP_TYPE_ENGINE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_POINTER,
                                   G_TYPE_POINTER);
}

static void
sp_engine_init (SpEngine *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
decide_cb (gpointer user_data)
{
  sp_counsel_decide (user_data);
}

static gboolean
is_view (SpEngine *self)
{
  return g_error_matches (sp_journal_get_problem (self->journal), SP_ERROR, SP_ERROR_BUSY);
}

static void
answer (SpEngine *self, GPtrArray *tasks)
{
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_pointer (tasks->pdata[i],
                           sp_engine_get_status (self),
                           (GDestroyNotify) sp_status_unref);
}

static void
fulfil_wishes (SpEngine *self)
{
  g_autoptr (GPtrArray) tasks = NULL;

  if (sp_rounds_is_pending (self->rounds) || sp_wishes_is_empty (self->wishes))
    return;

  tasks = sp_wishes_take_fulfilled (self->wishes, self->roster);
  answer (self, tasks);
}

static void
finish_stop (SpEngine *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->stopping == NULL || !sp_dispatcher_is_idle (self->dispatcher) ||
      sp_rounds_is_running (self->rounds))
    return;

  task = g_steal_pointer (&self->stopping);
  g_clear_pointer (&self->stop_alarm, sp_alarm_free);
  g_task_return_boolean (task, TRUE);
}

/* Everything was decided anew, and what could start has started. */
static void
beat_cb (SpPulse *pulse, SpEngine *self)
{
  fulfil_wishes (self);
  if (!sp_rounds_is_pending (self->rounds))
    sp_wishes_forget_granted (self->wishes, self->roster);
  finish_stop (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* ---- what happens: events ------------------------------------------------------------------- */

static guint
get_interval_s (SpEngine *self, SpProfile *profile)
{
  guint interval_s = sp_profile_get_interval_s (profile);

  if (interval_s == 0 && self->settings != NULL)
    interval_s = g_settings_get_uint (self->settings, SP_SETTING_CHECK_INTERVAL);
  return interval_s == 0 ? DEFAULT_INTERVAL_S : MAX (interval_s, LEAST_INTERVAL_S);
}

static void
read_watches (SpEngine *self)
{
  GPtrArray *members = sp_roster_get_members (self->roster);

  sp_rounds_begin_watches (self->rounds);
  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];
      SpProfile *profile = member->entry->profile;

      if (sp_profile_is_enabled (profile) &&
          sp_profile_get_row (profile, member->record->family) == SP_ROW_AUTOMATIC)
        sp_rounds_add_watch (self->rounds,
                             member->record->family,
                             sp_profile_get_source (profile),
                             get_interval_s (self, profile));
    }
  sp_rounds_end_watches (self->rounds);
}

static void
read_roster (SpEngine *self)
{
  SpInstant now = sp_clock_now (self->clock);
  g_autoptr (GError) error = NULL;

  gboolean is_readable = sp_roster_read (self->roster, &now, &error);

  sp_counsel_note_memory (self->counsel, is_readable);
  if (!is_readable)
    g_info ("reading the state: %s", error->message);
  read_watches (self);
}

static void
store_changed_cb (SpStore *store, SpEngine *self)
{
  read_roster (self);
  sp_pulse_queue (self->pulse);
}

static void
settings_changed_cb (GSettings *settings, const char *key, SpEngine *self)
{
  g_auto (GStrv) services = g_settings_get_strv (settings, SP_SETTING_ECHO_SERVICES);

  if (g_str_equal (key, SP_SETTING_ECHO_SERVICES))
    sp_detector_set_echo_services (self->detector, (const char *const *) services);
  read_watches (self);
  sp_pulse_queue (self->pulse);
}

static void
secrets_changed_cb (SpSecrets *secrets, SpEngine *self)
{
  sp_obstacles_forget_keyring (self->obstacles);
  sp_pulse_queue (self->pulse);
}

static void
network_changed_cb (SpNetwork *network, SpEngine *self)
{
  if (!sp_counsel_note_network (self->counsel))
    return;

  sp_detector_forget (self->detector);
  sp_rounds_request (self->rounds, SP_ROUND_EVENT);
  sp_pulse_queue (self->pulse);
}

/* Once a day; the history is as long as the person wants it. */
static void
prune_history (SpEngine *self)
{
  SpInstant now = sp_clock_now (self->clock);
  g_autoptr (GError) error = NULL;
  gint64 days;

  if (sp_journal_is_read_only (self->journal) ||
      sp_instant_elapsed_s (&self->pruned_at, &now) < DAY_S)
    return;

  self->pruned_at = now;
  if (!sp_journal_prune_traces (self->journal, now.wall_s, &error))
    g_info ("forgetting what was sent: %s", error->message);
  g_clear_error (&error);
  if (self->settings == NULL)
    return;

  days = g_settings_get_uint (self->settings, SP_SETTING_HISTORY_DAYS);
  if (!sp_journal_prune (self->journal, now.wall_s - days * DAY_S, &error))
    g_info ("shortening the history: %s", error->message);
}

static void
rounds_finished_cb (SpRounds *rounds, gboolean has_changed, SpEngine *self)
{
  if (!sp_instant_is_never (&self->pruned_at))
    prune_history (self);
  if (has_changed)
    sp_pulse_collect (self->pulse);
  sp_obstacles_forget_keyring (self->obstacles);
  sp_pulse_queue (self->pulse);
}

static void
outcome_cb (SpDispatcher *dispatcher,
            const char *profile_id,
            const char *host,
            guint family,
            SpEngine *self)
{
  const SpProfileStatus *profile;

  if (self->latest == NULL)
    self->latest = sp_engine_get_status (self);
  profile = sp_status_lookup_profile (self->latest, profile_id);
  for (guint i = 0; profile != NULL && i < profile->targets->len; i++)
    {
      SpTargetStatus *target = profile->targets->pdata[i];

      if (target->family == family && g_str_equal (target->host, host))
        g_signal_emit (self, signals[OUTCOME], 0, profile, target);
    }
}

static void
dispatcher_changed_cb (SpDispatcher *dispatcher, SpEngine *self)
{
  g_clear_pointer (&self->latest, sp_status_unref);
  sp_pulse_queue (self->pulse);
}

static void
connect_events (SpEngine *self)
{
  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (self->secrets, "changed", G_CALLBACK (secrets_changed_cb), self, 0);
  g_signal_connect_object (self->network, "changed", G_CALLBACK (network_changed_cb), self, 0);
  if (self->settings != NULL)
    {
      g_signal_connect_object (self->settings,
                               "changed",
                               G_CALLBACK (settings_changed_cb),
                               self,
                               0);
      settings_changed_cb (self->settings, SP_SETTING_ECHO_SERVICES, self);
    }
}

static void
connect_parts (SpEngine *self)
{
  g_signal_connect_object (self->pulse, "beat", G_CALLBACK (beat_cb), self, 0);
  g_signal_connect_object (self->rounds, "finished", G_CALLBACK (rounds_finished_cb), self, 0);
  g_signal_connect_object (self->dispatcher,
                           "changed",
                           G_CALLBACK (dispatcher_changed_cb),
                           self,
                           0);
  g_signal_connect_object (self->dispatcher, "outcome", G_CALLBACK (outcome_cb), self, 0);
}

/* One number per installation, thrown once: it spreads what all would do at the same moment. */
static guint32
read_seed (SpJournal *journal)
{
  g_autoptr (SpNotes) notes = sp_notes_new (journal, "installation");
  gint64 seed = sp_notes_get_number (notes, "seed");
  g_autoptr (GError) error = NULL;

  if (seed != 0)
    return (guint32) seed;

  seed = MAX (1, g_random_int ());
  if (!sp_journal_is_read_only (journal) && !sp_notes_set_number (notes, "seed", seed, &error))
    g_info ("remembering a number: %s", error->message);
  return (guint32) seed;
}

static void
build_parts (SpEngine *self)
{
  const SpWorld world = { self->clock, self->transport, self->secrets, self->network, self->dns };

  self->seed = read_seed (self->journal);
  sp_detector_set_rotation (self->detector, self->seed);
  self->rounds =
      sp_rounds_new (self->clock, self->network, self->detector, self->journal, self->seed);
  self->roster = sp_roster_new (self->store, self->catalogue, self->journal);
  self->dispatcher = sp_dispatcher_new (&world, self->journal, self->roster);
  self->obstacles = sp_dispatcher_get_obstacles (self->dispatcher);
  self->wishes = sp_wishes_new (self->journal);
  self->pauses = sp_pauses_new (self->clock, self->journal);
  self->counsel = sp_counsel_new (&world,
                                  &(SpParts){ .roster = self->roster,
                                              .rounds = self->rounds,
                                              .obstacles = self->obstacles,
                                              .pauses = self->pauses,
                                              .journal = self->journal },
                                  self->seed);
  sp_counsel_note_view_only (self->counsel, self->is_view_only);
  self->pulse = sp_pulse_new (self->clock,
                              &(SpPulseParts){ .roster = self->roster,
                                               .rounds = self->rounds,
                                               .dispatcher = self->dispatcher,
                                               .wishes = self->wishes,
                                               .counsel = self->counsel },
                              self->seed);
  sp_dispatcher_set_check (self->dispatcher, decide_cb, self->counsel);
  read_roster (self);
  connect_parts (self);
}

/* ---- public --------------------------------------------------------------------------------- */

/**
 * sp_engine_new:
 * @world: the world; the engine takes its own references
 * @store: profiles and accounts, loaded
 * @catalogue: providers
 * @journal: state and history
 * @settings: (nullable): as of sp_settings_open(); %NULL for the defaults
 *
 * Reads everything and decides, but looks for no address and sends nothing: see sp_engine_start(),
 * sp_engine_check_async() and sp_engine_update_async().
 *
 * Returns: (transfer full): an engine
 */
SpEngine *
sp_engine_new (const SpWorld *world,
               SpStore *store,
               SpCatalogue *catalogue,
               SpJournal *journal,
               GSettings *settings)
{
  SpEngine *self = g_object_new (SP_TYPE_ENGINE, NULL);

  self->clock = g_object_ref (world->clock);
  self->transport = g_object_ref (world->transport);
  self->dns = g_object_ref (world->dns);
  self->secrets = g_object_ref (world->secrets);
  self->network = g_object_ref (world->network);
  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->journal = g_object_ref (journal);
  g_set_object (&self->settings, settings);
  self->detector = sp_detector_new (world->clock, world->transport, world->network);
  build_parts (self);
  connect_events (self);
  sp_counsel_decide (self->counsel);
  return self;
}

/**
 * sp_engine_start:
 * @self: an engine
 *
 * From now on it works by itself. The first look at the address is at once if something seems to
 * have changed, else within half a minute, so that not all machines of the world ask when they are
 * switched on.
 */
void
sp_engine_start (SpEngine *self)
{
  self->is_started = TRUE;
  prune_history (self);
  sp_pulse_start (self->pulse);
}

/**
 * sp_engine_reread:
 * @self: an engine
 *
 * To be called when the state may have changed: an engine that only views, because another Signpost
 * acts, sees what that one wrote, and takes over when it acts no more. Any other engine knows best.
 *
 * Returns: %TRUE if it only views from now on, too
 */
gboolean
sp_engine_reread (SpEngine *self)
{
  g_autoptr (GPtrArray) tasks = NULL;

  if (!is_view (self) || self->stopping != NULL)
    return FALSE;

  tasks = sp_wishes_take_all (self->wishes);
  answer (self, tasks);
  sp_journal_reopen (self->journal);
  drop_parts (self);
  build_parts (self);
  if (self->is_started)
    sp_engine_start (self);
  sp_pulse_queue (self->pulse);
  return is_view (self);
}

static void
stop_late_cb (gpointer user_data)
{
  SpEngine *self = user_data;

  sp_dispatcher_cancel (self->dispatcher);
  sp_rounds_cancel (self->rounds);
  sp_pulse_queue (self->pulse);
}

/**
 * sp_engine_stop_async:
 * @self: an engine
 * @callback: called when nothing is on the road any more
 * @user_data: for @callback
 *
 * Lets what is on the road end, for two seconds at most; what is cut short then is known to be
 * unknown. Nothing new is sent. Everybody who waits for a check or an update is told so.
 */
void
sp_engine_stop_async (SpEngine *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GPtrArray) tasks = sp_wishes_take_all (self->wishes);

  g_return_if_fail (self->stopping == NULL);

  for (guint i = 0; i < tasks->len; i++)
    g_task_return_new_error (tasks->pdata[i],
                             G_IO_ERROR,
                             G_IO_ERROR_CANCELLED,
                             "Signpost is being stopped");
  self->stopping = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stopping, sp_engine_stop_async);
  self->stop_alarm = sp_clock_add_alarm (self->clock,
                                         sp_clock_now (self->clock).boot_us + STOP_US,
                                         stop_late_cb,
                                         self);
  sp_pulse_stop (self->pulse);
  sp_rounds_cancel (self->rounds);
  sp_pulse_queue (self->pulse);
}

/**
 * sp_engine_stop_finish:
 * @self: an engine
 * @result: as handed to the callback
 * @error: not used so far
 *
 * Returns: %TRUE
 */
gboolean
sp_engine_stop_finish (SpEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sp_engine_set_view_only:
 * @self: an engine
 * @is_view_only: whether another Signpost of this person is at work
 *
 * The lock of the state keeps two from acting that share it. A native and a Flatpak copy do not,
 * and cannot see each other's: who sees that there is another one says so here.
 */
void
sp_engine_set_view_only (SpEngine *self, gboolean is_view_only)
{
  g_return_if_fail (SP_IS_ENGINE (self));

  self->is_view_only = is_view_only;
  sp_counsel_note_view_only (self->counsel, is_view_only);
  sp_pulse_queue (self->pulse);
}

/**
 * sp_engine_get_status:
 * @self: an engine
 *
 * Returns: (transfer full): what can be said at this moment
 */
SpStatus *
sp_engine_get_status (SpEngine *self)
{
  SpFacts facts = sp_counsel_decide (self->counsel);
  const SpViewpoint from = { .facts = &facts,
                             .store = self->store,
                             .journal = self->journal,
                             .roster = self->roster,
                             .rounds = self->rounds,
                             .obstacles = self->obstacles,
                             .pauses = self->pauses };

  return sp_view_make_status (&from);
}

static gboolean
check_ids (SpEngine *self, const char *const *profile_ids, GError **error)
{
  for (guint i = 0; profile_ids != NULL && profile_ids[i] != NULL; i++)
    if (sp_roster_lookup_entry (self->roster, profile_ids[i]) == NULL)
      {
        g_set_error (error,
                     SP_ERROR,
                     SP_ERROR_NOT_FOUND,
                     "there is no profile “%s”; “signpostctl profile list” shows them",
                     profile_ids[i]);
        return FALSE;
      }
  return TRUE;
}

/* A person waits: looks for the address at once, and answers @task when all is done. */
static void
add_wish (SpEngine *self, GTask *task, const char *const *profile_ids)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GError) error = NULL;
  SpFacts facts;

  if (!check_ids (self, profile_ids, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  sp_wishes_add (self->wishes, g_steal_pointer (&owned), profile_ids);
  sp_obstacles_forget_keyring (self->obstacles);
  facts = sp_counsel_gather_facts (self->counsel);
  if (sp_pulse_may_look (self->pulse, &facts))
    {
      /* who clicks wants to know what is now, not half a minute ago */
      sp_detector_forget (self->detector);
      sp_rounds_request (self->rounds, SP_ROUND_PERSON);
    }
  sp_pulse_queue (self->pulse);
}

/**
 * sp_engine_check_async:
 * @self: an engine
 * @profile_ids: (nullable) (array zero-terminated=1): ids of profiles; %NULL for all
 * @cancellable: (nullable): lets go of the answer
 * @callback: called when the address is known and compared
 * @user_data: for @callback
 *
 * Looks for the address and compares. Sends nothing by itself; a started engine may do so
 * afterwards, as ever.
 */
void
sp_engine_check_async (SpEngine *self,
                       const char *const *profile_ids,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_engine_check_async);
  add_wish (self, task, profile_ids);
}

/**
 * sp_engine_check_finish:
 * @self: an engine
 * @result: as handed to the callback
 * @error: %SP_ERROR_NOT_FOUND or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what can be said now
 */
SpStatus *
sp_engine_check_finish (SpEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sp_engine_update_async:
 * @self: an engine
 * @profile_ids: (nullable) (array zero-terminated=1): ids of profiles; %NULL for all
 * @flags: whether to send although nothing changed
 * @cancellable: (nullable): lets go of the answer
 * @callback: called when every attempt for these profiles has ended
 * @user_data: for @callback
 *
 * Looks for the address and sends what policy says is due, at once. A latch, a back-off after an
 * answer of the provider and its minimum distance stay in force.
 */
void
sp_engine_update_async (SpEngine *self,
                        const char *const *profile_ids,
                        SpUpdateFlags flags,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_engine_update_async);
  sp_wishes_click (self->wishes, self->roster, profile_ids);
  if ((flags & SP_UPDATE_FORCE) != 0)
    sp_wishes_force (self->wishes, self->roster, profile_ids, sp_clock_now (self->clock).wall_s);
  add_wish (self, task, profile_ids);
}

/**
 * sp_engine_update_finish:
 * @self: an engine
 * @result: as handed to the callback
 * @error: %SP_ERROR_NOT_FOUND or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what can be said now; failures of providers are part of it
 */
SpStatus *
sp_engine_update_finish (SpEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sp_engine_pause:
 * @self: an engine
 * @profile_ids: (nullable) (array zero-terminated=1): ids of profiles; %NULL pauses everything
 * @duration_s: for how long, or 0 until a person resumes
 * @error: %SP_ERROR_NOT_FOUND or %SP_ERROR_STORAGE
 *
 * Nothing is sent while paused. Holds over a restart.
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_engine_pause (SpEngine *self, const char *const *profile_ids, gint64 duration_s, GError **error)
{
  gboolean is_saved = check_ids (self, profile_ids, error) &&
                      sp_pauses_begin (self->pauses, profile_ids, duration_s, error);

  sp_pulse_queue (self->pulse);
  return is_saved;
}

/**
 * sp_engine_resume:
 * @self: an engine
 * @profile_ids: (nullable) (array zero-terminated=1): ids of profiles; %NULL resumes everything
 * @error: %SP_ERROR_NOT_FOUND or %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_engine_resume (SpEngine *self, const char *const *profile_ids, GError **error)
{
  gboolean is_saved = check_ids (self, profile_ids, error) &&
                      sp_pauses_end (self->pauses, profile_ids, error);

  sp_pulse_queue (self->pulse);
  return is_saved;
}

/**
 * sp_engine_retry:
 * @self: an engine
 * @profile_id: id of a profile
 * @error: %SP_ERROR_NOT_FOUND, %SP_ERROR_STORAGE, or %SP_ERROR_BAD_INPUT if that was wished less
 *   than five minutes ago
 *
 * “Try again”: lifts what waits for a person, and the back-off unless the provider itself asked to
 * wait; one attempt follows.
 *
 * Returns: %TRUE if it was granted
 */
gboolean
sp_engine_retry (SpEngine *self, const char *profile_id, GError **error)
{
  const char *const ids[] = { profile_id, NULL };
  gint64 now_s = sp_clock_now (self->clock).wall_s;
  g_autoptr (GPtrArray) records = NULL;

  if (!check_ids (self, ids, error))
    return FALSE;

  records = sp_wishes_retry (self->wishes, self->roster, profile_id, now_s, error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    sp_diary_note_state (self->journal, records->pdata[i], SP_DIARY_RELEASED, now_s);
  sp_dispatcher_save (self->dispatcher, records);
  sp_obstacles_forget_keyring (self->obstacles);
  sp_pulse_queue (self->pulse);
  return TRUE;
}

static void
unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpEngine) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_open = sp_secrets_unlock_finish (SP_SECRETS (object), result, &error);

  if (self->pulse == NULL)
    return;

  if (is_open)
    sp_obstacles_forget_keyring (self->obstacles);
  else if (g_error_matches (error, SP_ERROR, SP_ERROR_SECRETS_DISMISSED))
    sp_obstacles_note_dismissed (self->obstacles);
  sp_pulse_queue (self->pulse);
}

/**
 * sp_engine_unlock:
 * @self: an engine
 *
 * Asks the person to unlock the keyring. Only ever after a click, or once after login.
 */
void
sp_engine_unlock (SpEngine *self)
{
  sp_secrets_unlock_async (self->secrets, self->cancellable, unlocked_cb, g_object_ref (self));
}

/**
 * sp_engine_credentials_changed:
 * @self: an engine
 * @account_id: an account
 *
 * A person stored other credentials for the account: what they cure is tried once more. An account
 * whose fields changed needs no such call.
 */
void
sp_engine_credentials_changed (SpEngine *self, const char *account_id)
{
  g_autoptr (GPtrArray) records = sp_roster_lift_latches_of_account (self->roster, account_id);

  sp_dispatcher_save (self->dispatcher, records);
  sp_obstacles_forget_keyring (self->obstacles);
  sp_pulse_queue (self->pulse);
}

/**
 * sp_engine_get_detector:
 * @self: an engine
 *
 * Returns: (transfer none): who looks for addresses; a rehearsal that uses it asks nobody twice
 */
SpDetector *
sp_engine_get_detector (SpEngine *self)
{
  return self->detector;
}
