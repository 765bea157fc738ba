/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-wishes.h"

#include "base/sp-error.h"
#include "engine/sp-record.h"

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

static gboolean
is_selected (const char *const *profile_ids, const SpEntry *entry)
{
  return profile_ids == NULL || g_strv_contains (profile_ids, sp_profile_get_id (entry->profile));
}

/**
 * sp_wishes_click:
 * @self: wishes
 * @roster: the targets
 * @profile_ids: (nullable) (array zero-terminated=1): the profiles that are meant; %NULL for all
 *
 * A person waits for them.
 */
void
sp_wishes_click (SpWishes *self, SpRoster *roster, const char *const *profile_ids)
{
  GPtrArray *members = sp_roster_get_members (roster);

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];

      member->forced_until_s = 0;
      if (is_selected (profile_ids, member->entry))
        member->clicked = TRUE;
    }
}

static void
force_entry (SpWishes *self, SpEntry *entry, gint64 now_s)
{
  const char *id = sp_profile_get_id (entry->profile);
  gint64 wait_s = get_wait_s (self->forces, id, FORCE_DISTANCE_S, now_s);
  g_autoptr (GError) error = NULL;
  /* a limit that would not survive a restart is none */
  gboolean is_granted = wait_s == 0 && sp_notes_set_number (self->forces, id, now_s, &error);

  if (error != NULL)
    g_info ("remembering a wish: %s", error->message);
  for (guint i = 0; i < entry->members->len; i++)
    {
      SpMember *member = entry->members->pdata[i];

      member->forced = is_granted;
      member->forced_until_s = is_granted ? 0 : now_s + wait_s;
    }
}

/**
 * sp_wishes_force:
 * @self: wishes
 * @roster: the targets
 * @profile_ids: (nullable) (array zero-terminated=1): the profiles that are meant; %NULL for all
 * @now_s: wall clock
 *
 * “Send anyway”: granted to each profile at most once in ten minutes.
 */
void
sp_wishes_force (SpWishes *self, SpRoster *roster, const char *const *profile_ids, gint64 now_s)
{
  GPtrArray *entries = sp_roster_get_entries (roster);

  for (guint i = 0; i < entries->len; i++)
    if (is_selected (profile_ids, entries->pdata[i]))
      force_entry (self, entries->pdata[i], now_s);
}

static gboolean
stops_account (const SpTarget *record)
{
  SpOutcomeClass outcome_class;

  if (!record->latched || record->outcome == NULL)
    return FALSE;
  outcome_class = sp_outcome_get_class (record->outcome);
  return outcome_class == SP_OUTCOME_BADCRED || outcome_class == SP_OUTCOME_ABUSE;
}

/* The latches of the profile, and those elsewhere that stop its whole account. */
static GPtrArray *
lift_latches (SpRoster *roster, const SpEntry *entry)
{
  GPtrArray *members = sp_roster_get_members (roster);
  const char *account_id = sp_profile_get_account_id (entry->profile);
  GPtrArray *records = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];
      gboolean is_own = member->entry == entry;
      gboolean is_in_account = g_str_equal (sp_profile_get_account_id (member->entry->profile),
                                            account_id);

      if ((is_own || (is_in_account && stops_account (member->record))) &&
          sp_record_lift_latch (member->record))
        g_ptr_array_add (records, member->record);
    }
  return records;
}

/**
 * sp_wishes_retry:
 * @self: wishes
 * @roster: the targets
 * @profile_id: a profile of it
 * @now_s: wall clock
 * @error: %SP_ERROR_STORAGE, or %SP_ERROR_BAD_INPUT less than five minutes after the last time
 *
 * “Try again”: lifts what waits for a person.
 *
 * Returns: (transfer container) (element-type SpTarget): the records whose latch was lifted, to be
 *   saved; %NULL if it was not granted
 */
GPtrArray *
sp_wishes_retry (SpWishes *self,
                 SpRoster *roster,
                 const char *profile_id,
                 gint64 now_s,
                 GError **error)
{
  SpEntry *entry = sp_roster_lookup_entry (roster, profile_id);
  gint64 wait_s = get_wait_s (self->retries, profile_id, RETRY_DISTANCE_S, now_s);

  if (wait_s > 0)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "profile “%s” was tried again a moment ago; wait a few minutes",
                   sp_profile_get_name (entry->profile));
      return NULL;
    }
  if (!sp_notes_set_number (self->retries, profile_id, now_s, error))
    return NULL;

  for (guint i = 0; i < entry->members->len; i++)
    {
      SpMember *member = entry->members->pdata[i];

      member->clicked = TRUE;
      member->retried = TRUE;
    }
  return lift_latches (roster, entry);
}

/**
 * sp_wishes_forget_granted:
 * @self: wishes
 * @roster: the targets; none of them looked for an address any more
 *
 * A wish that was granted, or cannot be now, is none any more; the next click is a new one.
 */
void
sp_wishes_forget_granted (SpWishes *self, SpRoster *roster)
{
  GPtrArray *members = sp_roster_get_members (roster);

  if (!sp_wishes_is_empty (self))
    return;

  for (guint i = 0; i < members->len; i++)
    {
      SpMember *member = members->pdata[i];

      if (member->is_claimed || member->is_ready)
        continue;
      member->clicked = FALSE;
      member->forced = FALSE;
      member->retried = FALSE;
    }
}
