/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-journal.h"

#include "base/sp-error.h"
#include "base/sp-set-aside.h"
#include "journal/sp-database.h"
#include "journal/sp-event-rows.h"
#include "journal/sp-state-lock.h"
#include "journal/sp-target-rows.h"
#include "journal/sp-trace-rows.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define DATABASE_FILE "signpost.db"
#define VERSION       1
#define SCHEMA                                                                                     \
  SP_TARGET_ROWS_SCHEMA SP_EVENT_ROWS_SCHEMA SP_TRACE_ROWS_SCHEMA                                  \
      "CREATE TABLE value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"              \
      "PRAGMA user_version = " G_STRINGIFY (VERSION) ";"

/* The durable memory of the engine and the history a person reads, in one SQLite file, so that a
 * crash leaves either all of a step or none of it. Held under a lock for life; without the lock, or
 * with a file it must not write, it is a view and every write is refused with the reason. There is
 * always a database behind it: an empty one in memory when the real one cannot be read. */
struct _SpJournal
{
  GObject parent_instance;

  char *folder;         /* (owned) */
  char *path;           /* (owned) */
  SpDatabase *database; /* (owned) */
  int lock_fd;          /* -1 without */
  gboolean is_read_only;
  GError *problem; /* (owned) (nullable): why it is a view although it was to be more */
  char *set_aside; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (SpJournal, sp_journal, G_TYPE_OBJECT)

static void
sp_journal_finalize (GObject *object)
{
  SpJournal *self = SP_JOURNAL (object);

  /* The database before the lock: closing it still writes. */
  g_clear_pointer (&self->database, sp_database_free);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->set_aside, g_free);
  g_clear_error (&self->problem);
  G_OBJECT_CLASS (sp_journal_parent_class)->finalize (object);
}

static void
sp_journal_class_init (SpJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_journal_finalize;
}

static void
sp_journal_init (SpJournal *self)
{
  self->lock_fd = -1;
}

/* SQLite would create the file with the umask's mode; the files beside it take the mode of this. */
static gboolean
ensure_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean is_private = fd >= 0 && fchmod (fd, 0600) == 0;
  int fault = errno;

  if (fd >= 0)
    close (fd);
  if (is_private)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "cannot write %s (%s); check the free space and the permissions",
               path,
               g_strerror (fault));
  return FALSE;
}

static gboolean
create_tables (SpDatabase *database, GError **error)
{
  gboolean created;

  if (!sp_database_begin (database, error))
    return FALSE;

  created = sp_database_run (database, SCHEMA, error);
  return sp_database_end (database, created, error);
}

static gboolean
get_shape (SpDatabase *database, gint64 *version, gint64 *n_tables, GError **error)
{
  return sp_database_get_number (database, "PRAGMA user_version", version, error) &&
         sp_database_get_number (
             database,
             "SELECT count(*) FROM sqlite_schema WHERE name IN ('target', 'event', 'value')",
             n_tables,
             error);
}

/* Whether the file holds our tables. An empty one is ours to fill; one with other tables is as
 * good as damaged, since nothing in it can be understood. */
static gboolean
check_shape (const char *path,
             SpDatabase *database,
             gboolean *is_empty,
             gboolean *damaged,
             GError **error)
{
  gint64 version = 0;
  gint64 n_tables = 0;

  if (!get_shape (database, &version, &n_tables, error))
    return FALSE;

  *is_empty = version == 0 && n_tables == 0;
  if (*is_empty || (version == VERSION && n_tables == 3))
    return TRUE;

  if (version > VERSION)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_TOO_NEW,
                   "%s was written by a newer Signpost (version %" G_GINT64_FORMAT
                   " of the file, this one writes " G_STRINGIFY (VERSION) "); update Signpost",
                   path,
                   version);
      return FALSE;
    }

  *damaged = TRUE;
  g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "%s is not a state file of Signpost", path);
  return FALSE;
}

static SpDatabase *
open_for_reading (const char *path, GError **error)
{
  g_autoptr (SpDatabase) database = NULL;
  gboolean damaged = FALSE;
  gboolean is_empty = FALSE;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;

  database = sp_database_open (path, TRUE, error);
  if (database == NULL || !sp_database_check (database, &damaged, error))
    return NULL;

  if (!check_shape (path, database, &is_empty, &damaged, error) || is_empty)
    return NULL;
  return g_steal_pointer (&database);
}

static SpDatabase *
open_for_writing (const char *path, gboolean *damaged, GError **error)
{
  g_autoptr (SpDatabase) database = NULL;
  gboolean is_empty = FALSE;

  *damaged = FALSE;
  if (!ensure_file (path, error))
    return NULL;

  database = sp_database_open (path, FALSE, error);
  if (database == NULL || !sp_database_check (database, damaged, error) ||
      !check_shape (path, database, &is_empty, damaged, error))
    return NULL;

  /* FULL, or in WAL mode a commit is only in the page cache when it returns. */
  if (!sp_database_run (database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", error) ||
      (is_empty && !create_tables (database, error)) ||
      !sp_database_run (database, SP_TRACE_ROWS_SCHEMA, error))
    return NULL;
  return g_steal_pointer (&database);
}

/* What the write-ahead log holds belongs to the damaged file and must not be replayed into the new
 * one. */
static gboolean
set_database_aside (SpJournal *self, GError **error)
{
  static const char *const companions[] = { "-wal", "-shm" };

  self->set_aside = sp_set_aside (self->path, error);
  if (self->set_aside == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *companion = g_strconcat (self->path, companions[i], NULL);
      g_autofree char *aside = g_strconcat (self->set_aside, companions[i], NULL);

      if (g_rename (companion, aside) != 0 && errno != ENOENT)
        {
          g_set_error (error,
                       SP_ERROR,
                       SP_ERROR_STORAGE,
                       "%s is damaged and cannot be set aside (%s); move it away",
                       companion,
                       g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
ensure_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "cannot make the folder %s (%s); check the free space and the permissions",
               folder,
               g_strerror (errno));
  return FALSE;
}

static void
committed_cb (gpointer user_data)
{
  sp_state_lock_announce (SP_JOURNAL (user_data)->lock_fd);
}

static gboolean
ensure_writable (SpJournal *self, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean damaged = FALSE;

  if (!ensure_folder (self->folder, error))
    return FALSE;

  self->lock_fd = sp_state_lock_take (self->folder, error);
  if (self->lock_fd < 0)
    return FALSE;

  self->database = open_for_writing (self->path, &damaged, &reason);
  if (self->database == NULL && damaged && set_database_aside (self, error))
    {
      g_clear_error (&reason);
      self->database = open_for_writing (self->path, &damaged, &reason);
    }
  if (self->database != NULL)
    {
      sp_database_watch_commits (self->database, committed_cb, self);
      return TRUE;
    }

  if (error != NULL && *error == NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static SpDatabase *
open_empty (void)
{
  g_autoptr (SpDatabase) database = sp_database_open_empty ();
  g_autoptr (GError) error = NULL;

  create_tables (database, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&database);
}

static void
open_database (SpJournal *self, gboolean read_only)
{
  g_autoptr (GError) reason = NULL;

  self->is_read_only = read_only || !ensure_writable (self, &self->problem);
  if (!self->is_read_only)
    return;

  self->database = open_for_reading (self->path, &reason);
  if (self->database == NULL)
    self->database = open_empty ();
  if (self->problem == NULL)
    self->problem = g_steal_pointer (&reason);
}

/**
 * sp_journal_open:
 * @folder: where the state lives; made with mode 0700 if it is not there
 * @read_only: whether only to read, beside a Signpost that acts or without one
 * @error: never set at present; see sp_journal_get_problem()
 *
 * There is always something to look at: whatever keeps this Signpost from acting makes it a view
 * with a problem. A damaged database is set aside and a new one begun.
 *
 * Returns: (transfer full): the journal
 */
SpJournal *
sp_journal_open (const char *folder, gboolean read_only, GError **error)
{
  SpJournal *self = g_object_new (SP_TYPE_JOURNAL, NULL);

  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, DATABASE_FILE, NULL);
  open_database (self, read_only);
  return self;
}

/**
 * sp_journal_reopen:
 * @self: a journal
 *
 * Of a view: looks whether the other Signpost still acts, and at what it wrote. If it does not act
 * any more the journal is a view no longer. Anything else stays as it is.
 */
void
sp_journal_reopen (SpJournal *self)
{
  g_return_if_fail (SP_IS_JOURNAL (self));

  if (!g_error_matches (self->problem, SP_ERROR, SP_ERROR_BUSY))
    return;

  g_clear_error (&self->problem);
  g_clear_pointer (&self->database, sp_database_free);
  open_database (self, FALSE);
}

/**
 * sp_journal_is_read_only:
 * @self: a journal
 *
 * Returns: %TRUE if nothing can be written and so nothing may be sent
 */
gboolean
sp_journal_is_read_only (SpJournal *self)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), TRUE);

  return self->is_read_only;
}

/**
 * sp_journal_get_problem:
 * @self: a journal
 *
 * Returns: (nullable): why it is only a view, or shows nothing: %SP_ERROR_BUSY if another Signpost
 *   acts, %SP_ERROR_TOO_NEW if the file is of a newer version, %SP_ERROR_STORAGE if it cannot be
 *   written or read
 */
const GError *
sp_journal_get_problem (SpJournal *self)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), NULL);

  return self->problem;
}

/**
 * sp_journal_get_set_aside:
 * @self: a journal
 *
 * Returns: (nullable): where the damaged database is now, if there was one
 */
const char *
sp_journal_get_set_aside (SpJournal *self)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), NULL);

  return self->set_aside;
}

static gboolean
check_writable (SpJournal *self, GError **error)
{
  if (!self->is_read_only)
    return TRUE;

  if (self->problem != NULL)
    g_propagate_error (error, g_error_copy (self->problem));
  else
    g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "%s was opened for reading only", self->path);
  return FALSE;
}

static gboolean
begin (SpJournal *self, GError **error)
{
  return check_writable (self, error) && sp_database_begin (self->database, error);
}

/**
 * sp_journal_load_targets:
 * @self: a journal
 * @error: %SP_ERROR_STORAGE if it cannot be read
 *
 * Returns: (transfer full) (element-type SpTarget): all that is remembered
 */
GPtrArray *
sp_journal_load_targets (SpJournal *self, GError **error)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), NULL);

  return sp_target_rows_load (self->database, error);
}

/**
 * sp_journal_save_intents:
 * @self: a journal
 * @targets: (element-type SpTarget): what is about to be sent
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW; then nothing may be sent
 *
 * Returns: %TRUE if all of them, and not only some, are on disk and survive a loss of power
 */
gboolean
sp_journal_save_intents (SpJournal *self, GPtrArray *targets, GError **error)
{
  return sp_journal_save_targets (self, targets, error);
}

/**
 * sp_journal_save_targets:
 * @self: a journal
 * @targets: (element-type SpTarget): what to remember of them from now on
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Returns: %TRUE if all of them are on disk; %FALSE if none is
 */
gboolean
sp_journal_save_targets (SpJournal *self, GPtrArray *targets, GError **error)
{
  gboolean saved;

  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  if (!begin (self, error))
    return FALSE;

  saved = sp_target_rows_save (self->database, targets, error);
  return sp_database_end (self->database, saved, error);
}

/**
 * sp_journal_remove_profile:
 * @self: a journal
 * @profile_id: a profile that was removed
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Forgets its targets. What happened to it stays in the history.
 *
 * Returns: %TRUE on success
 */
gboolean
sp_journal_remove_profile (SpJournal *self, const char *profile_id, GError **error)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  return check_writable (self, error) &&
         sp_target_rows_remove_profile (self->database, profile_id, error);
}

/**
 * sp_journal_get_value:
 * @self: a journal
 * @key: a name
 *
 * Returns: (transfer full) (nullable): what was stored under it
 */
char *
sp_journal_get_value (SpJournal *self, const char *key)
{
  g_autoptr (sqlite3_stmt) row = NULL;
  gboolean has_row = FALSE;
  int column = 0;

  g_return_val_if_fail (SP_IS_JOURNAL (self), NULL);

  row = sp_database_prepare (self->database, "SELECT value FROM value WHERE key = ?", NULL);
  if (row == NULL)
    return NULL;

  sp_database_bind_text (row, &column, key);
  if (!sp_database_step (self->database, row, &has_row, NULL) || !has_row)
    return NULL;

  column = 0;
  return g_strdup (sp_database_take_text (row, &column));
}

/**
 * sp_journal_set_value:
 * @self: a journal
 * @key: a name
 * @value: (nullable): what to store under it; %NULL forgets it
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Returns: %TRUE if it is on disk
 */
gboolean
sp_journal_set_value (SpJournal *self, const char *key, const char *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int column = 0;

  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  if (!check_writable (self, error))
    return FALSE;

  statement = sp_database_prepare (self->database,
                                   value != NULL ? "INSERT OR REPLACE INTO value VALUES (?, ?)"
                                                 : "DELETE FROM value WHERE key = ?",
                                   error);
  if (statement == NULL)
    return FALSE;

  sp_database_bind_text (statement, &column, key);
  if (value != NULL)
    sp_database_bind_text (statement, &column, value);
  return sp_database_finish (self->database, statement, error);
}

/* History may lose its last seconds with the power, and so need not wait for the disk; a crash of
 * the program loses nothing. */
static gboolean
run_without_sync (SpJournal *self, gboolean on, GError **error)
{
  return sp_database_run (self->database,
                          on ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL",
                          error);
}

/**
 * sp_journal_add_event:
 * @self: a journal
 * @event: what happened, free of secrets; its id is not read, a family of -1 is none
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Returns: %TRUE if it was written
 */
gboolean
sp_journal_add_event (SpJournal *self, const SpEvent *event, GError **error)
{
  gboolean added;

  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  if (!check_writable (self, error) || !run_without_sync (self, TRUE, error))
    return FALSE;

  added = sp_event_rows_add (self->database, event, error);
  return run_without_sync (self, FALSE, added ? error : NULL) && added;
}

/**
 * sp_journal_list_events:
 * @self: a journal
 * @profile_id: (nullable): only events of this profile
 * @since_wall_s: only events from this time on; 0 for all
 * @after_id: only events after this one; 0 for all
 * @limit: at most so many, the newest ones; 0 for all
 * @error: %SP_ERROR_STORAGE if it cannot be read
 *
 * Returns: (transfer full) (element-type SpEvent): the events, oldest first
 */
GPtrArray *
sp_journal_list_events (SpJournal *self,
                        const char *profile_id,
                        gint64 since_wall_s,
                        gint64 after_id,
                        guint limit,
                        GError **error)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), NULL);

  return sp_event_rows_list (self->database, profile_id, since_wall_s, after_id, limit, error);
}

/**
 * sp_journal_get_last_event_id:
 * @self: a journal
 *
 * Returns: the id of the event that was added last; 0 if there is none
 */
gint64
sp_journal_get_last_event_id (SpJournal *self)
{
  gint64 id = 0;

  g_return_val_if_fail (SP_IS_JOURNAL (self), 0);

  sp_database_get_number (self->database, "SELECT coalesce(max(id), 0) FROM event", &id, NULL);
  return id;
}

/**
 * sp_journal_prune:
 * @self: a journal
 * @before_wall_s: a time
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Forgets the history before @before_wall_s.
 *
 * Returns: %TRUE on success
 */
gboolean
sp_journal_prune (SpJournal *self, gint64 before_wall_s, GError **error)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  return check_writable (self, error) && sp_event_rows_prune (self->database, before_wall_s, error);
}

static gboolean
add_traces (SpJournal *self,
            GPtrArray *traces,
            gint64 first_event,
            gint64 last_event,
            GError **error)
{
  const SpTrace *last = traces->pdata[traces->len - 1];
  gboolean added = TRUE;

  if (!begin (self, error))
    return FALSE;

  for (guint i = 0; i < traces->len && added; i++)
    added = sp_trace_rows_add (self->database, traces->pdata[i], first_event, last_event, error);
  added = added && sp_trace_rows_prune (self->database, last->wall_s, error);
  return sp_database_end (self->database, added, error);
}

/**
 * sp_journal_add_traces:
 * @self: a journal
 * @traces: (element-type SpTrace): what one attempt sent, oldest first
 * @first_event: the first event of the attempt
 * @last_event: and the last one
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Forgets those that are older than three days, and of the others all but the last 500.
 *
 * Returns: %TRUE if they were written
 */
gboolean
sp_journal_add_traces (SpJournal *self,
                       GPtrArray *traces,
                       gint64 first_event,
                       gint64 last_event,
                       GError **error)
{
  gboolean added;

  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  if (!check_writable (self, error))
    return FALSE;
  if (traces->len == 0)
    return TRUE;
  if (!run_without_sync (self, TRUE, error))
    return FALSE;

  added = add_traces (self, traces, first_event, last_event, error);
  return run_without_sync (self, FALSE, added ? error : NULL) && added;
}

/**
 * sp_journal_list_traces:
 * @self: a journal
 * @profile_id: (nullable): only of attempts that were about this profile
 * @event_id: only of the attempt that this event is of; 0 for all
 * @after_id: only those after this one; 0 for all
 * @error: %SP_ERROR_STORAGE if it cannot be read
 *
 * Returns: (transfer full) (element-type SpTrace): what was sent and what came back, oldest first
 */
GPtrArray *
sp_journal_list_traces (SpJournal *self,
                        const char *profile_id,
                        gint64 event_id,
                        gint64 after_id,
                        GError **error)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), NULL);

  return sp_trace_rows_list (self->database, profile_id, event_id, after_id, error);
}

/**
 * sp_journal_prune_traces:
 * @self: a journal
 * @now_wall_s: the time
 * @error: %SP_ERROR_STORAGE, %SP_ERROR_BUSY or %SP_ERROR_TOO_NEW
 *
 * Forgets what was sent more than three days ago.
 *
 * Returns: %TRUE on success
 */
gboolean
sp_journal_prune_traces (SpJournal *self, gint64 now_wall_s, GError **error)
{
  g_return_val_if_fail (SP_IS_JOURNAL (self), FALSE);

  return check_writable (self, error) && sp_trace_rows_prune (self->database, now_wall_s, error);
}
