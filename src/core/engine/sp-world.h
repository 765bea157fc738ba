/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"
#include "base/sp-clock.h"
#include "provider/sp-secrets.h"
#include "provider/sp-transport.h"

G_BEGIN_DECLS

/**
 * SpWorld:
 * @clock: time
 * @transport: the way out
 * @secrets: where credentials are
 * @network: facts about this machine's network
 *
 * The four interfaces through which the engine touches the world. Only the two main programs fill
 * it with real ones. Who is given one takes its own references.
 */
typedef struct
{
  SpClock *clock;
  SpTransport *transport;
  SpSecrets *secrets;
  SpNetwork *network;
} SpWorld;

G_END_DECLS
