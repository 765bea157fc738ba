/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dns/sp-dns-call.h"
#include "http/sp-mask.h"
#include "http/sp-reply.h"
#include "provider/sp-batch.h"
#include "provider/sp-plan.h"

G_BEGIN_DECLS

/**
 * SpVerdict:
 * @batch: (unowned): gets the outcomes
 * @step: (unowned): which hosts and families the request was about
 * @reply: (unowned) (nullable): what came back over HTTP
 * @call: (unowned) (nullable): or what was said to a name server, with its reply
 * @variables: (unowned): the fields of the account
 * @mask: (unowned): the secrets of the account
 *
 * What a protocol needs to judge one reply. Plain data; all of it belongs to the attempt.
 */
typedef struct
{
  SpBatch *batch;
  const SpPlanStep *step;
  const SpReply *reply;
  const SpDnsCall *call;
  const SpVariables *variables;
  const SpMask *mask;
} SpVerdict;

gboolean sp_verdict_is_2xx (const SpVerdict *self);
void sp_verdict_give (const SpVerdict *self,
                      guint host,
                      SpFamily family,
                      SpOutcomeClass outcome_class,
                      SpAddress *address,
                      gint64 wait_s,
                      const char *words);
void
sp_verdict_give_other (const SpVerdict *self, guint host, SpFamily family, SpAddress *published);
void sp_verdict_give_host (const SpVerdict *self,
                           guint host,
                           SpOutcomeClass outcome_class,
                           gint64 wait_s,
                           const char *words);
void sp_verdict_give_all (const SpVerdict *self,
                          SpOutcomeClass outcome_class,
                          gint64 wait_s,
                          const char *words);
void sp_verdict_give_status (const SpVerdict *self);

G_END_DECLS
