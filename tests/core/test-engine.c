/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-message.h"
#include "sp-fake-name-server.h"
#include "sp-rig.h"
#include "sp-scratch.h"
#include "wording/sp-wording.h"

#define ZONE_KEY "c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ=="

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static void
test_first_update (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpTargetStatus) target = NULL;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);

  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.1");
  target = sp_rig_get_target (rig, "p", "nas.example.org", SP_FAMILY_IPV4);
  g_assert_cmpint (target->state, ==, SP_STATE_CURRENT);
  g_assert_cmpstr (sp_address_get_text (target->published), ==, "85.0.0.1");
  g_assert_cmpint (target->since_s, >, 0);
  g_assert_cmpint (target->next_check_s, >, target->since_s);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
}

/* What an attempt sent belongs to the rows that it wrote, and no other attempt's. */
static void
test_what_was_sent (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const SpTrace *trace;
  gint64 event;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  event = sp_journal_get_last_event_id (rig->journal);
  first = sp_journal_list_traces (rig->journal, "p", event, 0, NULL);
  g_assert_cmpuint (first->len, ==, 1);
  trace = first->pdata[0];
  g_assert_cmpint (trace->first_event, ==, event);
  g_assert_nonnull (strstr (trace->sent, "nas.example.org"));
  g_assert_nonnull (strstr (trace->sent, "Authorization: Basic •••"));
  g_assert_nonnull (strstr (trace->received, "HTTP 200\n"));
  g_assert_nonnull (strstr (trace->received, "85.0.0.1"));

  rig->server = SP_RIG_UNREACHABLE;
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, 10);
  all = sp_journal_list_traces (rig->journal, NULL, 0, trace->id, NULL);
  g_assert_cmpuint (all->len, >, 0);
  trace = all->pdata[0];
  g_assert_null (trace->received);
  g_assert_nonnull (trace->error);
  g_assert_cmpint (trace->first_event, >, event);
}

static void
test_change_is_sent_within_seconds (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, 6);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
  g_assert_cmpuint (rig->n_nochg, ==, 0);
}

static void
test_one_shot (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  SpInstant start = sp_clock_now (SP_CLOCK (rig->clock));
  SpInstant end;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_open (rig);
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);
  end = sp_clock_now (SP_CLOCK (rig->clock));
  g_assert_cmpint (end.boot_us, ==, start.boot_us);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);

  /* a second one has nothing to say */
  sp_rig_kill (rig);
  sp_rig_open (rig);
  sp_rig_update (rig, "p", SP_UPDATE_DUE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_person_gets_no_old_news (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);

  /* the line changes behind a router that says nothing, moments after a look */
  sp_fake_network_clear_addresses (rig->network);
  sp_fake_network_add_address (rig->network, "eth0", "85.0.0.2", 24, 0, G_MAXUINT32);
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
}

/* Who only asks is told what was true last, and nothing is sent on the strength of it. */
static void
test_status_before_a_look (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_open (rig);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_UNKNOWN, SP_REASON_NONE);
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);
  sp_rig_kill (rig);

  sp_rig_open (rig);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
  sp_rig_kill (rig);

  /* a name that was added meanwhile waits for the look, although an address is remembered */
  sp_rig_add_profile (rig, "q", "a", "new.example.org");
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpstr (sp_rig_get_record (rig, "new.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
}

static void
test_check_sends_nothing (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_open (rig);
  sp_rig_check (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 0);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_DUE, SP_REASON_CHANGE);
}

/* A click is answered by a look of its own, not by what was found half a minute ago. */
static void
test_click_looks_anew (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_open (rig);
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);

  /* nobody announces the change, as behind a router */
  sp_fake_network_clear_addresses (rig->network);
  sp_fake_network_add_address (rig->network, "eth0", "85.0.0.2", 24, 0, G_MAXUINT32);
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
}

static void
test_hundred_hosts (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  SpInstant start;
  SpInstant end;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_set_account (rig, "a", "spacing", "0");
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%u", i);
      g_autoptr (GString) hosts = g_string_new (NULL);

      for (guint j = 0; j < 10; j++)
        g_string_append_printf (hosts, "%sh%u-%u.example.org", j > 0 ? " " : "", i, j);
      sp_rig_add_profile (rig, id, "a", hosts->str);
    }
  sp_fake_transport_set_latency_ms (rig->transport, 50);
  sp_rig_open (rig);
  start = sp_clock_now (SP_CLOCK (rig->clock));
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);
  end = sp_clock_now (SP_CLOCK (rig->clock));

  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 5);
  g_assert_cmpuint (g_hash_table_size (rig->records), ==, 100);
  g_assert_cmpuint (sp_fake_transport_get_most_in_flight (rig->transport), ==, 1);
  g_assert_cmpint (end.boot_us - start.boot_us, <=, 300 * 1000);
}

static void
test_gap_between_requests (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  SpInstant first;
  SpInstant second;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_account (rig, "b", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_add_profile (rig, "q", "b", "two.example.org");
  sp_rig_open (rig);
  sp_rig_update (rig, NULL, SP_UPDATE_DUE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  first = sp_fake_transport_get_request_time (rig->transport, 0);
  second = sp_fake_transport_get_request_time (rig->transport, 1);
  g_assert_cmpint (second.boot_us - first.boot_us, >=, 2 * G_USEC_PER_SEC);
}

static void
test_two_families (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  SpRequest *request;

  sp_rig_add_account (rig, "a", "twin");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_set_profile (rig, "p", "ipv6", "automatic");
  sp_rig_move_to (rig, "85.0.0.1", "2a02:1:2:3::17");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV6),
                   ==,
                   "2a02:1:2:3::17");

  /* the other one is deleted where it is not sent along */
  sp_rig_move_to (rig, "85.0.0.2", "2a02:1:2:3::17");
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  request = sp_fake_transport_get_request (rig->transport,
                                           sp_fake_transport_get_n_requests (rig->transport) - 1);
  g_assert_nonnull (strstr (sp_request_get_url (request), "myip=85.0.0.2"));
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV6),
                   ==,
                   "2a02:1:2:3::17");
}

/* The provider deletes what it is not sent: half of the truth is no truth. */
static void
test_other_family_unknown (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "twin");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_set_profile (rig, "p", "ipv6", "automatic");
  sp_rig_move_to (rig, "85.0.0.1", NULL);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 0);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_UNKNOWN, SP_REASON_OTHER_FAMILY);

  sp_rig_move_to (rig, "85.0.0.1", "2a02:1:2:3::17");
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_other_family_absent (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "twin");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_set_profile (rig, "p", "ipv6", "automatic");
  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_fake_network_set_uplink (rig->network, SP_FAMILY_IPV6, NULL);
  sp_rig_move_to (rig, "192.168.1.5", NULL);
  rig->has_echo = TRUE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.1.1.1");
}

static gint64
get_wait_s (SpRig *rig)
{
  g_autoptr (SpTargetStatus)
      target = sp_rig_get_target (rig, "p", "nas.example.org", SP_FAMILY_IPV4);

  return target->next_check_s - sp_clock_now (SP_CLOCK (rig->clock)).wall_s;
}

static void
test_other_interval (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_rig_set_profile (rig, "p", "interval", "86400");
  sp_rig_move_to (rig, "192.168.1.5", NULL);
  rig->has_echo = TRUE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 5 * MINUTE);
  g_assert_cmpint (get_wait_s (rig), >, 12 * HOUR);

  sp_rig_set_profile (rig, "p", "interval", "600");
  sp_fake_clock_settle (rig->clock);
  g_assert_cmpint (get_wait_s (rig), <=, 12 * MINUTE);
}

static void
test_force (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_rig_update (rig, "p", SP_UPDATE_FORCE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_NONE);

  /* once in ten minutes, over a restart too */
  sp_fake_clock_advance_s (rig->clock, 5 * MINUTE);
  sp_rig_update (rig, "p", SP_UPDATE_FORCE);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_CURRENT, SP_REASON_FORCED_RECENTLY);
  sp_rig_restart (rig);
  sp_rig_update (rig, "p", SP_UPDATE_FORCE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  sp_fake_clock_advance_s (rig->clock, 6 * MINUTE);
  sp_rig_update (rig, "p", SP_UPDATE_FORCE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 3);
}

static void
test_pause (void)
{
  const char *const ids[] = { "p", NULL };
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (GError) error = NULL;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  sp_engine_pause (rig->engine, NULL, HOUR, &error);
  g_assert_no_error (error);
  sp_rig_move_to (rig, "85.0.0.2", NULL);
  sp_fake_clock_advance_s (rig->clock, 50 * MINUTE);
  sp_rig_assert_state (rig, "p", "nas.example.org", SP_STATE_PAUSED, SP_REASON_PAUSED_BY_PERSON);
  sp_rig_restart (rig);
  sp_fake_clock_advance_s (rig->clock, 5 * MINUTE);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 1);

  /* it ends by itself */
  sp_fake_clock_advance_s (rig->clock, 6 * MINUTE);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.2");

  sp_engine_pause (rig->engine, ids, 0, &error);
  sp_rig_move_to (rig, "85.0.0.3", NULL);
  sp_fake_clock_advance_s (rig->clock, 30 * DAY);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 2);
  sp_engine_resume (rig->engine, ids, &error);
  g_assert_no_error (error);
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpstr (sp_rig_get_record (rig, "nas.example.org", SP_FAMILY_IPV4), ==, "85.0.0.3");
}

static void
test_latch_and_edit (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (GError) error = NULL;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_account (rig, "b", "strict");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_add_profile (rig, "q", "a", "two.example.org");
  rig->server = SP_RIG_REFUSING;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 7 * DAY);
  g_assert_cmpuint (rig->n_errors, ==, 1);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_BLOCKED, SP_REASON_NONE);
  sp_rig_assert_state (rig, "q", "two.example.org", SP_STATE_BLOCKED, SP_REASON_NONE);

  /* a click does not help, another profile is not touched by it */
  sp_rig_update (rig, NULL, SP_UPDATE_FORCE);
  g_assert_cmpuint (rig->n_errors, ==, 1);

  /* one who tries again gets one request */
  sp_engine_retry (rig->engine, "q", &error);
  g_assert_no_error (error);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpuint (rig->n_errors, ==, 2);
  sp_fake_clock_advance_s (rig->clock, 10);

  /* and who corrects the account, too */
  rig->server = SP_RIG_WELL;
  sp_rig_set_account (rig, "a", "user", "myself");
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
  sp_rig_assert_state (rig, "q", "two.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_retry_is_limited (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (GError) error = NULL;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  rig->server = SP_RIG_REFUSING;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_true (sp_engine_retry (rig->engine, "p", &error));
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  g_assert_false (sp_engine_retry (rig->engine, "p", &error));
  g_assert_nonnull (error);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  g_assert_cmpuint (rig->n_errors, ==, 2);
}

static void
test_new_password (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  rig->server = SP_RIG_REFUSING;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, HOUR);
  rig->server = SP_RIG_WELL;
  sp_fake_secrets_put (rig->secrets, "a", "pass", "better");
  sp_engine_credentials_changed (rig->engine, "a");
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static const struct
{
  SpFakeKeyring keyring;
  SpReason reason;
} keyrings[] = {
  { SP_FAKE_KEYRING_LOCKED, SP_REASON_KEYRING_LOCKED },
  { SP_FAKE_KEYRING_UNAVAILABLE, SP_REASON_KEYRING_UNAVAILABLE },
  { SP_FAKE_KEYRING_DENIED, SP_REASON_KEYRING_DENIED },
};

static void
test_keyring (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keyrings); i++)
    {
      g_autoptr (SpRig) rig = sp_rig_new ();

      sp_rig_add_account (rig, "a", "free");
      sp_rig_add_profile (rig, "p", "a", "one.example.org");
      sp_fake_secrets_set_keyring (rig->secrets, keyrings[i].keyring);
      sp_rig_start (rig);
      sp_fake_clock_advance_s (rig->clock, DAY);
      sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_PAUSED, keyrings[i].reason);
      g_assert_cmpuint (sp_rig_count_updates (rig), ==, 0);

      /* it continues by itself, without a restart and without a click */
      sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_OPEN);
      sp_fake_clock_advance_s (rig->clock, MINUTE);
      sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
      g_assert_cmpuint (sp_fake_secrets_get_n_unlocks (rig->secrets), ==, 0);
    }
}

static void
open_keyring_cb (gpointer user_data)
{
  sp_fake_secrets_set_keyring (((SpRig *) user_data)->secrets, SP_FAKE_KEYRING_OPEN);
}

/* The answer “locked” was on its way when the keyring told that it is open, and will not tell again. */
static void
test_opened_while_asked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (keyrings); i++)
    {
      g_autoptr (SpRig) rig = sp_rig_new ();

      sp_rig_add_account (rig, "a", "free");
      sp_rig_add_profile (rig, "p", "a", "one.example.org");
      sp_fake_secrets_set_keyring (rig->secrets, keyrings[i].keyring);
      sp_fake_secrets_interrupt_lookup (rig->secrets, open_keyring_cb, rig);
      sp_rig_start (rig);
      sp_fake_clock_advance_s (rig->clock, 30);
      sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
      g_assert_cmpuint (sp_fake_secrets_get_n_lookups (rig->secrets), ==, 2);
    }
}

static void
test_unlock (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpStatus) status = NULL;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_DISMISSED);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_engine_unlock (rig->engine);
  sp_fake_clock_settle (rig->clock);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_PAUSED, SP_REASON_KEYRING_DISMISSED);
  status = sp_engine_get_status (rig->engine);
  g_assert_true (sp_status_has_guard (status, SP_GUARD_KEYRING));

  sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_LOCKED);
  sp_engine_unlock (rig->engine);
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_secret_missing (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpAccount) account = sp_account_new ("b", "free");
  g_autoptr (SpAccount) whole = sp_account_with (account, "user", "me", NULL);

  sp_store_save_account (rig->store, whole, NULL);
  sp_rig_add_profile (rig, "p", "b", "one.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_PAUSED, SP_REASON_SECRET_MISSING);
  sp_fake_secrets_put (rig->secrets, "b", "pass", "secret");
  sp_engine_credentials_changed (rig->engine, "b");
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
put_secret_cb (gpointer user_data)
{
  SpRig *rig = user_data;

  sp_fake_secrets_put (rig->secrets, "b", "pass", "secret");
  sp_engine_credentials_changed (rig->engine, "b");
}

static void
test_secret_put_while_asked (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpAccount) account = sp_account_new ("b", "free");
  g_autoptr (SpAccount) whole = sp_account_with (account, "user", "me", NULL);

  sp_store_save_account (rig->store, whole, NULL);
  sp_rig_add_profile (rig, "p", "b", "one.example.org");
  sp_fake_secrets_interrupt_lookup (rig->secrets, put_secret_cb, rig);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 30);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_edit_in_flight (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_add_profile (rig, "q", "a", "two.example.org");
  sp_fake_transport_set_latency_ms (rig->transport, 5000);
  rig->server = SP_RIG_REFUSING;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 7);
  g_assert_cmpuint (sp_fake_transport_get_n_in_flight (rig->transport), ==, 1);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_UPDATING, SP_REASON_NONE);

  /* the refusal is about the old name: the new one gets its chance; a removed profile is gone */
  sp_rig_set_account (rig, "a", "user", "myself");
  sp_store_remove_profile (rig->store, "q", NULL);
  rig->server = SP_RIG_WELL;
  sp_fake_clock_advance_s (rig->clock, 5 * MINUTE);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
  g_assert_null (sp_rig_get_record (rig, "two.example.org", SP_FAMILY_IPV4));
}

static void
test_stop (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  SpInstant start;
  SpInstant end;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  rig->server = SP_RIG_SILENT;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpuint (sp_fake_transport_get_n_in_flight (rig->transport), ==, 1);

  start = sp_clock_now (SP_CLOCK (rig->clock));
  sp_engine_stop_async (rig->engine, NULL, NULL);
  sp_fake_clock_advance_s (rig->clock, 3);
  g_assert_cmpuint (sp_fake_transport_get_n_in_flight (rig->transport), ==, 0);
  end = sp_clock_now (SP_CLOCK (rig->clock));
  g_assert_cmpint (sp_instant_elapsed_s (&start, &end), <=, 3);
  sp_rig_kill (rig);

  /* nobody knows what became of it: it is sent once more, and not at once */
  rig->server = SP_RIG_WELL;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 4 * MINUTE);
  g_assert_cmpuint (rig->n_answered, ==, 0);
  sp_fake_clock_advance_s (rig->clock, 10 * MINUTE);
  g_assert_cmpuint (rig->n_answered, ==, 1);
}

/* A name server that writes down what it is sent, and has no records of its own. */
static GBytes *
answer_dns_cb (const char *place, GBytes *bytes, gpointer user_data, GError **error)
{
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (bytes, NULL);
  g_autofree char *text = sp_dns_message_to_text (message);
  const SpFakeDnsAnswer answer = { strstr (text, "require one.example.org. 0 ANY") != NULL
                                       ? SP_DNS_NXRRSET
                                       : SP_DNS_NOERROR,
                                   "signed",
                                   0 };

  g_string_append (user_data, text);
  return sp_fake_dns_reply (bytes, ZONE_KEY, &answer);
}

static void
add_zone (SpRig *rig, GString *log)
{
  g_autoptr (SpAccount) account = sp_account_new ("z", "rfc2136");
  g_autoptr (GError) error = NULL;

  sp_store_save_account (rig->store, account, &error);
  g_assert_no_error (error);
  sp_rig_set_account (rig, "z", "server", "ns1.example.org");
  sp_rig_set_account (rig, "z", "zone", "example.org");
  sp_rig_set_account (rig, "z", "keyname", "home-key");
  sp_fake_secrets_put (rig->secrets, "z", "key", ZONE_KEY);
  sp_fake_dns_transport_set_handler (rig->dns, answer_dns_cb, log);
}

/* Two profiles in one message: each record as its own profile wants it. */
static void
test_lifetime (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (SpRig) rig = sp_rig_new ();

  add_zone (rig, log);
  sp_rig_add_profile (rig, "p", "z", "one.example.org");
  sp_rig_add_profile (rig, "q", "z", "two.example.org");
  sp_rig_set_profile (rig, "q", "ttl", "120");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, MINUTE);

  sp_rig_assert_state (rig, "q", "two.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
  g_assert_cmpstr (log->str,
                   ==,
                   "UPDATE\nzone example.org. IN SOA\n"
                   "require one.example.org. 0 NONE CNAME\n"
                   "require two.example.org. 0 NONE CNAME\n"
                   "update one.example.org. 0 ANY A\n"
                   "update one.example.org. 300 IN A 85.0.0.1\n"
                   "update two.example.org. 0 ANY A\n"
                   "update two.example.org. 120 IN A 85.0.0.1\n");
}

static void
test_no_new_records (void)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (SpRig) rig = sp_rig_new ();

  add_zone (rig, log);
  sp_rig_add_profile (rig, "p", "z", "one.example.org");
  sp_rig_set_profile (rig, "p", "create", "false");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_BLOCKED, SP_REASON_NONE);
  g_assert_cmpstr (log->str,
                   ==,
                   "UPDATE\nzone example.org. IN SOA\n"
                   "require one.example.org. 0 ANY A\n"
                   "update one.example.org. 0 ANY A\n"
                   "update one.example.org. 300 IN A 85.0.0.1\n");

  /* what the person changed may be what was missing */
  sp_rig_set_profile (rig, "p", "create", "true");
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

static void
test_special_address (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_set_profile (rig, "p", "ipv4", "fixed:192.168.1.5");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 0);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_PAUSED, SP_REASON_SPECIAL_ADDRESS);
  sp_rig_set_profile (rig, "p", "allow-special", "true");
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  g_assert_cmpstr (sp_rig_get_record (rig, "one.example.org", SP_FAMILY_IPV4), ==, "192.168.1.5");
}

static void
test_guards (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_fake_network_set_connectivity (rig->network, SP_CONNECTIVITY_PORTAL);
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, DAY);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_PAUSED, SP_REASON_PORTAL);
  sp_fake_network_set_connectivity (rig->network, SP_CONNECTIVITY_NONE);
  sp_network_emit_changed (SP_NETWORK (rig->network));
  sp_fake_clock_advance_s (rig->clock, DAY);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_OFFLINE, SP_REASON_NONE);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, 0);

  sp_fake_network_set_connectivity (rig->network, SP_CONNECTIVITY_FULL);
  sp_network_emit_changed (SP_NETWORK (rig->network));
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
}

/* A router starts anew, or a laptop finds the same private address in another Wi-Fi: the tables are
 * as before, and yet the public address may be another one. */
static void
test_interruption (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  guint n_requests;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_rig_move_to (rig, "192.168.1.5", NULL);
  rig->has_echo = TRUE;
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, MINUTE);

  n_requests = sp_fake_transport_get_n_requests (rig->transport);
  sp_network_emit_changed (SP_NETWORK (rig->network));
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, n_requests);

  sp_fake_network_interrupt (rig->network);
  sp_network_emit_changed (SP_NETWORK (rig->network));
  sp_fake_clock_advance_s (rig->clock, 10);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), >, n_requests);
}

static void
test_moved_to_another_account (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_account (rig, "b", "strict");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_rig_set_profile (rig, "p", "account", "b");
  sp_fake_clock_advance_s (rig->clock, MINUTE);
  g_assert_cmpuint (sp_fake_transport_count_requests (rig->transport, "https://strict.test/*"),
                    ==,
                    1);
}

static void
test_account_missing (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_account (rig, "c", "no-such-provider");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_add_profile (rig, "q", "c", "two.example.org");
  sp_scratch_write (rig->folder,
                    "profiles/r.profile",
                    "[Profile]\nVersion=1\nname=r\naccount=b\nhosts=three.example.org\n");
  g_assert_true (sp_store_load (rig->store, NULL));
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_CURRENT, SP_REASON_NONE);
  sp_rig_assert_state (rig, "q", "two.example.org", SP_STATE_BLOCKED, SP_REASON_RECIPE_MISSING);
  sp_rig_assert_state (rig, "r", "three.example.org", SP_STATE_BLOCKED, SP_REASON_ACCOUNT_MISSING);
}

/* Somebody's account may outlive the provider, and the recipe of it. */
static void
test_provider_ended (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpAccount) account = sp_account_new ("g", "googledomains");
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStatus) status = NULL;
  g_autoptr (SpWords) words = NULL;

  sp_store_save_account (rig->store, account, &error);
  g_assert_no_error (error);
  sp_rig_add_profile (rig, "p", "g", "one.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  sp_rig_assert_state (rig, "p", "one.example.org", SP_STATE_BLOCKED, SP_REASON_RECIPE_MISSING);

  status = sp_engine_get_status (rig->engine);
  words = sp_wording_for_profile (status, sp_status_get_profiles (status)->pdata[0]);
  g_assert_true (g_str_has_prefix (words->sentence,
                                   "Google Domains is gone. The domains went to Squarespace"));
}

static void
test_unknown_profile (void)
{
  const char *const ids[] = { "nobody", NULL };
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (GError) error = NULL;

  sp_rig_open (rig);
  g_assert_false (sp_engine_pause (rig->engine, ids, 0, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_false (sp_engine_retry (rig->engine, "nobody", &error));
  g_assert_nonnull (error);
}

static void
test_nothing_to_do (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();

  sp_rig_open (rig);
  sp_rig_update (rig, NULL, SP_UPDATE_FORCE);
  sp_rig_check (rig);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, 0);
}

static void
test_json (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpStatus) status = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *profile;
  JsonObject *target;

  sp_rig_add_account (rig, "a", "free");
  sp_rig_add_profile (rig, "p", "a", "one.example.org");
  sp_rig_start (rig);
  sp_fake_clock_advance_s (rig->clock, 10);
  status = sp_engine_get_status (rig->engine);
  node = sp_status_to_json (status);
  profile = json_array_get_object_element (
      json_object_get_array_member (json_node_get_object (node), "profiles"),
      0);
  target = json_array_get_object_element (json_object_get_array_member (profile, "targets"), 0);
  g_assert_cmpstr (json_object_get_string_member (target, "host"), ==, "one.example.org");
  g_assert_cmpstr (json_object_get_string_member (target, "family"), ==, "ipv4");
  g_assert_cmpstr (json_object_get_string_member (target, "state"), ==, "current");
  g_assert_cmpstr (json_object_get_string_member (target, "published"), ==, "85.0.0.1");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (target, "since"), "2026-03-01T"));
  g_assert_true (g_str_has_suffix (json_object_get_string_member (target, "next_check"), "Z"));
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (target, "outcome"),
                                                  "class"),
                   ==,
                   "good");
  g_assert_true (json_object_has_member (target, "verified"));
  g_assert_cmpuint (strlen (json_object_get_string_member (target, "sentence")), >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/first-update", test_first_update);
  g_test_add_func ("/engine/what-was-sent", test_what_was_sent);
  g_test_add_func ("/engine/change-is-sent-within-seconds", test_change_is_sent_within_seconds);
  g_test_add_func ("/engine/one-shot", test_one_shot);
  g_test_add_func ("/engine/status-before-a-look", test_status_before_a_look);
  g_test_add_func ("/engine/person-gets-no-old-news", test_person_gets_no_old_news);
  g_test_add_func ("/engine/check-sends-nothing", test_check_sends_nothing);
  g_test_add_func ("/engine/click-looks-anew", test_click_looks_anew);
  g_test_add_func ("/engine/hundred-hosts", test_hundred_hosts);
  g_test_add_func ("/engine/gap-between-requests", test_gap_between_requests);
  g_test_add_func ("/engine/two-families", test_two_families);
  g_test_add_func ("/engine/other-family-unknown", test_other_family_unknown);
  g_test_add_func ("/engine/other-family-absent", test_other_family_absent);
  g_test_add_func ("/engine/other-interval", test_other_interval);
  g_test_add_func ("/engine/force", test_force);
  g_test_add_func ("/engine/pause", test_pause);
  g_test_add_func ("/engine/latch-and-edit", test_latch_and_edit);
  g_test_add_func ("/engine/retry-is-limited", test_retry_is_limited);
  g_test_add_func ("/engine/new-password", test_new_password);
  g_test_add_func ("/engine/keyring", test_keyring);
  g_test_add_func ("/engine/keyring/opened-while-asked", test_opened_while_asked);
  g_test_add_func ("/engine/keyring/put-while-asked", test_secret_put_while_asked);
  g_test_add_func ("/engine/unlock", test_unlock);
  g_test_add_func ("/engine/secret-missing", test_secret_missing);
  g_test_add_func ("/engine/edit-in-flight", test_edit_in_flight);
  g_test_add_func ("/engine/stop", test_stop);
  g_test_add_func ("/engine/lifetime", test_lifetime);
  g_test_add_func ("/engine/no-new-records", test_no_new_records);
  g_test_add_func ("/engine/special-address", test_special_address);
  g_test_add_func ("/engine/guards", test_guards);
  g_test_add_func ("/engine/interruption", test_interruption);
  g_test_add_func ("/engine/moved-to-another-account", test_moved_to_another_account);
  g_test_add_func ("/engine/account-missing", test_account_missing);
  g_test_add_func ("/engine/provider-ended", test_provider_ended);
  g_test_add_func ("/engine/unknown-profile", test_unknown_profile);
  g_test_add_func ("/engine/nothing-to-do", test_nothing_to_do);
  g_test_add_func ("/engine/json", test_json);

  return g_test_run ();
}
