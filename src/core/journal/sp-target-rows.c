/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-target-rows.h"

#include "engine/sp-target.h"

#define COLUMNS                                                                                    \
  "profile_id, host, family, acked, acked_at, since, intent, intent_at, outcome, http_status, "    \
  "outcome_address, retry_after_s, message, outcome_at, fails, latched, recent_sends, nochg_count"

/* An instant is written as “wall_s boot_us boot_id”, a list of them with “;” between. */

static void
append_instant (GString *text, const SpInstant *instant)
{
  g_string_append_printf (text,
                          "%s%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT32_FORMAT,
                          text->len > 0 ? ";" : "",
                          instant->wall_s,
                          instant->boot_us,
                          instant->boot_id);
}

static char *
write_instant (const SpInstant *instant)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_instant (text, instant);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
write_instants (GArray *instants)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < instants->len; i++)
    append_instant (text, &g_array_index (instants, SpInstant, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
read_instant (const char *text, SpInstant *instant)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, " ", -1) : NULL;
  guint64 boot_id = 0;

  if (parts == NULL || g_strv_length (parts) != 3 ||
      !g_ascii_string_to_signed (parts[0], 10, G_MININT64, G_MAXINT64, &instant->wall_s, NULL) ||
      !g_ascii_string_to_signed (parts[1], 10, G_MININT64, G_MAXINT64, &instant->boot_us, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 0, G_MAXUINT32, &boot_id, NULL))
    return FALSE;

  instant->boot_id = (guint32) boot_id;
  return TRUE;
}

static gboolean
read_instants (const char *text, GArray *instants)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", ";", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      SpInstant instant;

      if (!read_instant (*part, &instant))
        return FALSE;
      g_array_append_val (instants, instant);
    }
  return TRUE;
}

static gboolean
read_address (const char *text, SpAddress **address)
{
  if (text == NULL)
    return TRUE;

  *address = sp_address_new_from_string (text, NULL);
  return *address != NULL;
}

static gboolean
take_outcome (sqlite3_stmt *row, int *column, SpOutcome **outcome)
{
  const char *word = sp_database_take_text (row, column);
  guint http_status = (guint) sp_database_take_number (row, column);
  const char *address_text = sp_database_take_text (row, column);
  gint64 retry_after_s = sp_database_take_number (row, column);
  const char *message = sp_database_take_text (row, column);
  g_autoptr (SpAddress) address = NULL;
  SpOutcomeClass outcome_class;

  if (word == NULL)
    return TRUE;
  if (!sp_outcome_class_from_string (word, &outcome_class) ||
      !read_address (address_text, &address))
    return FALSE;

  *outcome = sp_outcome_new (outcome_class, http_status, address, retry_after_s, message);
  return TRUE;
}

/* A row with a value that nobody of us wrote is left out: its target is unknown, which is safe. */
static SpTarget *
take_target (sqlite3_stmt *row)
{
  int column = 0;
  const char *profile_id = sp_database_take_text (row, &column);
  const char *host = sp_database_take_text (row, &column);
  g_autoptr (SpTarget) self = NULL;
  SpFamily family;

  if (!sp_family_from_string (sp_database_take_text (row, &column), &family))
    return NULL;

  self = sp_target_new (profile_id, host, family);
  if (!read_address (sp_database_take_text (row, &column), &self->acked) ||
      !read_instant (sp_database_take_text (row, &column), &self->acked_at) ||
      !read_instant (sp_database_take_text (row, &column), &self->since) ||
      !read_address (sp_database_take_text (row, &column), &self->intent) ||
      !read_instant (sp_database_take_text (row, &column), &self->intent_at) ||
      !take_outcome (row, &column, &self->outcome) ||
      !read_instant (sp_database_take_text (row, &column), &self->outcome_at))
    return NULL;

  self->fails = (guint) sp_database_take_number (row, &column);
  self->latched = sp_database_take_number (row, &column) != 0;
  if (!read_instants (sp_database_take_text (row, &column), self->recent_sends))
    return NULL;
  self->nochg_count = (guint) sp_database_take_number (row, &column);
  return g_steal_pointer (&self);
}

static const char *
get_text_or_null (SpAddress *address)
{
  return address != NULL ? sp_address_get_text (address) : NULL;
}

static void
bind_outcome (sqlite3_stmt *statement, int *column, SpOutcome *outcome)
{
  if (outcome == NULL)
    {
      sp_database_bind_text (statement, column, NULL);
      sp_database_bind_number (statement, column, 0);
      sp_database_bind_text (statement, column, NULL);
      sp_database_bind_number (statement, column, 0);
      sp_database_bind_text (statement, column, NULL);
      return;
    }

  sp_database_bind_text (statement,
                         column,
                         sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
  sp_database_bind_number (statement, column, sp_outcome_get_http_status (outcome));
  sp_database_bind_text (statement, column, get_text_or_null (sp_outcome_get_address (outcome)));
  sp_database_bind_number (statement, column, sp_outcome_get_retry_after_s (outcome));
  sp_database_bind_text (statement, column, sp_outcome_get_message (outcome));
}

static gboolean
save_target (SpDatabase *database, sqlite3_stmt *statement, const SpTarget *target, GError **error)
{
  g_autofree char *acked_at = write_instant (&target->acked_at);
  g_autofree char *since = write_instant (&target->since);
  g_autofree char *intent_at = write_instant (&target->intent_at);
  g_autofree char *outcome_at = write_instant (&target->outcome_at);
  g_autofree char *recent_sends = write_instants (target->recent_sends);
  int column = 0;

  sp_database_bind_text (statement, &column, target->profile_id);
  sp_database_bind_text (statement, &column, target->host);
  sp_database_bind_text (statement, &column, sp_family_to_string (target->family));
  sp_database_bind_text (statement, &column, get_text_or_null (target->acked));
  sp_database_bind_text (statement, &column, acked_at);
  sp_database_bind_text (statement, &column, since);
  sp_database_bind_text (statement, &column, get_text_or_null (target->intent));
  sp_database_bind_text (statement, &column, intent_at);
  bind_outcome (statement, &column, target->outcome);
  sp_database_bind_text (statement, &column, outcome_at);
  sp_database_bind_number (statement, &column, target->fails);
  sp_database_bind_number (statement, &column, target->latched);
  sp_database_bind_text (statement, &column, recent_sends);
  sp_database_bind_number (statement, &column, target->nochg_count);
  return sp_database_finish (database, statement, error);
}

/**
 * sp_target_rows_load:
 * @database: a connection
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type SpTarget): all that is remembered
 */
GPtrArray *
sp_target_rows_load (SpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_target_free);
  g_autoptr (sqlite3_stmt)
      row = sp_database_prepare (database, "SELECT " COLUMNS " FROM target", error);
  gboolean has_row = FALSE;

  if (row == NULL || !sp_database_step (database, row, &has_row, error))
    return NULL;

  while (has_row)
    {
      SpTarget *target = take_target (row);

      if (target != NULL)
        g_ptr_array_add (targets, target);
      if (!sp_database_step (database, row, &has_row, error))
        return NULL;
    }
  return g_steal_pointer (&targets);
}

/**
 * sp_target_rows_save:
 * @database: a connection inside a transaction
 * @targets: (element-type SpTarget): what to remember instead of what there is
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if all were written
 */
gboolean
sp_target_rows_save (SpDatabase *database, GPtrArray *targets, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      sp_database_prepare (database,
                           "INSERT OR REPLACE INTO target (" COLUMNS
                           ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           error);

  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < targets->len; i++)
    if (!save_target (database, statement, g_ptr_array_index (targets, i), error))
      return FALSE;
  return TRUE;
}

/**
 * sp_target_rows_remove_profile:
 * @database: a connection
 * @profile_id: a profile
 * @error: %SP_ERROR_STORAGE
 *
 * Returns: %TRUE if nothing of @profile_id is remembered any more
 */
gboolean
sp_target_rows_remove_profile (SpDatabase *database, const char *profile_id, GError **error)
{
  g_autoptr (sqlite3_stmt)
      statement = sp_database_prepare (database, "DELETE FROM target WHERE profile_id = ?", error);
  int column = 0;

  if (statement == NULL)
    return FALSE;

  sp_database_bind_text (statement, &column, profile_id);
  return sp_database_finish (database, statement, error);
}
