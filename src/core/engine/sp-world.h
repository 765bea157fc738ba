/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"
#include "base/sp-clock.h"
#include "dns/sp-dns-transport.h"
#include "http/sp-transport.h"
#include "provider/sp-secrets.h"

G_BEGIN_DECLS

/**
 * SpWorld:
 * @clock: time
 * @transport: to servers that speak HTTP
 * @secrets: where credentials are
 * @network: facts about this machine's network
 * @dns: to name servers
 *
 * The five interfaces through which the engine touches the world. Only the two main programs fill
 * it with real ones. Who is given one takes its own references.
 */
typedef struct
{
  SpClock *clock;
  SpTransport *transport;
  SpSecrets *secrets;
  SpNetwork *network;
  SpDnsTransport *dns;
} SpWorld;

G_END_DECLS
