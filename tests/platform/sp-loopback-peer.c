/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-loopback-peer.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct _SpLoopbackPeer
{
  SpPeerScript script;
  GSocketListener *listener; /* (owned) */
  GCancellable *cancellable; /* (owned): ends the thread */
  GThread *thread;           /* (owned) */
  guint16 port;

  GMutex mutex; /* of all that follows */
  guint n_connections;
  char *request;  /* (owned) (nullable): the last one */
  char *client;   /* (owned) (nullable): the address it came from */
  char *protocol; /* (owned) (nullable): what ALPN agreed on */
};

static void
tell_main (SpLoopbackPeer *self)
{
  if (self->script.stalled_cb != NULL)
    g_main_context_invoke (NULL, self->script.stalled_cb, self->script.user_data);
}

static gsize
get_content_length (const char *head)
{
  const char *header = strstr (head, "\r\nContent-Length:");

  return header == NULL ? 0 : strtoul (header + strlen ("\r\nContent-Length:"), NULL, 10);
}

static char *
read_request (SpLoopbackPeer *self, GInputStream *input)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (TRUE)
    {
      const char *end = strstr (text->str, "\r\n\r\n");
      char block[4096];
      gssize count;

      if (end != NULL &&
          text->len >= (gsize) (end - text->str) + 4 + get_content_length (text->str))
        return g_strdup (text->str);

      count = g_input_stream_read (input, block, sizeof block, self->cancellable, NULL);
      if (count <= 0)
        return NULL;
      g_string_append_len (text, block, count);
    }
}

static gboolean
write_bytes (SpLoopbackPeer *self, GOutputStream *output, const char *bytes, gsize length)
{
  return g_output_stream_write_all (output, bytes, length, NULL, self->cancellable, NULL);
}

static void
drip (SpLoopbackPeer *self, GOutputStream *output)
{
  for (const char *byte = self->script.tail; *byte != '\0'; byte++)
    {
      if (!write_bytes (self, output, byte, 1))
        return;
      tell_main (self);
    }
}

static void
wait_for_end (SpLoopbackPeer *self, GInputStream *input)
{
  char block[256];

  tell_main (self);
  while (g_input_stream_read (input, block, sizeof block, self->cancellable, NULL) > 0)
    continue;
}

static void
reset (GSocketConnection *connection)
{
  struct linger linger = { 1, 0 };
  GSocket *socket = g_socket_connection_get_socket (connection);

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void
play (SpLoopbackPeer *self, GSocketConnection *connection, GIOStream *stream)
{
  GInputStream *input = g_io_stream_get_input_stream (stream);
  GOutputStream *output = g_io_stream_get_output_stream (stream);
  const SpPeerScript *script = &self->script;
  gsize length = script->reply_length;

  if (script->reply != NULL)
    {
      g_autofree char *request = read_request (self, input);

      g_mutex_lock (&self->mutex);
      g_free (self->request);
      self->request = g_steal_pointer (&request);
      g_mutex_unlock (&self->mutex);

      write_bytes (self, output, script->reply, length > 0 ? length : strlen (script->reply));
    }

  if (script->then == SP_PEER_DRIP)
    drip (self, output);
  while (script->then == SP_PEER_REPEAT &&
         write_bytes (self, output, script->tail, strlen (script->tail)))
    continue;
  if (script->then == SP_PEER_HOLD || script->then == SP_PEER_DRIP)
    wait_for_end (self, input);
  if (script->then == SP_PEER_RESET)
    reset (connection);
}

static GIOStream *
wrap (SpLoopbackPeer *self, GSocketConnection *connection)
{
  static const char *const protocols[] = { "h2", "http/1.1", NULL };
  g_autoptr (GIOStream) tls = NULL;

  if (self->script.certificate == NULL)
    return g_object_ref (G_IO_STREAM (connection));

  tls = g_tls_server_connection_new (G_IO_STREAM (connection), self->script.certificate, NULL);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  if (self->script.reply == NULL)
    return g_steal_pointer (&tls);

  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), self->cancellable, NULL))
    return NULL;

  g_mutex_lock (&self->mutex);
  g_free (self->protocol);
  self->protocol = g_strdup (g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (tls)));
  g_mutex_unlock (&self->mutex);
  return g_steal_pointer (&tls);
}

static void
serve (SpLoopbackPeer *self, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GIOStream) stream = NULL;

  g_mutex_lock (&self->mutex);
  self->n_connections++;
  g_free (self->client);
  self->client = g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
  g_mutex_unlock (&self->mutex);

  stream = wrap (self, connection);
  if (stream != NULL)
    play (self, connection, stream);
  g_socket_close (g_socket_connection_get_socket (connection), NULL);
}

static gpointer
run (gpointer data)
{
  SpLoopbackPeer *self = data;

  while (!g_cancellable_is_cancelled (self->cancellable))
    {
      g_autoptr (GSocketConnection)
          connection = g_socket_listener_accept (self->listener, NULL, self->cancellable, NULL);

      if (connection != NULL)
        serve (self, connection);
    }

  return NULL;
}

/**
 * sp_loopback_peer_new:
 * @address: 127.0.0.1, ::1 …
 * @port: where to listen; 0: any free port
 * @script: copied; what it points to must outlive the peer
 *
 * Returns: (transfer full): a peer that is listening
 */
SpLoopbackPeer *
sp_loopback_peer_new (const char *address, guint16 port, const SpPeerScript *script)
{
  SpLoopbackPeer *self = g_new0 (SpLoopbackPeer, 1);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->script = *script;
  g_mutex_init (&self->mutex);
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener,
                                 local,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &effective,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  self->thread = g_thread_new ("peer", run, self);
  return self;
}

/**
 * sp_loopback_peer_free:
 * @self: (transfer full): a peer
 */
void
sp_loopback_peer_free (SpLoopbackPeer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_socket_listener_close (self->listener);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_mutex_clear (&self->mutex);
  g_free (self->request);
  g_free (self->client);
  g_free (self->protocol);
  g_free (self);
}

/**
 * sp_loopback_peer_get_port:
 * @self: a peer
 *
 * Returns: where it listens
 */
guint16
sp_loopback_peer_get_port (SpLoopbackPeer *self)
{
  return self->port;
}

/**
 * sp_loopback_peer_get_n_connections:
 * @self: a peer
 *
 * Returns: how many clients have connected
 */
guint
sp_loopback_peer_get_n_connections (SpLoopbackPeer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_connections;
}

/**
 * sp_loopback_peer_dup_request:
 * @self: a peer
 *
 * Returns: (transfer full) (nullable): the last whole request, head and body
 */
char *
sp_loopback_peer_dup_request (SpLoopbackPeer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->request);
}

/**
 * sp_loopback_peer_dup_client:
 * @self: a peer
 *
 * Returns: (transfer full) (nullable): the address the last client came from
 */
char *
sp_loopback_peer_dup_client (SpLoopbackPeer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->client);
}

/**
 * sp_loopback_peer_dup_protocol:
 * @self: a peer
 *
 * Returns: (transfer full) (nullable): what the last TLS client agreed to speak
 */
char *
sp_loopback_peer_dup_protocol (SpLoopbackPeer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (self->protocol);
}
