/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-detector.h"

#include "address/sp-echo-pool.h"
#include "address/sp-round.h"
#include "address/sp-source.h"

#define SHARE_S    30
#define PREVIOUS_S 3600 /* how long a finding may stand in when nobody may be asked */

/* Somebody who waits for a finding. */
typedef struct
{
  GTask *task;        /* (owned) */
  GSource *cancelled; /* (owned) (nullable) */
} Waiter;

/* What is known for one (family, source specification). */
typedef struct
{
  SpDetector *detector; /* (unowned): owns the topic */
  SpFamily family;
  SpSourceKind kind;
  char *argument;     /* (owned) */
  SpEchoPool *named;  /* (owned) (nullable): of the URL a person named */
  SpFinding *finding; /* (owned) (nullable): of the last round */
  SpInstant finished_at;
  gboolean is_forgotten; /* something changed since @finding */
  SpAddress *believed;   /* (owned) (nullable) */
  SpInstant believed_at;
  GPtrArray *answers; /* (element-type SpSourceAnswer) (owned) (nullable) */

  SpRound *round;            /* (owned) (nullable): the one that runs */
  GCancellable *cancellable; /* (owned) (nullable): ends @round */
  SpAddress *confirmed;      /* (owned) (nullable): what @round was told is published */
  GPtrArray *waiters;        /* (element-type Waiter) (owned) */
} Topic;

struct _SpDetector
{
  GObject parent_instance;

  SpClock *clock;         /* (owned) */
  SpTransport *transport; /* (owned) */
  SpNetwork *network;     /* (owned) */
  char **lines;           /* (owned): the person's own echo services, as written */
  guint rotation;
  SpEchoPool *pool;   /* (owned) (nullable): made when first needed */
  GHashTable *topics; /* (element-type utf8 Topic) (owned) */
};

G_DEFINE_FINAL_TYPE (SpDetector, sp_detector, G_TYPE_OBJECT)

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
stop_round (Topic *topic)
{
  g_cancellable_cancel (topic->cancellable);
  g_clear_object (&topic->cancellable);
  g_clear_object (&topic->round);
}

static void
topic_free (gpointer data)
{
  Topic *topic = data;

  stop_round (topic);
  g_clear_pointer (&topic->argument, g_free);
  g_clear_pointer (&topic->named, sp_echo_pool_unref);
  g_clear_pointer (&topic->finding, sp_finding_unref);
  g_clear_pointer (&topic->believed, sp_address_unref);
  g_clear_pointer (&topic->confirmed, sp_address_unref);
  g_clear_pointer (&topic->answers, g_ptr_array_unref);
  g_clear_pointer (&topic->waiters, g_ptr_array_unref);
  g_free (topic);
}

static void
sp_detector_finalize (GObject *object)
{
  SpDetector *self = SP_DETECTOR (object);

  g_clear_pointer (&self->topics, g_hash_table_unref);
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
  g_clear_pointer (&self->lines, g_strfreev);
  g_clear_object (&self->clock);
  g_clear_object (&self->transport);
  g_clear_object (&self->network);

  G_OBJECT_CLASS (sp_detector_parent_class)->finalize (object);
}

static void
sp_detector_class_init (SpDetectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_detector_finalize;
}

static void
sp_detector_init (SpDetector *self)
{
  self->topics = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, topic_free);
  self->lines = g_new0 (char *, 1);
  self->rotation = g_random_int ();
}

static GPtrArray *
list_own_services (const char *const *lines)
{
  GPtrArray *services = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_echo_service_unref);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      SpEchoService *service = sp_echo_service_new_from_line (lines[i], &error);

      if (service != NULL)
        g_ptr_array_add (services, service);
      else
        g_message ("leaving out an echo service of the settings: %s", error->message);
    }
  return services;
}

static SpEchoPool *
ensure_pool (SpDetector *self)
{
  g_autoptr (GPtrArray) services = NULL;

  if (self->pool != NULL)
    return self->pool;

  if (self->lines[0] != NULL)
    services = list_own_services ((const char *const *) self->lines);
  else
    services = sp_echo_service_list_builtin ();

  self->pool = sp_echo_pool_new (self->clock, services, self->rotation);
  return self->pool;
}

static char *
make_key (SpFamily family, const char *source)
{
  return g_strdup_printf ("%s %s", sp_family_to_string (family), source);
}

static Topic *
ensure_topic (SpDetector *self, SpFamily family, const char *source, GError **error)
{
  g_autofree char *key = make_key (family, source);
  Topic *topic = g_hash_table_lookup (self->topics, key);
  SpSourceKind kind;
  const char *argument;

  if (topic != NULL)
    return topic;

  if (!sp_source_parse (source, &kind, &argument, error))
    return NULL;

  topic = g_new0 (Topic, 1);
  topic->detector = self;
  topic->family = family;
  topic->kind = kind;
  topic->argument = g_strdup (argument);
  topic->waiters = g_ptr_array_new_with_free_func (waiter_free);
  if (kind == SP_SOURCE_URL)
    {
      g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (argument, NULL);

      topic->named = sp_echo_pool_new_named (self->clock, service);
    }
  g_hash_table_insert (self->topics, g_steal_pointer (&key), topic);
  return topic;
}

static gboolean
can_share (SpDetector *self, const Topic *topic)
{
  SpInstant now = sp_clock_now (self->clock);

  return topic->finding != NULL && !topic->is_forgotten &&
         sp_instant_elapsed_s (&topic->finished_at, &now) < SHARE_S;
}

/* An older finding that may be repeated when every service was asked too often. */
static SpFinding *
get_previous (SpDetector *self, const Topic *topic)
{
  SpInstant now = sp_clock_now (self->clock);

  if (topic->finding == NULL || topic->is_forgotten ||
      sp_finding_get_state (topic->finding) != SP_FINDING_KNOWN ||
      sp_instant_elapsed_s (sp_finding_get_when (topic->finding), &now) >= PREVIOUS_S)
    return NULL;
  return topic->finding;
}

static gboolean
is_unsettled (const Topic *topic)
{
  return topic->finding == NULL || topic->is_forgotten ||
         sp_finding_get_state (topic->finding) != SP_FINDING_KNOWN;
}

static SpRound *
make_round (SpDetector *self, const Topic *topic)
{
  SpRoundInput input = {
    .family = topic->family,
    .kind = topic->kind,
    .interface = topic->kind == SP_SOURCE_INTERFACE ? topic->argument : NULL,
    .pool = topic->named != NULL ? topic->named : ensure_pool (self),
    .confirmed = topic->confirmed,
    .believed = topic->believed,
    .believed_at = topic->believed_at,
    .previous = get_previous (self, topic),
    .urgency = is_unsettled (topic) ? SP_ECHO_CHANGE : SP_ECHO_ROUTINE,
  };

  return sp_round_new (self->clock, self->transport, self->network, &input);
}

static void
answer_waiters (Topic *topic)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&topic->waiters);
  g_autoptr (SpFinding) finding = sp_finding_ref (topic->finding);

  topic->waiters = g_ptr_array_new_with_free_func (waiter_free);
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = g_ptr_array_index (waiters, i);

      g_task_return_pointer (waiter->task,
                             sp_finding_ref (finding),
                             (GDestroyNotify) sp_finding_unref);
    }
}

static void
keep_finding (SpDetector *self, Topic *topic, SpFinding *finding)
{
  SpAddress *address = sp_finding_get_address (finding);

  g_clear_pointer (&topic->finding, sp_finding_unref);
  topic->finding = sp_finding_ref (finding);
  topic->finished_at = sp_clock_now (self->clock);
  topic->is_forgotten = FALSE;
  g_clear_pointer (&topic->answers, g_ptr_array_unref);
  topic->answers = g_ptr_array_ref (sp_round_get_answers (topic->round));

  if (address == NULL)
    return;

  if (sp_round_is_confirmed_outside (topic->round))
    topic->believed_at = topic->finished_at;
  g_clear_pointer (&topic->believed, sp_address_unref);
  topic->believed = sp_address_ref (address);
}

static void
round_ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpRound *round = SP_ROUND (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpFinding) finding = sp_round_run_finish (round, result, &error);
  Topic *topic = user_data;

  /* A cancelled round was dropped by its topic, which may be gone by now. */
  if (finding == NULL || topic->round != round)
    return;

  keep_finding (topic->detector, topic, finding);
  g_clear_object (&topic->round);
  g_clear_object (&topic->cancellable);
  answer_waiters (topic);
}

static void
start_round (Topic *topic)
{
  topic->round = make_round (topic->detector, topic);
  topic->cancellable = g_cancellable_new ();
  sp_round_run_async (topic->round, topic->cancellable, round_ended_cb, topic);
}

static void
remove_waiter (Topic *topic, const GTask *task)
{
  for (guint i = 0; i < topic->waiters->len; i++)
    {
      const Waiter *waiter = g_ptr_array_index (topic->waiters, i);

      if (waiter->task == task)
        {
          g_ptr_array_remove_index_fast (topic->waiters, i);
          return;
        }
    }
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Topic *topic = g_task_get_task_data (task);

  remove_waiter (topic, task);
  if (topic->waiters->len == 0)
    stop_round (topic);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (Topic *topic, GTask *task)
{
  Waiter *waiter = g_new0 (Waiter, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, topic, NULL);
  waiter->task = task;
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (waiter->cancelled, g_main_context_get_thread_default ());
    }
  g_ptr_array_add (topic->waiters, waiter);
}

/**
 * sp_detector_new:
 * @clock: the clock
 * @transport: the way to the echo services
 * @network: the kernel's facts
 *
 * Returns: (transfer full): a detector that knows nothing yet and asks nobody by itself
 */
SpDetector *
sp_detector_new (SpClock *clock, SpTransport *transport, SpNetwork *network)
{
  SpDetector *self = g_object_new (SP_TYPE_DETECTOR, NULL);

  self->clock = g_object_ref (clock);
  self->transport = g_object_ref (transport);
  self->network = g_object_ref (network);
  return self;
}

/**
 * sp_detector_set_echo_services:
 * @self: a detector
 * @services: (nullable): the person's own list, see sp_echo_service_new_from_line(); empty means
 *   the services Signpost knows. A line that is wrong is left out and logged
 *
 * When the list holds no two independent services, one answer is enough: the person chose that.
 */
void
sp_detector_set_echo_services (SpDetector *self, const char *const *services)
{
  const char *const *old = (const char *const *) self->lines;
  static const char *const none[] = { NULL };

  if (services == NULL)
    services = none;
  if (g_strv_equal (old, services))
    return;

  g_strfreev (self->lines);
  self->lines = g_strdupv ((char **) services);
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
}

/**
 * sp_detector_set_rotation:
 * @self: a detector
 * @start: any number; decides which of equal services is asked first
 *
 * Random from the start, so that not all installations ask the same service first; a test sets
 * it. Starts the standing of all services anew.
 */
void
sp_detector_set_rotation (SpDetector *self, guint start)
{
  self->rotation = start;
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
}

/**
 * sp_detector_forget:
 * @self: a detector
 *
 * Something changed (network, resume) or a person asked: no finding so far may be shared any more,
 * and rounds that run begin anew. That the world confirmed an address of the kernel's is
 * remembered for its day.
 */
void
sp_detector_forget (SpDetector *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->topics);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Topic *topic = value;

      topic->is_forgotten = TRUE;
      if (topic->round == NULL)
        continue;
      stop_round (topic);
      start_round (topic);
    }
}

/**
 * sp_detector_detect_async:
 * @self: a detector
 * @family: the family wanted
 * @source: `automatic`, `echo`, `interface:IF` or `url:URL`
 * @confirmed: (nullable): the address that is published and was confirmed; one source is enough
 *   to confirm it again
 * @cancellable: (nullable): ends this wait, and the round when nobody else waits
 * @callback: called when there is a finding
 * @user_data: for @callback
 */
void
sp_detector_detect_async (SpDetector *self,
                          SpFamily family,
                          const char *source,
                          SpAddress *confirmed,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  Topic *topic = ensure_topic (self, family, source, &error);

  g_task_set_source_tag (task, sp_detector_detect_async);
  if (topic == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (can_share (self, topic))
    {
      g_task_return_pointer (task,
                             sp_finding_ref (topic->finding),
                             (GDestroyNotify) sp_finding_unref);
      return;
    }

  add_waiter (topic, g_steal_pointer (&task));
  if (topic->round != NULL)
    return;

  g_clear_pointer (&topic->confirmed, sp_address_unref);
  topic->confirmed = confirmed != NULL ? sp_address_ref (confirmed) : NULL;
  start_round (topic);
}

/**
 * sp_detector_detect_finish:
 * @self: a detector
 * @result: the result
 * @error: %SP_ERROR_BAD_INPUT if the source cannot be read, %G_IO_ERROR_CANCELLED
 *
 * That nobody could tell the address is not an error but the finding “unknown”, with its reason.
 *
 * Returns: (transfer full) (nullable): the finding
 */
SpFinding *
sp_detector_detect_finish (SpDetector *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sp_detector_list_answers:
 * @self: a detector
 * @family: a family
 * @source: a source specification
 *
 * Returns: (transfer container) (element-type SpSourceAnswer): what each source said in the last
 *   round, in the order asked; empty before the first
 */
GPtrArray *
sp_detector_list_answers (SpDetector *self, SpFamily family, const char *source)
{
  g_autofree char *key = make_key (family, source);
  const Topic *topic = g_hash_table_lookup (self->topics, key);

  if (topic == NULL || topic->answers == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_source_answer_free);
  return g_ptr_array_ref (topic->answers);
}
