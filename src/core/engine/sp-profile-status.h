/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-state.h"
#include "profile/sp-profile.h"
#include "recipe/sp-outcome.h"

G_BEGIN_DECLS

/**
 * SpTargetStatus:
 * @host: (owned): A-label name
 * @family: A or AAAA
 * @state: its state
 * @reason: why it is in it
 * @wanted: (owned) (nullable): the address it should have
 * @published: (owned) (nullable): the last address the provider acknowledged
 * @since_s: when it acknowledged it first
 * @confirmed_s: when it acknowledged it last
 * @next_check_s: when the address is looked for again
 * @next_send_s: when something may be sent again
 * @min_interval_s: what lies between two updates of this name at least
 * @outcome: (owned) (nullable): what explains the state: how the last attempt ended, or, where
 *   another name of the account or server is the cause, how that one's ended
 * @outcome_s: when it did
 * @fails: failures in a row
 *
 * What can be said of one target at one moment. Owned by its #SpStatus; read only. Times are wall
 * clock seconds, 0 for none.
 */
typedef struct
{
  char *host;
  SpFamily family;
  SpState state;
  SpReason reason;
  SpAddress *wanted;
  SpAddress *published;
  gint64 since_s;
  gint64 confirmed_s;
  gint64 next_check_s;
  gint64 next_send_s;
  guint min_interval_s;
  SpOutcome *outcome;
  gint64 outcome_s;
  guint fails;
} SpTargetStatus;

SpTargetStatus *sp_target_status_new (const char *host, SpFamily family);
SpTargetStatus *sp_target_status_copy (const SpTargetStatus *self);
void sp_target_status_free (SpTargetStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTargetStatus, sp_target_status_free)

/**
 * SpProfileStatus:
 * @profile: (owned): the profile
 * @account_name: (owned): what the person calls its account
 * @provider_name: (owned): what the provider calls itself
 * @provider_hint: (owned) (nullable): what to do about a provider that ended
 * @paused_until_s: 0 if this profile is not paused for itself, G_MAXINT64 until a person resumes it
 * @targets: (owned) (element-type SpTargetStatus): its targets, host by host, IPv4 first
 *
 * One profile with the names a sentence needs and its targets. Owned by its #SpStatus.
 */
typedef struct
{
  SpProfile *profile;
  char *account_name;
  char *provider_name;
  char *provider_hint;
  gint64 paused_until_s;
  GPtrArray *targets;
} SpProfileStatus;

SpProfileStatus *
sp_profile_status_new (SpProfile *profile, const char *account_name, const char *provider_name);
SpProfileStatus *sp_profile_status_copy (const SpProfileStatus *self);
void sp_profile_status_free (SpProfileStatus *self);
SpState sp_profile_status_get_overall (const SpProfileStatus *self);
const SpTargetStatus *sp_profile_status_get_worst (const SpProfileStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpProfileStatus, sp_profile_status_free)

G_END_DECLS
