/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-detector.h"
#include "engine/sp-status.h"
#include "engine/sp-world.h"
#include "journal/sp-journal.h"
#include "profile/sp-store.h"
#include "recipe/sp-catalogue.h"

G_BEGIN_DECLS

/**
 * SpUpdateFlags:
 * @SP_UPDATE_DUE: send what policy says is due
 * @SP_UPDATE_FORCE: a person asked to send although nothing changed; at most once in 10 minutes per
 *   target, and never past a latch
 */
typedef enum
{
  SP_UPDATE_DUE = 0,
  SP_UPDATE_FORCE = 1 << 0,
} SpUpdateFlags;

#define SP_TYPE_ENGINE (sp_engine_get_type ())
/**
 * SpEngine:
 *
 * Keeps the published addresses right. Events only tell it that something changed; it then
 * recomputes everything from profiles, state, network facts and the clock (sp_policy_decide(), a
 * pure function), and does what was decided: detect, or attempt. Emits “changed” (no arguments,
 * coalesced) whenever sp_engine_get_status() would return something new, and
 * “outcome” (const SpProfileStatus *, const SpTargetStatus *) after each attempt.
 */
G_DECLARE_FINAL_TYPE (SpEngine, sp_engine, SP, ENGINE, GObject)

SpEngine *sp_engine_new (const SpWorld *world,
                         SpStore *store,
                         SpCatalogue *catalogue,
                         SpJournal *journal,
                         GSettings *settings);
void sp_engine_start (SpEngine *self);
gboolean sp_engine_reread (SpEngine *self);
void sp_engine_stop_async (SpEngine *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean sp_engine_stop_finish (SpEngine *self, GAsyncResult *result, GError **error);

void sp_engine_set_view_only (SpEngine *self, gboolean is_view_only);
SpStatus *sp_engine_get_status (SpEngine *self);

void sp_engine_check_async (SpEngine *self,
                            const char *const *profile_ids,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
SpStatus *sp_engine_check_finish (SpEngine *self, GAsyncResult *result, GError **error);
void sp_engine_update_async (SpEngine *self,
                             const char *const *profile_ids,
                             SpUpdateFlags flags,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
SpStatus *sp_engine_update_finish (SpEngine *self, GAsyncResult *result, GError **error);

gboolean
sp_engine_pause (SpEngine *self, const char *const *profile_ids, gint64 duration_s, GError **error);
gboolean sp_engine_resume (SpEngine *self, const char *const *profile_ids, GError **error);
gboolean sp_engine_retry (SpEngine *self, const char *profile_id, GError **error);
void sp_engine_unlock (SpEngine *self);
SpDetector *sp_engine_get_detector (SpEngine *self);
void sp_engine_credentials_changed (SpEngine *self, const char *account_id);

G_END_DECLS
