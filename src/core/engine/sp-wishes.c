/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-wishes.h"

#define FORCE_DISTANCE_S 600
#define RETRY_DISTANCE_S 300

typedef struct
{
  GTask *task; /* (owned) */
  char **ids;  /* (owned) (nullable): NULL for all profiles */
} Wish;

/* The open wishes and when the last limited ones were granted. Belongs to one engine. Grants
 * nothing itself. */
struct _SpWishes
{
  GPtrArray *open;  /* (owned) (element-type Wish) */
  SpNotes *forces;  /* (owned) */
  SpNotes *retries; /* (owned) */
};

static void
wish_free (Wish *wish)
{
  g_clear_object (&wish->task);
  g_clear_pointer (&wish->ids, g_strfreev);
  g_free (wish);
}

static gboolean
is_meant (const Wish *wish, const SpMember *member)
{
  return wish->ids == NULL ||
         g_strv_contains ((const char *const *) wish->ids, member->record->profile_id);
}

static gboolean
is_fulfilled (const Wish *wish, SpRoster *roster)
{
  GPtrArray *members = sp_roster_get_members (roster);

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];

      if (is_meant (wish, member) && (member->is_claimed || member->is_ready))
        return FALSE;
    }
  return TRUE;
}

/* A date in the future comes from a clock that was wrong; the whole wait is enough then. */
static gint64
get_wait_s (SpNotes *notes, const char *key, gint64 distance_s, gint64 now_s)
{
  gint64 last_s = sp_notes_get_number (notes, key);

  if (last_s == 0)
    return 0;
  return MAX (0, distance_s - MAX (0, now_s - last_s));
}

/**
 * sp_wishes_new:
 * @journal: keeps the limits over a restart
 *
 * Returns: (transfer full): no wish
 */
SpWishes *
sp_wishes_new (SpJournal *journal)
{
  SpWishes *self = g_new0 (SpWishes, 1);

  self->open = g_ptr_array_new_with_free_func ((GDestroyNotify) wish_free);
  self->forces = sp_notes_new (journal, "forces");
  self->retries = sp_notes_new (journal, "retries");
  return self;
}

/**
 * sp_wishes_free:
 * @self: (transfer full): wishes
 */
void
sp_wishes_free (SpWishes *self)
{
  g_clear_pointer (&self->open, g_ptr_array_unref);
  g_clear_pointer (&self->forces, sp_notes_free);
  g_clear_pointer (&self->retries, sp_notes_free);
  g_free (self);
}

/**
 * sp_wishes_add:
 * @self: wishes
 * @task: (transfer full): answered when it is fulfilled
 * @profile_ids: (nullable) (array zero-terminated=1): which profiles it is about; %NULL for all
 */
void
sp_wishes_add (SpWishes *self, GTask *task, const char *const *profile_ids)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->task = task;
  wish->ids = g_strdupv ((char **) profile_ids);
  g_ptr_array_add (self->open, wish);
}

/**
 * sp_wishes_is_empty:
 * @self: wishes
 *
 * Returns: %TRUE if nobody waits
 */
gboolean
sp_wishes_is_empty (SpWishes *self)
{
  return self->open->len == 0;
}

/**
 * sp_wishes_take_fulfilled:
 * @self: wishes
 * @roster: the targets; none of them looked for an address any more
 *
 * Returns: (transfer full) (element-type GTask): the tasks whose profiles have nothing on the road
 *   and nothing ready
 */
GPtrArray *
sp_wishes_take_fulfilled (SpWishes *self, SpRoster *roster)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->open->len;)
    {
      Wish *wish = self->open->pdata[i];

      if (!is_fulfilled (wish, roster))
        {
          i++;
          continue;
        }
      g_ptr_array_add (tasks, g_steal_pointer (&wish->task));
      g_ptr_array_remove_index (self->open, i);
    }
  return tasks;
}

/**
 * sp_wishes_take_all:
 * @self: wishes
 *
 * Returns: (transfer full) (element-type GTask): every open task
 */
GPtrArray *
sp_wishes_take_all (SpWishes *self)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->open->len; i++)
    g_ptr_array_add (tasks, g_steal_pointer (&((Wish *) self->open->pdata[i])->task));
  g_ptr_array_set_size (self->open, 0);
  return tasks;
}

/**
 * sp_wishes_get_force_wait_s:
 * @self: wishes
 * @profile_id: a profile
 * @now_s: wall clock
 *
 * Returns: seconds until it may be sent again although nothing changed, or 0
 */
gint64
sp_wishes_get_force_wait_s (SpWishes *self, const char *profile_id, gint64 now_s)
{
  return get_wait_s (self->forces, profile_id, FORCE_DISTANCE_S, now_s);
}

/**
 * sp_wishes_get_retry_wait_s:
 * @self: wishes
 * @profile_id: a profile
 * @now_s: wall clock
 *
 * Returns: seconds until it may be tried again, or 0
 */
gint64
sp_wishes_get_retry_wait_s (SpWishes *self, const char *profile_id, gint64 now_s)
{
  return get_wait_s (self->retries, profile_id, RETRY_DISTANCE_S, now_s);
}

/**
 * sp_wishes_note_force:
 * @self: wishes
 * @profile_id: a profile
 * @now_s: wall clock
 * @error: %SP_ERROR_STORAGE: a limit that would not survive a restart is none
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_wishes_note_force (SpWishes *self, const char *profile_id, gint64 now_s, GError **error)
{
  return sp_notes_set_number (self->forces, profile_id, now_s, error);
}

/**
 * sp_wishes_note_retry:
 * @self: wishes
 * @profile_id: a profile
 * @now_s: wall clock
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_wishes_note_retry (SpWishes *self, const char *profile_id, gint64 now_s, GError **error)
{
  return sp_notes_set_number (self->retries, profile_id, now_s, error);
}
