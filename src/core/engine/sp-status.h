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
} SpReason;

const char *sp_state_to_string (SpState state);
gboolean sp_state_needs_person (SpState state, SpReason reason);

/**
 * SpTargetStatus:
 *
 * What can be said of one target at one moment. Owned by its #SpStatus; read only. Times are wall
 * clock seconds, 0 for none.
 */
typedef struct
{
  const char *host;
  SpFamily family;
  SpState state;
  SpReason reason;
  SpAddress *wanted;
  SpAddress *published;
  gint64 since_s;
  gint64 next_check_s;
  gint64 next_send_s;
  guint min_interval_s;
  SpOutcome *outcome;
} SpTargetStatus;

/**
 * SpProfileStatus:
 *
 * One profile with the names a sentence needs and its targets. Owned by its #SpStatus.
 */
typedef struct
{
  SpProfile *profile;
  const char *account_name;
  const char *provider_name;
  GPtrArray *targets;
} SpProfileStatus;

/**
 * SpStatus:
 *
 * Everything a person can be told at one moment: the place's addresses, the guards and every
 * profile with its targets. An immutable, reference counted value; the engine makes a new one for
 * each change and the tray, the window, the command line and D-Bus are views of it.
 */
typedef struct _SpStatus SpStatus;

SpStatus *sp_status_ref (SpStatus *self);
void sp_status_unref (SpStatus *self);

gint64 sp_status_get_now_s (const SpStatus *self);
SpFinding *sp_status_get_finding (const SpStatus *self, SpFamily family);
gboolean sp_status_is_view_only (const SpStatus *self);
gint64 sp_status_get_paused_until_s (const SpStatus *self);
GPtrArray *sp_status_get_profiles (const SpStatus *self);
const SpProfileStatus *sp_status_lookup_profile (const SpStatus *self, const char *id);
const char *const *sp_status_get_problems (const SpStatus *self);
SpState sp_status_get_overall (const SpStatus *self);
gboolean sp_status_needs_person (const SpStatus *self);
SpState sp_profile_status_get_overall (const SpProfileStatus *self);

JsonNode *sp_status_to_json (const SpStatus *self);
JsonNode *sp_status_select_to_json (const SpStatus *self, const char *const *profile_ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpStatus, sp_status_unref)

G_END_DECLS
