/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "dns/sp-dns-transport.h"
#include "http/sp-transport.h"
#include "provider/sp-memory.h"
#include "provider/sp-trace.h"

G_BEGIN_DECLS

/* makes a text that is used once; to be freed by the caller */
typedef char *(*SpNonceFunc) (void);

/* is told of each exchange when it is over; to be copied by whoever keeps it */
typedef void (*SpTraceFunc) (const SpTrace *trace, gpointer user_data);

/**
 * SpWays:
 * @clock: tells the time that a signature holds
 * @transport: to servers that speak HTTP
 * @dns: to name servers
 * @memory: (nullable): what need not be asked again
 * @make_nonce: (nullable): chance; a random UUID if %NULL
 * @trace: (nullable): is told of what is sent over these ways
 * @trace_data: (unowned): for @trace; outlives whatever is sent
 *
 * The ways out that a protocol may take. Who is given them takes references of its own, with
 * sp_ways_init().
 */
typedef struct
{
  SpClock *clock;
  SpTransport *transport;
  SpDnsTransport *dns;
  SpMemory *memory;
  SpNonceFunc make_nonce;
  SpTraceFunc trace;
  gpointer trace_data;
} SpWays;

void sp_ways_init (SpWays *self, const SpWays *other);
void sp_ways_clear (SpWays *self);

G_END_DECLS
