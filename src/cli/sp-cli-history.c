/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-event-view.h"
#include "sp-cli-table.h"
#include "sp-cli-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How rows leave. */
typedef struct
{
  gboolean is_csv;
  JsonBuilder *json; /* (owned) (nullable): only for JSON */
  SpCliTable *table; /* (owned) */
} Printer;

static void
printer_clear (Printer *printer)
{
  g_clear_object (&printer->json);
  g_clear_pointer (&printer->table, sp_cli_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Printer, printer_clear)

/* RFC 4180. A spreadsheet takes what begins with these for a formula, so they get an apostrophe. */
static void
append_csv (GString *line, const char *text)
{
  if (line->len > 0)
    g_string_append_c (line, ',');
  if (text == NULL)
    return;

  g_string_append_c (line, '"');
  if (strchr ("=+-@\t\r", *text) != NULL && *text != '\0')
    g_string_append_c (line, '\'');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *at);
    }
  g_string_append_c (line, '"');
}

static void
print_csv (const SpEvent *event)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *when = sp_cli_format_time_utc (event->wall_s);
  const char *const texts[] = {
    when,
    sp_cli_event_get_kind (event),
    event->profile_id,
    event->host,
    sp_cli_event_get_family (event),
    event->address,
    event->old_address,
    event->outcome,
    event->text,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    append_csv (line, texts[i]);
  g_print ("%s\r\n", line->str);
}

static void
add_row (Printer *printer, const SpEvent *event)
{
  g_autofree char *when = NULL;
  g_autofree char *change = NULL;

  if (printer->is_csv)
    {
      print_csv (event);
      return;
    }
  if (printer->json != NULL)
    {
      sp_cli_event_add_json (event, printer->json);
      return;
    }

  when = sp_cli_format_time (event->wall_s);
  if (event->old_address != NULL && event->address != NULL)
    change = g_strdup_printf ("%s → %s", event->old_address, event->address);
  sp_cli_table_add (printer->table,
                    when,
                    event->host != NULL ? event->host : sp_cli_event_get_kind (event),
                    change != NULL           ? change
                    : event->address != NULL ? event->address
                                             : "–",
                    event->outcome != NULL ? event->outcome : "",
                    event->text,
                    NULL);
}

static gboolean
add_rows (Printer *printer, SpJournal *journal, gint64 since_s, GError **error)
{
  g_autoptr (GPtrArray) events = sp_journal_list_events (journal, NULL, since_s, 0, 0, error);

  if (events == NULL)
    return FALSE;

  for (guint i = 0; i < events->len; i++)
    add_row (printer, events->pdata[i]);
  return TRUE;
}

static void
begin (Printer *printer)
{
  printer->table = sp_cli_table_new (5);
  if (printer->is_csv)
    g_print ("time,kind,profile,host,family,address,old_address,outcome,text\r\n");
  if (printer->json == NULL)
    return;

  json_builder_begin_object (printer->json);
  json_builder_set_member_name (printer->json, "events");
  json_builder_begin_array (printer->json);
}

static void
end (Printer *printer)
{
  g_autoptr (JsonNode) node = NULL;

  sp_cli_table_print (printer->table, "");
  if (printer->json == NULL)
    return;

  json_builder_end_array (printer->json);
  json_builder_end_object (printer->json);
  node = json_builder_get_root (printer->json);
  sp_cli_print_json (node);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (Printer) printer = { 0 };
  g_autofree char *since = NULL;
  const GOptionEntry entries[] = {
    { "since",
      0,
      0,
      G_OPTION_ARG_STRING,
      &since,
      N_ ("Only from a date or a length of time ago, such as 7d"),
      N_ ("TIME") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &printer.is_csv, N_ ("Print a table for a program"), NULL },
    { NULL },
  };
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (SpJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  gint64 since_s = 0;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &words, &exit))
    return exit;
  if (since != NULL &&
      !sp_cli_parse_since (since, g_get_real_time () / G_USEC_PER_SEC, &since_s, &error))
    return sp_cli_fail (command, error);

  journal = sp_cli_context_open_journal (context, TRUE, &error);
  if (journal == NULL)
    return sp_cli_fail (command, error);

  if (sp_cli_context_is_json (context) && !printer.is_csv)
    printer.json = json_builder_new ();
  begin (&printer);
  if (!add_rows (&printer, journal, since_s, &error))
    return sp_cli_fail (command, error);
  end (&printer);
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_history_command = {
  .name = "history",
  .usage = "",
  .summary = N_ ("Show addresses, updates and outages of the past"),
  .run = run,
};
