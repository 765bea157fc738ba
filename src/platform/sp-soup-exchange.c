/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-soup-exchange.h"

#include <libsoup/soup.h>
#include <malloc.h>

#include "sp-body-framing.h"
#include "sp-destination.h"
#include "sp-soup-form.h"
#include "sp-tls-refusal.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

#define MAX_INFORMATIONAL 8
#define MAX_HEADER_BYTES  65536 /* libsoup's own limit */
#define READ_BLOCK_BYTES  4096

/* Long, and still one thing: the states of an exchange and what its end means stand in one file.
 *
 * One request and its reply, on a session and a connection of its own: nothing is shared, nothing
 * is kept alive, so libsoup has no reason to send anything a second time. Lives from
 * sp_soup_exchange_begin() until finish(), which every path reaches once. What goes wrong inside a
 * signal of libsoup is kept in @failure, and the cancellable then brings libsoup to an end. */
typedef struct
{
  GTask *task;               /* (owned) */
  SpRequest *request;        /* (owned) */
  SpClock *clock;            /* (owned) */
  GUri *uri;                 /* (owned) */
  char *host;                /* (owned): quoted, for messages */
  SoupSession *session;      /* (owned) */
  SoupMessage *message;      /* (owned) */
  GInputStream *stream;      /* (owned) (nullable): the reply's raw body */
  GCancellable *cancellable; /* (owned): ours; the caller's one cancels it */
  gulong caller_handler;
  SpAlarm *deadline;         /* (owned) */
  GTlsDatabase *authorities; /* (owned) (nullable): of the request's own CA file */
  GTlsCertificateFlags own_errors;
  GTlsConnection *tls;    /* (owned) (nullable) */
  SpBodyFraming *framing; /* (owned) (nullable): once the headers are there */
  GError *failure;        /* (owned) (nullable): what ended the exchange before libsoup did */
  char *peer_refusal;     /* (owned) (nullable): why the last peer was not connected to */
  gint64 begin_us;
  guint n_informational;
  gboolean written;
  gboolean through_proxy;
  guint8 block[READ_BLOCK_BYTES];
} Exchange;

static void
exchange_free (Exchange *self)
{
  g_clear_pointer (&self->deadline, sp_alarm_free);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->authorities);
  g_clear_object (&self->tls);
  g_clear_object (&self->clock);
  g_clear_object (&self->task);
  g_clear_pointer (&self->framing, sp_body_framing_free);
  g_clear_pointer (&self->request, sp_request_unref);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_error (&self->failure);
  g_free (self->peer_refusal);
  g_free (self->host);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

/* What is sent with somebody's account is told by who sends it, and knows what to hide. */
static void
trace (Exchange *self, SpReply *reply, const GError *error)
{
  const char *method = sp_request_get_method (self->request);
  gint64 ms = (sp_clock_now (self->clock).boot_us - self->begin_us) / 1000;

  if (reply != NULL)
    g_debug ("%s %s: %u, %" G_GSIZE_FORMAT " bytes in %" G_GINT64_FORMAT " ms",
             method,
             self->host,
             sp_reply_get_status (reply),
             sp_reply_get_length (reply),
             ms);
  else
    g_debug ("%s %s: %s after %" G_GINT64_FORMAT " ms", method, self->host, error->message, ms);
}

static gboolean
give_memory_back_cb (gpointer user_data)
{
  malloc_trim (0);
  return G_SOURCE_REMOVE;
}

/* The first handshake reads the system's 150 authorities twice and leaves 3.5 MiB of holes in the
 * heap, which a program that then sleeps for an hour has no use for. Once everything else is done. */
static void
give_memory_back_soon (void)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_LOW);
  g_source_set_static_name (source, "signpost memory");
  g_source_set_callback (source, give_memory_back_cb, NULL, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/* Takes over whichever of the two is given. */
static void
finish (Exchange *exchange, SpReply *reply, GError *error)
{
  g_autoptr (Exchange) self = exchange;

  g_cancellable_disconnect (g_task_get_cancellable (self->task), self->caller_handler);
  g_signal_handlers_disconnect_by_data (self->message, self);
  /* whatever libsoup still does for this exchange, such as waiting for the end of a connection that
   * the server keeps open, ends here; nothing of it may block when the stream is closed */
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->stream);
  soup_session_abort (self->session);
  if (self->tls != NULL)
    give_memory_back_soon ();

  trace (self, reply, error);
  if (reply != NULL)
    g_task_return_pointer (self->task, reply, (GDestroyNotify) sp_reply_unref);
  else
    g_task_return_error (self->task, error);
}

static void G_GNUC_PRINTF (3, 4) fail (Exchange *self, SpError code, const char *format, ...)
{
  va_list arguments;

  if (self->failure == NULL)
    {
      va_start (arguments, format);
      self->failure = g_error_new_valist (SP_ERROR, (int) code, format, arguments);
      va_end (arguments);
    }
  g_cancellable_cancel (self->cancellable);
}

static void
deadline_cb (gpointer user_data)
{
  Exchange *self = user_data;
  guint deadline_s = sp_request_get_deadline_s (self->request);

  if (self->written)
    fail (self, SP_ERROR_INTERRUPTED, "%s gave no whole reply within %u s", self->host, deadline_s);
  else
    fail (self, SP_ERROR_NETWORK, "%s was not reached within %u s", self->host, deadline_s);
}

static void
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Exchange *self = user_data;

  g_cancellable_cancel (self->cancellable);
}

static void
connecting (Exchange *self, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) peer = g_socket_connection_get_remote_address (connection, NULL);
  g_autofree char *refusal = NULL;

  if (peer == NULL || G_IS_PROXY_ADDRESS (peer))
    return;

  refusal = sp_destination_check_peer (self->uri, self->request, peer);
  if (refusal == NULL)
    return;

  g_clear_pointer (&self->peer_refusal, g_free);
  self->peer_refusal = g_steal_pointer (&refusal);
  g_socket_close (g_socket_connection_get_socket (connection), NULL);
}

static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *stream,
                  gpointer user_data)
{
  /* HTTP/2 would bring a second way to frame a body and to repeat a request, and nothing else: the
   * connection serves one request */
  static const char *const protocols[] = { "http/1.1", NULL };
  Exchange *self = user_data;

  if (event == G_SOCKET_CLIENT_CONNECTING && G_IS_SOCKET_CONNECTION (stream))
    connecting (self, G_SOCKET_CONNECTION (stream));
  else if (event == G_SOCKET_CLIENT_PROXY_NEGOTIATING)
    self->through_proxy = TRUE;
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (stream))
    {
      g_set_object (&self->tls, G_TLS_CONNECTION (stream));
      g_tls_connection_set_advertised_protocols (self->tls, protocols);
    }
}

/* Connected only for requests with a CA file of their own, after the system's authorities have
 * refused: the whole verification is then done once more against that file. */
static gboolean
accept_certificate_cb (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GSocketConnectable) identity = g_network_address_new (g_uri_get_host (self->uri), 443);

  self->own_errors = g_tls_database_verify_chain (self->authorities,
                                                  certificate,
                                                  G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                                  identity,
                                                  NULL,
                                                  G_TLS_DATABASE_VERIFY_NONE,
                                                  NULL,
                                                  NULL);
  return self->own_errors == 0;
}

static void
wrote_headers_cb (SoupMessage *message, gpointer user_data)
{
  /* before this a server has no whole request and cannot have acted on it */
  ((Exchange *) user_data)->written = TRUE;
}

static void
got_informational_cb (SoupMessage *message, gpointer user_data)
{
  Exchange *self = user_data;

  /* libsoup reads an endless row of them without ever returning to the main loop */
  if (++self->n_informational > MAX_INFORMATIONAL)
    fail (self, SP_ERROR_BAD_REPLY, "%s sends only interim replies", self->host);
}

/* Runs after the header block was parsed and before libsoup looks for the length of the body. The
 * framing headers are taken out of its sight: it warns about a negative length, and takes a bad or
 * an unfinished chunk for the end. It then gives raw bytes, which SpBodyFraming judges. */
static void
got_status_cb (SoupMessage *message, GParamSpec *pspec, gpointer user_data)
{
  Exchange *self = user_data;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint status = soup_message_get_status (message);
  const char *coding = soup_message_headers_get_list (headers, "Content-Encoding");
  g_autoptr (GError) error = NULL;

  if (status < 200 || !self->written)
    return;

  g_clear_pointer (&self->framing, sp_body_framing_free);
  self->framing = sp_body_framing_new (sp_request_get_method (self->request),
                                       status,
                                       soup_message_headers_get_list (headers, "Transfer-Encoding"),
                                       soup_message_headers_get_list (headers, "Content-Length"),
                                       sp_request_get_body_cap (self->request),
                                       &error);
  soup_message_headers_remove (headers, "Transfer-Encoding");
  soup_message_headers_remove (headers, "Content-Length");

  if (self->framing == NULL)
    fail (self, SP_ERROR_BAD_REPLY, "%s: %s", self->host, error->message);
  else if (coding != NULL && g_ascii_strcasecmp (coding, "identity") != 0)
    fail (self, SP_ERROR_BAD_REPLY, "%s compressed its reply without being asked to", self->host);
  else if (status == SOUP_STATUS_MISDIRECTED_REQUEST)
    /* libsoup 3.2 would collect the body to its end, however long, as it might ask again */
    fail (self,
          SP_ERROR_BAD_REPLY,
          "%s says that it is the wrong server for this name",
          self->host);
}

static GError *
explain_tls (Exchange *self, const GError *error)
{
  g_autofree char *text = NULL;
  GTlsCertificate *certificate = NULL;

  if (self->tls != NULL)
    certificate = g_tls_connection_get_peer_certificate (self->tls);

  if (!g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) || certificate == NULL)
    return g_error_new (SP_ERROR,
                        SP_ERROR_TLS,
                        "no secure connection to %s: %s",
                        self->host,
                        error->message);

  text = sp_tls_refusal_describe (g_uri_get_host (self->uri),
                                  certificate,
                                  self->authorities != NULL
                                      ? self->own_errors
                                      : g_tls_connection_get_peer_certificate_errors (self->tls),
                                  sp_clock_now (self->clock).wall_s);
  return g_error_new_literal (SP_ERROR, SP_ERROR_TLS, text);
}

static GError *
explain_unsent (Exchange *self, const GError *error)
{
  if (self->peer_refusal != NULL)
    return g_error_new (SP_ERROR,
                        SP_ERROR_NETWORK,
                        "%s is not asked: %s",
                        self->host,
                        self->peer_refusal);

  /* NOT_TLS is what glib-networking calls a peer that hangs up during the handshake. That proves
   * nothing either way and is a matter of the network, such as a portal or an overloaded server. */
  if (error->domain == G_TLS_ERROR && error->code != G_TLS_ERROR_EOF &&
      error->code != G_TLS_ERROR_NOT_TLS)
    return explain_tls (self, error);

  return g_error_new (SP_ERROR,
                      SP_ERROR_NETWORK,
                      "%s cannot be reached: %s",
                      self->host,
                      error->message);
}

static gboolean
is_not_http (Exchange *self, const GError *error)
{
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);

  /* a header block that is too long ends with the same code as a lost connection */
  return error->domain == SOUP_SESSION_ERROR ||
         soup_message_metrics_get_response_header_bytes_received (metrics) > MAX_HEADER_BYTES;
}

static GError *
explain (Exchange *self, const GError *error)
{
  GCancellable *caller = g_task_get_cancellable (self->task);

  if (self->failure != NULL)
    return g_steal_pointer (&self->failure);

  if (g_cancellable_is_cancelled (caller))
    return g_error_new (G_IO_ERROR,
                        G_IO_ERROR_CANCELLED,
                        "the request to %s was cancelled",
                        self->host);

  if (!self->written)
    return explain_unsent (self, error);

  if (is_not_http (self, error))
    return g_error_new (SP_ERROR,
                        SP_ERROR_BAD_REPLY,
                        "the reply of %s is not proper HTTP: %s",
                        self->host,
                        error->message);

  return g_error_new (SP_ERROR,
                      SP_ERROR_INTERRUPTED,
                      "the connection to %s ended before a whole reply came: %s",
                      self->host,
                      error->message);
}

static void
succeed (Exchange *self)
{
  g_autoptr (GBytes) body = sp_body_framing_steal_body (self->framing);

  finish (self, sp_soup_form_reply (self->message, body, self->through_proxy), NULL);
}

static void
judge_block (Exchange *self, gsize count)
{
  gboolean is_good = count == 0
                         ? sp_body_framing_end (self->framing, &self->failure)
                         : sp_body_framing_feed (self->framing, self->block, count, &self->failure);

  if (!is_good)
    g_prefix_error (&self->failure, "%s: ", self->host);
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GError) error = NULL;
  gssize count = g_input_stream_read_finish (self->stream, result, &error);

  if (count >= 0 && self->failure == NULL)
    judge_block (self, (gsize) count);

  if (count < 0 || self->failure != NULL)
    finish (self, NULL, explain (self, error));
  else if (sp_body_framing_is_complete (self->framing))
    succeed (self);
  else
    g_input_stream_read_async (self->stream,
                               self->block,
                               sizeof self->block,
                               G_PRIORITY_DEFAULT,
                               self->cancellable,
                               read_cb,
                               self);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Exchange *self = user_data;
  g_autoptr (GError) error = NULL;

  self->stream = soup_session_send_finish (self->session, result, &error);
  if (self->stream != NULL && !self->written)
    fail (self,
          SP_ERROR_NETWORK,
          "the proxy on the way to %s refused with %u; check the proxy and its password",
          self->host,
          (guint) soup_message_get_status (self->message));
  else if (self->stream != NULL && self->framing == NULL)
    fail (self, SP_ERROR_BAD_REPLY, "the reply of %s has no status", self->host);

  if (self->stream == NULL || self->failure != NULL)
    finish (self, NULL, explain (self, error));
  else if (sp_body_framing_is_complete (self->framing))
    succeed (self);
  else
    g_input_stream_read_async (self->stream,
                               self->block,
                               sizeof self->block,
                               G_PRIORITY_DEFAULT,
                               self->cancellable,
                               read_cb,
                               self);
}

static gboolean
ensure_authorities (Exchange *self, GError **error)
{
  const char *path = sp_request_get_ca_file (self->request);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *full_path = NULL;
  GList *certificates;
  gboolean is_empty;

  if (path == NULL)
    return TRUE;

  full_path = g_canonicalize_filename (path, NULL);
  certificates = g_tls_certificate_list_new_from_file (full_path, &local_error);
  is_empty = certificates == NULL;
  g_clear_list (&certificates, g_object_unref);
  if (!is_empty)
    self->authorities = g_tls_file_database_new (full_path, &local_error);
  if (self->authorities != NULL)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "the CA file “%s” of the account cannot be used: %s",
               path,
               local_error == NULL ? "it holds no certificate" : local_error->message);
  return FALSE;
}

static void
watch_message (Exchange *self)
{
  /* rule 14: an exchange is no object; it disconnects all of them when it ends */
  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (wrote_headers_cb), self);
  g_signal_connect (self->message, "got-informational", G_CALLBACK (got_informational_cb), self);
  g_signal_connect (self->message, "notify::status-code", G_CALLBACK (got_status_cb), self);
  if (self->authorities != NULL)
    g_signal_connect (self->message,
                      "accept-certificate",
                      G_CALLBACK (accept_certificate_cb),
                      self);
}

static void
start (Exchange *self)
{
  GCancellable *caller = g_task_get_cancellable (self->task);

  self->begin_us = sp_clock_now (self->clock).boot_us;
  self->deadline = sp_clock_add_alarm (self->clock,
                                       self->begin_us +
                                           (gint64) sp_request_get_deadline_s (self->request) *
                                               G_USEC_PER_SEC,
                                       deadline_cb,
                                       self);
  if (caller != NULL)
    self->caller_handler =
        g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb), self, NULL);
  soup_session_send_async (self->session,
                           self->message,
                           G_PRIORITY_DEFAULT,
                           self->cancellable,
                           sent_cb,
                           self);
}

/**
 * sp_soup_exchange_begin:
 * @task: (transfer full): returns a #SpReply or an error, as #SpTransportInterface says
 * @request: what to send
 * @clock: for the deadline
 *
 * Sends @request once. The cancellable of @task ends it early.
 */
void
sp_soup_exchange_begin (GTask *task, SpRequest *request, SpClock *clock)
{
  g_autoptr (Exchange) self = g_new0 (Exchange, 1);
  GError *error = NULL;

  self->task = task;
  self->request = sp_request_ref (request);
  self->clock = g_object_ref (clock);
  self->cancellable = g_cancellable_new ();
  self->uri = sp_destination_parse (sp_request_get_url (request), &error);
  if (self->uri == NULL || !ensure_authorities (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  self->host = sp_quote (g_uri_get_host (self->uri));
  self->session = sp_soup_form_session (request, self->uri);
  self->message = sp_soup_form_message (request, self->uri);
  watch_message (self);
  start (g_steal_pointer (&self));
}
