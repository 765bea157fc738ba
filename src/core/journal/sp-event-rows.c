/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-event-rows.h"

#include <string.h>

static const char *const kind_words[] = { "address", "attempt", "state", "outage", "problem" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_words) == SP_EVENT_PROBLEM + 1);

static gboolean
read_kind (const char *word, SpEventKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    if (g_strcmp0 (word, kind_words[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static SpEvent *
take_event (sqlite3_stmt *row)
{
  g_autoptr (SpEvent) event = g_new0 (SpEvent, 1);
  SpFamily family;
  int column = 0;

  event->id = sp_database_take_number (row, &column);
  event->wall_s = sp_database_take_number (row, &column);
  if (!read_kind (sp_database_take_text (row, &column), &event->kind))
    return NULL;

  event->profile_id = g_strdup (sp_database_take_text (row, &column));
  event->host = g_strdup (sp_database_take_text (row, &column));
  event->family = sp_family_from_string (sp_database_take_text (row, &column), &family)
                      ? (int) family
                      : -1;
  event->address = g_strdup (sp_database_take_text (row, &column));
  event->old_address = g_strdup (sp_database_take_text (row, &column));
  event->outcome = g_strdup (sp_database_take_text (row, &column));
  event->text = g_strdup (sp_database_take_text (row, &column));
  return g_steal_pointer (&event);
}

/**
 * sp_event_free:
 * @self: (transfer full): an event
 */
void
sp_event_free (SpEvent *self)
{
  g_clear_pointer (&self->profile_id, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->old_address, g_free);
  g_clear_pointer (&self->outcome, g_free);
  g_clear_pointer (&self->text, g_free);
  g_free (self);
}

/**
 * sp_event_rows_add:
 * @database: a connection
 * @event: what happened; its id is not read
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if it was written
 */
gboolean
sp_event_rows_add (SpDatabase *database, const SpEvent *event, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = sp_database_prepare (
      database,
      "INSERT INTO event (wall_s, kind, profile_id, host, family, address, old_address, outcome, "
      "text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  gboolean has_family = event->family >= 0 && event->family < SP_N_FAMILIES;
  int column = 0;

  if (statement == NULL)
    return FALSE;

  sp_database_bind_number (statement, &column, event->wall_s);
  sp_database_bind_text (statement, &column, kind_words[event->kind]);
  sp_database_bind_text (statement, &column, event->profile_id);
  sp_database_bind_text (statement, &column, event->host);
  sp_database_bind_text (statement,
                         &column,
                         has_family ? sp_family_to_string (event->family) : NULL);
  sp_database_bind_text (statement, &column, event->address);
  sp_database_bind_text (statement, &column, event->old_address);
  sp_database_bind_text (statement, &column, event->outcome);
  sp_database_bind_text (statement, &column, event->text);
  return sp_database_finish (database, statement, error);
}

/**
 * sp_event_rows_list:
 * @database: a connection
 * @profile_id: (nullable): only events of this profile
 * @since_wall_s: only events from this time on
 * @after_id: only events after this one
 * @limit: at most so many, the newest ones; 0 for all
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type SpEvent): the events, oldest first
 */
GPtrArray *
sp_event_rows_list (SpDatabase *database,
                    const char *profile_id,
                    gint64 since_wall_s,
                    gint64 after_id,
                    guint limit,
                    GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_event_free);
  g_autoptr (sqlite3_stmt) row = sp_database_prepare (
      database,
      "SELECT * FROM (SELECT id, wall_s, kind, profile_id, host, family, address, old_address, "
      "outcome, text FROM event WHERE (?1 IS NULL OR profile_id = ?1) AND wall_s >= ?2 "
      "AND id > ?3 ORDER BY id DESC LIMIT ?4) ORDER BY id",
      error);
  gboolean has_row = FALSE;
  int column = 0;

  if (row == NULL)
    return NULL;

  sp_database_bind_text (row, &column, profile_id);
  sp_database_bind_number (row, &column, since_wall_s);
  sp_database_bind_number (row, &column, after_id);
  sp_database_bind_number (row, &column, limit == 0 ? -1 : (gint64) limit);
  if (!sp_database_step (database, row, &has_row, error))
    return NULL;

  while (has_row)
    {
      SpEvent *event = take_event (row);

      if (event != NULL)
        g_ptr_array_add (events, event);
      if (!sp_database_step (database, row, &has_row, error))
        return NULL;
    }
  return g_steal_pointer (&events);
}

/**
 * sp_event_rows_prune:
 * @database: a connection
 * @before_wall_s: a time
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if no event before @before_wall_s is kept any more
 */
gboolean
sp_event_rows_prune (SpDatabase *database, gint64 before_wall_s, GError **error)
{
  g_autoptr (sqlite3_stmt)
      statement = sp_database_prepare (database, "DELETE FROM event WHERE wall_s < ?", error);
  int column = 0;

  if (statement == NULL)
    return FALSE;

  sp_database_bind_number (statement, &column, before_wall_s);
  return sp_database_finish (database, statement, error);
}
