/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-trace-view.h"

#include "sp-cli-command.h"
#include "sp-cli-time.h"

#define INDENT "    "

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_json (const SpTrace *trace)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *when = sp_cli_format_time_utc (trace->wall_s);

  json_builder_begin_object (builder);
  add_text (builder, "time", when);
  add_text (builder, "kind", "request");
  json_builder_set_member_name (builder, "took_ms");
  json_builder_add_int_value (builder, trace->took_ms);
  add_text (builder, "sent", trace->sent);
  add_text (builder, "received", trace->received);
  add_text (builder, "error", trace->error);
  json_builder_set_member_name (builder, "cut_bytes");
  json_builder_add_int_value (builder, trace->n_cut);
  json_builder_set_member_name (builder, "withheld");
  json_builder_add_boolean_value (builder, trace->is_withheld);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

/**
 * sp_cli_trace_print:
 * @context: what the command works with
 * @trace: what was sent
 *
 * Prints it as a part of the answer, below the line that it belongs to.
 */
void
sp_cli_trace_print (SpCliContext *context, const SpTrace *trace)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (sp_cli_context_is_json (context))
    {
      print_json (trace);
      return;
    }

  text = sp_trace_to_text (trace);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_print (INDENT "%s\n", lines[i]);
}

static GPtrArray *
list_since (SpCliContext *context, gint64 after_id)
{
  g_autoptr (SpJournal) journal = sp_cli_context_open_journal (context, TRUE, NULL);

  return journal == NULL ? NULL : sp_journal_list_traces (journal, NULL, 0, after_id, NULL);
}

/**
 * sp_cli_trace_get_last_id:
 * @context: what the command works with
 *
 * Returns: what the journal knows of as the last thing that was sent; 0 for none
 */
gint64
sp_cli_trace_get_last_id (SpCliContext *context)
{
  g_autoptr (GPtrArray) traces = list_since (context, 0);

  if (traces == NULL || traces->len == 0)
    return 0;

  return ((const SpTrace *) traces->pdata[traces->len - 1])->id;
}

/**
 * sp_cli_trace_tell_since:
 * @context: what the command works with
 * @after_id: from sp_cli_trace_get_last_id()
 *
 * Writes to the log what another Signpost sent since then; what this one sends gets there by itself.
 */
void
sp_cli_trace_tell_since (SpCliContext *context, gint64 after_id)
{
  g_autoptr (GPtrArray) traces = list_since (context, after_id);

  for (guint i = 0; traces != NULL && i < traces->len; i++)
    {
      g_autofree char *text = sp_trace_to_text (traces->pdata[i]);

      g_debug ("%s", text);
    }
}
