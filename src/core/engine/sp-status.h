/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "address/sp-finding.h"
#include "profile/sp-profile.h"
#include "provider/sp-outcome.h"

G_BEGIN_DECLS

/**
 * SpState:
 *
 * The state of one target, as research and the command line name it. Display precedence, worst
 * first: blocked, paused, offline, updating, backoff, due, unknown, current.
 */
typedef enum
{
  SP_STATE_UNKNOWN,
  SP_STATE_CURRENT,
  SP_STATE_DUE,
  SP_STATE_UPDATING,
  SP_STATE_BACKOFF,
  SP_STATE_BLOCKED,
  SP_STATE_PAUSED,
  SP_STATE_OFFLINE,
} SpState;

/**
 * SpReason:
 * @SP_REASON_NONE: the state and the last outcome say all
 * @SP_REASON_CHANGE: the address is not the published one
 * @SP_REASON_REFRESH: the provider forgets names that are not confirmed now and then
 * @SP_REASON_DISTANCE: the provider wants some time between two updates
 * @SP_REASON_NO_ADDRESS: it is certain that this place has no address of the family
 * @SP_REASON_SOURCES_DISAGREE: the sources of the address contradict each other
 * @SP_REASON_PAUSED_BY_PERSON: a person paused this profile or everything
 * @SP_REASON_DISABLED: the profile is switched off
 * @SP_REASON_PORTAL: a captive portal answers for everyone
 * @SP_REASON_KEYRING_LOCKED: the keyring is locked
 * @SP_REASON_KEYRING_UNAVAILABLE: no keyring answers
 * @SP_REASON_KEYRING_DENIED: the keyring, or the mode of a secrets file, refuses
 * @SP_REASON_KEYRING_DISMISSED: the person closed the prompt
 * @SP_REASON_SECRET_MISSING: the keyring holds nothing for the account
 * @SP_REASON_ACCOUNT_MISSING: the profile names an account that does not exist
 * @SP_REASON_RECIPE_MISSING: the account names a provider that does not exist
 * @SP_REASON_STORAGE: the state cannot be written, and nothing is sent without
 * @SP_REASON_VIEW_ONLY: another Signpost does the work
 * @SP_REASON_AFTER_CRASH: something was on its way when Signpost ended, and nobody knows if it
 *   arrived
 * @SP_REASON_SPECIAL_ADDRESS: the address is of no use outside and the profile does not want that
 * @SP_REASON_NO_ANSWER: no source of the address answered
 * @SP_REASON_FORCED: a person asked to send although nothing changed
 * @SP_REASON_FORCED_RECENTLY: a person asked for that again, less than 10 minutes later
 * @SP_REASON_SERVER: the provider is in trouble with another name; this one waits, too
 * @SP_REASON_FLAPPING: the address changes again and again
 * @SP_REASON_CONFLICT: the provider keeps answering “no change”: somebody else updates the name
 * @SP_REASON_OTHER_FAMILY: the provider deletes or guesses the family that is not sent, and the other
 *   one's address is not known yet
 *
 * Why a target is in its state, where the state and the last outcome do not say it.
 */
typedef enum
{
  SP_REASON_NONE,
  SP_REASON_CHANGE,
  SP_REASON_REFRESH,
  SP_REASON_DISTANCE,
  SP_REASON_NO_ADDRESS,
  SP_REASON_SOURCES_DISAGREE,
  SP_REASON_PAUSED_BY_PERSON,
  SP_REASON_DISABLED,
  SP_REASON_PORTAL,
  SP_REASON_KEYRING_LOCKED,
  SP_REASON_KEYRING_UNAVAILABLE,
  SP_REASON_KEYRING_DENIED,
  SP_REASON_KEYRING_DISMISSED,
  SP_REASON_SECRET_MISSING,
  SP_REASON_ACCOUNT_MISSING,
  SP_REASON_RECIPE_MISSING,
  SP_REASON_STORAGE,
  SP_REASON_VIEW_ONLY,
  SP_REASON_AFTER_CRASH,
  SP_REASON_SPECIAL_ADDRESS,
  SP_REASON_NO_ANSWER,
  SP_REASON_FORCED,
  SP_REASON_FORCED_RECENTLY,
  SP_REASON_SERVER,
  SP_REASON_FLAPPING,
  SP_REASON_CONFLICT,
  SP_REASON_OTHER_FAMILY,
} SpReason;

#define SP_N_STATES  8
#define SP_N_REASONS 27

const char *sp_state_to_string (SpState state);
const char *sp_reason_to_string (SpReason reason);
gboolean sp_state_needs_person (SpState state, SpReason reason);

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
  gint64 paused_until_s;
  GPtrArray *targets;
} SpProfileStatus;

SpProfileStatus *
sp_profile_status_new (SpProfile *profile, const char *account_name, const char *provider_name);
SpProfileStatus *sp_profile_status_copy (const SpProfileStatus *self);
void sp_profile_status_free (SpProfileStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpProfileStatus, sp_profile_status_free)

/**
 * SpGuard:
 * @SP_GUARD_OFFLINE: there is no way to the Internet
 * @SP_GUARD_PORTAL: a captive portal is in the way
 * @SP_GUARD_PAUSED: a person paused everything
 * @SP_GUARD_KEYRING: the keyring keeps the credentials of some account to itself
 * @SP_GUARD_STORAGE: the state cannot be written
 * @SP_GUARD_VIEW_ONLY: another Signpost does the work
 *
 * A reason not to act now that concerns more than one profile.
 */
typedef enum
{
  SP_GUARD_OFFLINE,
  SP_GUARD_PORTAL,
  SP_GUARD_PAUSED,
  SP_GUARD_KEYRING,
  SP_GUARD_STORAGE,
  SP_GUARD_VIEW_ONLY,
} SpGuard;

#define SP_N_GUARDS 6

const char *sp_guard_to_string (SpGuard guard);

/**
 * SpStatus:
 *
 * Everything a person can be told at one moment: the place's addresses, the guards and every
 * profile with its targets. An immutable, reference counted value; the engine makes a new one for
 * each change and the tray, the window, the command line and D-Bus are views of it. The setters are
 * for its maker, before anybody else sees it.
 */
typedef struct _SpStatus SpStatus;

SpStatus *sp_status_new (gint64 now_s);
SpStatus *sp_status_ref (SpStatus *self);
void sp_status_unref (SpStatus *self);

void sp_status_set_finding (SpStatus *self, SpFinding *finding, gint64 since_s);
void sp_status_set_guard (SpStatus *self, SpGuard guard, SpReason reason);
void sp_status_set_paused_until (SpStatus *self, gint64 paused_until_s);
void sp_status_set_next_check (SpStatus *self, gint64 next_check_s);
void sp_status_add_problem (SpStatus *self, const char *problem);
void sp_status_add_profile (SpStatus *self, SpProfileStatus *profile);

gint64 sp_status_get_now_s (const SpStatus *self);
SpFinding *sp_status_get_finding (const SpStatus *self, SpFamily family);
gint64 sp_status_get_finding_since_s (const SpStatus *self, SpFamily family);
gboolean sp_status_has_guard (const SpStatus *self, SpGuard guard);
SpReason sp_status_get_guard_reason (const SpStatus *self, SpGuard guard);
gboolean sp_status_is_view_only (const SpStatus *self);
gint64 sp_status_get_paused_until_s (const SpStatus *self);
gint64 sp_status_get_next_check_s (const SpStatus *self);
GPtrArray *sp_status_get_profiles (const SpStatus *self);
const SpProfileStatus *sp_status_lookup_profile (const SpStatus *self, const char *id);
const char *const *sp_status_get_problems (const SpStatus *self);
SpState sp_status_get_overall (const SpStatus *self);
gboolean sp_status_needs_person (const SpStatus *self);
SpState sp_profile_status_get_overall (const SpProfileStatus *self);
const SpTargetStatus *sp_profile_status_get_worst (const SpProfileStatus *self);

JsonNode *sp_status_to_json (const SpStatus *self);
JsonNode *sp_status_select_to_json (const SpStatus *self, const char *const *profile_ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpStatus, sp_status_unref)

G_END_DECLS
