/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-dispatcher.h"

#include "engine/sp-attempt.h"
#include "engine/sp-diary.h"
#include "engine/sp-lanes.h"
#include "engine/sp-notes.h"
#include "engine/sp-record.h"

struct _SpDispatcher
{
  GObject parent_instance;

  SpWays ways;               /* (owned members) */
  SpSecrets *secrets;        /* (owned) */
  SpJournal *journal;        /* (owned) */
  SpRoster *roster;          /* (unowned) (nullable): the engine's, until sp_dispatcher_close() */
  SpLanes *lanes;            /* (owned) */
  GCancellable *cancellable; /* (owned) */
  SpObstacles *obstacles;    /* (owned) */
  SpNotes *zones;            /* (owned): the shelf of the memory in ways */
  SpDispatcherCheck check;
  gpointer check_data; /* (unowned): the engine, which closes us before it goes */
};

G_DEFINE_FINAL_TYPE (SpDispatcher, sp_dispatcher, G_TYPE_OBJECT)

enum
{
  CHANGED,
  OUTCOME,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One attempt on the road. */
typedef struct
{
  SpDispatcher *dispatcher; /* (owned) */
  SpParcel *parcel;         /* (owned) */
  GPtrArray *traces;        /* (owned) (element-type SpTrace): of what was sent */
  guint n_changes;          /* of the keyring, when it was asked */
} Trip;

static void
trip_free (Trip *trip)
{
  g_clear_object (&trip->dispatcher);
  g_clear_pointer (&trip->parcel, sp_parcel_free);
  g_clear_pointer (&trip->traces, g_ptr_array_unref);
  g_free (trip);
}

static void
sp_dispatcher_dispose (GObject *object)
{
  SpDispatcher *self = SP_DISPATCHER (object);

  g_clear_pointer (&self->lanes, sp_lanes_free);
  g_clear_pointer (&self->obstacles, sp_obstacles_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->journal);
  g_clear_object (&self->secrets);
  if (self->ways.memory != NULL)
    sp_memory_set_shelf (self->ways.memory, NULL, NULL);
  sp_ways_clear (&self->ways);
  g_clear_pointer (&self->zones, sp_notes_free);

  G_OBJECT_CLASS (sp_dispatcher_parent_class)->dispose (object);
}

static void
sp_dispatcher_class_init (SpDispatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_dispatcher_dispose;

  signals[CHANGED] = g_signal_new ("changed",
                                   SP_TYPE_DISPATCHER,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  signals[OUTCOME] = g_signal_new ("outcome",
                                   SP_TYPE_DISPATCHER,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   3,
                                   G_TYPE_STRING,
                                   G_TYPE_STRING,
                                   G_TYPE_UINT);
}

static void
sp_dispatcher_init (SpDispatcher *self)
{
  self->cancellable = g_cancellable_new ();
}

static SpMember *
find_member (SpDispatcher *self, const SpShipment *shipment)
{
  if (self->roster == NULL)
    return NULL;
  return sp_roster_lookup_member (self->roster,
                                  shipment->profile_id,
                                  shipment->host,
                                  shipment->family);
}

static void
set_claimed (SpDispatcher *self, SpParcel *parcel, gboolean is_claimed)
{
  GPtrArray *shipments = sp_parcel_get_shipments (parcel);

  for (guint i = 0; i < shipments->len; i++)
    {
      SpMember *member = find_member (self, shipments->pdata[i]);

      if (member != NULL)
        member->is_claimed = is_claimed;
    }
}

static const char *
get_account_id (const SpParcel *parcel)
{
  return sp_account_get_id (sp_parcel_get_account (parcel));
}

static gboolean
is_still_wanted (const SpMember *member, const SpShipment *shipment)
{
  return member != NULL && member->generation == shipment->generation && member->decision.send &&
         member->wanted != NULL && sp_address_equal (member->wanted, shipment->address);
}

static void
put_back (SpMember *member, const SpShipment *shipment)
{
  if (shipment->old_intent != NULL)
    sp_record_note_intent (member->record, shipment->old_intent, &shipment->old_intent_at);
  else
    sp_record_withdraw_intent (member->record);
}

/* The intents of all are durable, or none is and nothing may be sent. */
static gboolean
save_intents (SpDispatcher *self, GPtrArray *members, GPtrArray *shipments, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  SpInstant now = sp_clock_now (self->ways.clock);

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];
      SpShipment *shipment = shipments->pdata[i];

      sp_record_note_intent (member->record, shipment->address, &now);
      g_ptr_array_add (records, member->record);
    }
  if (sp_journal_save_intents (self->journal, records, error))
    return TRUE;

  for (guint i = 0; i < members->len; i++)
    put_back (members->pdata[i], shipments->pdata[i]);
  g_prefix_error (error, "noting what is about to be sent: ");
  return FALSE;
}

/* The last moment to say no: the keyring may have taken its time. */
static gboolean
gate (SpParcel *parcel, gpointer user_data, GError **error)
{
  SpDispatcher *self = user_data;
  GPtrArray *shipments = sp_parcel_get_shipments (parcel);
  g_autoptr (GPtrArray) members = g_ptr_array_new ();

  if (self->check != NULL)
    self->check (self->check_data);
  for (guint i = 0; i < shipments->len; i++)
    {
      SpMember *member = find_member (self, shipments->pdata[i]);

      if (!is_still_wanted (member, shipments->pdata[i]))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "it is no longer to be sent");
          return FALSE;
        }
      g_ptr_array_add (members, member);
    }

  if (!save_intents (self, members, shipments, error))
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    ((SpMember *) members->pdata[i])->in_flight = TRUE;
  sp_obstacles_note_passed (self->obstacles, get_account_id (parcel));
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static void
note_outcome (SpDispatcher *self,
              SpMember *member,
              const SpShipment *shipment,
              SpOutcome *outcome,
              const SpInstant *now)
{
  gboolean was_latched = member->record->latched;

  member->in_flight = FALSE;
  member->is_claimed = FALSE;
  member->clicked = FALSE;
  member->forced = FALSE;
  member->retried = FALSE;
  if (outcome == NULL)
    {
      put_back (member, shipment);
      return;
    }

  sp_diary_note_attempt (self->journal, shipment, member->record->acked, outcome, now->wall_s);
  sp_record_note_outcome (member->record, shipment->address, shipment->was_refresh, outcome, now);
  /* this one was not done; of an earlier one with an unknown end nobody knows more than before */
  if (member->record->intent == NULL &&
      !sp_outcome_class_is_success (sp_outcome_get_class (outcome)))
    put_back (member, shipment);
  if (member->record->latched && !was_latched)
    sp_diary_note_state (self->journal, member->record, SP_DIARY_LATCHED, now->wall_s);
}

/* The person changed meanwhile what this answer is about: it is history and nothing more. */
static void
note_stale_outcome (SpDispatcher *self,
                    SpMember *member,
                    const SpShipment *shipment,
                    SpOutcome *outcome,
                    const SpInstant *now)
{
  if (outcome != NULL)
    sp_diary_note_attempt (self->journal, shipment, NULL, outcome, now->wall_s);
  if (member == NULL)
    return;

  member->in_flight = FALSE;
  member->is_claimed = FALSE;
}

static void
note_outcomes (SpDispatcher *self, const Trip *trip, SpBatch *batch)
{
  GPtrArray *shipments = sp_parcel_get_shipments (trip->parcel);
  gint64 last_event = sp_journal_get_last_event_id (self->journal);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  SpInstant now = sp_clock_now (self->ways.clock);

  for (guint i = 0; i < shipments->len; i++)
    {
      SpShipment *shipment = shipments->pdata[i];
      SpOutcome *outcome = sp_batch_get_outcome (batch, shipment->position, shipment->family);
      SpMember *member = find_member (self, shipment);

      if (member == NULL || member->generation != shipment->generation)
        {
          note_stale_outcome (self, member, shipment, outcome, &now);
          continue;
        }
      note_outcome (self, member, shipment, outcome, &now);
      g_ptr_array_add (records, member->record);
    }
  sp_dispatcher_save (self, records);
  sp_diary_note_traces (self->journal, trip->traces, last_event);

  for (guint i = 0; i < shipments->len; i++)
    {
      SpShipment *shipment = shipments->pdata[i];

      g_signal_emit (self,
                     signals[OUTCOME],
                     0,
                     shipment->profile_id,
                     shipment->host,
                     (guint) shipment->family);
    }
}

static guint
get_gap_ms (const SpParcel *parcel)
{
  /* the owner of a server knows what it can take */
  if (sp_account_get_spacing_s (sp_parcel_get_account (parcel)) >= 0)
    return 0;
  return sp_recipe_get_gap_ms (sp_parcel_get_recipe (parcel));
}

/* A keyring that changed while it was asked may have answered for how it was before: nobody would
 * tell of that change again, so the same is asked once more. */
static void
note_failure (SpDispatcher *self, const Trip *trip, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      trip->n_changes == sp_obstacles_get_n_changes (self->obstacles))
    sp_obstacles_note (self->obstacles, get_account_id (trip->parcel), error);
}

/* Only a shortcut: what cannot be saved is asked for again. */
static void
note_zones (SpDispatcher *self)
{
  g_autoptr (GError) error = NULL;

  if (!sp_notes_save (self->zones, &error))
    g_debug ("zones are not remembered: %s", error->message);
}

static void
returned_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Trip *trip = user_data;
  g_autoptr (SpDispatcher) self = g_object_ref (trip->dispatcher);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpBatch) batch = sp_attempt_run_finish (result, &error);

  sp_lanes_leave (self->lanes,
                  sp_parcel_get_server (trip->parcel),
                  batch != NULL ? get_gap_ms (trip->parcel) : 0);
  /* closed: the intents stay on disk, and the next start knows that the end is unknown */
  if (self->roster != NULL && batch != NULL)
    {
      note_outcomes (self, trip, batch);
      note_zones (self);
    }
  else if (self->roster != NULL)
    {
      set_claimed (self, trip->parcel, FALSE);
      note_failure (self, trip, error);
    }
  trip_free (trip);
  if (self->roster != NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
traced_cb (const SpTrace *trace, gpointer user_data)
{
  Trip *trip = user_data;

  g_ptr_array_add (trip->traces, sp_trace_copy (trace));
}

static void
send_parcel (SpDispatcher *self, SpMember *leader)
{
  Trip *trip = g_new0 (Trip, 1);
  SpWays ways = self->ways;

  ways.trace = traced_cb;
  ways.trace_data = trip;
  trip->traces = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_trace_free);
  trip->dispatcher = g_object_ref (self);
  trip->parcel = sp_parcel_pack (sp_roster_get_entries (self->roster), leader);
  trip->n_changes = sp_obstacles_get_n_changes (self->obstacles);
  set_claimed (self, trip->parcel, TRUE);
  sp_lanes_enter (self->lanes, sp_parcel_get_server (trip->parcel));
  sp_attempt_run_async (&ways,
                        self->secrets,
                        trip->parcel,
                        gate,
                        self,
                        self->cancellable,
                        returned_cb,
                        trip);
}

/* New names and waiting people first, then changes, then refreshes. */
static guint
get_rank (const SpMember *member)
{
  if (member->clicked || member->forced || member->record->acked == NULL)
    return 0;
  return member->decision.reason == SP_REASON_REFRESH ? 2 : 1;
}

static SpMember *
find_next (SpDispatcher *self)
{
  GPtrArray *members = sp_roster_get_members (self->roster);
  SpMember *best = NULL;

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];

      if (member->is_ready && !member->is_claimed &&
          sp_lanes_is_free (self->lanes, member->entry->server) &&
          (best == NULL || get_rank (member) < get_rank (best)))
        best = member;
    }
  return best;
}

static const char *
load_zone (const char *key, gpointer user_data)
{
  return sp_notes_get (user_data, key);
}

static void
save_zone (const char *key, const char *zone, gpointer user_data)
{
  sp_notes_set_later (user_data, key, zone);
}

static const SpMemoryShelf shelf = { load_zone, save_zone };

/**
 * sp_dispatcher_new:
 * @world: the world
 * @journal: the memory
 * @roster: (transfer none): the targets; must live until sp_dispatcher_close()
 *
 * Returns: (transfer full): a dispatcher
 */
SpDispatcher *
sp_dispatcher_new (const SpWorld *world, SpJournal *journal, SpRoster *roster)
{
  SpDispatcher *self = g_object_new (SP_TYPE_DISPATCHER, NULL);
  g_autoptr (SpMemory) memory = sp_memory_new ();
  const SpWays ways = { .clock = world->clock,
                        .transport = world->transport,
                        .dns = world->dns,
                        .memory = memory };

  self->zones = sp_notes_new (journal, "zones");
  sp_memory_set_shelf (memory, &shelf, self->zones);
  sp_ways_init (&self->ways, &ways);
  self->secrets = g_object_ref (world->secrets);
  self->journal = g_object_ref (journal);
  self->roster = roster;
  self->lanes = sp_lanes_new (world->clock);
  self->obstacles = sp_obstacles_new (world->clock, journal);
  return self;
}

/**
 * sp_dispatcher_set_check:
 * @self: a dispatcher
 * @check: makes the decisions anew
 * @user_data: (unowned): for @check
 */
void
sp_dispatcher_set_check (SpDispatcher *self, SpDispatcherCheck check, gpointer user_data)
{
  self->check = check;
  self->check_data = user_data;
}

/**
 * sp_dispatcher_close:
 * @self: a dispatcher
 *
 * The engine goes: cancels what is on the road and touches neither roster nor engine any more.
 */
void
sp_dispatcher_close (SpDispatcher *self)
{
  self->roster = NULL;
  self->check = NULL;
  g_cancellable_cancel (self->cancellable);
}

/**
 * sp_dispatcher_run:
 * @self: a dispatcher
 *
 * Sends every target that is ready and whose server has a free lane.
 */
void
sp_dispatcher_run (SpDispatcher *self)
{
  SpMember *next;

  while ((next = find_next (self)) != NULL)
    send_parcel (self, next);
}

/**
 * sp_dispatcher_get_next_us:
 * @self: a dispatcher
 *
 * Returns: when a target that is ready can go, on the boot clock in microseconds; G_MAXINT64 if none
 *   is ready or the end of another attempt will tell
 */
gint64
sp_dispatcher_get_next_us (SpDispatcher *self)
{
  GPtrArray *members = sp_roster_get_members (self->roster);
  gint64 next_us = G_MAXINT64;

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];

      if (member->is_ready && !member->is_claimed)
        next_us = MIN (next_us, sp_lanes_get_free_us (self->lanes, member->entry->server));
    }
  return next_us;
}

/**
 * sp_dispatcher_cancel:
 * @self: a dispatcher
 *
 * Ends what is on the road; “changed” tells when each has ended.
 */
void
sp_dispatcher_cancel (SpDispatcher *self)
{
  g_autoptr (GCancellable) cancellable = self->cancellable;

  self->cancellable = g_cancellable_new ();
  g_cancellable_cancel (cancellable);
}

/**
 * sp_dispatcher_is_idle:
 * @self: a dispatcher
 *
 * Returns: %TRUE if nothing is on the road
 */
gboolean
sp_dispatcher_is_idle (SpDispatcher *self)
{
  return sp_lanes_get_n_busy (self->lanes) == 0;
}

/**
 * sp_dispatcher_get_obstacles:
 * @self: a dispatcher
 *
 * Returns: (transfer none): what stood in the way of the last attempts
 */
SpObstacles *
sp_dispatcher_get_obstacles (SpDispatcher *self)
{
  return self->obstacles;
}

/**
 * sp_dispatcher_save:
 * @self: a dispatcher
 * @records: (element-type SpTarget): memories that changed
 *
 * Writes them. If that fails, nothing is sent until it works again: an outcome that is only in
 * memory would be sent once more after a restart.
 *
 * Returns: %TRUE if they are on disk
 */
gboolean
sp_dispatcher_save (SpDispatcher *self, GPtrArray *records)
{
  g_autoptr (GError) error = NULL;

  if (records->len == 0)
    return TRUE;

  if (!sp_journal_save_targets (self->journal, records, &error))
    {
      sp_obstacles_note (self->obstacles, NULL, error);
      return FALSE;
    }
  sp_obstacles_note_passed (self->obstacles, NULL);
  return TRUE;
}
