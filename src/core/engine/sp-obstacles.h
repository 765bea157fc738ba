/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-state.h"
#include "journal/sp-journal.h"

G_BEGIN_DECLS

/**
 * SpObstacles:
 *
 * What stood in the way of the last attempts: the keyring, for an account, or the disk, for all.
 * Each new one is written to the history once; forgetting them only means that it is worth trying
 * again. Belongs to one dispatcher.
 */
typedef struct _SpObstacles SpObstacles;

SpObstacles *sp_obstacles_new (SpClock *clock, SpJournal *journal);
void sp_obstacles_free (SpObstacles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpObstacles, sp_obstacles_free)

void sp_obstacles_note (SpObstacles *self, const char *account_id, const GError *error);
void sp_obstacles_note_passed (SpObstacles *self, const char *account_id);
void sp_obstacles_note_dismissed (SpObstacles *self);
void sp_obstacles_forget_keyring (SpObstacles *self);
guint sp_obstacles_get_n_changes (SpObstacles *self);

SpReason sp_obstacles_get_reason (SpObstacles *self, const char *account_id);
SpReason sp_obstacles_get_keyring_reason (SpObstacles *self);
gint64 sp_obstacles_get_storage_wait_s (SpObstacles *self);

G_END_DECLS
