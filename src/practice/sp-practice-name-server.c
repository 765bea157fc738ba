/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-name-server.h"

#include "sp-practice-conversation.h"
#include "sp-practice-dns.h"

/* A query is a question and an OPT; what does not fit is cut, and then fails to parse. */
#define DATAGRAM_SIZE 4096
/* A burst is answered, and the main loop still gets its turn. */
#define DATAGRAMS_PER_TURN 64
/* Port 0 asks the kernel for a UDP port; the TCP port of that number may be taken. */
#define PORT_ATTEMPTS 16

struct _SpPracticeNameServer
{
  GObject parent_instance;

  SpPracticeZone *zone;        /* (owned) */
  GPtrArray *datagram_sources; /* (owned) (element-type GSource) */
  GSocketService *service;     /* (owned) */
  GCancellable *cancellable;   /* (owned): ends the conversations over TCP */
  guint16 port;
};

G_DEFINE_FINAL_TYPE (SpPracticeNameServer, sp_practice_name_server, G_TYPE_OBJECT)

static void
source_free (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static gboolean
incoming_cb (GSocketService *service,
             GSocketConnection *connection,
             GObject *source_object,
             gpointer user_data)
{
  SpPracticeNameServer *self = user_data;

  sp_practice_conversation_start (connection, self->zone, self->cancellable);
  return TRUE;
}

static gboolean
datagram_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  SpPracticeNameServer *self = user_data;

  for (guint i = 0; i < DATAGRAMS_PER_TURN; i++)
    {
      char query[DATAGRAM_SIZE];
      g_autoptr (GSocketAddress) sender = NULL;
      g_autoptr (GBytes) reply = NULL;
      gssize length;

      length = g_socket_receive_from (socket, &sender, query, sizeof query, NULL, NULL);
      if (length < 0)
        break;

      reply = sp_practice_dns_answer (self->zone, (const guint8 *) query, length);
      /* A reply that cannot be sent is one that got lost: the asker asks again. */
      if (reply != NULL)
        g_socket_send_to (socket,
                          sender,
                          g_bytes_get_data (reply, NULL),
                          g_bytes_get_size (reply),
                          NULL,
                          NULL);
    }

  return G_SOURCE_CONTINUE;
}

static void
sp_practice_name_server_dispose (GObject *object)
{
  SpPracticeNameServer *self = SP_PRACTICE_NAME_SERVER (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->datagram_sources, 0);
  if (self->service != NULL)
    {
      g_socket_service_stop (self->service);
      g_socket_listener_close (G_SOCKET_LISTENER (self->service));
      g_signal_handlers_disconnect_by_data (self->service, self);
    }
  g_clear_object (&self->service);
  g_clear_object (&self->zone);

  G_OBJECT_CLASS (sp_practice_name_server_parent_class)->dispose (object);
}

static void
sp_practice_name_server_finalize (GObject *object)
{
  SpPracticeNameServer *self = SP_PRACTICE_NAME_SERVER (object);

  g_clear_pointer (&self->datagram_sources, g_ptr_array_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (sp_practice_name_server_parent_class)->finalize (object);
}

static void
sp_practice_name_server_class_init (SpPracticeNameServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_practice_name_server_dispose;
  object_class->finalize = sp_practice_name_server_finalize;
}

static void
sp_practice_name_server_init (SpPracticeNameServer *self)
{
  self->datagram_sources = g_ptr_array_new_with_free_func (source_free);
  self->cancellable = g_cancellable_new ();
  self->service = g_socket_service_new ();
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (incoming_cb), self, 0);
}

static GSocket *
bind_socket (GInetAddress *address, GSocketType type, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) name = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket = NULL;

  socket =
      g_socket_new (g_inet_address_get_family (address), type, G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_bind (socket, name, type == G_SOCKET_TYPE_STREAM, error))
    return NULL;
  if (type == G_SOCKET_TYPE_STREAM && !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

static guint16
get_local_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) name = g_socket_get_local_address (socket, NULL);

  return name != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (name)) : 0;
}

static gboolean
listen_once (SpPracticeNameServer *self, GInetAddress *address, guint16 port, GError **error)
{
  g_autoptr (GSocket) datagrams = NULL;
  g_autoptr (GSocket) stream = NULL;
  GSource *source;

  datagrams = bind_socket (address, G_SOCKET_TYPE_DATAGRAM, port, error);
  if (datagrams == NULL)
    return FALSE;

  port = get_local_port (datagrams);
  stream = bind_socket (address, G_SOCKET_TYPE_STREAM, port, error);
  if (stream == NULL ||
      !g_socket_listener_add_socket (G_SOCKET_LISTENER (self->service), stream, NULL, error))
    return FALSE;

  source = g_socket_create_source (datagrams, G_IO_IN, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (datagram_cb), self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_ptr_array_add (self->datagram_sources, source);

  self->port = port;
  return TRUE;
}

/**
 * sp_practice_name_server_new:
 * @zone: what to answer from
 *
 * Returns: (transfer full): a name server that does not listen yet
 */
SpPracticeNameServer *
sp_practice_name_server_new (SpPracticeZone *zone)
{
  SpPracticeNameServer *self = g_object_new (SP_TYPE_PRACTICE_NAME_SERVER, NULL);

  self->zone = g_object_ref (zone);
  return self;
}

/**
 * sp_practice_name_server_listen:
 * @self: a name server
 * @address: a local address
 * @port: a port for both UDP and TCP; 0 for any that is free for both
 * @error: return location for a #GIOErrorEnum
 *
 * Begins to answer there; may be called again for another address.
 *
 * Returns: %TRUE if it listens
 */
gboolean
sp_practice_name_server_listen (SpPracticeNameServer *self,
                                GInetAddress *address,
                                guint16 port,
                                GError **error)
{
  g_return_val_if_fail (SP_IS_PRACTICE_NAME_SERVER (self), FALSE);

  for (guint i = 1; port == 0 && i < PORT_ATTEMPTS; i++)
    {
      if (listen_once (self, address, 0, NULL))
        return TRUE;
    }

  return listen_once (self, address, port, error);
}

/**
 * sp_practice_name_server_get_port:
 * @self: a name server
 *
 * Returns: the port it listens on, 0 before it does
 */
guint16
sp_practice_name_server_get_port (SpPracticeNameServer *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_NAME_SERVER (self), 0);

  return self->port;
}
