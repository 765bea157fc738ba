/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-detector.h"

#include "address/sp-topic.h"

struct _SpDetector
{
  GObject parent_instance;

  SpClock *clock;         /* (owned) */
  SpTransport *transport; /* (owned) */
  SpNetwork *network;     /* (owned) */
  char **lines;           /* (owned): the person's own echo services, as written */
  guint rotation;
  SpEchoPool *pool;   /* (owned) (nullable): made when first needed */
  GHashTable *named;  /* (element-type utf8 SpEchoPool) (owned): of the URLs people chose */
  GHashTable *topics; /* (element-type utf8 SpTopic) (owned): by family and source */
};

G_DEFINE_FINAL_TYPE (SpDetector, sp_detector, G_TYPE_OBJECT)

static void
sp_detector_finalize (GObject *object)
{
  SpDetector *self = SP_DETECTOR (object);

  g_clear_pointer (&self->topics, g_hash_table_unref);
  g_clear_pointer (&self->named, g_hash_table_unref);
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
  self->topics =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_topic_free);
  self->named =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_echo_pool_unref);
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

/* One for both families of an URL: a pause that its server asks for is about both. */
static SpEchoPool *
ensure_named_pool (SpDetector *self, const char *url)
{
  SpEchoPool *pool = g_hash_table_lookup (self->named, url);
  g_autoptr (SpEchoService) service = NULL;

  if (pool != NULL)
    return pool;

  service = sp_echo_service_new_from_line (url, NULL);
  pool = sp_echo_pool_new_named (self->clock, service);
  g_hash_table_insert (self->named, g_strdup (url), pool);
  return pool;
}

static SpTopic *
ensure_topic (SpDetector *self,
              SpFamily family,
              const char *source,
              SpSourceKind kind,
              const char *argument)
{
  g_autofree char *key = make_key (family, source);
  SpTopic *topic = g_hash_table_lookup (self->topics, key);

  if (topic == NULL)
    {
      topic = sp_topic_new (self->clock, self->transport, self->network, family, kind, argument);
      g_hash_table_insert (self->topics, g_steal_pointer (&key), topic);
    }
  return topic;
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

  g_clear_pointer (&self->lines, g_strfreev);
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
  gpointer topic;

  g_hash_table_iter_init (&iter, self->topics);
  while (g_hash_table_iter_next (&iter, NULL, &topic))
    sp_topic_forget (topic);
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
  SpSourceKind kind;
  const char *argument;
  SpEchoPool *pool;

  g_task_set_source_tag (task, sp_detector_detect_async);
  if (!sp_source_parse (source, &kind, &argument, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  pool = kind == SP_SOURCE_URL ? ensure_named_pool (self, argument) : ensure_pool (self);
  sp_topic_ask (ensure_topic (self, family, source, kind, argument),
                pool,
                confirmed,
                g_steal_pointer (&task));
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
  SpTopic *topic = g_hash_table_lookup (self->topics, key);

  if (topic == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_source_answer_free);
  return g_ptr_array_ref (sp_topic_get_answers (topic));
}
