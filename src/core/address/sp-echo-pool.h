/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-echo-service.h"
#include "base/sp-clock.h"
#include "http/sp-reply.h"

G_BEGIN_DECLS

/**
 * SpEchoUrgency:
 * @SP_ECHO_ROUTINE: nothing speaks for a change: a service is asked every 10 minutes at most, all
 *   together 8 times an hour
 * @SP_ECHO_CHANGE: something changed: a service is asked once a minute at most
 *
 * Why somebody wants to ask.
 */
typedef enum
{
  SP_ECHO_ROUTINE,
  SP_ECHO_CHANGE,
} SpEchoUrgency;

/**
 * SpEchoPool:
 *
 * The echo services and how each has behaved: picks whom to ask next, so that work is spread by
 * weight, nobody is asked too often, and one that refuses, fails or lies is left alone for a
 * while. Sends nothing itself. One pool serves both families; a service's conduct counts per
 * family.
 */
typedef struct _SpEchoPool SpEchoPool;

SpEchoPool *sp_echo_pool_new (SpClock *clock, GPtrArray *services, guint start);
SpEchoPool *sp_echo_pool_new_named (SpClock *clock, SpEchoService *service);
SpEchoPool *sp_echo_pool_ref (SpEchoPool *self);
void sp_echo_pool_unref (SpEchoPool *self);

gboolean sp_echo_pool_is_named (const SpEchoPool *self);
guint sp_echo_pool_get_quorum (const SpEchoPool *self, SpFamily family);
SpEchoService *sp_echo_pool_pick (SpEchoPool *self,
                                  SpFamily family,
                                  SpEchoUrgency urgency,
                                  GPtrArray *asked,
                                  GPtrArray *voters,
                                  GError **error);
void sp_echo_pool_note_good (SpEchoPool *self, SpEchoService *service, SpFamily family);
void sp_echo_pool_note_unreached (SpEchoPool *self, SpEchoService *service, SpFamily family);
void sp_echo_pool_note_failure (SpEchoPool *self,
                                SpEchoService *service,
                                SpFamily family,
                                gint64 retry_after_s);
void sp_echo_pool_note_outvoted (SpEchoPool *self, SpEchoService *service, SpFamily family);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpEchoPool, sp_echo_pool_unref)

G_END_DECLS
