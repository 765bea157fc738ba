/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-notes.h"
#include "engine/sp-roster.h"

G_BEGIN_DECLS

/**
 * SpWishes:
 *
 * What people asked for and wait for: checks and updates of all or of some profiles. Keeps each as
 * an open #GTask until there is nothing left to do for it, marks the targets that are meant, and
 * holds “Send anyway” and “Try again” to their limits, over a restart too.
 */
typedef struct _SpWishes SpWishes;

SpWishes *sp_wishes_new (SpJournal *journal);
void sp_wishes_free (SpWishes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpWishes, sp_wishes_free)

void sp_wishes_add (SpWishes *self, GTask *task, const char *const *profile_ids);
gboolean sp_wishes_is_empty (SpWishes *self);
GPtrArray *sp_wishes_take_fulfilled (SpWishes *self, SpRoster *roster);
GPtrArray *sp_wishes_take_all (SpWishes *self);

void sp_wishes_click (SpWishes *self, SpRoster *roster, const char *const *profile_ids);
void
sp_wishes_force (SpWishes *self, SpRoster *roster, const char *const *profile_ids, gint64 now_s);
GPtrArray *sp_wishes_retry (SpWishes *self,
                            SpRoster *roster,
                            const char *profile_id,
                            gint64 now_s,
                            GError **error);
void sp_wishes_forget_granted (SpWishes *self, SpRoster *roster);

G_END_DECLS
