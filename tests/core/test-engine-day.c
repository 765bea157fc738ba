/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-notes.h"
#include "sp-rig.h"
#include "sp-scratch.h"

#include <signal.h>
#include <sys/resource.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define YEAR   (365 * DAY)

static SpRig *
new_rig (const char *provider)
{
  SpRig *rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", provider);
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  return rig;
}

static void
test_broken_server (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  rig->server = SP_RIG_BROKEN;
  sp_rig_start (rig);
  for (guint i = 0; i < 50; i++)
    {
      sp_fake_clock_advance_s (rig->clock, DAY / 50);
      sp_rig_restart (rig);
    }
  g_assert_cmpuint (rig->n_errors, >=, 5);
  g_assert_cmpuint (rig->n_errors, <=, 20);

  /* and it is not given up */
  rig->server = SP_RIG_WELL;
  sp_fake_clock_advance_s (rig->clock, 5 * HOUR);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_strange_answers (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  rig->server = SP_RIG_STRANGE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpuint (rig->n_errors, <=, 20);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_BACKOFF, SP_REASON_NONE);
}

static void
test_maintenance (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);
      g_autofree char *account = g_strdup_printf ("a%u", i);
      g_autofree char *host = g_strdup_printf ("h%u.example.org", i);

      sp_rig_add_account (rig, account, "free");
      sp_rig_add_profile (rig, id, account, host);
    }
  rig->server = SP_RIG_MAINTENANCE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 29 * MINUTE);
  g_assert_cmpuint (rig->n_errors, ==, 1);
  sp_fake_clock_advance_s (rig->clock, 3 * HOUR - 29 * MINUTE);
  /* one asks for all: after half an hour, after an hour, after two */
  g_assert_cmpuint (rig->n_errors, <=, 4);

  rig->server = SP_RIG_WELL;
  sp_fake_clock_advance_s (rig->clock, 3 * HOUR);
  g_assert_cmpuint (g_hash_table_size (rig->records), ==, 31);
  g_assert_cmpuint (rig->n_nochg, ==, 0);
}

static void
test_no_source_answers (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_fake_network_clear_addresses (rig->network);
  sp_fake_network_add_address (rig->network, "eth0", "192.168.1.5", 24, 0, G_MAXUINT32);
  sp_rig_start (rig);
  for (guint i = 0; i < 20; i++)
    {
      sp_fake_clock_advance_s (rig->clock, 2 * DAY / 20);
      sp_rig_restart (rig);
    }
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 0);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_OFFLINE, SP_REASON_NO_ANSWER);

  rig->has_echo = TRUE;
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.1.1.1");
}

static void
test_no_address_between (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  g_autoptr (SpTargetStatus) target = NULL;

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_move_to (rig, NULL, NULL);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.1");
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  target = sp_rig_get_target (rig, "p", "nas.example.org", SP_FAMILY_IPV4);
  g_assert_cmpint (target->state, ==, SP_STATE_OFFLINE);
}

static void
test_flapping (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  SpInstant start;
  SpInstant end;
  guint n_updates;

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);

  /* away and back within the collecting time: nothing happened */
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_settle (rig->clock);
  sp_rig_move_to (rig, "85.0.0.1", NULL);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);

  /* forty flaps in 280 s */
  start = sp_clock_now (SP_CLOCK (rig->clock));
  for (guint i = 0; i < 40; i++)
    {
      sp_rig_move_to (rig, i % 2 == 0 ? "85.0.0.2" : "85.0.0.1", NULL);
      sp_fake_clock_advance_s (rig->clock, 7);
    }
  end = sp_clock_now (SP_CLOCK (rig->clock));
  g_assert_cmpint (sp_instant_elapsed_s (&start, &end), ==, 280);
  n_updates = sp_rig_count_updates (rig);
  g_assert_cmpuint (n_updates, <=, 5);

  /* in the end the truth is published, and nobody was told the same twice */
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.1");
  g_assert_cmpuint (rig->n_nochg, ==, 0);
}

static void
test_flapping_for_a_day (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_start (rig);
  for (guint i = 0; i < 288; i++)
    {
      g_autofree char *address = g_strdup_printf ("85.0.%u.%u", i / 200, i % 200 + 1);

      sp_rig_move_to (rig, address, NULL);
      sp_fake_clock_advance_s (rig->clock, 5 * MINUTE);
    }
  g_assert_cmpuint (sp_rig_count_updates (rig), >=, 24);
  g_assert_cmpuint (sp_rig_count_updates (rig), <=, 3 * 24 + 12);
}

static void
test_strict_distance (void)
{
  g_autoptr (SpRig) rig = new_rig ("strict");
  SpInstant last = { 0 };

  sp_rig_start (rig);
  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *address = g_strdup_printf ("85.0.0.%u", i + 1);

      sp_rig_move_to (rig, address, NULL);
      sp_fake_clock_advance_s (rig->clock, 100);
      if (i % 17 == 0)
        sp_rig_restart (rig);
      if (i % 5 == 0)
        sp_rig_update (rig, "p", SP_UPDATE_FORCE);
    }
  for (guint i = 0; i < sp_fake_transport_get_n_requests (rig->transport); i++)
    {
      SpInstant when = sp_fake_transport_get_request_time (rig->transport, i);

      g_assert_cmpint (sp_instant_elapsed_s (&last, &when), >=, 600);
      last = when;
    }
  g_assert_cmpuint (sp_rig_count_updates (rig), >, 10);
}

static void
test_refresh (void)
{
  g_autoptr (SpRig) strict = new_rig ("strict");

  sp_rig_start (strict);
  sp_fake_clock_advance_s (strict->clock, 26 * DAY);
  g_assert_cmpuint (sp_rig_count_updates (strict), ==, 1);
  sp_rig_restart (strict);
  sp_fake_clock_advance_s (strict->clock, 2 * DAY + HOUR);
  g_assert_cmpuint (sp_rig_count_updates (strict), ==, 2);
  sp_fake_clock_advance_s (strict->clock, 20 * DAY);
  g_assert_cmpuint (sp_rig_count_updates (strict), ==, 2);

  /* what it is answered is no sign of a second updater */
  sp_fake_clock_advance_s (strict->clock, 70 * DAY);
  sp_rig_assert_state (strict, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_no_refresh (void)
{
  g_autoptr (SpRig) free_rig = new_rig ("free");

  sp_rig_start (free_rig);
  sp_fake_clock_advance_s (free_rig->clock, 60 * DAY);
  g_assert_cmpuint (sp_rig_count_updates (free_rig), ==, 1);
}

/* The intent of an update that nobody saw the end of. */
static void
crash_before_the_answer (SpRig *rig, const char *address)
{
  rig->server = SP_RIG_SILENT;
  sp_rig_move_to (rig, address, NULL);
  while (sp_fake_transport_get_n_in_flight (rig->transport) == 0)
    g_assert_true (sp_fake_clock_advance_to_alarm (rig->clock));
  sp_rig_kill (rig);
  rig->server = SP_RIG_WELL;
}

static void
test_crash (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  crash_before_the_answer (rig, "85.0.0.2");
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);

  /* ten starts within the two minutes: none of them sends */
  for (guint i = 0; i < 10; i++)
    {
      sp_rig_start (rig);
      sp_fake_clock_advance_s (rig->clock, 10);
      sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_UNKNOWN, SP_REASON_AFTER_CRASH);
      sp_rig_kill (rig);
    }
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);

  /* then exactly one */
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 3);
  sp_rig_restart (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 3);
}

/* However it ends and whenever it starts: one address is not sent twice without the wait. */
static void
test_crash_anywhere (void)
{
  for (guint point = 0; point < 12; point++)
    {
      g_autoptr (SpRig) rig = new_rig ("strict");
      guint n_before;

      sp_fake_transport_set_latency_ms (rig->transport, 700);
      sp_rig_start (rig);
      sp_fake_clock_advance_s (rig->clock, HOUR);
      sp_rig_move_to (rig, "85.0.0.2", NULL);
      sp_fake_clock_advance_ms (rig->clock, point * 500);
      sp_rig_kill (rig);
      n_before = sp_rig_count_updates (rig);

      sp_rig_start (rig);
      sp_fake_clock_advance_s (rig->clock, 9 * MINUTE);
      if (n_before == 2)
        g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
      sp_fake_clock_advance_s (rig->clock, HOUR);
      g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
      g_assert_cmpuint (sp_rig_count_updates (rig), <=, 3);
      sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
    }
}

/* A server that broke while it answered may have done it; that the line was down afterwards makes it
 * no surer. */
static void
test_unknown_stays_unknown (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  rig->server = SP_RIG_BROKEN;
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  rig->server = SP_RIG_UNREACHABLE;
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_restart (rig);
  sp_fake_clock_advance_s (rig->clock, MINUTE);

  /* the old address is back, and it has to be said */
  rig->server = SP_RIG_WELL;
  sp_rig_move_to (rig, "85.0.0.1", NULL);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (rig->n_answered, ==, 2);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_restarts_send_nothing (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_start (rig);
  for (guint i = 0; i < 30; i++)
    {
      sp_fake_clock_advance_s (rig->clock, 300);
      sp_rig_kill (rig);
      if (i % 3 == 0)
        sp_fake_clock_reboot (rig->clock);
      sp_rig_start (rig);
    }
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
}

static void
test_wall_clock (void)
{
  g_autoptr (SpRig) rig = new_rig ("strict");

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);

  /* while it runs nobody cares */
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  sp_fake_clock_step_wall (rig->clock, 10 * YEAR);
  sp_rig_move_to (rig, "85.0.0.3", NULL);
  sp_fake_clock_advance_s (rig->clock, 8 * MINUTE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  sp_fake_clock_step_wall (rig->clock, -20 * YEAR);
  sp_fake_clock_advance_s (rig->clock, 2 * MINUTE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 3);

  /* after a reboot with another clock nothing waits longer than it ever had to */
  sp_rig_move_to (rig, "85.0.0.4", NULL);
  sp_rig_kill (rig);
  sp_fake_clock_reboot (rig->clock);
  sp_fake_clock_step_wall (rig->clock, -5 * YEAR);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 11 * MINUTE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 4);
  g_assert_cmpuint (rig->n_nochg, ==, 0);
}

static void
test_sleep (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  guint n_before;

  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_fake_network_clear_addresses (rig->network);
  rig->has_echo = TRUE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  n_before = sp_fake_transport_get_n_requests (rig->transport);
  sp_fake_clock_sleep (rig->clock, 8 * HOUR);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, n_before);
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  /* one look, not forty-eight */
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), >, n_before);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), <=, n_before + 2);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
}

static void
test_thousand_targets (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  gint64 minute_us = 60 * G_USEC_PER_SEC;

  /* straight to the files: fifty times through the store would read all of them fifty times */
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *file = g_strdup_printf ("profiles/p%u.profile", i);
      g_autoptr (GString) text = g_string_new ("[Profile]\nVersion=1\n");

      g_string_append_printf (text, "name=p%u\naccount=a%u\nhosts=", i, i % 10);
      for (guint j = 0; j < 20; j++)
        g_string_append_printf (text, "%sh%u-%u.example.org", j > 0 ? "," : "", i, j);
      g_string_append (text, "\nipv6=off\nsource=interface:eth0\n");
      sp_scratch_write (rig->folder, file, text->str);
    }
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *account = g_strdup_printf ("a%u", i);

      sp_rig_add_account (rig, account, "free");
    }
  g_assert_true (sp_store_load (rig->store, NULL));
  g_assert_cmpuint (sp_store_list_profiles (rig->store)->len, ==, 50);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (g_hash_table_size (rig->records), ==, 1000);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 50);
  g_assert_cmpuint (rig->n_nochg, ==, 0);
  for (guint i = 30; i < sp_fake_transport_get_n_requests (rig->transport); i++)
    {
      SpInstant first = sp_fake_transport_get_request_time (rig->transport, i - 30);
      SpInstant last = sp_fake_transport_get_request_time (rig->transport, i);

      g_assert_cmpint (last.boot_us - first.boot_us, >=, minute_us);
    }
}

static void
test_idle (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  guint n_before;

  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_fake_network_clear_addresses (rig->network);
  rig->has_echo = TRUE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 3 * HOUR);
  n_before = sp_fake_clock_get_n_fired (rig->clock);
  sp_fake_clock_advance_s (rig->clock, 10 * HOUR);
  /* six looks an hour, each an alarm and one answer of the fake network */
  g_assert_cmpuint (sp_fake_clock_get_n_fired (rig->clock) - n_before, <=, 10 * 16);
}

static void
test_visible_address_is_watched (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  guint n_before;

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 3 * HOUR);
  n_before = sp_fake_clock_get_n_fired (rig->clock);
  sp_fake_clock_advance_s (rig->clock, 10 * HOUR);
  g_assert_cmpuint (sp_fake_clock_get_n_fired (rig->clock) - n_before, <=, 14);
}

/* Writing fails, as on a full disk; reading goes on. */
static void
set_disk_full (gboolean is_full)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = is_full ? 1 : limit.rlim_max;
  signal (SIGXFSZ, is_full ? SIG_IGN : SIG_DFL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_disk_full (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  g_autoptr (SpStatus) status = NULL;

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  set_disk_full (TRUE);
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_PAUSED, SP_REASON_STORAGE);
  status = sp_engine_get_status (rig->engine);
  g_assert_true (sp_status_has_guard (status, SP_GUARD_STORAGE));
  g_assert_true (sp_status_needs_person (status));

  /* a person cannot pass either: without the intent on disk there is no request */
  sp_rig_update (rig, NULL, SP_UPDATE_FORCE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);

  set_disk_full (FALSE);
  sp_fake_clock_advance_s (rig->clock, 2 * MINUTE);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

/* What happened stands in the history, each thing once. */
static void
test_history (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");
  g_autoptr (GPtrArray) events = NULL;
  guint counts[5] = { 0 };

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_LOCKED);
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, DAY);
  rig->server = SP_RIG_REFUSING;
  sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_OPEN);
  sp_fake_clock_advance_s (rig->clock, DAY);

  events = sp_journal_list_events (rig->journal, NULL, 0, 0, 0, NULL);
  for (guint i = 0; i < events->len; i++)
    counts[((SpEvent *) events->pdata[i])->kind]++;
  g_assert_cmpuint (counts[SP_EVENT_ADDRESS], ==, 2);
  g_assert_cmpuint (counts[SP_EVENT_ATTEMPT], ==, 2);
  g_assert_cmpuint (counts[SP_EVENT_STATE], ==, 1);
  g_assert_cmpuint (counts[SP_EVENT_PROBLEM], ==, 1);
  g_assert_cmpuint (counts[SP_EVENT_OUTAGE], ==, 0);
}

static gboolean
has_guard (SpRig *rig, SpGuard guard)
{
  g_autoptr (SpStatus) status = sp_engine_get_status (rig->engine);

  return sp_status_has_guard (status, guard);
}

static void
test_second_signpost (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_kill (rig);

  /* a second Signpost holds the state */
  rig->journal = sp_journal_open (rig->folder, FALSE, NULL);
  {
    g_autoptr (SpJournal) first = g_steal_pointer (&rig->journal);

    g_assert_false (sp_journal_is_read_only (first));

    sp_rig_start (rig);
    sp_rig_move_to (rig, "85.0.0.2", NULL);
    sp_fake_clock_advance_s (rig->clock, DAY);
    sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_PAUSED, SP_REASON_VIEW_ONLY);
    sp_rig_update (rig, NULL, SP_UPDATE_FORCE);
    g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
    sp_rig_kill (rig);
  }
}

/* It ends, as all do one day, and the one that only viewed goes on where it stopped. */
static void
test_takes_over (void)
{
  const char *const ids[] = { "p", NULL };
  g_autoptr (SpRig) rig = new_rig ("free");
  g_autoptr (SpJournal) first = NULL;
  g_autoptr (SpNotes) pauses = NULL;

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_kill (rig);
  first = sp_journal_open (rig->folder, FALSE, NULL);
  sp_rig_start (rig);
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, HOUR);

  /* what the other one writes is seen, and nothing is sent */
  pauses = sp_notes_new (first, "pauses");
  g_assert_true (sp_notes_set_number (pauses, "*", G_MAXINT64, NULL));
  g_assert_true (sp_engine_reread (rig->engine));
  g_assert_true (has_guard (rig, SP_GUARD_PAUSED));
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_PAUSED, SP_REASON_VIEW_ONLY);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);

  sp_notes_free (g_steal_pointer (&pauses));
  g_clear_object (&first);
  g_assert_false (sp_engine_reread (rig->engine));
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  g_assert_true (sp_engine_resume (rig->engine, NULL, NULL));
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");

  /* one that acts knows best */
  g_assert_true (sp_engine_pause (rig->engine, ids, HOUR, NULL));
  g_assert_false (sp_engine_reread (rig->engine));
  sp_rig_kill (rig);
}

static void
test_second_elsewhere (void)
{
  g_autoptr (SpRig) rig = new_rig ("free");

  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_test_message ("another one is at work that shares no file with us");
  sp_engine_set_view_only (rig->engine, TRUE);
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, DAY);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_PAUSED, SP_REASON_VIEW_ONLY);
  sp_rig_update (rig, NULL, SP_UPDATE_FORCE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);

  g_test_message ("it ends");
  sp_engine_set_view_only (rig->engine, FALSE);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  sp_rig_kill (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-day/broken-server", test_broken_server);
  g_test_add_func ("/engine-day/strange-answers", test_strange_answers);
  g_test_add_func ("/engine-day/maintenance", test_maintenance);
  g_test_add_func ("/engine-day/no-source-answers", test_no_source_answers);
  g_test_add_func ("/engine-day/no-address-between", test_no_address_between);
  g_test_add_func ("/engine-day/flapping", test_flapping);
  g_test_add_func ("/engine-day/flapping-for-a-day", test_flapping_for_a_day);
  g_test_add_func ("/engine-day/strict-distance", test_strict_distance);
  g_test_add_func ("/engine-day/refresh", test_refresh);
  g_test_add_func ("/engine-day/no-refresh", test_no_refresh);
  g_test_add_func ("/engine-day/crash", test_crash);
  g_test_add_func ("/engine-day/crash-anywhere", test_crash_anywhere);
  g_test_add_func ("/engine-day/unknown-stays-unknown", test_unknown_stays_unknown);
  g_test_add_func ("/engine-day/restarts-send-nothing", test_restarts_send_nothing);
  g_test_add_func ("/engine-day/wall-clock", test_wall_clock);
  g_test_add_func ("/engine-day/sleep", test_sleep);
  g_test_add_func ("/engine-day/thousand-targets", test_thousand_targets);
  g_test_add_func ("/engine-day/idle", test_idle);
  g_test_add_func ("/engine-day/visible-address-is-watched", test_visible_address_is_watched);
  g_test_add_func ("/engine-day/disk-full", test_disk_full);
  g_test_add_func ("/engine-day/history", test_history);
  g_test_add_func ("/engine-day/second-signpost", test_second_signpost);
  g_test_add_func ("/engine-day/takes-over", test_takes_over);
  g_test_add_func ("/engine-day/second-elsewhere", test_second_elsewhere);

  return g_test_run ();
}
