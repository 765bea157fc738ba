/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-journal.h"

G_BEGIN_DECLS

/**
 * SpPauses:
 *
 * Until when a person wants quiet, for everything or for single profiles. A pause is a date, not a
 * wait: it is kept over a restart and ends at its time of day. Belongs to one engine.
 */
typedef struct _SpPauses SpPauses;

SpPauses *sp_pauses_new (SpClock *clock, SpJournal *journal);
void sp_pauses_free (SpPauses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPauses, sp_pauses_free)

gboolean
sp_pauses_begin (SpPauses *self, const char *const *profile_ids, gint64 duration_s, GError **error);
gboolean sp_pauses_end (SpPauses *self, const char *const *profile_ids, GError **error);
gint64 sp_pauses_get_until_s (SpPauses *self, const char *profile_id);

G_END_DECLS
