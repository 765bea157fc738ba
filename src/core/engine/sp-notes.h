/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-journal.h"

G_BEGIN_DECLS

/**
 * SpNotes:
 *
 * A small table of text by text that survives a restart, kept as one value of the journal: pauses,
 * the place's addresses, what a person last asked for. Read once; written whole at each change that
 * is one. Keys and values hold no tab and no line end.
 */
typedef struct _SpNotes SpNotes;

SpNotes *sp_notes_new (SpJournal *journal, const char *name);
void sp_notes_free (SpNotes *self);

const char *sp_notes_get (SpNotes *self, const char *key);
gint64 sp_notes_get_number (SpNotes *self, const char *key);
gboolean sp_notes_set (SpNotes *self, const char *key, const char *value, GError **error);
gboolean sp_notes_set_number (SpNotes *self, const char *key, gint64 number, GError **error);
gboolean sp_notes_set_later (SpNotes *self, const char *key, const char *value);
gboolean sp_notes_save (SpNotes *self, GError **error);
gboolean sp_notes_clear (SpNotes *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNotes, sp_notes_free)

G_END_DECLS
