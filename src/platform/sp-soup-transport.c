/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-soup-transport.h"

#include <libsoup/soup.h>

#include "sp-soup-exchange.h"

/**
 * SpSoupTransport:
 *
 * HTTP by libsoup, with everything that libsoup leaves to its user. It keeps no session, no
 * connection, no cookie and no password between two requests. The rules of one request are in
 * sp-soup-exchange.c.
 */
struct _SpSoupTransport
{
  GObject parent_instance;

  SpClock *clock; /* (owned) */
};

static void sp_soup_transport_transport_init (SpTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpSoupTransport,
                               sp_soup_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_TRANSPORT,
                                                      sp_soup_transport_transport_init))

static void
sp_soup_transport_dispose (GObject *object)
{
  SpSoupTransport *self = SP_SOUP_TRANSPORT (object);

  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_soup_transport_parent_class)->dispose (object);
}

static void
sp_soup_transport_class_init (SpSoupTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_soup_transport_dispose;
}

static void
sp_soup_transport_init (SpSoupTransport *self)
{
}

static void
sp_soup_transport_send_async (SpTransport *transport,
                              SpRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  SpSoupTransport *self = SP_SOUP_TRANSPORT (transport);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_soup_transport_send_async);
  /* a reply that came whole is not thrown away because somebody lost patience a moment later */
  g_task_set_check_cancellable (task, FALSE);
  sp_soup_exchange_begin (task, request, self->clock);
}

static SpReply *
sp_soup_transport_send_finish (SpTransport *transport, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sp_soup_transport_transport_init (SpTransportInterface *iface)
{
  iface->send_async = sp_soup_transport_send_async;
  iface->send_finish = sp_soup_transport_send_finish;
}

/**
 * sp_soup_transport_new:
 * @clock: for deadlines
 *
 * Returns: (transfer full): the transport
 */
SpTransport *
sp_soup_transport_new (SpClock *clock)
{
  SpSoupTransport *self = g_object_new (SP_TYPE_SOUP_TRANSPORT, NULL);

  /* GLib 2.74 locks up when one thread makes the session's class, which wants the type of socket
   * addresses, while another (the bus, being connected) is making that type. So both are made here,
   * before there is another thread. Classes of static types stay. */
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  g_type_class_unref (g_type_class_ref (SOUP_TYPE_SESSION));

  self->clock = g_object_ref (clock);
  return SP_TRANSPORT (self);
}
