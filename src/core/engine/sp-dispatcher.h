/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-obstacles.h"
#include "engine/sp-roster.h"
#include "engine/sp-world.h"

G_BEGIN_DECLS

/**
 * SpDispatcherCheck:
 * @user_data: as given
 *
 * Makes every decision of the roster anew, from this moment's facts.
 */
typedef void (*SpDispatcherCheck) (gpointer user_data);

#define SP_TYPE_DISPATCHER (sp_dispatcher_get_type ())
/**
 * SpDispatcher:
 *
 * Carries out what policy released: packs targets that are ready into parcels, one at a time per
 * server, makes their intents durable, runs the attempts and writes the outcomes into the memory.
 * Decides nothing itself. Emits “changed” when the engine should decide anew, and “outcome” (const char *profile_id,
 * const char *host, guint family) after each answer.
 */
G_DECLARE_FINAL_TYPE (SpDispatcher, sp_dispatcher, SP, DISPATCHER, GObject)

SpDispatcher *sp_dispatcher_new (const SpWorld *world, SpJournal *journal, SpRoster *roster);
void sp_dispatcher_set_check (SpDispatcher *self, SpDispatcherCheck check, gpointer user_data);
void sp_dispatcher_close (SpDispatcher *self);

void sp_dispatcher_run (SpDispatcher *self);
gint64 sp_dispatcher_get_next_us (SpDispatcher *self);
void sp_dispatcher_cancel (SpDispatcher *self);
gboolean sp_dispatcher_is_idle (SpDispatcher *self);

SpObstacles *sp_dispatcher_get_obstacles (SpDispatcher *self);
gboolean sp_dispatcher_save (SpDispatcher *self, GPtrArray *records);

G_END_DECLS
