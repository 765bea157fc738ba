/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"
#include "base/sp-clock.h"
#include "recipe/sp-outcome.h"

G_BEGIN_DECLS

/**
 * SpTarget:
 * @profile_id: (owned): the profile it belongs to
 * @host: (owned): A-label host name
 * @family: A or AAAA
 * @acked: (owned) (nullable): the last address the provider acknowledged
 * @acked_at: when it did last; a refresh moves it
 * @since: when it did first; this is what a person reads as “since”
 * @intent: (owned) (nullable): the address that was on its way when this was written; stays while
 *   nobody knows what became of it
 * @intent_at: when it left
 * @outcome: (owned) (nullable): how the last attempt ended
 * @outcome_at: when
 * @fails: failures in a row
 * @latched: waits for a person; nothing is sent
 * @recent_sends: (element-type SpInstant): the last few sends of a changed address, newest last
 * @nochg_count: “no change” answers without a change of address in between
 *
 * What is remembered of one (profile, host name, family): the unit of state and of scheduling.
 * Plain data with owned members; the engine owns the live one, the journal stores copies.
 */
typedef struct
{
  char *profile_id;
  char *host;
  SpFamily family;
  SpAddress *acked;
  SpInstant acked_at;
  SpInstant since;
  SpAddress *intent;
  SpInstant intent_at;
  SpOutcome *outcome;
  SpInstant outcome_at;
  guint fails;
  gboolean latched;
  GArray *recent_sends;
  guint nochg_count;
} SpTarget;

SpTarget *sp_target_new (const char *profile_id, const char *host, SpFamily family);
SpTarget *sp_target_copy (const SpTarget *self);
void sp_target_free (SpTarget *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTarget, sp_target_free)

G_END_DECLS
