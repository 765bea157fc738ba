/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

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
 * @SP_REASON_KEYRING_NO_PORTAL: in a sandbox, no portal for secrets answers
 * @SP_REASON_KEYRING_DENIED: the keyring, or the mode of a secrets file, refuses
 * @SP_REASON_KEYRING_DISMISSED: the person closed the prompt
 * @SP_REASON_SECRETS_LOST: what is stored cannot be read any more
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
  SP_REASON_KEYRING_NO_PORTAL,
  SP_REASON_KEYRING_DENIED,
  SP_REASON_KEYRING_DISMISSED,
  SP_REASON_SECRETS_LOST,
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
#define SP_N_REASONS 29

const char *sp_state_to_string (SpState state);
const char *sp_reason_to_string (SpReason reason);
gboolean sp_state_needs_person (SpState state, SpReason reason);
gboolean sp_state_is_worse (SpState a, SpState b);

G_END_DECLS
