/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-transport.h"

G_DEFINE_INTERFACE (SpDnsTransport, sp_dns_transport, G_TYPE_OBJECT)

static void
sp_dns_transport_default_init (SpDnsTransportInterface *iface)
{
}

/**
 * sp_dns_transport_make_id:
 * @self: a transport
 *
 * Returns: a number for the next message, which nobody can guess (RFC 5452 §4.3)
 */
guint16
sp_dns_transport_make_id (SpDnsTransport *self)
{
  g_return_val_if_fail (SP_IS_DNS_TRANSPORT (self), 0);

  return SP_DNS_TRANSPORT_GET_IFACE (self)->make_id (self);
}

/**
 * sp_dns_transport_send_async:
 * @self: a transport
 * @server: name or address of a server
 * @port: its port, 1…65535
 * @message: a whole message under its id
 * @cancellable: (nullable): ends the wait; what was sent stays sent
 * @callback: called once, in the caller's main context
 * @user_data: for @callback
 *
 * Sends @message and waits for its reply, with a deadline.
 */
void
sp_dns_transport_send_async (SpDnsTransport *self,
                             const char *server,
                             guint16 port,
                             GBytes *message,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (SP_IS_DNS_TRANSPORT (self));
  g_return_if_fail (server != NULL && port > 0 && message != NULL);

  SP_DNS_TRANSPORT_GET_IFACE (self)
      ->send_async (self, server, port, message, cancellable, callback, user_data);
}

/**
 * sp_dns_transport_send_finish:
 * @self: a transport
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpDnsTransportInterface
 *
 * Returns: (transfer full): a reply to the message, which can be parsed; or %NULL
 */
GBytes *
sp_dns_transport_send_finish (SpDnsTransport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (SP_IS_DNS_TRANSPORT (self), NULL);

  return SP_DNS_TRANSPORT_GET_IFACE (self)->send_finish (self, result, error);
}
