/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-state-watch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/sp-journal.h"
#include "journal/sp-state-lock.h"
#include "sp-fake-clock.h"
#include "sp-scratch.h"

/* A view of a state that another one holds. */
typedef struct
{
  char *folder;        /* (owned) */
  SpFakeClock *clock;  /* (owned) */
  SpJournal *view;     /* (owned) */
  SpStateWatch *watch; /* (owned) */
  guint n_calls;
} Fixture;

static gboolean
changed_cb (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_calls++;
  sp_journal_reopen (fixture->view);
  return sp_journal_is_read_only (fixture->view);
}

static void
begin_view (Fixture *fixture)
{
  fixture->view = sp_journal_open (fixture->folder, FALSE, NULL);
  g_assert_true (sp_journal_is_read_only (fixture->view));
  fixture->clock = sp_fake_clock_new ();
  fixture->watch =
      sp_state_watch_new (SP_CLOCK (fixture->clock), fixture->folder, changed_cb, fixture);
  sp_fake_clock_advance_s (fixture->clock, 1);
  g_assert_cmpuint (fixture->n_calls, ==, 1);
}

/* The kernel's word is there when the call that caused it has returned. */
static void
assert_calls (Fixture *fixture, guint n_calls)
{
  sp_fake_clock_settle (fixture->clock);
  sp_fake_clock_advance_s (fixture->clock, 3600);
  g_assert_cmpuint (fixture->n_calls, ==, n_calls);
}

static void
end_view (Fixture *fixture)
{
  g_assert_finalize_object (fixture->watch);
  g_clear_object (&fixture->view);
  sp_fake_clock_close (fixture->clock);
  sp_scratch_remove (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
test_follows (void)
{
  Fixture fixture = { .folder = sp_scratch_new () };
  g_autoptr (SpJournal) first = sp_journal_open (fixture.folder, FALSE, NULL);
  g_autofree char *seen = NULL;

  begin_view (&fixture);
  /* looking again is no news */
  assert_calls (&fixture, 1);

  g_assert_true (sp_journal_set_value (first, "key", "value", NULL));
  g_assert_true (sp_journal_set_value (first, "other", "value", NULL));
  assert_calls (&fixture, 2);
  seen = sp_journal_get_value (fixture.view, "other");
  g_assert_cmpstr (seen, ==, "value");

  g_clear_object (&first);
  assert_calls (&fixture, 3);
  g_assert_false (sp_journal_is_read_only (fixture.view));

  /* what it writes itself wakes nobody */
  g_assert_true (sp_journal_set_value (fixture.view, "key", "mine", NULL));
  assert_calls (&fixture, 3);
  end_view (&fixture);
}

/* A crash says good-bye to nobody. */
static void
test_crash (void)
{
  Fixture fixture = { .folder = sp_scratch_new () };
  int ready[2];
  char byte;
  pid_t child;

  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      if (sp_state_lock_take (fixture.folder, NULL) >= 0 && write (ready[1], "x", 1) == 1)
        pause ();
      _exit (1);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  begin_view (&fixture);

  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  assert_calls (&fixture, 2);
  g_assert_false (sp_journal_is_read_only (fixture.view));
  close (ready[0]);
  close (ready[1]);
  end_view (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-watch/follows", test_follows);
  g_test_add_func ("/state-watch/crash", test_crash);
  return g_test_run ();
}
