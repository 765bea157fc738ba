/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * SpDatabase:
 *
 * One connection to a SQLite file, set up to be durable and small. Every failure is a GError, so
 * that callers see no result codes. Belongs to its #SpJournal.
 */
typedef struct _SpDatabase SpDatabase;

SpDatabase *sp_database_open (const char *path, gboolean read_only, GError **error);
SpDatabase *sp_database_open_empty (void);
void sp_database_free (SpDatabase *self);
void sp_database_watch_commits (SpDatabase *self, void (*callback) (gpointer), gpointer user_data);

gboolean sp_database_check (SpDatabase *self, gboolean *damaged, GError **error);
gboolean sp_database_run (SpDatabase *self, const char *sql, GError **error);
gboolean sp_database_get_number (SpDatabase *self, const char *sql, gint64 *number, GError **error);
gboolean sp_database_begin (SpDatabase *self, GError **error);
gboolean sp_database_end (SpDatabase *self, gboolean commit, GError **error);

sqlite3_stmt *sp_database_prepare (SpDatabase *self, const char *sql, GError **error);
void sp_database_bind_text (sqlite3_stmt *statement, int *position, const char *text);
void sp_database_bind_number (sqlite3_stmt *statement, int *position, gint64 number);
gboolean
sp_database_step (SpDatabase *self, sqlite3_stmt *statement, gboolean *has_row, GError **error);
gboolean sp_database_finish (SpDatabase *self, sqlite3_stmt *statement, GError **error);
const char *sp_database_take_text (sqlite3_stmt *statement, int *position);
gint64 sp_database_take_number (sqlite3_stmt *statement, int *position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDatabase, sp_database_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
