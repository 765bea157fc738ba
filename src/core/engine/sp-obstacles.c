/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-obstacles.h"

#include "base/sp-error.h"
#include "engine/sp-diary.h"

/* stands for all accounts where the disk is in the way */
#define ALL ""

/* A full disk is asked again every minute, by trying to write the next intent. */
#define STORAGE_RETRY_S 60

/* Reasons by account, and when the disk last refused. What was told to the history is kept apart,
 * so that trying again every ten minutes tells it nothing. */
struct _SpObstacles
{
  SpClock *clock;       /* (owned) */
  SpJournal *journal;   /* (owned) */
  GHashTable *standing; /* (owned) (element-type utf8 SpReason): by account */
  GHashTable *told;     /* (owned) (element-type utf8 SpReason): by account */
  SpInstant storage_failed_at;
  guint n_changes; /* of the keyring */
};

static SpReason
get_reason_of_error (const GError *error)
{
  /* whatever else a keyring may say, without credentials there is no request */
  if (error->domain != SP_ERROR)
    return SP_REASON_KEYRING_UNAVAILABLE;

  switch (error->code)
    {
    case SP_ERROR_SECRETS_LOCKED:
      return SP_REASON_KEYRING_LOCKED;
    case SP_ERROR_SECRETS_NO_PORTAL:
      return SP_REASON_KEYRING_NO_PORTAL;
    case SP_ERROR_SECRETS_DENIED:
      return SP_REASON_KEYRING_DENIED;
    case SP_ERROR_SECRETS_DISMISSED:
      return SP_REASON_KEYRING_DISMISSED;
    case SP_ERROR_SECRETS_LOST:
      return SP_REASON_SECRETS_LOST;
    case SP_ERROR_SECRET_NOT_FOUND:
      return SP_REASON_SECRET_MISSING;
    case SP_ERROR_STORAGE:
    case SP_ERROR_TOO_NEW:
    case SP_ERROR_BUSY:
      return SP_REASON_STORAGE;
    default:
      return SP_REASON_KEYRING_UNAVAILABLE;
    }
}

static SpReason
look_up (GHashTable *table, const char *account_id)
{
  return (SpReason) GPOINTER_TO_UINT (g_hash_table_lookup (table, account_id));
}

static void
set_reason (GHashTable *table, const char *account_id, SpReason reason)
{
  g_hash_table_insert (table, g_strdup (account_id), GUINT_TO_POINTER (reason));
}

/**
 * sp_obstacles_new:
 * @clock: the clock
 * @journal: gets the history
 *
 * Returns: (transfer full): none so far
 */
SpObstacles *
sp_obstacles_new (SpClock *clock, SpJournal *journal)
{
  SpObstacles *self = g_new0 (SpObstacles, 1);

  self->clock = g_object_ref (clock);
  self->journal = g_object_ref (journal);
  self->standing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * sp_obstacles_free:
 * @self: (transfer full): obstacles
 */
void
sp_obstacles_free (SpObstacles *self)
{
  g_clear_pointer (&self->standing, g_hash_table_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);
  g_clear_object (&self->journal);
  g_clear_object (&self->clock);
  g_free (self);
}

/**
 * sp_obstacles_note:
 * @self: obstacles
 * @account_id: (nullable): the account of the attempt; %NULL if it was about no account
 * @error: why nothing was sent, or remembered
 */
void
sp_obstacles_note (SpObstacles *self, const char *account_id, const GError *error)
{
  SpReason reason = get_reason_of_error (error);
  SpInstant now = sp_clock_now (self->clock);

  const char *key = account_id != NULL ? account_id : ALL;

  g_info ("%s", error->message);
  if (look_up (self->told, key) != reason)
    {
      set_reason (self->told, key, reason);
      sp_diary_note_problem (self->journal, error, now.wall_s);
    }
  if (reason == SP_REASON_STORAGE)
    self->storage_failed_at = now;
  else
    set_reason (self->standing, key, reason);
}

/**
 * sp_obstacles_note_passed:
 * @self: obstacles
 * @account_id: (nullable): the account of an attempt that was sent
 *
 * Nothing is in its way any more.
 */
void
sp_obstacles_note_passed (SpObstacles *self, const char *account_id)
{
  const SpInstant never = { 0 };

  g_hash_table_remove (self->standing, account_id != NULL ? account_id : ALL);
  g_hash_table_remove (self->told, account_id != NULL ? account_id : ALL);
  self->storage_failed_at = never;
}

/**
 * sp_obstacles_note_dismissed:
 * @self: obstacles
 *
 * The person closed the prompt: what was locked stays so by their will.
 */
void
sp_obstacles_note_dismissed (SpObstacles *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->standing);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (GPOINTER_TO_UINT (value) == SP_REASON_KEYRING_LOCKED)
      g_hash_table_iter_replace (&iter, GUINT_TO_POINTER (SP_REASON_KEYRING_DISMISSED));
}

/**
 * sp_obstacles_forget_keyring:
 * @self: obstacles
 *
 * Something changed there: it is worth asking again.
 */
void
sp_obstacles_forget_keyring (SpObstacles *self)
{
  g_hash_table_remove_all (self->standing);
  self->n_changes++;
}

/**
 * sp_obstacles_get_n_changes:
 * @self: obstacles
 *
 * Returns: how often the keyring was forgotten; what it said before the last time is worth nothing
 */
guint
sp_obstacles_get_n_changes (SpObstacles *self)
{
  return self->n_changes;
}

/**
 * sp_obstacles_get_reason:
 * @self: obstacles
 * @account_id: an account
 *
 * Returns: what kept its credentials back the last time, or %SP_REASON_NONE
 */
SpReason
sp_obstacles_get_reason (SpObstacles *self, const char *account_id)
{
  return look_up (self->standing, account_id);
}

/**
 * sp_obstacles_get_keyring_reason:
 * @self: obstacles
 *
 * Returns: what is wrong with the keyring itself, or %SP_REASON_NONE; a secret that is missing in
 *   it is the business of its account
 */
SpReason
sp_obstacles_get_keyring_reason (SpObstacles *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->standing);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (GPOINTER_TO_UINT (value) != SP_REASON_SECRET_MISSING)
      return (SpReason) GPOINTER_TO_UINT (value);
  return SP_REASON_NONE;
}

/**
 * sp_obstacles_get_storage_wait_s:
 * @self: obstacles
 *
 * Returns: seconds until writing is tried again after it failed, or 0
 */
gint64
sp_obstacles_get_storage_wait_s (SpObstacles *self)
{
  SpInstant now = sp_clock_now (self->clock);

  if (sp_instant_is_never (&self->storage_failed_at))
    return 0;
  return sp_instant_remaining_s (&self->storage_failed_at, STORAGE_RETRY_S, &now);
}
