/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-trace-rows.h"

/* as long as the log looks back, and at most 4 MB */
#define MOST_DAYS 3
#define MOST_ROWS "500"
#define DAY_S     86400

static SpTrace *
take_trace (sqlite3_stmt *row)
{
  SpTrace *trace = g_new0 (SpTrace, 1);
  int column = 0;

  trace->id = sp_database_take_number (row, &column);
  trace->wall_s = sp_database_take_number (row, &column);
  trace->first_event = sp_database_take_number (row, &column);
  trace->last_event = sp_database_take_number (row, &column);
  trace->took_ms = sp_database_take_number (row, &column);
  trace->sent = g_strdup (sp_database_take_text (row, &column));
  trace->received = g_strdup (sp_database_take_text (row, &column));
  trace->error = g_strdup (sp_database_take_text (row, &column));
  trace->n_cut = sp_database_take_number (row, &column);
  trace->is_withheld = sp_database_take_number (row, &column) != 0;
  return trace;
}

/**
 * sp_trace_rows_add:
 * @database: a connection
 * @trace: what was sent; its id and its events are not read
 * @first_event: the first row that the attempt wrote
 * @last_event: and the last one
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it was written
 */
gboolean
sp_trace_rows_add (SpDatabase *database,
                   const SpTrace *trace,
                   gint64 first_event,
                   gint64 last_event,
                   GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sp_database_prepare (
      database,
      "INSERT INTO trace (wall_s, first_event, last_event, took_ms, sent, received, error, n_cut, "
      "is_withheld) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  int column = 0;

  if (statement == NULL)
    return FALSE;

  sp_database_bind_number (statement, &column, trace->wall_s);
  sp_database_bind_number (statement, &column, first_event);
  sp_database_bind_number (statement, &column, last_event);
  sp_database_bind_number (statement, &column, trace->took_ms);
  sp_database_bind_text (statement, &column, trace->sent);
  sp_database_bind_text (statement, &column, trace->received);
  sp_database_bind_text (statement, &column, trace->error);
  sp_database_bind_number (statement, &column, trace->n_cut);
  sp_database_bind_number (statement, &column, trace->is_withheld);
  return sp_database_finish (database, statement, error);
}

static gboolean
has_table (SpDatabase *database)
{
  gint64 n_tables = 0;

  return sp_database_get_number (database,
                                 "SELECT count(*) FROM sqlite_schema WHERE name = 'trace'",
                                 &n_tables,
                                 NULL) &&
         n_tables == 1;
}

/**
 * sp_trace_rows_list:
 * @database: a connection
 * @profile_id: (nullable): only of attempts that were about this profile
 * @event_id: only of the attempt that wrote this row; 0 for all
 * @after_id: only what came after this one; 0 for all
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type SpTrace): what was sent, oldest first
 */
GPtrArray *
sp_trace_rows_list (SpDatabase *database,
                    const char *profile_id,
                    gint64 event_id,
                    gint64 after_id,
                    GError **error)
{
  g_autoptr (GPtrArray) traces = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_trace_free);
  g_autoptr (sqlite3_stmt) row = NULL;
  gboolean has_row = FALSE;
  int column = 0;

  if (!has_table (database))
    return g_steal_pointer (&traces);

  row = sp_database_prepare (
      database,
      "SELECT id, wall_s, first_event, last_event, took_ms, sent, received, error, n_cut, "
      "is_withheld FROM trace WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM event WHERE event.id "
      "BETWEEN first_event AND last_event AND event.profile_id = ?1)) AND "
      "(?2 = 0 OR ?2 BETWEEN first_event AND last_event) AND id > ?3 ORDER BY id",
      error);
  if (row == NULL)
    return NULL;

  sp_database_bind_text (row, &column, profile_id);
  sp_database_bind_number (row, &column, event_id);
  sp_database_bind_number (row, &column, after_id);
  if (!sp_database_step (database, row, &has_row, error))
    return NULL;

  while (has_row)
    {
      g_ptr_array_add (traces, take_trace (row));
      if (!sp_database_step (database, row, &has_row, error))
        return NULL;
    }
  return g_steal_pointer (&traces);
}

/**
 * sp_trace_rows_prune:
 * @database: a connection
 * @now_wall_s: the time
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if nothing is kept any more that is older than three days or has 500 after it
 */
gboolean
sp_trace_rows_prune (SpDatabase *database, gint64 now_wall_s, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sp_database_prepare (
      database,
      "DELETE FROM trace WHERE wall_s < ? OR id <= (SELECT max(id) FROM trace) - " MOST_ROWS,
      error);
  int column = 0;

  if (statement == NULL)
    return FALSE;

  sp_database_bind_number (statement, &column, now_wall_s - MOST_DAYS * DAY_S);
  return sp_database_finish (database, statement, error);
}
