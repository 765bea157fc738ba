/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-database.h"

#include "base/sp-error.h"

#include <string.h>

/* A writer and a reader meet only for the moment of a recovery or a checkpoint. */
#define BUSY_TIMEOUT_MS 2000

/* How long the write-ahead log may grow: half a dozen updates. Each start reads it again. */
#define LOG_PAGES 50

/* One connection, plus where it leads for the messages. The lookaside buffer is off and the page
 * cache small, because a program that idles for weeks shall not hold memory for queries it makes
 * once an hour. Not shared between threads: core has none. */
struct _SpDatabase
{
  sqlite3 *handle;                        /* (owned) */
  char *path;                             /* (owned) */
  void (*committed) (gpointer user_data); /* (nullable) */
  gpointer user_data;                     /* (unowned): outlives the connection */
};

static gboolean
fail (SpDatabase *self, GError **error)
{
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "%s: %s; check the free space and the permissions",
               self->path,
               self->handle != NULL ? sqlite3_errmsg (self->handle) : "out of memory");
  return FALSE;
}

/* Called after each commit, when everybody can read it. */
static int
committed_cb (void *user_data, sqlite3 *handle, const char *name, int n_pages)
{
  SpDatabase *self = user_data;

  if (n_pages >= LOG_PAGES)
    sqlite3_wal_checkpoint_v2 (handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (self->committed != NULL)
    self->committed (self->user_data);
  return SQLITE_OK;
}

static SpDatabase *
open_handle (const char *path, int flags, GError **error)
{
  g_autoptr (SpDatabase) self = g_new0 (SpDatabase, 1);

  self->path = g_strdup (path);
  if (sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }

  sqlite3_extended_result_codes (self->handle, TRUE);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  /* A program that a timer starts every few minutes would copy the log into the file and sync it
   * twice at each end; the next one reads the log just as well. */
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_wal_hook (self->handle, committed_cb, self);
  return g_steal_pointer (&self);
}

/**
 * sp_database_open:
 * @path: the file; for writing it must exist, empty or not, so that the caller chooses its mode
 * @read_only: whether only to read it
 * @error: %SP_ERROR_STORAGE if it cannot be opened
 *
 * Returns: (transfer full): the connection; call sp_database_check() next
 */
SpDatabase *
sp_database_open (const char *path, gboolean read_only, GError **error)
{
  SpDatabase *self =
      open_handle (path, read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, error);

  /* This already looks into the file; what is wrong there, sp_database_check() will say. */
  if (self != NULL)
    sp_database_run (self, "PRAGMA cache_size=-128", NULL);
  return self;
}

/**
 * sp_database_open_empty:
 *
 * Returns: (transfer full): a connection to nothing, in memory
 */
SpDatabase *
sp_database_open_empty (void)
{
  g_autoptr (GError) error = NULL;
  SpDatabase *self = open_handle (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &error);

  g_assert_no_error (error);
  return self;
}

/**
 * sp_database_free:
 * @self: (transfer full): a connection without open statements
 */
void
sp_database_free (SpDatabase *self)
{
  g_clear_pointer (&self->handle, sqlite3_close_v2);
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

/**
 * sp_database_watch_commits:
 * @self: a connection
 * @callback: called after each commit of this connection, when others can read it
 * @user_data: for @callback; outlives the connection
 */
void
sp_database_watch_commits (SpDatabase *self, void (*callback) (gpointer), gpointer user_data)
{
  self->committed = callback;
  self->user_data = user_data;
}

static gboolean
is_damage (int code)
{
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

/**
 * sp_database_check:
 * @self: a connection
 * @damaged: (out): whether the file, not the disk or its permissions, is what is wrong
 * @error: %SP_ERROR_STORAGE if the file is damaged or cannot be read
 *
 * Returns: %TRUE if the file is a whole database
 */
gboolean
sp_database_check (SpDatabase *self, gboolean *damaged, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  g_autoptr (GError) reason = NULL;
  int position = 0;
  gboolean has_row = FALSE;
  gboolean readable;

  *damaged = FALSE;
  statement = sp_database_prepare (self, "PRAGMA quick_check(1)", &reason);
  readable = statement != NULL && sp_database_step (self, statement, &has_row, &reason);
  if (readable && has_row && strcmp (sp_database_take_text (statement, &position), "ok") == 0)
    return TRUE;

  *damaged = readable || is_damage (sqlite3_errcode (self->handle));
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "%s is damaged", self->path);
  return FALSE;
}

/**
 * sp_database_run:
 * @self: a connection
 * @sql: one or more statements without parameters
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if all of them ran
 */
gboolean
sp_database_run (SpDatabase *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

/**
 * sp_database_get_number:
 * @self: a connection
 * @sql: a query for one number
 * @number: (out): its answer, 0 if there is none
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if the query ran
 */
gboolean
sp_database_get_number (SpDatabase *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sp_database_prepare (self, sql, error);
  gboolean has_row;

  *number = 0;
  if (statement == NULL || !sp_database_step (self, statement, &has_row, error))
    return FALSE;

  if (has_row)
    *number = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

/**
 * sp_database_begin:
 * @self: a connection
 * @error: %SP_ERROR_STORAGE
 *
 * Begins a transaction that will write.
 *
 * Returns: %TRUE if it began; end it with sp_database_end()
 */
gboolean
sp_database_begin (SpDatabase *self, GError **error)
{
  return sp_database_run (self, "BEGIN IMMEDIATE", error);
}

/**
 * sp_database_end:
 * @self: a connection inside a transaction
 * @commit: whether everything inside succeeded
 * @error: %SP_ERROR_STORAGE if it could not be committed; not set when @commit is %FALSE
 *
 * Returns: %TRUE if the transaction is on disk; %FALSE if nothing of it is
 */
gboolean
sp_database_end (SpDatabase *self, gboolean commit, GError **error)
{
  if (commit && sp_database_run (self, "COMMIT", error))
    return TRUE;

  /* A full disk may have rolled it back already. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

/**
 * sp_database_prepare:
 * @self: a connection
 * @sql: one statement
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: (transfer full): the statement
 */
sqlite3_stmt *
sp_database_prepare (SpDatabase *self, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  return g_steal_pointer (&statement);
}

/**
 * sp_database_bind_text:
 * @statement: a statement
 * @position: (inout): the number of parameters bound so far
 * @text: (nullable): the next one; must live until the statement has run
 */
void
sp_database_bind_text (sqlite3_stmt *statement, int *position, const char *text)
{
  sqlite3_bind_text (statement, ++*position, text, -1, SQLITE_STATIC);
}

/**
 * sp_database_bind_number:
 * @statement: a statement
 * @position: (inout): the number of parameters bound so far
 * @number: the next one
 */
void
sp_database_bind_number (sqlite3_stmt *statement, int *position, gint64 number)
{
  sqlite3_bind_int64 (statement, ++*position, number);
}

/**
 * sp_database_step:
 * @self: a connection
 * @statement: a statement of it
 * @has_row: (out): whether there is another row
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it ran that far
 */
gboolean
sp_database_step (SpDatabase *self, sqlite3_stmt *statement, gboolean *has_row, GError **error)
{
  int code = sqlite3_step (statement);

  *has_row = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE || fail (self, error);
}

/**
 * sp_database_finish:
 * @self: a connection
 * @statement: a statement of it that gives no rows
 * @error: %SP_ERROR_STORAGE
 *
 * Runs the statement and makes it ready for other parameters.
 *
 * Returns: %TRUE if it ran
 */
gboolean
sp_database_finish (SpDatabase *self, sqlite3_stmt *statement, GError **error)
{
  gboolean has_row;
  gboolean done = sp_database_step (self, statement, &has_row, error);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return done;
}

/**
 * sp_database_take_text:
 * @statement: a statement on a row
 * @position: (inout): the number of columns read so far
 *
 * Returns: (nullable): the next column, which lives until the next step
 */
const char *
sp_database_take_text (sqlite3_stmt *statement, int *position)
{
  return (const char *) sqlite3_column_text (statement, (*position)++);
}

/**
 * sp_database_take_number:
 * @statement: a statement on a row
 * @position: (inout): the number of columns read so far
 *
 * Returns: the next column as a number
 */
gint64
sp_database_take_number (sqlite3_stmt *statement, int *position)
{
  return sqlite3_column_int64 (statement, (*position)++);
}
