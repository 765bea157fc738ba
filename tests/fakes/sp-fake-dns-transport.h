/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dns/sp-dns-transport.h"

G_BEGIN_DECLS

#define SP_TYPE_FAKE_DNS_TRANSPORT (sp_fake_dns_transport_get_type ())
/**
 * SpFakeDnsTransport:
 *
 * A way to DNS servers without a wire: asks a handler of the test for each reply, and gives every
 * message the same id. sp_fake_dns_transport_close() fails a test that left a message in flight, and
 * a message that comes while there is no handler ends it.
 */
G_DECLARE_FINAL_TYPE (SpFakeDnsTransport, sp_fake_dns_transport, SP, FAKE_DNS_TRANSPORT, GObject)

/**
 * SpFakeDnsHandler:
 * @place: where it goes, as “name:port” or “[address]:port”
 * @message: what the product sends
 * @user_data: as given
 * @error: an error of %SP_ERROR to fail with
 *
 * Returns: (transfer full) (nullable): the reply; %NULL without an error never answers
 */
typedef GBytes *(*SpFakeDnsHandler) (const char *place,
                                     GBytes *message,
                                     gpointer user_data,
                                     GError **error);

SpFakeDnsTransport *sp_fake_dns_transport_new (void);
void sp_fake_dns_transport_close (SpFakeDnsTransport *self);
void sp_fake_dns_transport_set_handler (SpFakeDnsTransport *self,
                                        SpFakeDnsHandler handler,
                                        gpointer user_data);

G_END_DECLS
