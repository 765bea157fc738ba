/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"
#include "engine/sp-status.h"
#include "engine/sp-target.h"

G_BEGIN_DECLS

/**
 * SpPolicyNumbers:
 * @min_interval_s: what the provider wants between two updates of a host; 0 if it does not say
 * @refresh_days: after how many days without an update it forgets a name; 0 for never
 * @spacing_s: what the owner of the server wants instead, or -1
 *
 * The numbers of a provider and account.
 */
typedef struct
{
  guint min_interval_s;
  guint refresh_days;
  int spacing_s;
} SpPolicyNumbers;

/**
 * SpFacts:
 * @now: the present
 * @seed: a number that belongs to this installation; spreads what would happen at once everywhere
 * @connectivity: the way to the Internet
 * @network_changed_at: when the network last changed, or never
 * @paused_until_s: wall clock; everything is paused until then, 0 for not at all
 * @view_only: another Signpost does the work
 * @storage_failed: the state could not be written, less than a minute ago
 *
 * What holds for every target at one moment.
 */
typedef struct
{
  SpInstant now;
  guint32 seed;
  SpConnectivity connectivity;
  SpInstant network_changed_at;
  gint64 paused_until_s;
  gboolean view_only;
  gboolean storage_failed;
} SpFacts;

/**
 * SpCase:
 * @target: what is remembered of it
 * @account: something that is equal for targets of one account
 * @server: something that is equal for targets of one server
 * @numbers: the provider's numbers
 * @wanted: (nullable): the address it should have; %NULL sends nothing, whatever the reason
 * @hindrance: why there is no @wanted, or why it may not be sent; %SP_REASON_NONE together with
 *   no @wanted: nobody has looked yet
 * @paused_until_s: wall clock; its profile is paused until then
 * @enabled: its profile is switched on
 * @in_flight: it is being sent
 * @clicked: a person is waiting for it
 * @forced: a person wants it sent although nothing changed
 * @force_refused: a person wanted that too soon after the last time
 * @retried: a person chose “Try again”
 *
 * One target as policy sees it. Plain data; everything is borrowed.
 */
typedef struct
{
  const SpTarget *target;
  const char *account;
  const char *server;
  SpPolicyNumbers numbers;
  SpAddress *wanted;
  SpReason hindrance;
  gint64 paused_until_s;
  gboolean enabled;
  gboolean in_flight;
  gboolean clicked;
  gboolean forced;
  gboolean force_refused;
  gboolean retried;
} SpCase;

/**
 * SpDecision:
 * @state: the state
 * @reason: and why
 * @send: may be sent now
 * @wait_s: seconds until time alone changes the decision, or -1
 * @distance_s: what lies between two updates at least, where that is why it waits
 * @cause: (unowned) (nullable): the target whose last outcome explains the state; itself, or
 *   another one of the account or server; lives as long as the cases
 *
 * What follows for one target.
 */
typedef struct
{
  SpState state;
  SpReason reason;
  gboolean send;
  gint64 wait_s;
  gint64 distance_s;
  const SpTarget *cause;
} SpDecision;

void
sp_policy_decide (const SpFacts *facts, const SpCase *cases, SpDecision *decisions, guint n_cases);
gboolean sp_policy_is_change (const SpCase *target_case);

G_END_DECLS
