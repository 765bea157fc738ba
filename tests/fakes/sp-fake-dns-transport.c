/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-dns-transport.h"

#include <string.h>

#define ID 0x5350

struct _SpFakeDnsTransport
{
  GObject parent_instance;

  SpFakeDnsHandler handler;
  gpointer handler_data; /* (unowned): belongs to the test */
  guint n_in_flight;
};

static void sp_fake_dns_transport_transport_init (SpDnsTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpFakeDnsTransport,
                               sp_fake_dns_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_DNS_TRANSPORT,
                                                      sp_fake_dns_transport_transport_init))

static void
sp_fake_dns_transport_class_init (SpFakeDnsTransportClass *klass)
{
}

static void
sp_fake_dns_transport_init (SpFakeDnsTransport *self)
{
}

static guint16
sp_fake_dns_transport_make_id (SpDnsTransport *transport)
{
  return ID;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  SpFakeDnsTransport *self = g_task_get_source_object (task);

  self->n_in_flight--;
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* The source owns the task. */
static void
wait_for_cancel (GTask *task)
{
  g_autoptr (GSource) source = g_cancellable_source_new (g_task_get_cancellable (task));

  SP_FAKE_DNS_TRANSPORT (g_task_get_source_object (task))->n_in_flight++;
  g_source_set_callback (source, G_SOURCE_FUNC (cancelled_cb), g_object_ref (task), g_object_unref);
  g_source_attach (source, NULL);
}

static void
sp_fake_dns_transport_send_async (SpDnsTransport *transport,
                                  const char *server,
                                  guint16 port,
                                  GBytes *message,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  SpFakeDnsTransport *self = SP_FAKE_DNS_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gboolean is_ipv6 = strchr (server, ':') != NULL;
  g_autofree char *place = g_strdup_printf (is_ipv6 ? "[%s]:%u" : "%s:%u", server, port);
  g_autoptr (GError) error = NULL;
  GBytes *reply;

  if (self->handler == NULL)
    g_error ("a DNS message that the test did not expect, to %s", place);

  reply = self->handler (place, message, self->handler_data, &error);
  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) g_bytes_unref);
  else if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    wait_for_cancel (task);
}

static GBytes *
sp_fake_dns_transport_send_finish (SpDnsTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
sp_fake_dns_transport_transport_init (SpDnsTransportInterface *iface)
{
  iface->make_id = sp_fake_dns_transport_make_id;
  iface->send_async = sp_fake_dns_transport_send_async;
  iface->send_finish = sp_fake_dns_transport_send_finish;
}

/**
 * sp_fake_dns_transport_new:
 *
 * Returns: (transfer full): a transport that expects nothing
 */
SpFakeDnsTransport *
sp_fake_dns_transport_new (void)
{
  return g_object_new (SP_TYPE_FAKE_DNS_TRANSPORT, NULL);
}

/**
 * sp_fake_dns_transport_close:
 * @self: (transfer full): a transport
 *
 * Fails the test if a message is in flight or this was not the last reference.
 */
void
sp_fake_dns_transport_close (SpFakeDnsTransport *self)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->n_in_flight, ==, 0);
  g_assert_finalize_object (G_OBJECT (self));
}

/**
 * sp_fake_dns_transport_set_handler:
 * @self: a transport
 * @handler: answers every message from now on
 * @user_data: for @handler
 */
void
sp_fake_dns_transport_set_handler (SpFakeDnsTransport *self,
                                   SpFakeDnsHandler handler,
                                   gpointer user_data)
{
  self->handler = handler;
  self->handler_data = user_data;
}
