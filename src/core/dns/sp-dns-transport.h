/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SP_TYPE_DNS_TRANSPORT (sp_dns_transport_get_type ())
G_DECLARE_INTERFACE (SpDnsTransport, sp_dns_transport, SP, DNS_TRANSPORT, GObject)

/**
 * SpDnsTransportInterface:
 * @make_id: a number for a message that nobody can guess
 * @send_async: see sp_dns_transport_send_async()
 * @send_finish: see sp_dns_transport_send_finish()
 *
 * The way to a DNS server: one message and its reply. It says the same message again only where the
 * server may not have heard it (UDP), octet by octet, and takes for a reply only what
 * sp_dns_message_answers() does. Finish fails with %SP_ERROR_NETWORK (nothing was sent),
 * %SP_ERROR_INTERRUPTED (sent, and no reply: nobody knows) or %G_IO_ERROR_CANCELLED. Whatever the
 * server says is a reply, not an error.
 */
struct _SpDnsTransportInterface
{
  GTypeInterface parent_iface;

  guint16 (*make_id) (SpDnsTransport *self);
  void (*send_async) (SpDnsTransport *self,
                      const char *server,
                      guint16 port,
                      GBytes *message,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GBytes *(*send_finish) (SpDnsTransport *self, GAsyncResult *result, GError **error);
};

guint16 sp_dns_transport_make_id (SpDnsTransport *self);
void sp_dns_transport_send_async (SpDnsTransport *self,
                                  const char *server,
                                  guint16 port,
                                  GBytes *message,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *sp_dns_transport_send_finish (SpDnsTransport *self, GAsyncResult *result, GError **error);

G_END_DECLS
