/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-dns-socket-transport.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-builder.h"
#include "sp-fake-clock.h"

#define ID 0x5350

/* A name server on one port of loopback that says what a test wants: over TCP from a thread, over UDP
 * from the main loop. Where it has no socket, connections are refused. */
typedef struct
{
  SpFakeClock *clock;
  SpDnsTransport *transport;
  GBytes *message;
  GSocket *listener; /* (nullable) */
  GThread *thread;   /* (nullable) */
  GCancellable *closing;
  GSocket *socket;   /* (nullable) */
  GSource *readable; /* (nullable) */
  guint16 port;
  const char *reply; /* over TCP, with its length; NULL: silence until the client goes */
  gsize reply_length;
  guint n_datagrams;
  guint answer_datagram; /* which one is answered; 0: none */
  GCancellable *cancellable;
  GAsyncResult *result;
} Fixture;

static const char good_reply[] = "\0\014SP\250\0\0\0\0\0\0\0\0";
#define GOOD_LENGTH 14

static void
serve (const Fixture *fixture, GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  guint8 request[4096];
  gsize length = 0;

  /* one that changed its mind says nothing */
  if (!g_input_stream_read_all (input, request, 2, &length, NULL, NULL) || length < 2)
    return;
  length = (gsize) request[0] << 8 | request[1];
  g_assert_cmpuint (length, ==, g_bytes_get_size (fixture->message));
  g_assert_true (g_input_stream_read_all (input, request, length, NULL, NULL, NULL));
  g_assert_cmpmem (request, length, g_bytes_get_data (fixture->message, NULL), length);

  if (fixture->reply != NULL)
    g_output_stream_write_all (output, fixture->reply, fixture->reply_length, NULL, NULL, NULL);
  else
    g_input_stream_read_all (input, request, 1, NULL, NULL, NULL);
}

/* One connection, or none when nobody comes. */
static gpointer
serve_thread (gpointer user_data)
{
  const Fixture *fixture = user_data;
  g_autoptr (GSocket) socket = g_socket_accept (fixture->listener, fixture->closing, NULL);
  g_autoptr (GSocketConnection) connection = NULL;

  if (socket == NULL)
    return NULL;
  connection = g_socket_connection_factory_create_connection (socket);
  serve (fixture, connection);
  return NULL;
}

static GSocket *
open_socket (Fixture *fixture, GSocketType type)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, address, FALSE, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, NULL);
  fixture->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return socket;
}

static void
listen_tcp (Fixture *fixture)
{
  fixture->listener = open_socket (fixture, G_SOCKET_TYPE_STREAM);
  g_assert_true (g_socket_listen (fixture->listener, NULL));
  fixture->thread = g_thread_new ("name server", serve_thread, fixture);
}

/* The same octets each time; noise goes before the answer. */
static gboolean
datagram_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GSocketAddress) sender = NULL;
  char datagram[4096];
  gssize length = g_socket_receive_from (socket, &sender, datagram, sizeof datagram, NULL, NULL);

  g_assert_cmpmem (datagram,
                   (gsize) length,
                   g_bytes_get_data (fixture->message, NULL),
                   g_bytes_get_size (fixture->message));
  fixture->n_datagrams++;
  if (fixture->n_datagrams != fixture->answer_datagram)
    return G_SOURCE_CONTINUE;

  g_socket_send_to (socket, sender, "noise", 5, NULL, NULL);
  g_socket_send_to (socket, sender, "SQ\250\0\0\0\0\0\0\0\0\0", 12, NULL, NULL);
  g_socket_send_to (socket, sender, good_reply + 2, 12, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static void
listen_udp (Fixture *fixture)
{
  fixture->socket = open_socket (fixture, G_SOCKET_TYPE_DATAGRAM);
  fixture->readable = g_socket_create_source (fixture->socket, G_IO_IN, NULL);
  g_source_set_callback (fixture->readable, G_SOURCE_FUNC (datagram_cb), fixture, NULL);
  g_source_attach (fixture->readable, NULL);
}

static GBytes *
make_message (guint n_hosts)
{
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, "example.org", SP_DNS_TYPE_SOA);
  g_autoptr (SpAddress) address = sp_address_new_from_string ("198.51.100.7", NULL);
  g_autoptr (GBytes) bare = NULL;

  for (guint i = 0; i < n_hosts; i++)
    sp_dns_builder_replace_address (builder, "home.example.org", address, 300);
  bare = sp_dns_builder_end (builder);
  return sp_dns_message_bytes_with_id (bare, ID);
}

static void
set_up (Fixture *fixture)
{
  fixture->clock = sp_fake_clock_new ();
  fixture->transport = sp_dns_socket_transport_new (SP_CLOCK (fixture->clock));
  fixture->message = make_message (1);
  fixture->cancellable = g_cancellable_new ();
  fixture->closing = g_cancellable_new ();
  fixture->reply = good_reply;
  fixture->reply_length = GOOD_LENGTH;
}

static void
tear_down (Fixture *fixture)
{
  /* steps that were cancelled come home, and connections end with them */
  g_clear_object (&fixture->result);
  while (G_OBJECT (fixture->transport)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (fixture->closing);
  g_clear_pointer (&fixture->thread, g_thread_join);
  g_clear_object (&fixture->closing);
  g_clear_object (&fixture->listener);
  if (fixture->readable != NULL)
    g_source_destroy (fixture->readable);
  g_clear_pointer (&fixture->readable, g_source_unref);
  g_clear_object (&fixture->socket);
  g_clear_object (&fixture->cancellable);
  g_clear_pointer (&fixture->message, g_bytes_unref);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->transport);
  sp_fake_clock_close (fixture->clock);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static void
begin (Fixture *fixture)
{
  sp_dns_transport_send_async (fixture->transport,
                               "127.0.0.1",
                               fixture->port,
                               fixture->message,
                               fixture->cancellable,
                               ended_cb,
                               fixture);
  g_assert_null (fixture->result);
}

static void
await (Fixture *fixture)
{
  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
expect_error (Fixture *fixture, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      reply = sp_dns_transport_send_finish (fixture->transport, fixture->result, &error);

  g_assert_null (reply);
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
}

static void
expect_reply (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      reply = sp_dns_transport_send_finish (fixture->transport, fixture->result, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply), good_reply + 2, 12);
}

static void
test_tcp (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  listen_tcp (&fixture);
  begin (&fixture);
  await (&fixture);
  expect_reply (&fixture);
  tear_down (&fixture);
}

/* The message was heard, so that nobody knows what became of it. */
static void
test_tcp_nonsense (void)
{
  static const struct
  {
    const char *sentence;
    const char *reply;
    gsize length;
  } rows[] = {
    { "nothing at all", "", 0 },
    { "half a length", "\0", 1 },
    { "half a reply", "\0\014SP\250\0\0", 7 },
    { "the reply to another message", "\0\014SQ\250\0\0\0\0\0\0\0\0\0", 14 },
    { "the message itself", "\0\014SP\050\0\0\0\0\0\0\0\0\0", 14 },
    { "no message", "\0\4abcd", 6 },
    { "an empty message", "\0\0", 2 },
    { "more than any reply has", "\377\377", 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };

      g_test_message ("%s", rows[i].sentence);
      set_up (&fixture);
      listen_tcp (&fixture);
      fixture.reply = rows[i].reply;
      fixture.reply_length = rows[i].length;
      begin (&fixture);
      await (&fixture);
      expect_error (&fixture, SP_ERROR, SP_ERROR_INTERRUPTED);
      tear_down (&fixture);
    }
}

static void
test_tcp_silence (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  listen_tcp (&fixture);
  fixture.reply = NULL;
  begin (&fixture);
  /* the patience for connecting ends when it is connected; what is left is the deadline */
  while (sp_fake_clock_get_n_pending (fixture.clock) > 1)
    g_main_context_iteration (NULL, TRUE);
  sp_fake_clock_advance_s (fixture.clock, 19);
  g_assert_null (fixture.result);
  sp_fake_clock_advance_s (fixture.clock, 1);
  await (&fixture);
  expect_error (&fixture, SP_ERROR, SP_ERROR_INTERRUPTED);
  tear_down (&fixture);
}

static void
test_cancelled (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  listen_tcp (&fixture);
  fixture.reply = NULL;
  begin (&fixture);
  while (sp_fake_clock_get_n_pending (fixture.clock) > 1)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (fixture.cancellable);
  await (&fixture);
  expect_error (&fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tear_down (&fixture);

  fixture = (Fixture){ 0 };
  set_up (&fixture);
  listen_tcp (&fixture);
  g_cancellable_cancel (fixture.cancellable);
  begin (&fixture);
  await (&fixture);
  expect_error (&fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tear_down (&fixture);
}

static void
wait_for_datagrams (Fixture *fixture, guint n_datagrams)
{
  while (fixture->n_datagrams < n_datagrams)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_datagrams, ==, n_datagrams);
  g_assert_null (fixture->result);
}

static void
test_udp (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  listen_udp (&fixture);
  fixture.answer_datagram = 1;
  begin (&fixture);
  await (&fixture);
  expect_reply (&fixture);
  tear_down (&fixture);
}

static void
test_udp_again (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  listen_udp (&fixture);
  fixture.answer_datagram = 3;
  begin (&fixture);
  wait_for_datagrams (&fixture, 1);
  sp_fake_clock_advance_ms (fixture.clock, 1000);
  wait_for_datagrams (&fixture, 2);
  sp_fake_clock_advance_ms (fixture.clock, 2000);
  await (&fixture);
  g_assert_cmpuint (fixture.n_datagrams, ==, 3);
  expect_reply (&fixture);
  tear_down (&fixture);
}

static void
test_udp_silence (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  listen_udp (&fixture);
  begin (&fixture);
  wait_for_datagrams (&fixture, 1);
  sp_fake_clock_advance_s (fixture.clock, 1);
  wait_for_datagrams (&fixture, 2);
  sp_fake_clock_advance_s (fixture.clock, 2);
  wait_for_datagrams (&fixture, 3);
  sp_fake_clock_advance_s (fixture.clock, 4);
  await (&fixture);
  expect_error (&fixture, SP_ERROR, SP_ERROR_INTERRUPTED);
  tear_down (&fixture);
}

/* A port that was just given back. */
static void
take_dead_port (Fixture *fixture)
{
  listen_udp (fixture);
  g_source_destroy (fixture->readable);
  g_clear_pointer (&fixture->readable, g_source_unref);
  g_socket_close (fixture->socket, NULL);
}

static void
test_nobody (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  take_dead_port (&fixture);
  begin (&fixture);
  await (&fixture);
  expect_error (&fixture, SP_ERROR, SP_ERROR_NETWORK);
  tear_down (&fixture);
}

/* More than a datagram holds goes over TCP or not at all. */
static void
test_large (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture);
  g_clear_pointer (&fixture.message, g_bytes_unref);
  fixture.message = make_message (40);
  g_assert_cmpuint (g_bytes_get_size (fixture.message), >, 1232);
  listen_udp (&fixture);
  begin (&fixture);
  await (&fixture);
  expect_error (&fixture, SP_ERROR, SP_ERROR_NETWORK);
  g_assert_cmpuint (fixture.n_datagrams, ==, 0);
  tear_down (&fixture);

  fixture = (Fixture){ 0 };
  set_up (&fixture);
  g_clear_pointer (&fixture.message, g_bytes_unref);
  fixture.message = make_message (40);
  listen_tcp (&fixture);
  begin (&fixture);
  await (&fixture);
  expect_reply (&fixture);
  tear_down (&fixture);
}

static void
test_id (void)
{
  Fixture fixture = { 0 };
  guint16 first;
  guint n_others = 0;

  set_up (&fixture);
  first = sp_dns_transport_make_id (fixture.transport);
  for (guint i = 0; i < 16; i++)
    n_others += sp_dns_transport_make_id (fixture.transport) != first;
  g_assert_cmpuint (n_others, >, 0);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dns-socket-transport/tcp", test_tcp);
  g_test_add_func ("/dns-socket-transport/tcp-nonsense", test_tcp_nonsense);
  g_test_add_func ("/dns-socket-transport/tcp-silence", test_tcp_silence);
  g_test_add_func ("/dns-socket-transport/cancelled", test_cancelled);
  g_test_add_func ("/dns-socket-transport/udp", test_udp);
  g_test_add_func ("/dns-socket-transport/udp-again", test_udp_again);
  g_test_add_func ("/dns-socket-transport/udp-silence", test_udp_silence);
  g_test_add_func ("/dns-socket-transport/nobody", test_nobody);
  g_test_add_func ("/dns-socket-transport/large", test_large);
  g_test_add_func ("/dns-socket-transport/id", test_id);

  return g_test_run ();
}
