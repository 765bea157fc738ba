/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "engine/sp-target.h"
#include "journal/sp-journal.h"
#include "sp-scratch.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const SpInstant noon = { .wall_s = 1772366400, .boot_us = 1000000000, .boot_id = 7 };
static const SpInstant later = { .wall_s = 1772366460, .boot_us = 1060000000, .boot_id = 7 };

static SpAddress *
parse (const char *text)
{
  return sp_address_new_from_string (text, NULL);
}

static SpTarget *
new_busy_target (const char *host)
{
  SpTarget *target = sp_target_new ("p1", host, SP_FAMILY_IPV6);
  g_autoptr (SpAddress) named = parse ("2001:db8::9");

  target->acked = parse ("2001:db8::7");
  target->acked_at = noon;
  target->since = noon;
  target->intent = parse ("2001:db8::8");
  target->intent_at = later;
  target->outcome = sp_outcome_new (SP_OUTCOME_RATE, 429, named, 90, "too fast");
  target->outcome_at = later;
  target->fails = 3;
  target->latched = TRUE;
  g_array_append_val (target->recent_sends, noon);
  g_array_append_val (target->recent_sends, later);
  target->nochg_count = 2;
  return target;
}

static GPtrArray *
new_targets (SpTarget *first)
{
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_target_free);

  g_ptr_array_add (targets, first);
  return targets;
}

static void
assert_same_instant (const SpInstant *a, const SpInstant *b)
{
  g_assert_cmpint (a->wall_s, ==, b->wall_s);
  g_assert_cmpint (a->boot_us, ==, b->boot_us);
  g_assert_cmpuint (a->boot_id, ==, b->boot_id);
}

static void
assert_same_target (const SpTarget *a, const SpTarget *b)
{
  g_assert_cmpstr (a->profile_id, ==, b->profile_id);
  g_assert_cmpstr (a->host, ==, b->host);
  g_assert_cmpint (a->family, ==, b->family);
  g_assert_true (sp_address_equal (a->acked, b->acked));
  assert_same_instant (&a->acked_at, &b->acked_at);
  assert_same_instant (&a->since, &b->since);
  g_assert_true (sp_address_equal (a->intent, b->intent));
  assert_same_instant (&a->intent_at, &b->intent_at);
  g_assert_true (a->outcome == b->outcome || sp_outcome_equal (a->outcome, b->outcome));
  assert_same_instant (&a->outcome_at, &b->outcome_at);
  g_assert_cmpuint (a->fails, ==, b->fails);
  g_assert_cmpint (a->latched, ==, b->latched);
  g_assert_cmpuint (a->recent_sends->len, ==, b->recent_sends->len);
  for (guint i = 0; i < a->recent_sends->len; i++)
    assert_same_instant (&g_array_index (a->recent_sends, SpInstant, i),
                         &g_array_index (b->recent_sends, SpInstant, i));
  g_assert_cmpuint (a->nochg_count, ==, b->nochg_count);
}

static SpJournal *
open_journal (const char *folder)
{
  g_autoptr (GError) error = NULL;
  SpJournal *journal = sp_journal_open (folder, FALSE, &error);

  g_assert_no_error (error);
  g_assert_no_error (sp_journal_get_problem (journal));
  g_assert_false (sp_journal_is_read_only (journal));
  return journal;
}

static void
save_one (SpJournal *journal, SpTarget *target)
{
  g_autoptr (GPtrArray) targets = new_targets (target);
  g_autoptr (GError) error = NULL;

  sp_journal_save_targets (journal, targets, &error);
  g_assert_no_error (error);
}

static void
test_targets_come_back (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpTarget) busy = new_busy_target ("home.example.net");
  g_autoptr (SpTarget) fresh = sp_target_new ("p2", "new.example.net", SP_FAMILY_IPV4);
  g_autoptr (SpJournal) journal = open_journal (folder);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GPtrArray) left = NULL;

  save_one (journal, sp_target_new ("p1", "home.example.net", SP_FAMILY_IPV6));
  save_one (journal, sp_target_copy (busy));
  save_one (journal, sp_target_copy (fresh));
  g_clear_object (&journal);

  journal = open_journal (folder);
  loaded = sp_journal_load_targets (journal, NULL);
  g_assert_cmpuint (loaded->len, ==, 2);
  assert_same_target (g_ptr_array_index (loaded, 0), busy);
  assert_same_target (g_ptr_array_index (loaded, 1), fresh);

  g_assert_true (sp_journal_remove_profile (journal, "p1", NULL));
  left = sp_journal_load_targets (journal, NULL);
  g_assert_cmpuint (left->len, ==, 1);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
test_values (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder);
  g_autofree char *missing = sp_journal_get_value (journal, "machine");
  g_autofree char *second = NULL;
  g_autofree char *gone = NULL;

  g_assert_null (missing);
  g_assert_true (sp_journal_set_value (journal, "machine", "one", NULL));
  g_assert_true (sp_journal_set_value (journal, "machine", "two", NULL));
  second = sp_journal_get_value (journal, "machine");
  g_assert_cmpstr (second, ==, "two");
  g_assert_true (sp_journal_set_value (journal, "machine", NULL, NULL));
  gone = sp_journal_get_value (journal, "machine");
  g_assert_null (gone);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
add_event (SpJournal *journal, SpEventKind kind, gint64 wall_s, char *profile_id)
{
  g_autoptr (GError) error = NULL;
  const SpEvent event = {
    .wall_s = wall_s,
    .kind = kind,
    .profile_id = profile_id,
    .family = kind == SP_EVENT_OUTAGE ? -1 : SP_FAMILY_IPV6,
    .text = (char *) "it's “so”; DROP TABLE event",
  };

  sp_journal_add_event (journal, &event, &error);
  g_assert_no_error (error);
}

static void
assert_listed (SpJournal *journal,
               const char *profile_id,
               gint64 since_wall_s,
               gint64 after_id,
               guint limit,
               const char *wanted)
{
  g_autoptr (GPtrArray)
      events = sp_journal_list_events (journal, profile_id, since_wall_s, after_id, limit, NULL);
  g_autoptr (GString) times = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      SpEvent *event = g_ptr_array_index (events, i);

      g_string_append_printf (times, "%d ", (int) event->wall_s);
    }
  g_assert_cmpstr (g_strchomp (times->str), ==, wanted);
}

static void
test_events (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder);
  g_autoptr (GPtrArray) events = NULL;
  const SpEvent *event;

  add_event (journal, SP_EVENT_ADDRESS, 10, NULL);
  add_event (journal, SP_EVENT_ATTEMPT, 20, (char *) "p1");
  add_event (journal, SP_EVENT_OUTAGE, 30, NULL);
  add_event (journal, SP_EVENT_PROBLEM, 40, (char *) "p1");
  add_event (journal, SP_EVENT_STATE, 50, (char *) "p2");

  assert_listed (journal, NULL, 0, 0, 0, "10 20 30 40 50");
  assert_listed (journal, NULL, 0, 0, 2, "40 50");
  assert_listed (journal, NULL, 30, 0, 0, "30 40 50");
  assert_listed (journal, NULL, 0, 4, 0, "50");
  assert_listed (journal, "p1", 0, 0, 0, "20 40");
  assert_listed (journal, "p1", 0, 2, 0, "40");
  assert_listed (journal, "p3", 0, 0, 0, "");

  events = sp_journal_list_events (journal, NULL, 0, 1, 2, NULL);
  event = g_ptr_array_index (events, 0);
  g_assert_cmpint (event->kind, ==, SP_EVENT_PROBLEM);
  g_assert_cmpint (event->family, ==, SP_FAMILY_IPV6);
  g_assert_cmpstr (event->text, ==, "it's “so”; DROP TABLE event");
  g_assert_null (event->host);

  g_assert_true (sp_journal_prune (journal, 40, NULL));
  assert_listed (journal, NULL, 0, 0, 0, "40 50");
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
test_only_one_acts (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) first = open_journal (folder);
  g_autoptr (SpJournal) second = sp_journal_open (folder, FALSE, NULL);
  g_autoptr (SpJournal) reader = NULL;
  g_autoptr (GPtrArray) seen = NULL;
  g_autoptr (GPtrArray) targets = new_targets (new_busy_target ("home.example.net"));
  g_autoptr (GError) error = NULL;

  g_assert_true (sp_journal_is_read_only (second));
  g_assert_error (sp_journal_get_problem (second), SP_ERROR, SP_ERROR_BUSY);
  g_assert_false (sp_journal_save_intents (second, targets, &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_BUSY);

  reader = sp_journal_open (folder, TRUE, NULL);
  g_assert_no_error (sp_journal_get_problem (reader));
  g_assert_true (sp_journal_save_intents (first, targets, NULL));
  add_event (first, SP_EVENT_ATTEMPT, 20, NULL);
  seen = sp_journal_load_targets (reader, NULL);
  g_assert_cmpuint (seen->len, ==, 1);
  assert_listed (reader, NULL, 0, 0, 0, "20");
  assert_listed (second, NULL, 0, 0, 0, "20");

  g_clear_error (&error);
  g_assert_false (sp_journal_set_value (reader, "a", "b", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_STORAGE);

  g_clear_object (&first);
  g_clear_object (&second);
  first = open_journal (folder);
  g_clear_object (&first);
  g_clear_object (&reader);
  sp_scratch_remove (folder);
}

static void
test_reading_nothing (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *nowhere = g_build_filename (folder, "none", NULL);
  g_autoptr (SpJournal) reader = sp_journal_open (nowhere, TRUE, NULL);
  g_autoptr (GPtrArray) targets = sp_journal_load_targets (reader, NULL);

  g_assert_no_error (sp_journal_get_problem (reader));
  g_assert_cmpuint (targets->len, ==, 0);
  assert_listed (reader, NULL, 0, 0, 0, "");
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
  g_clear_object (&reader);
  sp_scratch_remove (folder);
}

static void
assert_private (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_test_message ("%s", name);
  g_assert_cmpuint (status.st_mode & 0077, ==, 0);
}

static void
test_files_are_private (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *state = g_build_filename (folder, "state", "signpost", NULL);
  g_autoptr (SpJournal) journal = open_journal (state);

  save_one (journal, new_busy_target ("home.example.net"));
  assert_private (state, ".");
  assert_private (state, "signpost.db");
  assert_private (state, "signpost.db-wal");
  assert_private (state, "signpost.db-shm");
  assert_private (state, "signpost.lock");
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
run_sql (const char *folder, const char *sql)
{
  g_autofree char *path = g_build_filename (folder, "signpost.db", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

static void
fill_with_text (const char *path)
{
  g_assert_true (g_file_set_contents (path, "this is not a database, it is a letter", -1, NULL));
}

static void
spoil_pages (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpuint (length, >, 5000);
  memset (contents + 4096, 0xa5, length - 4096);
  g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
}

static void
cut_in_half (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (path, contents, (gssize) length / 2, NULL));
}

static void
use_foreign_tables (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  run_sql (folder, "DROP TABLE target");
}

static void
test_damage_is_set_aside (void)
{
  static const struct
  {
    const char *sentence;
    void (*damage) (const char *path);
  } rows[] = {
    { "a text file", fill_with_text },
    { "spoilt pages", spoil_pages },
    { "half a file", cut_in_half },
    { "a database without our tables", use_foreign_tables },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autofree char *path = g_build_filename (folder, "signpost.db", NULL);
      g_autofree char *wal = g_build_filename (folder, "signpost.db-wal", NULL);
      g_autoptr (SpJournal) journal = open_journal (folder);
      g_autoptr (SpJournal) reader = NULL;
      g_autoptr (GPtrArray) targets = NULL;

      g_test_message ("%s is set aside", rows[i].sentence);
      save_one (journal, new_busy_target ("home.example.net"));
      g_clear_object (&journal);
      /* what is still in the log goes where the damage will be */
      run_sql (folder, "PRAGMA wal_checkpoint(TRUNCATE)");
      rows[i].damage (path);
      g_assert_true (g_file_set_contents (wal, "old frames", -1, NULL));

      reader = sp_journal_open (folder, TRUE, NULL);
      g_assert_error (sp_journal_get_problem (reader), SP_ERROR, SP_ERROR_STORAGE);
      g_assert_null (sp_journal_get_set_aside (reader));
      g_clear_object (&reader);

      journal = open_journal (folder);
      g_assert_true (g_str_has_prefix (sp_journal_get_set_aside (journal), path));
      g_assert_true (g_file_test (sp_journal_get_set_aside (journal), G_FILE_TEST_EXISTS));
      targets = sp_journal_load_targets (journal, NULL);
      g_assert_cmpuint (targets->len, ==, 0);
      save_one (journal, new_busy_target ("home.example.net"));
      g_clear_object (&journal);
      sp_scratch_remove (folder);
    }
}

static void
test_newer_is_only_read (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder);
  g_autoptr (GError) error = NULL;

  g_clear_object (&journal);
  run_sql (folder, "PRAGMA user_version = 2");
  journal = sp_journal_open (folder, FALSE, NULL);
  g_assert_true (sp_journal_is_read_only (journal));
  g_assert_error (sp_journal_get_problem (journal), SP_ERROR, SP_ERROR_TOO_NEW);
  g_assert_null (sp_journal_get_set_aside (journal));
  g_assert_false (sp_journal_set_value (journal, "a", "b", &error));
  g_assert_error (error, SP_ERROR, SP_ERROR_TOO_NEW);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

static void
test_strange_row_is_unknown (void)
{
  static const char *const spoil[] = {
    "UPDATE target SET acked = 'home'",        "UPDATE target SET family = 'ipx'",
    "UPDATE target SET acked_at = '1 2'",      "UPDATE target SET since = 'a b c'",
    "UPDATE target SET outcome = 'splendid'",  "UPDATE target SET recent_sends = '1 2 3;x'",
    "UPDATE target SET intent = '192.0.2.1 '", "UPDATE target SET outcome_address = ''",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spoil); i++)
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autoptr (SpJournal) journal = open_journal (folder);
      g_autoptr (GPtrArray) targets = NULL;

      g_test_message ("%s", spoil[i]);
      save_one (journal, new_busy_target ("home.example.net"));
      g_clear_object (&journal);
      run_sql (folder, spoil[i]);
      journal = open_journal (folder);
      targets = sp_journal_load_targets (journal, NULL);
      g_assert_cmpuint (targets->len, ==, 0);
      g_clear_object (&journal);
      sp_scratch_remove (folder);
    }
}

static void
test_no_place_for_it (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "state", NULL);
  g_autoptr (SpJournal) journal = NULL;
  g_autoptr (GPtrArray) targets = NULL;

  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  journal = sp_journal_open (below, FALSE, NULL);
  g_assert_true (sp_journal_is_read_only (journal));
  g_assert_error (sp_journal_get_problem (journal), SP_ERROR, SP_ERROR_STORAGE);
  targets = sp_journal_load_targets (journal, NULL);
  g_assert_cmpuint (targets->len, ==, 0);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

/* The limit of a file's size stands in for a full disk: the write fails in the same place. */
static void
test_full_disk (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpJournal) journal = open_journal (folder);
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_target_free);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GError) error = NULL;
  const struct rlimit small = { .rlim_cur = 48 * 1024, .rlim_max = RLIM_INFINITY };
  const struct rlimit none = { .rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY };

  save_one (journal, new_busy_target ("first.example.net"));
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *host = g_strdup_printf ("host%u.example.net", i);

      g_ptr_array_add (many, new_busy_target (host));
    }

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (sp_journal_save_intents (journal, many, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  g_assert_error (error, SP_ERROR, SP_ERROR_STORAGE);

  loaded = sp_journal_load_targets (journal, NULL);
  g_assert_cmpuint (loaded->len, ==, 1);
  g_clear_error (&error);
  g_assert_true (sp_journal_save_intents (journal, many, &error));
  g_assert_no_error (error);
  g_clear_object (&journal);
  sp_scratch_remove (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal/targets-come-back", test_targets_come_back);
  g_test_add_func ("/journal/values", test_values);
  g_test_add_func ("/journal/events", test_events);
  g_test_add_func ("/journal/only-one-acts", test_only_one_acts);
  g_test_add_func ("/journal/reading-nothing", test_reading_nothing);
  g_test_add_func ("/journal/files-are-private", test_files_are_private);
  g_test_add_func ("/journal/damage-is-set-aside", test_damage_is_set_aside);
  g_test_add_func ("/journal/newer-is-only-read", test_newer_is_only_read);
  g_test_add_func ("/journal/strange-row-is-unknown", test_strange_row_is_unknown);
  g_test_add_func ("/journal/no-place-for-it", test_no_place_for_it);
  g_test_add_func ("/journal/full-disk", test_full_disk);
  return g_test_run ();
}
