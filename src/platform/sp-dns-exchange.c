/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-dns-exchange.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "dns/sp-dns-message.h"

/* All of it; a server that has to ask others before it answers takes seconds. */
#define DEADLINE_S 20
/* A network that drops TCP without a word must leave time for UDP. */
#define TCP_PATIENCE_S 8
/* The same octets again after these; RFC 2136 §6 and RFC 1035 §4.2.1 leave the times open. */
static const guint datagram_waits_s[] = { 1, 2, 4 };
/* What passes everywhere in one piece (DNS flag day 2020); more goes over TCP alone. */
#define DATAGRAM_MAX_BYTES 1232
/* A reply to an UPDATE is a header, a zone and a signature; one to a question a little more. */
#define REPLY_MAX_BYTES 4096

/* One message and its reply: over TCP, where nothing is said twice, else over UDP. It is the data of
 * its task, every step holds the task, and end() answers it once; a step that comes back later finds
 * the exchange done and goes home. */
typedef struct
{
  SpClock *clock;                  /* (owned) */
  GBytes *message;                 /* (owned) */
  SpDnsMessage *asked;             /* (owned): the same, read */
  GSocketConnectable *connectable; /* (owned) */
  char *place;                     /* (owned): quoted, for messages */
  GCancellable *steps;             /* (owned): ends what is under way */
  GSource *caller_cancels;         /* (owned) (nullable) */
  GSource *readable;               /* (owned) (nullable): a datagram came */
  SpAlarm *deadline;               /* (owned) */
  SpAlarm *patience;               /* (owned) (nullable): of this step */
  GSocketConnection *connection;   /* (owned) (nullable) */
  GByteArray *octets;              /* (owned) (nullable): what is written or read over TCP */
  guint n_datagrams;
  gboolean is_written;
  gboolean is_done;
} Exchange;

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
exchange_free (gpointer data)
{
  Exchange *self = data;

  g_clear_object (&self->clock);
  g_clear_pointer (&self->message, g_bytes_unref);
  g_clear_pointer (&self->asked, sp_dns_message_free);
  g_clear_object (&self->connectable);
  g_clear_object (&self->steps);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->octets, g_byte_array_unref);
  g_free (self->place);
  g_free (self);
}

/* Takes over whichever of the two is given. */
static void
end (GTask *task, GBytes *reply, GError *error)
{
  Exchange *self = g_task_get_task_data (task);

  self->is_done = TRUE;
  g_clear_pointer (&self->deadline, sp_alarm_free);
  g_clear_pointer (&self->patience, sp_alarm_free);
  clear_source (&self->readable);
  clear_source (&self->caller_cancels);
  g_cancellable_cancel (self->steps);
  g_clear_object (&self->connection);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
fail (GTask *task, const char *what)
{
  Exchange *self = g_task_get_task_data (task);

  if (self->is_written)
    end (task,
         NULL,
         g_error_new (SP_ERROR, SP_ERROR_INTERRUPTED, "%s gave no answer: %s", self->place, what));
  else
    end (task,
         NULL,
         g_error_new (SP_ERROR, SP_ERROR_NETWORK, "%s cannot be reached: %s", self->place, what));
}

static gboolean
take_reply (GTask *task, const guint8 *data, gsize length)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (SpDnsMessage) reply = sp_dns_message_parse (bytes, NULL);

  if (reply == NULL || !sp_dns_message_answers (reply, self->asked))
    return FALSE;

  end (task, g_steal_pointer (&bytes), NULL);
  return TRUE;
}

/* ---- UDP ------------------------------------------------------------------------------------ */

static void say_again_cb (gpointer user_data);

static gboolean
say (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  GSocket *socket = g_socket_connection_get_socket (self->connection);
  gsize length;
  const char *data = g_bytes_get_data (self->message, &length);
  gint64 now_us = sp_clock_now (self->clock).boot_us;
  g_autoptr (GError) error = NULL;

  if (g_socket_send (socket, data, length, NULL, &error) != (gssize) length)
    {
      self->is_written &= !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
      fail (task, error == NULL ? "the message was cut" : error->message);
      return FALSE;
    }

  self->is_written = TRUE;
  g_clear_pointer (&self->patience, sp_alarm_free);
  self->patience = sp_clock_add_alarm (self->clock,
                                       now_us +
                                           datagram_waits_s[self->n_datagrams] * G_USEC_PER_SEC,
                                       say_again_cb,
                                       task);
  self->n_datagrams++;
  return TRUE;
}

static void
say_again_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Exchange *self = g_task_get_task_data (task);

  if (self->n_datagrams < G_N_ELEMENTS (datagram_waits_s))
    say (task);
  else
    fail (task, "no reply came");
}

/* A datagram that is no reply to this message is passed over: anybody can send one. */
static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Exchange *self = g_task_get_task_data (task);
  char datagram[REPLY_MAX_BYTES];
  g_autoptr (GError) error = NULL;
  gssize length = g_socket_receive (socket, datagram, sizeof datagram, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    {
      /* nobody listens there, so nobody heard it */
      self->is_written = FALSE;
      fail (task, error->message);
      return G_SOURCE_REMOVE;
    }
  if (length > 0 && take_reply (task, (const guint8 *) datagram, (gsize) length))
    return G_SOURCE_REMOVE;

  return G_SOURCE_CONTINUE;
}

static void
datagram_connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection)
      connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);
  GSocket *socket;

  if (self->is_done)
    return;
  if (connection == NULL)
    {
      fail (task, error->message);
      return;
    }

  self->connection = g_steal_pointer (&connection);
  socket = g_socket_connection_get_socket (self->connection);
  g_socket_set_blocking (socket, FALSE);
  self->readable = g_socket_create_source (socket, G_IO_IN | G_IO_ERR, NULL);
  g_source_set_callback (self->readable,
                         G_SOURCE_FUNC (readable_cb),
                         g_object_ref (task),
                         g_object_unref);
  g_source_attach (self->readable, g_task_get_context (task));
  say (task);
}

static GSocketClient *
make_client (GSocketType type)
{
  GSocketClient *client = g_socket_client_new ();

  /* a proxy for web pages has no say here */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_socket_type (client, type);
  g_socket_client_set_protocol (client,
                                type == G_SOCKET_TYPE_STREAM ? G_SOCKET_PROTOCOL_TCP
                                                             : G_SOCKET_PROTOCOL_UDP);
  return client;
}

static void
try_datagrams (GTask *task, const char *why)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GSocketClient) client = NULL;

  if (g_bytes_get_size (self->message) > DATAGRAM_MAX_BYTES)
    {
      fail (task, why);
      return;
    }

  g_debug ("%s over TCP: %s; trying UDP", self->place, why);
  g_cancellable_cancel (self->steps);
  g_clear_object (&self->steps);
  self->steps = g_cancellable_new ();
  client = make_client (G_SOCKET_TYPE_DATAGRAM);
  g_socket_client_connect_async (client,
                                 self->connectable,
                                 self->steps,
                                 datagram_connected_cb,
                                 g_object_ref (task));
}

/* ---- TCP ------------------------------------------------------------------------------------ */

/* Reads exactly so many in place of what was there. */
static void
read_octets (GTask *task, guint length, GAsyncReadyCallback callback)
{
  Exchange *self = g_task_get_task_data (task);

  g_byte_array_set_size (self->octets, length);
  g_input_stream_read_all_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                                 self->octets->data,
                                 length,
                                 G_PRIORITY_DEFAULT,
                                 self->steps,
                                 callback,
                                 g_object_ref (task));
}

static void
read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gsize n_read = 0;
  gboolean is_read =
      g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &n_read, &error);

  if (self->is_done)
    return;
  if (!is_read || n_read < self->octets->len)
    fail (task, is_read ? "the reply is not whole" : error->message);
  else if (!take_reply (task, self->octets->data, self->octets->len))
    fail (task, "what came is no reply to this message");
}

static void
read_length_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gsize n_read = 0;
  gboolean is_read =
      g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &n_read, &error);
  guint length;

  if (self->is_done)
    return;
  if (!is_read || n_read < 2)
    {
      fail (task, is_read ? "it closed the connection without a reply" : error->message);
      return;
    }
  length = (guint) self->octets->data[0] << 8 | self->octets->data[1];
  if (length < SP_DNS_HEADER_BYTES || length > REPLY_MAX_BYTES)
    {
      fail (task, "what came is no reply to this message");
      return;
    }

  read_octets (task, length, read_cb);
}

static void
written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean is_written =
      g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, &error);

  if (self->is_done)
    return;
  if (!is_written)
    {
      fail (task, error->message);
      return;
    }

  read_octets (task, 2, read_length_cb);
}

/* RFC 1035 §4.2.2: two octets of length before the message; in one piece (RFC 7766 §8). */
static void
write_message (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  gsize length;
  const guint8 *data = g_bytes_get_data (self->message, &length);
  const guint8 prefix[] = { (guint8) (length >> 8), (guint8) length };

  self->octets = g_byte_array_new ();
  g_byte_array_append (self->octets, prefix, sizeof prefix);
  g_byte_array_append (self->octets, data, (guint) length);
  self->is_written = TRUE;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)),
                                   self->octets->data,
                                   self->octets->len,
                                   G_PRIORITY_DEFAULT,
                                   self->steps,
                                   written_cb,
                                   g_object_ref (task));
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection)
      connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (object), result, &error);

  if (self->is_done)
    return;

  g_clear_pointer (&self->patience, sp_alarm_free);
  if (connection == NULL)
    {
      try_datagrams (task, error->message);
      return;
    }

  self->connection = g_steal_pointer (&connection);
  write_message (task);
}

/* ---- all of it ------------------------------------------------------------------------------ */

/* connected_cb() goes on with UDP */
static void
impatient_cb (gpointer user_data)
{
  Exchange *self = g_task_get_task_data (G_TASK (user_data));

  g_cancellable_cancel (self->steps);
}

static void
overdue_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  fail (task, "it took too long");
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));

  end (task, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

static void
watch_caller (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable == NULL)
    return;

  self->caller_cancels = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->caller_cancels,
                         G_SOURCE_FUNC (cancelled_cb),
                         g_object_ref (task),
                         g_object_unref);
  g_source_attach (self->caller_cancels, g_task_get_context (task));
}

static Exchange *
exchange_new (SpClock *clock, const char *server, guint16 port, GBytes *message)
{
  Exchange *self = g_new0 (Exchange, 1);
  g_autofree char *shown = sp_quote (server);

  self->clock = g_object_ref (clock);
  self->message = g_bytes_ref (message);
  self->asked = sp_dns_message_parse (message, NULL);
  self->connectable = g_network_address_new (server, port);
  self->place = g_strdup_printf ("%s, port %u", shown, port);
  self->steps = g_cancellable_new ();
  return self;
}

/**
 * sp_dns_exchange_begin:
 * @task: (transfer full): gets the reply as #GBytes, or an error of #SpDnsTransportInterface
 * @clock: the clock of its deadlines
 * @server: name or address of a server
 * @port: its port
 * @message: a whole message under its id
 */
void
sp_dns_exchange_begin (GTask *task,
                       SpClock *clock,
                       const char *server,
                       guint16 port,
                       GBytes *message)
{
  g_autoptr (GTask) owned = task;
  g_autoptr (GSocketClient) client = make_client (G_SOCKET_TYPE_STREAM);
  Exchange *self = exchange_new (clock, server, port, message);
  gint64 now_us = sp_clock_now (clock).boot_us;

  g_return_if_fail (self->asked != NULL);

  /* a reply that came is not thrown away because somebody lost patience a moment later */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, exchange_free);
  self->deadline =
      sp_clock_add_alarm (clock, now_us + DEADLINE_S * G_USEC_PER_SEC, overdue_cb, task);
  self->patience =
      sp_clock_add_alarm (clock, now_us + TCP_PATIENCE_S * G_USEC_PER_SEC, impatient_cb, task);
  watch_caller (task);
  g_socket_client_connect_async (client,
                                 self->connectable,
                                 self->steps,
                                 connected_cb,
                                 g_steal_pointer (&owned));
}
