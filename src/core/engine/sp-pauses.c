/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-pauses.h"

#include "engine/sp-diary.h"
#include "engine/sp-notes.h"

#define EVERYTHING "*"

/* Dates by profile, in the notes. One key stands for everything. What is over stays there until the
 * next change, and says nothing. */
struct _SpPauses
{
  SpClock *clock;     /* (owned) */
  SpJournal *journal; /* (owned) */
  SpNotes *notes;     /* (owned): in @journal */
};

static gboolean
set_until (SpPauses *self, const char *profile_id, gint64 until_s, GError **error)
{
  const char *key = profile_id != NULL ? profile_id : EVERYTHING;
  g_autofree char *text = until_s != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, until_s) : NULL;

  if (!sp_notes_set_later (self->notes, key, text))
    return TRUE;

  sp_diary_note_person (self->journal,
                        profile_id,
                        until_s != 0 ? SP_DIARY_PAUSED : SP_DIARY_RESUMED,
                        sp_clock_now (self->clock).wall_s);
  return sp_notes_save (self->notes, error);
}

static gboolean
set_each (SpPauses *self, const char *const *profile_ids, gint64 until_s, GError **error)
{
  for (guint i = 0; profile_ids[i] != NULL; i++)
    if (!set_until (self, profile_ids[i], until_s, error))
      return FALSE;
  return TRUE;
}

/**
 * sp_pauses_new:
 * @clock: the clock
 * @journal: keeps them over a restart
 *
 * Returns: (transfer full): the pauses as they were left
 */
SpPauses *
sp_pauses_new (SpClock *clock, SpJournal *journal)
{
  SpPauses *self = g_new0 (SpPauses, 1);

  self->clock = g_object_ref (clock);
  self->journal = g_object_ref (journal);
  self->notes = sp_notes_new (journal, "pauses");
  return self;
}

/**
 * sp_pauses_free:
 * @self: (transfer full): pauses
 */
void
sp_pauses_free (SpPauses *self)
{
  g_clear_pointer (&self->notes, sp_notes_free);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_free (self);
}

/**
 * sp_pauses_begin:
 * @self: pauses
 * @profile_ids: (nullable) (array zero-terminated=1): which profiles; %NULL for everything
 * @duration_s: for how long, or 0 until a person ends it
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_pauses_begin (SpPauses *self, const char *const *profile_ids, gint64 duration_s, GError **error)
{
  gint64 until_s = duration_s > 0 ? sp_clock_now (self->clock).wall_s + duration_s : G_MAXINT64;

  if (profile_ids == NULL)
    return set_until (self, NULL, until_s, error);
  return set_each (self, profile_ids, until_s, error);
}

/**
 * sp_pauses_end:
 * @self: pauses
 * @profile_ids: (nullable) (array zero-terminated=1): which profiles; %NULL ends every pause
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_pauses_end (SpPauses *self, const char *const *profile_ids, GError **error)
{
  if (profile_ids != NULL)
    return set_each (self, profile_ids, 0, error);

  sp_diary_note_person (self->journal, NULL, SP_DIARY_RESUMED, sp_clock_now (self->clock).wall_s);
  return sp_notes_clear (self->notes, error);
}

/**
 * sp_pauses_get_until_s:
 * @self: pauses
 * @profile_id: (nullable): a profile, %NULL for everything
 *
 * Returns: wall clock: until when, G_MAXINT64 for “until resumed”, 0 if it is not paused for itself
 */
gint64
sp_pauses_get_until_s (SpPauses *self, const char *profile_id)
{
  gint64 until_s = sp_notes_get_number (self->notes, profile_id != NULL ? profile_id : EVERYTHING);

  return until_s > sp_clock_now (self->clock).wall_s ? until_s : 0;
}
