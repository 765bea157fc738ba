/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "http/sp-reply.h"
#include "http/sp-request.h"

G_BEGIN_DECLS

#define SP_TYPE_TRANSPORT (sp_transport_get_type ())
G_DECLARE_INTERFACE (SpTransport, sp_transport, SP, TRANSPORT, GObject)

/**
 * SpTransportInterface:
 *
 * The one way out: sends a request once, never twice, never redirected, and over TLS with a
 * verified certificate unless the server is a loopback address. Finish fails with
 * %SP_ERROR_NETWORK (nothing was written), %SP_ERROR_TLS (nothing was written),
 * %SP_ERROR_INTERRUPTED (written, no whole reply: nobody knows), %SP_ERROR_BAD_REPLY (a limit was
 * broken), %SP_ERROR_BAD_INPUT (an URL that may not be asked) or %G_IO_ERROR_CANCELLED. Any HTTP
 * status is a reply, not an error.
 */
struct _SpTransportInterface
{
  GTypeInterface parent_iface;

  void (*send_async) (SpTransport *self,
                      SpRequest *request,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  SpReply *(*send_finish) (SpTransport *self, GAsyncResult *result, GError **error);
};

void sp_transport_send_async (SpTransport *self,
                              SpRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
SpReply *sp_transport_send_finish (SpTransport *self, GAsyncResult *result, GError **error);

G_END_DECLS
