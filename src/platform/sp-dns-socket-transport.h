/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "dns/sp-dns-transport.h"

G_BEGIN_DECLS

#define SP_TYPE_DNS_SOCKET_TRANSPORT (sp_dns_socket_transport_get_type ())
G_DECLARE_FINAL_TYPE (SpDnsSocketTransport,
                      sp_dns_socket_transport,
                      SP,
                      DNS_SOCKET_TRANSPORT,
                      GObject)

SpDnsTransport *sp_dns_socket_transport_new (SpClock *clock);

G_END_DECLS
