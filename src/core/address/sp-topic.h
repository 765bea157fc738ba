/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-echo-pool.h"
#include "address/sp-network.h"
#include "address/sp-source.h"
#include "http/sp-transport.h"

G_BEGIN_DECLS

/**
 * SpTopic:
 *
 * One thing the detector is asked for: a family from a source. Remembers the last finding and what
 * the world confirmed, runs at most one round, and gives its finding to everybody who asked
 * meanwhile. Lives as long as its detector.
 */
typedef struct _SpTopic SpTopic;

SpTopic *sp_topic_new (SpClock *clock,
                       SpTransport *transport,
                       SpNetwork *network,
                       SpFamily family,
                       SpSourceKind kind,
                       const char *argument);
void sp_topic_free (SpTopic *self);

void sp_topic_ask (SpTopic *self, SpEchoPool *pool, SpAddress *confirmed, GTask *task);
void sp_topic_forget (SpTopic *self);
GPtrArray *sp_topic_get_answers (SpTopic *self);

G_END_DECLS
