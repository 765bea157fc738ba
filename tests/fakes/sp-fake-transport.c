/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-transport.h"

#include <string.h>

typedef struct
{
  char *url_glob; /* (owned) */
  SpReply *reply; /* (owned) (nullable) */
  GError *error;  /* (owned) (nullable) */
} Expectation;

typedef struct
{
  SpRequest *request; /* (owned) */
  SpInstant when;
} Record;

typedef struct
{
  SpFakeTransport *transport; /* (unowned): the source object of the task */
  GTask *task;                /* (owned) */
  SpReply *reply;             /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  SpAlarm *alarm;             /* (owned) (nullable): when it answers */
  gulong cancelled_id;
} Exchange;

struct _SpFakeTransport
{
  GObject parent_instance;

  SpClock *clock;       /* (owned) */
  GQueue expectations;  /* (element-type Expectation) (owned) */
  GArray *records;      /* (element-type Record) (owned) */
  GPtrArray *in_flight; /* (element-type Exchange) (owned) */
  guint most_in_flight;
  guint latency_ms;
  SpFakeHandler handler;
  gpointer handler_data; /* (unowned): belongs to the test */
};

static void sp_fake_transport_transport_init (SpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpFakeTransport,
                               sp_fake_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_TRANSPORT,
                                                      sp_fake_transport_transport_init))

static void
expectation_free (Expectation *self)
{
  g_free (self->url_glob);
  g_clear_pointer (&self->reply, sp_reply_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
record_clear (Record *self)
{
  g_clear_pointer (&self->request, sp_request_unref);
}

static void
exchange_free (Exchange *self)
{
  g_clear_pointer (&self->alarm, sp_alarm_free);
  g_clear_pointer (&self->reply, sp_reply_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->task);
  g_free (self);
}

/* Takes the exchange out of the list and answers its task. */
static void
finish_exchange (Exchange *exchange)
{
  GPtrArray *in_flight = exchange->transport->in_flight;
  g_autoptr (GTask) task = g_steal_pointer (&exchange->task);
  g_autoptr (SpReply) reply = g_steal_pointer (&exchange->reply);
  g_autoptr (GError) error = g_steal_pointer (&exchange->error);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_cancellable_disconnect (cancellable, exchange->cancelled_id);
  g_ptr_array_remove (in_flight, exchange);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) sp_reply_unref);
}

static void
answered_cb (gpointer user_data)
{
  finish_exchange (user_data);
}

static gboolean
cancelled_idle_cb (gpointer user_data)
{
  Exchange *exchange = user_data;

  g_clear_pointer (&exchange->reply, sp_reply_unref);
  g_clear_error (&exchange->error);
  g_cancellable_set_error_if_cancelled (g_task_get_cancellable (exchange->task), &exchange->error);
  finish_exchange (exchange);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Exchange *exchange = user_data;

  /* g_cancellable_disconnect() from inside this handler would deadlock */
  g_clear_pointer (&exchange->alarm, sp_alarm_free);
  g_idle_add (cancelled_idle_cb, exchange);
}

static void
take_answer (SpFakeTransport *self, SpRequest *request, Exchange *exchange)
{
  Expectation *expectation = g_queue_pop_head (&self->expectations);

  if (expectation == NULL)
    {
      if (self->handler == NULL)
        g_error ("a request that the test did not expect: %s", sp_request_get_url (request));
      exchange->reply = self->handler (request, self->handler_data, &exchange->error);
      return;
    }

  if (!g_pattern_match_simple (expectation->url_glob, sp_request_get_url (request)))
    g_error ("expected a request for %s, got %s",
             expectation->url_glob,
             sp_request_get_url (request));
  exchange->reply = g_steal_pointer (&expectation->reply);
  exchange->error = g_steal_pointer (&expectation->error);
  expectation_free (expectation);
}

static void
sp_fake_transport_send_async (SpTransport *transport,
                              SpRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  SpFakeTransport *self = SP_FAKE_TRANSPORT (transport);
  Record record = { sp_request_ref (request), sp_clock_now (self->clock) };
  Exchange *exchange;

  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_report_new_error (self,
                               callback,
                               user_data,
                               sp_fake_transport_send_async,
                               G_IO_ERROR,
                               G_IO_ERROR_CANCELLED,
                               "cancelled");
      record_clear (&record);
      return;
    }

  g_array_append_val (self->records, record);
  exchange = g_new0 (Exchange, 1);
  exchange->transport = self;
  exchange->task = g_task_new (self, cancellable, callback, user_data);
  /* the reply of a cancelled exchange is its error already */
  g_task_set_check_cancellable (exchange->task, FALSE);
  g_task_set_source_tag (exchange->task, sp_fake_transport_send_async);
  g_ptr_array_add (self->in_flight, exchange);
  self->most_in_flight = MAX (self->most_in_flight, self->in_flight->len);
  take_answer (self, request, exchange);

  if (cancellable != NULL)
    exchange->cancelled_id =
        g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), exchange, NULL);
  if (exchange->reply != NULL || exchange->error != NULL)
    exchange->alarm = sp_clock_add_alarm (self->clock,
                                          record.when.boot_us + (gint64) self->latency_ms * 1000,
                                          answered_cb,
                                          exchange);
}

static SpReply *
sp_fake_transport_send_finish (SpTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sp_fake_transport_finalize (GObject *object)
{
  SpFakeTransport *self = SP_FAKE_TRANSPORT (object);

  g_queue_clear_full (&self->expectations, (GDestroyNotify) expectation_free);
  g_clear_pointer (&self->records, g_array_unref);
  g_clear_pointer (&self->in_flight, g_ptr_array_unref);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_fake_transport_parent_class)->finalize (object);
}

static void
sp_fake_transport_class_init (SpFakeTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_fake_transport_finalize;
}

static void
sp_fake_transport_init (SpFakeTransport *self)
{
  g_queue_init (&self->expectations);
  self->records = g_array_new (FALSE, FALSE, sizeof (Record));
  g_array_set_clear_func (self->records, (GDestroyNotify) record_clear);
  self->in_flight = g_ptr_array_new_with_free_func ((GDestroyNotify) exchange_free);
}

static void
sp_fake_transport_transport_init (SpTransportInterface *iface)
{
  iface->send_async = sp_fake_transport_send_async;
  iface->send_finish = sp_fake_transport_send_finish;
}

static Expectation *
push_expectation (SpFakeTransport *self, const char *url_glob)
{
  Expectation *expectation = g_new0 (Expectation, 1);

  expectation->url_glob = g_strdup (url_glob);
  g_queue_push_tail (&self->expectations, expectation);
  return expectation;
}

/**
 * sp_fake_transport_new:
 * @clock: the clock on which latency passes
 *
 * Returns: (transfer full): a transport that expects nothing
 */
SpFakeTransport *
sp_fake_transport_new (SpClock *clock)
{
  SpFakeTransport *self = g_object_new (SP_TYPE_FAKE_TRANSPORT, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

/**
 * sp_fake_transport_close:
 * @self: (transfer full): a transport
 *
 * Fails the test if an expected request never came, if one is in flight, or if this was not the
 * last reference.
 */
void
sp_fake_transport_close (SpFakeTransport *self)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (g_queue_get_length (&self->expectations), ==, 0);
  g_assert_cmpuint (self->in_flight->len, ==, 0);
  g_assert_finalize_object (G_OBJECT (self));
}

/**
 * sp_fake_transport_expect:
 * @self: a transport
 * @url_glob: the URL that must come next, with `*` and `?` as in g_pattern_match_simple()
 * @status: the status it is answered with
 * @body: and the body
 *
 * Expectations come true in the order in which they are made.
 */
void
sp_fake_transport_expect (SpFakeTransport *self,
                          const char *url_glob,
                          guint status,
                          const char *body)
{
  push_expectation (self, url_glob)->reply = sp_fake_reply (status, body);
}

/**
 * sp_fake_transport_expect_reply:
 * @self: a transport
 * @url_glob: as for sp_fake_transport_expect()
 * @reply: (transfer full): the answer
 */
void
sp_fake_transport_expect_reply (SpFakeTransport *self, const char *url_glob, SpReply *reply)
{
  push_expectation (self, url_glob)->reply = reply;
}

/**
 * sp_fake_transport_expect_error:
 * @self: a transport
 * @url_glob: as for sp_fake_transport_expect()
 * @domain: of the error the request fails with
 * @code: its code
 */
void
sp_fake_transport_expect_error (SpFakeTransport *self,
                                const char *url_glob,
                                GQuark domain,
                                int code)
{
  push_expectation (self, url_glob)->error =
      g_error_new (domain, code, "connecting to the server: it failed in this test");
}

/**
 * sp_fake_transport_expect_silence:
 * @self: a transport
 * @url_glob: as for sp_fake_transport_expect()
 *
 * The request is taken and never answered; it must be cancelled.
 */
void
sp_fake_transport_expect_silence (SpFakeTransport *self, const char *url_glob)
{
  push_expectation (self, url_glob);
}

/**
 * sp_fake_transport_set_handler:
 * @self: a transport
 * @handler: (nullable): answers what no expectation answers
 * @user_data: (unowned): for @handler
 */
void
sp_fake_transport_set_handler (SpFakeTransport *self, SpFakeHandler handler, gpointer user_data)
{
  self->handler = handler;
  self->handler_data = user_data;
}

/**
 * sp_fake_transport_set_latency_ms:
 * @self: a transport
 * @latency_ms: how long each answer takes from now on
 */
void
sp_fake_transport_set_latency_ms (SpFakeTransport *self, guint latency_ms)
{
  self->latency_ms = latency_ms;
}

/**
 * sp_fake_transport_get_n_requests:
 * @self: a transport
 *
 * Returns: how many requests came
 */
guint
sp_fake_transport_get_n_requests (SpFakeTransport *self)
{
  return self->records->len;
}

/**
 * sp_fake_transport_get_request:
 * @self: a transport
 * @index: which one, from 0
 *
 * Returns: (transfer none): the request
 */
SpRequest *
sp_fake_transport_get_request (SpFakeTransport *self, guint index)
{
  g_assert_cmpuint (index, <, self->records->len);
  return g_array_index (self->records, Record, index).request;
}

/**
 * sp_fake_transport_get_request_time:
 * @self: a transport
 * @index: which one, from 0
 *
 * Returns: when it came
 */
SpInstant
sp_fake_transport_get_request_time (SpFakeTransport *self, guint index)
{
  g_assert_cmpuint (index, <, self->records->len);
  return g_array_index (self->records, Record, index).when;
}

/**
 * sp_fake_transport_count_requests:
 * @self: a transport
 * @url_glob: a pattern
 *
 * Returns: how many requests came for such an URL
 */
guint
sp_fake_transport_count_requests (SpFakeTransport *self, const char *url_glob)
{
  guint count = 0;

  for (guint i = 0; i < self->records->len; i++)
    if (g_pattern_match_simple (url_glob,
                                sp_request_get_url (sp_fake_transport_get_request (self, i))))
      count++;
  return count;
}

/**
 * sp_fake_transport_get_n_in_flight:
 * @self: a transport
 *
 * Returns: how many requests wait for their answer
 */
guint
sp_fake_transport_get_n_in_flight (SpFakeTransport *self)
{
  return self->in_flight->len;
}

/**
 * sp_fake_transport_get_most_in_flight:
 * @self: a transport
 *
 * Returns: how many waited at the same time at most
 */
guint
sp_fake_transport_get_most_in_flight (SpFakeTransport *self)
{
  return self->most_in_flight;
}

/**
 * sp_fake_reply:
 * @status: HTTP status
 * @body: body
 *
 * Returns: (transfer full): a reply without headers, from 192.0.2.80
 */
SpReply *
sp_fake_reply (guint status, const char *body)
{
  return sp_fake_reply_with_header (status, body, NULL, NULL);
}

/**
 * sp_fake_reply_with_header:
 * @status: HTTP status
 * @body: body
 * @name: (nullable): a header, in lower case
 * @value: (nullable): its value
 *
 * Returns: (transfer full): a reply with one header, from 192.0.2.80
 */
SpReply *
sp_fake_reply_with_header (guint status, const char *body, const char *name, const char *value)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (SpAddress) remote = sp_address_new_from_string ("192.0.2.80", NULL);

  if (name != NULL)
    g_hash_table_insert (headers, g_strdup (name), g_strdup (value));
  return sp_reply_new (status, headers, bytes, remote);
}
