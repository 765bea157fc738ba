/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-target.h"
#include "journal/sp-journal.h"
#include "sp-scratch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child does what the engine does: intent, result, intent, result, …, each for a whole batch. Step
 * 2n-1 is the intent for address n, step 2n its result. After each it writes one byte to a pipe. The
 * parent kills it at some point and looks at what is left: all of one step, and no step that was
 * reported is missing. */

#define N_KILLS   30
#define N_CUTS    17
#define MAX_STEPS 200
#define SEED      20260301

static const char *const batch[] = { "a.example.net", "b.example.net", "c.example.net" };

static SpAddress *
number_to_address (guint number)
{
  const guint8 bytes[] = { 11, 0, (guint8) (number >> 8), (guint8) number };

  return sp_address_new_from_bytes (SP_FAMILY_IPV4, bytes);
}

static guint
address_to_number (const SpAddress *address)
{
  const guint8 *bytes = address != NULL ? sp_address_get_bytes (address, NULL) : NULL;

  return bytes != NULL ? bytes[2] << 8 | bytes[3] : 0;
}

static gboolean
do_step (SpJournal *journal, guint step)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_target_free);
  gboolean is_intent = step % 2 == 1;

  for (gsize i = 0; i < G_N_ELEMENTS (batch); i++)
    {
      SpTarget *target = sp_target_new ("p1", batch[i], SP_FAMILY_IPV4);

      target->acked = number_to_address (step / 2);
      target->intent = is_intent ? number_to_address (step / 2 + 1) : NULL;
      g_ptr_array_add (targets, target);
    }
  return is_intent ? sp_journal_save_intents (journal, targets, NULL)
                   : sp_journal_save_targets (journal, targets, NULL);
}

static guint
find_step (SpJournal *journal)
{
  g_autoptr (GPtrArray) targets = sp_journal_load_targets (journal, NULL);
  guint step = 0;

  g_assert_true (targets->len == 0 || targets->len == G_N_ELEMENTS (batch));
  for (guint i = 0; i < targets->len; i++)
    {
      const SpTarget *target = g_ptr_array_index (targets, i);
      guint acked = address_to_number (target->acked);
      guint own_step = 2 * acked + (target->intent != NULL ? 1 : 0);

      if (target->intent != NULL)
        g_assert_cmpuint (address_to_number (target->intent), ==, acked + 1);
      if (i > 0)
        g_assert_cmpuint (own_step, ==, step);
      step = own_step;
    }
  return step;
}

static G_NORETURN void
run_child (const char *folder, int pipe_end)
{
  g_autoptr (SpJournal) journal = sp_journal_open (folder, FALSE, NULL);
  guint step = find_step (journal);
  guint last = step + MAX_STEPS;

  while (step < last && do_step (journal, ++step))
    if (write (pipe_end, "s", 1) != 1)
      break;
  pause ();
  _exit (1);
}

static guint
read_steps (int pipe_end, guint wanted)
{
  guint n_steps = 0;
  char byte;

  while (n_steps < wanted && read (pipe_end, &byte, 1) == 1)
    n_steps++;
  return n_steps;
}

static guint
run_and_kill (const char *folder, guint wanted_steps, guint spin)
{
  int ends[2];
  pid_t child;
  guint n_steps;
  volatile guint spun = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    run_child (folder, ends[1]);

  close (ends[1]);
  n_steps = read_steps (ends[0], wanted_steps);
  while (spun < spin)
    spun++;
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  n_steps += read_steps (ends[0], MAX_STEPS);
  close (ends[0]);
  return n_steps;
}

static SpJournal *
open_whole (const char *folder)
{
  SpJournal *journal = sp_journal_open (folder, FALSE, NULL);

  g_assert_no_error (sp_journal_get_problem (journal));
  g_assert_null (sp_journal_get_set_aside (journal));
  return journal;
}

static void
test_killed_anywhere (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  guint n_between = 0;
  guint step = 0;

  for (guint i = 0; i < N_KILLS; i++)
    {
      guint wanted = g_rand_int_range (rand, 0, 6);
      guint reported = step + run_and_kill (folder, wanted, g_rand_int_range (rand, 0, 400000));
      g_autoptr (SpJournal) journal = open_whole (folder);

      step = find_step (journal);
      g_assert_cmpuint (step, >=, reported);
      g_assert_cmpuint (step, <=, reported + 1);
      n_between += step % 2;
    }
  g_test_message ("%u of %d kills fell between intent and result", n_between, N_KILLS);
  g_assert_cmpuint (n_between, >, 0);
  g_assert_cmpuint (n_between, <, N_KILLS);
  sp_scratch_remove (folder);
}

static void
copy_file (const char *from, const char *to, const char *name, gssize length)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (to, name, NULL);
  g_autofree char *contents = NULL;
  gsize whole = 0;

  g_assert_true (g_file_get_contents (source, &contents, &whole, NULL));
  g_assert_true (g_file_set_contents_full (target,
                                           contents,
                                           length < 0 ? (gssize) whole : length,
                                           G_FILE_SET_CONTENTS_NONE,
                                           0600,
                                           NULL));
}

/* What a loss of power may leave of the write-ahead log: any beginning of it. */
static void
test_log_cut_anywhere (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *copy = sp_scratch_new ();
  g_autofree char *wal = NULL;
  gsize length = 0;
  guint last_step = 0;
  g_autofree char *path = g_build_filename (folder, "signpost.db-wal", NULL);

  g_assert_cmpuint (run_and_kill (folder, 4, 0), >=, 4);
  g_assert_true (g_file_get_contents (path, &wal, &length, NULL));
  g_assert_cmpuint (length, >, 4 * 4096);

  for (gsize cut = 0; cut <= length; cut += length / N_CUTS)
    {
      g_autoptr (SpJournal) journal = NULL;
      guint step;

      copy_file (folder, copy, "signpost.db", -1);
      copy_file (folder, copy, "signpost.db-wal", (gssize) cut);
      journal = open_whole (copy);
      step = find_step (journal);
      g_assert_cmpuint (step, >=, last_step);
      last_step = step;
    }
  g_assert_cmpuint (last_step, >=, 3);
  sp_scratch_remove (folder);
  sp_scratch_remove (copy);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal-crash/killed-anywhere", test_killed_anywhere);
  g_test_add_func ("/journal-crash/log-cut-anywhere", test_log_cut_anywhere);
  return g_test_run ();
}
