/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-dns-socket-transport.h"

#include <sys/random.h>

#include "sp-dns-exchange.h"

/**
 * SpDnsSocketTransport:
 *
 * The way to name servers over sockets of GIO. It keeps nothing between two messages. The rules of
 * one exchange are in sp-dns-exchange.c.
 */
struct _SpDnsSocketTransport
{
  GObject parent_instance;

  SpClock *clock; /* (owned) */
};

static void sp_dns_socket_transport_transport_init (SpDnsTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpDnsSocketTransport,
                               sp_dns_socket_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_DNS_TRANSPORT,
                                                      sp_dns_socket_transport_transport_init))

static void
sp_dns_socket_transport_dispose (GObject *object)
{
  SpDnsSocketTransport *self = SP_DNS_SOCKET_TRANSPORT (object);

  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_dns_socket_transport_parent_class)->dispose (object);
}

static void
sp_dns_socket_transport_class_init (SpDnsSocketTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_dns_socket_transport_dispose;
}

static void
sp_dns_socket_transport_init (SpDnsSocketTransport *self)
{
}

/* so few bytes never wait once the kernel has its seed, and are never cut */
static guint16
sp_dns_socket_transport_make_id (SpDnsTransport *transport)
{
  guint16 id = 0;

  if (getrandom (&id, sizeof id, 0) != sizeof id)
    id = (guint16) g_random_int ();
  return id;
}

static void
sp_dns_socket_transport_send_async (SpDnsTransport *transport,
                                    const char *server,
                                    guint16 port,
                                    GBytes *message,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  SpDnsSocketTransport *self = SP_DNS_SOCKET_TRANSPORT (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_dns_socket_transport_send_async);
  sp_dns_exchange_begin (task, self->clock, server, port, message);
}

static GBytes *
sp_dns_socket_transport_send_finish (SpDnsTransport *transport,
                                     GAsyncResult *result,
                                     GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sp_dns_socket_transport_transport_init (SpDnsTransportInterface *iface)
{
  iface->make_id = sp_dns_socket_transport_make_id;
  iface->send_async = sp_dns_socket_transport_send_async;
  iface->send_finish = sp_dns_socket_transport_send_finish;
}

/**
 * sp_dns_socket_transport_new:
 * @clock: the clock of its deadlines
 *
 * Returns: (transfer full): the way to name servers
 */
SpDnsTransport *
sp_dns_socket_transport_new (SpClock *clock)
{
  SpDnsSocketTransport *self = g_object_new (SP_TYPE_DNS_SOCKET_TRANSPORT, NULL);

  self->clock = g_object_ref (clock);
  return SP_DNS_TRANSPORT (self);
}
