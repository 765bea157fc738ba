/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-policy.h"
#include "journal/sp-journal.h"
#include "profile/sp-store.h"
#include "recipe/sp-catalogue.h"

G_BEGIN_DECLS

/**
 * SpEntry:
 * @profile: (owned): the profile
 * @account: (owned) (nullable): its account
 * @recipe: (owned) (nullable): its provider
 * @ended: (owned) (nullable): its provider, if that has no recipe because it ended
 * @server: (owned): equal for profiles that talk to the same server
 * @hindrance: %SP_REASON_ACCOUNT_MISSING, %SP_REASON_RECIPE_MISSING or none
 * @members: (owned) (element-type SpMember): its targets; the roster owns them
 *
 * One profile with what belongs to it. Read only for all but the roster.
 */
typedef struct
{
  SpProfile *profile;
  SpAccount *account;
  SpRecipe *recipe;
  SpListing *ended;
  char *server;
  SpReason hindrance;
  GPtrArray *members;
} SpEntry;

/**
 * SpMember:
 * @record: (owned): what is remembered of it
 * @entry: (unowned): its profile; the roster replaces both together
 * @decision: what policy said last
 * @wanted: (owned) (nullable): the address it should have
 * @hindrance: why there is none, or why it may not be sent
 * @is_ready: policy and the engine let it go, and it waits for its server's lane
 * @is_claimed: an attempt has taken it; until its intent is on disk it may still be put back
 * @generation: another number when a person edits what an answer in flight was asked with
 * @in_flight: it is being sent
 * @clicked: a person waits for it
 * @forced: a person wants it sent although nothing changed
 * @forced_until_s: wall clock; a person wanted that again too soon, and may so from then on
 * @retried: a person chose “Try again”
 *
 * One target, alive: its memory and the person's wishes. The engine reads and writes it; it lives
 * until the profile no longer has the target.
 */
typedef struct
{
  SpTarget *record;
  SpEntry *entry;
  SpDecision decision;
  SpAddress *wanted;
  SpReason hindrance;
  gboolean is_ready;
  gboolean is_claimed;
  guint generation;
  gboolean in_flight;
  gboolean clicked;
  gboolean forced;
  gint64 forced_until_s;
  gboolean retried;
} SpMember;

/**
 * SpRoster:
 *
 * Every profile and target the engine looks after, put together from the store, the catalogue and
 * the journal. Reading it again after an edit keeps the memory of what is still there, lifts the
 * latches the edit answers, and forgets what no longer holds.
 */
typedef struct _SpRoster SpRoster;

SpRoster *sp_roster_new (SpStore *store, SpCatalogue *catalogue, SpJournal *journal);
void sp_roster_free (SpRoster *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRoster, sp_roster_free)

gboolean sp_roster_read (SpRoster *self, const SpInstant *now, GError **error);
GPtrArray *sp_roster_get_entries (SpRoster *self);
GPtrArray *sp_roster_get_members (SpRoster *self);
SpEntry *sp_roster_lookup_entry (SpRoster *self, const char *profile_id);
SpMember *
sp_roster_lookup_member (SpRoster *self, const char *profile_id, const char *host, SpFamily family);
GPtrArray *sp_roster_lift_latches_of_account (SpRoster *self, const char *account_id);

G_END_DECLS
