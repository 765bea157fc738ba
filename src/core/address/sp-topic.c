/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-topic.h"

#include "address/sp-round.h"
#include "address/sp-source-answer.h"

#define SHARE_S    30
#define PREVIOUS_S 3600 /* how long a finding may stand in when nobody may be asked */

/* Somebody who waits for a finding. */
typedef struct
{
  GTask *task;        /* (owned) */
  GSource *cancelled; /* (owned) (nullable) */
} Waiter;

struct _SpTopic
{
  SpClock *clock;         /* (owned) */
  SpTransport *transport; /* (owned) */
  SpNetwork *network;     /* (owned) */

  SpFamily family;
  SpSourceKind kind;
  char *argument;   /* (owned) */
  SpEchoPool *pool; /* (owned) (nullable): whom to ask; set by sp_topic_ask() */

  SpFinding *finding; /* (owned) (nullable): of the last round */
  SpInstant finished_at;
  gboolean is_forgotten; /* something changed since */
  SpAddress *believed;   /* (owned) (nullable) */
  SpInstant believed_at; /* when the world outside last confirmed it */
  GPtrArray *answers;    /* (element-type SpSourceAnswer) (owned): of the last round */

  SpRound *round;            /* (owned) (nullable): the one that runs */
  GCancellable *cancellable; /* (owned) (nullable): ends it */
  SpAddress *confirmed;      /* (owned) (nullable): what it was told is published */
  GPtrArray *waiters;        /* (element-type Waiter) (owned) */
};

static void
waiter_free (gpointer data)
{
  Waiter *waiter = data;

  if (waiter->cancelled != NULL)
    g_source_destroy (waiter->cancelled);
  g_clear_pointer (&waiter->cancelled, g_source_unref);
  g_clear_object (&waiter->task);
  g_free (waiter);
}

static void
stop_round (SpTopic *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->round);
}

static gboolean
can_share (const SpTopic *self)
{
  SpInstant now = sp_clock_now (self->clock);

  return self->finding != NULL && !self->is_forgotten &&
         sp_instant_elapsed_s (&self->finished_at, &now) < SHARE_S;
}

/* Whether something speaks for a change. */
static gboolean
is_unsettled (const SpTopic *self)
{
  return self->finding == NULL || self->is_forgotten ||
         sp_finding_get_state (self->finding) != SP_FINDING_KNOWN;
}

/* An older finding that may be repeated when every service was asked too often. */
static SpFinding *
get_previous (const SpTopic *self)
{
  SpInstant now = sp_clock_now (self->clock);

  if (is_unsettled (self) ||
      sp_instant_elapsed_s (sp_finding_get_when (self->finding), &now) >= PREVIOUS_S)
    return NULL;
  return self->finding;
}

static SpRound *
make_round (const SpTopic *self)
{
  SpRoundInput input = {
    .family = self->family,
    .kind = self->kind,
    .interface = self->kind == SP_SOURCE_INTERFACE ? self->argument : NULL,
    .pool = self->pool,
    .confirmed = self->confirmed,
    .believed = self->believed,
    .believed_at = self->believed_at,
    .previous = get_previous (self),
    .urgency = is_unsettled (self) ? SP_ECHO_CHANGE : SP_ECHO_ROUTINE,
  };

  return sp_round_new (self->clock, self->transport, self->network, &input);
}

static void
answer_waiters (SpTopic *self)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->waiters);
  g_autoptr (SpFinding) finding = sp_finding_ref (self->finding);

  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiters, i);

      g_task_return_pointer (waiter->task,
                             sp_finding_ref (finding),
                             (GDestroyNotify) sp_finding_unref);
    }
}

static void
keep_finding (SpTopic *self, SpFinding *finding)
{
  SpAddress *address = sp_finding_get_address (finding);

  g_clear_pointer (&self->finding, sp_finding_unref);
  self->finding = sp_finding_ref (finding);
  self->finished_at = sp_clock_now (self->clock);
  self->is_forgotten = FALSE;
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  self->answers = g_ptr_array_ref (sp_round_get_answers (self->round));

  if (address == NULL)
    return;

  if (sp_round_is_confirmed_outside (self->round))
    self->believed_at = self->finished_at;
  g_clear_pointer (&self->believed, sp_address_unref);
  self->believed = sp_address_ref (address);
}

static void
round_ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpRound *round = SP_ROUND (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpFinding) finding = sp_round_run_finish (round, result, &error);
  SpTopic *self = user_data;

  /* A cancelled round was dropped by its topic, which may be gone by now. */
  if (finding == NULL || self->round != round)
    return;

  keep_finding (self, finding);
  g_clear_object (&self->round);
  g_clear_object (&self->cancellable);
  answer_waiters (self);
}

static void
start_round (SpTopic *self)
{
  self->round = make_round (self);
  self->cancellable = g_cancellable_new ();
  sp_round_run_async (self->round, self->cancellable, round_ended_cb, self);
}

static void
remove_waiter (SpTopic *self, const GTask *task)
{
  for (guint i = 0; i < self->waiters->len; i++)
    {
      const Waiter *waiter = g_ptr_array_index (self->waiters, i);

      if (waiter->task == task)
        {
          g_ptr_array_remove_index_fast (self->waiters, i);
          return;
        }
    }
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  SpTopic *self = g_task_get_task_data (task);

  remove_waiter (self, task);
  if (self->waiters->len == 0)
    stop_round (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (SpTopic *self, GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, self, NULL);
  waiter->task = task;
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (waiter->cancelled, g_main_context_get_thread_default ());
    }
  g_ptr_array_add (self->waiters, waiter);
}

/**
 * sp_topic_new:
 * @clock: the clock
 * @transport: the way to the echo services
 * @network: the kernel's facts
 * @family: the family wanted
 * @kind: from where
 * @argument: the interface or the URL, "" for the kinds without one
 *
 * Returns: (transfer full): a topic of which nothing is known
 */
SpTopic *
sp_topic_new (SpClock *clock,
              SpTransport *transport,
              SpNetwork *network,
              SpFamily family,
              SpSourceKind kind,
              const char *argument)
{
  SpTopic *self = g_new0 (SpTopic, 1);

  self->clock = g_object_ref (clock);
  self->transport = g_object_ref (transport);
  self->network = g_object_ref (network);
  self->family = family;
  self->kind = kind;
  self->argument = g_strdup (argument);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_source_answer_free);
  self->waiters = g_ptr_array_new_with_free_func (waiter_free);
  return self;
}

/**
 * sp_topic_free:
 * @self: (transfer full): a topic that nobody waits for
 */
void
sp_topic_free (SpTopic *self)
{
  stop_round (self);
  g_clear_object (&self->clock);
  g_clear_object (&self->transport);
  g_clear_object (&self->network);
  g_clear_pointer (&self->argument, g_free);
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
  g_clear_pointer (&self->finding, sp_finding_unref);
  g_clear_pointer (&self->believed, sp_address_unref);
  g_clear_pointer (&self->confirmed, sp_address_unref);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_clear_pointer (&self->waiters, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_topic_ask:
 * @self: a topic
 * @pool: whom to ask outside, if a round begins
 * @confirmed: (nullable): the address that is published, if a round begins
 * @task: (transfer full): returns a #SpFinding, or is cancelled by its cancellable
 */
void
sp_topic_ask (SpTopic *self, SpEchoPool *pool, SpAddress *confirmed, GTask *task)
{
  if (can_share (self))
    {
      g_autoptr (GTask) owned = task;

      g_task_return_pointer (owned,
                             sp_finding_ref (self->finding),
                             (GDestroyNotify) sp_finding_unref);
      return;
    }

  add_waiter (self, task);
  if (self->round != NULL)
    return;

  sp_echo_pool_ref (pool);
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
  self->pool = pool;
  g_clear_pointer (&self->confirmed, sp_address_unref);
  self->confirmed = confirmed != NULL ? sp_address_ref (confirmed) : NULL;
  start_round (self);
}

/**
 * sp_topic_forget:
 * @self: a topic
 *
 * Something changed: the finding is not shared any more, and a round that runs begins anew.
 */
void
sp_topic_forget (SpTopic *self)
{
  self->is_forgotten = TRUE;
  if (self->round == NULL)
    return;

  stop_round (self);
  start_round (self);
}

/**
 * sp_topic_get_answers:
 * @self: a topic
 *
 * Returns: (transfer none) (element-type SpSourceAnswer): what each source said in the last round
 */
GPtrArray *
sp_topic_get_answers (SpTopic *self)
{
  return self->answers;
}
