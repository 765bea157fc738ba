/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "journal/sp-journal.h"
#include "sp-scratch.h"

#include <sqlite3.h>
#include <string.h>

#define DAY_S 86400

static SpJournal *
open_journal (const char *folder, gboolean read_only)
{
  SpJournal *journal = sp_journal_open (folder, read_only, NULL);

  g_assert_no_error (sp_journal_get_problem (journal));
  return journal;
}

static GPtrArray *
new_traces (guint n_traces, gint64 wall_s)
{
  GPtrArray *traces = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_trace_free);

  for (guint i = 0; i < n_traces; i++)
    {
      SpTrace *trace = g_new0 (SpTrace, 1);

      trace->wall_s = wall_s;
      trace->took_ms = 34;
      trace->sent = g_strdup_printf ("GET %u", i);
      trace->received = g_strdup ("HTTP 200");
      trace->n_cut = 5;
      g_ptr_array_add (traces, trace);
    }
  return traces;
}

static void
add (SpJournal *journal, guint n_traces, gint64 wall_s, gint64 first_event, gint64 last_event)
{
  g_autoptr (GPtrArray) traces = new_traces (n_traces, wall_s);
  g_autoptr (GError) error = NULL;

  sp_journal_add_traces (journal, traces, first_event, last_event, &error);
  g_assert_no_error (error);
}

static gint64
add_event (SpJournal *journal, const char *profile_id)
{
  const SpEvent event = { .kind = SP_EVENT_ATTEMPT,
                          .family = -1,
                          .profile_id = (char *) profile_id };

  g_assert_true (sp_journal_add_event (journal, &event, NULL));
  return sp_journal_get_last_event_id (journal);
}

static guint
count (SpJournal *journal, const char *profile_id, gint64 event_id, gint64 after_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray)
      traces = sp_journal_list_traces (journal, profile_id, event_id, after_id, &error);

  g_assert_no_error (error);
  return traces->len;
}

static void
test_come_back (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder, FALSE);
  g_autoptr (GPtrArray) failed = new_traces (1, 1000);
  g_autoptr (GPtrArray) traces = NULL;
  SpTrace *trace = failed->pdata[0];
  gint64 first, last;

  g_assert_cmpint (sp_journal_get_last_event_id (journal), ==, 0);
  first = add_event (journal, "p1");
  last = add_event (journal, "p2");
  add (journal, 2, 1000, first, last);
  g_clear_pointer (&trace->received, g_free);
  trace->error = g_strdup ("nobody is there");
  trace->is_withheld = TRUE;
  last = add_event (journal, "p1");
  g_assert_true (sp_journal_add_traces (journal, failed, last, last, NULL));

  g_clear_object (&journal);
  journal = open_journal (folder, TRUE);
  traces = sp_journal_list_traces (journal, NULL, 0, 0, NULL);
  g_assert_cmpuint (traces->len, ==, 3);
  trace = traces->pdata[1];
  g_assert_cmpstr (trace->sent, ==, "GET 1");
  g_assert_cmpstr (trace->received, ==, "HTTP 200");
  g_assert_null (trace->error);
  g_assert_cmpint (trace->wall_s, ==, 1000);
  g_assert_cmpint (trace->took_ms, ==, 34);
  g_assert_cmpint (trace->n_cut, ==, 5);
  g_assert_false (trace->is_withheld);
  trace = traces->pdata[2];
  g_assert_null (trace->received);
  g_assert_cmpstr (trace->error, ==, "nobody is there");
  g_assert_true (trace->is_withheld);

  g_assert_cmpuint (count (journal, "p1", 0, 0), ==, 3);
  g_assert_cmpuint (count (journal, "p2", 0, 0), ==, 2);
  g_assert_cmpuint (count (journal, NULL, first, 0), ==, 2);
  g_assert_cmpuint (count (journal, NULL, first + 1, 0), ==, 2);
  g_assert_cmpuint (count (journal, NULL, last, 0), ==, 1);
  g_assert_cmpuint (count (journal, NULL, last + 1, 0), ==, 0);
  g_assert_cmpuint (count (journal, NULL, 0, ((SpTrace *) traces->pdata[0])->id), ==, 2);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
test_are_forgotten (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder, FALSE);

  g_test_message ("what is older than three days");
  add (journal, 3, DAY_S, 1, 1);
  add (journal, 2, 2 * DAY_S, 2, 2);
  g_assert_cmpuint (count (journal, NULL, 0, 0), ==, 5);
  add (journal, 1, 4 * DAY_S + 1, 3, 3);
  g_assert_cmpuint (count (journal, NULL, 0, 0), ==, 3);
  g_assert_true (sp_journal_prune_traces (journal, 8 * DAY_S, NULL));
  g_assert_cmpuint (count (journal, NULL, 0, 0), ==, 0);

  g_test_message ("all but the last 500");
  add (journal, 300, 9 * DAY_S, 4, 4);
  add (journal, 300, 9 * DAY_S, 5, 5);
  g_assert_cmpuint (count (journal, NULL, 0, 0), ==, 500);
  g_assert_cmpuint (count (journal, NULL, 5, 0), ==, 300);

  g_test_message ("nothing, where nothing was sent");
  add (journal, 0, 0, 6, 6);
  g_assert_cmpuint (count (journal, NULL, 0, 0), ==, 500);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
test_view_keeps_none (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder, TRUE);
  g_autoptr (GPtrArray) traces = new_traces (1, 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (sp_journal_add_traces (journal, traces, 1, 1, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_STORAGE);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

/* A file of before there were any. */
static void
test_older_file (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *path = g_build_filename (folder, "signpost.db", NULL);
  g_autoptr (SpJournal) journal = open_journal (folder, FALSE);
  sqlite3 *handle;

  add_event (journal, "p1");
  g_clear_object (&journal);
  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, "DROP TABLE trace", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);

  journal = open_journal (folder, TRUE);
  g_assert_cmpuint (count (journal, NULL, 0, 0), ==, 0);
  g_clear_object (&journal);
  journal = open_journal (folder, FALSE);
  g_assert_null (sp_journal_get_set_aside (journal));
  g_assert_cmpint (sp_journal_get_last_event_id (journal), ==, 1);
  add (journal, 1, 1, 1, 1);
  g_assert_cmpuint (count (journal, "p1", 0, 0), ==, 1);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal-traces/come-back", test_come_back);
  g_test_add_func ("/journal-traces/are-forgotten", test_are_forgotten);
  g_test_add_func ("/journal-traces/view-keeps-none", test_view_keeps_none);
  g_test_add_func ("/journal-traces/older-file", test_older_file);
  return g_test_run ();
}
