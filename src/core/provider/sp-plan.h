/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-batch.h"

G_BEGIN_DECLS

/**
 * SpPlanStep:
 * @hosts: (owned) (element-type guint): numbers of hosts in the batch
 * @addresses: (owned) (nullable): what is sent for each family, due or kept
 * @words: (owned) (nullable): what is sent in place of an address
 *
 * One request of an attempt: which hosts, and what for each family. A family with neither address
 * nor word is not named in the request.
 */
typedef struct
{
  GArray *hosts;
  SpAddress *addresses[SP_N_FAMILIES];
  const char *words[SP_N_FAMILIES];
} SpPlanStep;

/**
 * SpPlanRefusal:
 * @host: number of a host in the batch
 * @family: a family that is due there
 * @reason: (owned): why nothing is sent for it
 *
 * A target that cannot be sent without harm to another one.
 */
typedef struct
{
  guint host;
  SpFamily family;
  char *reason;
} SpPlanRefusal;

/**
 * SpPlan:
 * @steps: (owned) (element-type SpPlanStep): in the order they are sent
 * @refusals: (owned) (element-type SpPlanRefusal): what is not sent at all
 *
 * How the hosts and families of a batch become requests. Hosts share a request if they get the same
 * addresses; a provider that deletes or makes up what is not sent always gets both families, or the
 * word that keeps one, or nothing. Made by a pure function.
 */
typedef struct
{
  GPtrArray *steps;
  GPtrArray *refusals;
} SpPlan;

SpPlan *sp_plan_new (const SpBatch *batch);
void sp_plan_free (SpPlan *self);
void sp_plan_refuse (SpPlan *self, guint host, SpFamily family, const char *reason);
SpPlanStep *sp_plan_step_split (SpPlanStep *self);
void sp_plan_step_free (SpPlanStep *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPlan, sp_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPlanStep, sp_plan_step_free)

G_END_DECLS
