/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-event-view.h"
#include "sp-cli-state-monitor.h"
#include "sp-cli-time.h"
#include "sp-cli-trace-view.h"

#include <glib/gi18n-lib.h>

#define TAIL_DAYS 3
#define DAY_S     86400

/* What “log” keeps between two looks into the journal. */
typedef struct
{
  SpCliContext *context; /* (unowned): outlives the command */
  char *profile_id;      /* (owned) (nullable): %NULL for all */
  gint64 since_s;
  gint64 after_id;
  gint64 after_trace_id;
  gboolean has_changed;
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->profile_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static void
print_event (Reader *reader, const SpEvent *event)
{
  g_autofree char *when = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (sp_cli_context_is_json (reader->context))
    {
      builder = json_builder_new ();
      sp_cli_event_add_json (event, builder);
      node = json_builder_get_root (builder);
      sp_cli_print_json (node);
      return;
    }

  when = sp_cli_format_time (event->wall_s);
  g_print ("%s  %s%s%s%s%s%s%s\n",
           when,
           event->host != NULL ? event->host : sp_cli_event_get_kind (event),
           event->address != NULL ? "  " : "",
           event->address != NULL ? event->address : "",
           event->outcome != NULL ? "  " : "",
           event->outcome != NULL ? event->outcome : "",
           event->text != NULL ? "  " : "",
           event->text != NULL ? event->text : "");
}

static GPtrArray *
list_traces (const Reader *reader, SpJournal *journal, GError **error)
{
  if (!sp_cli_context_is_verbose (reader->context))
    return g_ptr_array_new ();

  return sp_journal_list_traces (journal, reader->profile_id, 0, reader->after_trace_id, error);
}

/* Each stands below the last line of its attempt. */
static void
print_traces (Reader *reader, GPtrArray *traces, gint64 before_event)
{
  for (guint i = 0; i < traces->len; i++)
    {
      const SpTrace *trace = traces->pdata[i];

      if (trace->id <= reader->after_trace_id || trace->last_event >= before_event)
        continue;
      sp_cli_trace_print (reader->context, trace);
      reader->after_trace_id = trace->id;
    }
}

static gboolean
print_new (Reader *reader, GError **error)
{
  g_autoptr (SpJournal) journal = sp_cli_context_open_journal (reader->context, TRUE, error);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) traces = NULL;

  if (journal != NULL)
    events = sp_journal_list_events (journal,
                                     reader->profile_id,
                                     reader->since_s,
                                     reader->after_id,
                                     0,
                                     error);
  if (events != NULL)
    traces = list_traces (reader, journal, error);
  if (traces == NULL)
    return FALSE;

  for (guint i = 0; i < events->len; i++)
    {
      const SpEvent *event = events->pdata[i];

      print_traces (reader, traces, event->id);
      print_event (reader, event);
      reader->after_id = MAX (reader->after_id, event->id);
    }
  print_traces (reader, traces, G_MAXINT64);

  return TRUE;
}

static gboolean
follow (Reader *reader, GError **error)
{
  g_autoptr (GFileMonitor) monitor = NULL;

  monitor = sp_cli_state_monitor_new (sp_cli_context_get_state_dir (reader->context),
                                      &reader->has_changed,
                                      error);
  if (monitor == NULL)
    return FALSE;

  while (print_new (reader, error))
    {
      while (!reader->has_changed)
        g_main_context_iteration (NULL, TRUE);
      reader->has_changed = FALSE;
    }

  return FALSE;
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  gboolean is_following = FALSE;
  const GOptionEntry entries[] = {
    { "follow",
      'f',
      0,
      G_OPTION_ARG_NONE,
      &is_following,
      N_ ("Go on and print every new line"),
      NULL },
    { NULL },
  };
  g_auto (GStrv) names = g_strdupv (arguments);
  g_auto (GStrv) ids = NULL;
  g_auto (Reader) reader = { .context = context };
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &names, &exit))
    return exit;

  ids = sp_cli_context_resolve_profiles (context, names, &error);
  if (ids == NULL)
    return sp_cli_fail (command, error);

  reader.profile_id = g_strdup (ids[0]);
  reader.since_s = g_get_real_time () / G_USEC_PER_SEC - TAIL_DAYS * DAY_S;
  if (is_following ? !follow (&reader, &error) : !print_new (&reader, &error))
    return sp_cli_fail (command, error);

  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_log_command = {
  .name = "log",
  .usage = N_ ("[PROFILE]"),
  .summary = N_ ("Show what was done in the last three days"),
  .details = N_ (
      "“signpostctl history --since” goes back further. With --verbose, what was sent and "
      "what came back stands below each update, without secrets."),
  .run = run,
  .max_arguments = 1,
};
