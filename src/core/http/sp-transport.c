/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-transport.h"

G_DEFINE_INTERFACE (SpTransport, sp_transport, G_TYPE_OBJECT)

static void
sp_transport_default_init (SpTransportInterface *iface)
{
}

/**
 * sp_transport_send_async:
 * @self: a transport
 * @request: what to send; must not be changed any more
 * @cancellable: (nullable): ends the wait; what was written stays written
 * @callback: called once, in the caller's main context
 * @user_data: for @callback
 *
 * Sends @request exactly once.
 */
void
sp_transport_send_async (SpTransport *self,
                         SpRequest *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (SP_IS_TRANSPORT (self));
  g_return_if_fail (request != NULL);

  SP_TRANSPORT_GET_IFACE (self)->send_async (self, request, cancellable, callback, user_data);
}

/**
 * sp_transport_send_finish:
 * @self: a transport
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpTransportInterface
 *
 * Returns: (transfer full): the whole reply, whatever its HTTP status; or %NULL
 */
SpReply *
sp_transport_send_finish (SpTransport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (SP_IS_TRANSPORT (self), NULL);

  return SP_TRANSPORT_GET_IFACE (self)->send_finish (self, result, error);
}
