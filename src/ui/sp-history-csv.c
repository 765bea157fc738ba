/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-history-csv.h"

#include "journal/sp-journal.h"

static const char *const kind_words[] = { "address", "attempt", "state", "outage", "problem" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_words) == SP_EVENT_PROBLEM + 1);

/* RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe: some of
 * these texts were written by a provider. */
static void
append_cell (GString *csv, const char *text, const char *end)
{
  const char *content = text != NULL ? text : "";
  g_autoptr (GString) cell = g_string_new (content);

  if (*content != '\0' && strchr ("=+-@\t\r", *content) != NULL)
    g_string_prepend_c (cell, '\'');
  g_string_replace (cell, "\"", "\"\"", 0);
  g_string_append_printf (csv, "\"%s\"%s", cell->str, end);
}

/**
 * sp_history_csv:
 * @events: (element-type SpEvent): rows of the journal
 *
 * Returns: (transfer full): a table with a heading, times in UTC after ISO 8601
 */
char *
sp_history_csv (GPtrArray *events)
{
  GString *csv = g_string_new (
      "time,kind,profile,host,family,address,old_address,outcome,text\r\n");

  for (guint i = 0; i < events->len; i++)
    {
      const SpEvent *event = g_ptr_array_index (events, i);
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (event->wall_s);
      g_autofree char *time = g_date_time_format_iso8601 (when);

      append_cell (csv, time, ",");
      append_cell (csv, kind_words[event->kind], ",");
      append_cell (csv, event->profile_id, ",");
      append_cell (csv, event->host, ",");
      append_cell (csv, event->family >= 0 ? sp_family_to_string (event->family) : NULL, ",");
      append_cell (csv, event->address, ",");
      append_cell (csv, event->old_address, ",");
      append_cell (csv, event->outcome, ",");
      append_cell (csv, event->text, "\r\n");
    }
  return g_string_free (csv, FALSE);
}
