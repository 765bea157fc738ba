/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-echo-pool.h"
#include "address/sp-finding.h"
#include "address/sp-network.h"
#include "address/sp-source.h"
#include "http/sp-transport.h"

G_BEGIN_DECLS

/**
 * SpRoundInput:
 * @family: the family wanted
 * @kind: where the address is to come from
 * @interface: (nullable): for %SP_SOURCE_INTERFACE
 * @pool: whom to ask outside; a named one for %SP_SOURCE_URL
 * @confirmed: (nullable): the address that is published
 * @believed: (nullable): the address the last round agreed on
 * @believed_at: when the world outside last confirmed @believed
 * @previous: (nullable): a finding that may be repeated when nobody may be asked now
 * @urgency: whether something speaks for a change
 *
 * What a round starts from. Borrowed; the round keeps its own references.
 */
typedef struct
{
  SpFamily family;
  SpSourceKind kind;
  const char *interface;
  SpEchoPool *pool;
  SpAddress *confirmed;
  SpAddress *believed;
  SpInstant believed_at;
  SpFinding *previous;
  SpEchoUrgency urgency;
} SpRoundInput;

#define SP_TYPE_ROUND (sp_round_get_type ())
/**
 * SpRound:
 *
 * One detection of one family: looks at the kernel, asks echo services one after another and
 * stops as soon as the voices agree or nobody is left to ask. Runs once. Its only failure is
 * cancellation; whatever else goes wrong is a finding.
 */
G_DECLARE_FINAL_TYPE (SpRound, sp_round, SP, ROUND, GObject)

SpRound *sp_round_new (SpClock *clock,
                       SpTransport *transport,
                       SpNetwork *network,
                       const SpRoundInput *input);
void sp_round_run_async (SpRound *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
SpFinding *sp_round_run_finish (SpRound *self, GAsyncResult *result, GError **error);

gboolean sp_round_is_confirmed_outside (SpRound *self);
GPtrArray *sp_round_get_answers (SpRound *self);

G_END_DECLS
