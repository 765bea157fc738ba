/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "address/sp-finding.h"
#include "engine/sp-profile-status.h"

G_BEGIN_DECLS

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

JsonNode *sp_status_to_json (const SpStatus *self);
JsonNode *sp_status_select_to_json (const SpStatus *self, const char *const *profile_ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpStatus, sp_status_unref)

G_END_DECLS
