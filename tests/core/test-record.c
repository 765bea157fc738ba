/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-backoff.h"
#include "engine/sp-record.h"
#include "sp-fake-clock.h"

#define DAY 86400

typedef struct
{
  SpFakeClock *clock; /* (owned) */
  SpTarget *record;   /* (owned) */
  SpAddress *a;       /* (owned) */
  SpAddress *b;       /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->clock = sp_fake_clock_new ();
  fixture->record = sp_target_new ("p", "a.example.org", SP_FAMILY_IPV4);
  fixture->a = sp_address_new_from_string ("198.51.100.1", NULL);
  fixture->b = sp_address_new_from_string ("198.51.100.2", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_clear_pointer (&fixture->record, sp_target_free);
  g_clear_pointer (&fixture->a, sp_address_unref);
  g_clear_pointer (&fixture->b, sp_address_unref);
  sp_fake_clock_close (g_steal_pointer (&fixture->clock));
}

static SpInstant
now (Fixture *fixture)
{
  return sp_clock_now (SP_CLOCK (fixture->clock));
}

static void
end_with (Fixture *fixture, SpAddress *sent, SpOutcomeClass outcome_class, guint http_status)
{
  g_autoptr (SpOutcome) outcome = sp_outcome_new (outcome_class, http_status, NULL, 0, "");
  gboolean was_refresh = fixture->record->acked != NULL &&
                         sp_address_equal (fixture->record->acked, sent);
  SpInstant at = now (fixture);

  sp_record_note_intent (fixture->record, sent, &at);
  sp_record_note_outcome (fixture->record, sent, was_refresh, outcome, &at);
}

static void
test_success (Fixture *fixture, gconstpointer user_data)
{
  SpInstant first = now (fixture);

  end_with (fixture, fixture->a, SP_OUTCOME_GOOD, 200);
  g_assert_true (sp_address_equal (fixture->record->acked, fixture->a));
  g_assert_null (fixture->record->intent);
  g_assert_cmpint (fixture->record->since.boot_us, ==, first.boot_us);
  g_assert_cmpuint (fixture->record->recent_sends->len, ==, 1);
}

static void
test_refresh_moves_no_since (Fixture *fixture, gconstpointer user_data)
{
  SpInstant first = now (fixture);

  end_with (fixture, fixture->a, SP_OUTCOME_GOOD, 200);
  sp_fake_clock_advance_s (fixture->clock, 28 * DAY);
  end_with (fixture, fixture->a, SP_OUTCOME_NOCHG, 200);
  g_assert_cmpint (fixture->record->since.boot_us, ==, first.boot_us);
  g_assert_cmpint (fixture->record->acked_at.boot_us, >, first.boot_us);
  g_assert_cmpuint (fixture->record->recent_sends->len, ==, 1);
  g_assert_cmpuint (fixture->record->nochg_count, ==, 0);
}

static void
test_second_updater (Fixture *fixture, gconstpointer user_data)
{
  end_with (fixture, fixture->a, SP_OUTCOME_NOCHG, 200);
  end_with (fixture, fixture->b, SP_OUTCOME_NOCHG, 200);
  g_assert_false (fixture->record->latched);
  end_with (fixture, fixture->a, SP_OUTCOME_NOCHG, 200);
  g_assert_true (fixture->record->latched);
  end_with (fixture, fixture->b, SP_OUTCOME_GOOD, 200);
  g_assert_false (fixture->record->latched);
  g_assert_cmpuint (fixture->record->nochg_count, ==, 0);
}

static void
test_second_updater_long_ago (Fixture *fixture, gconstpointer user_data)
{
  end_with (fixture, fixture->a, SP_OUTCOME_NOCHG, 200);
  end_with (fixture, fixture->b, SP_OUTCOME_NOCHG, 200);
  sp_fake_clock_advance_s (fixture->clock, 29 * DAY);
  end_with (fixture, fixture->a, SP_OUTCOME_NOCHG, 200);
  g_assert_false (fixture->record->latched);
  g_assert_cmpuint (fixture->record->nochg_count, ==, 1);
}

static const struct
{
  const char *claim;
  SpOutcomeClass outcome_class;
  guint http_status;
  gboolean latched;
  gboolean intent_stays;
} failures[] = {
  { "a wrong password latches", SP_OUTCOME_BADCRED, 401, TRUE, FALSE },
  { "an unknown host latches", SP_OUTCOME_BADHOST, 200, TRUE, FALSE },
  { "abuse latches", SP_OUTCOME_ABUSE, 200, TRUE, FALSE },
  { "a wrong request latches", SP_OUTCOME_CONFIG, 400, TRUE, FALSE },
  { "too fast does not", SP_OUTCOME_RATE, 429, FALSE, FALSE },
  { "what was not sent is not in question", SP_OUTCOME_NET, 0, FALSE, FALSE },
  { "nor behind a wrong certificate", SP_OUTCOME_TLS, 0, FALSE, FALSE },
  { "a server that broke may have done it", SP_OUTCOME_RETRY, 502, FALSE, TRUE },
  { "one that said “later” has not", SP_OUTCOME_RETRY, 200, FALSE, FALSE },
  { "an unknown end is unknown", SP_OUTCOME_UNKNOWN, 0, FALSE, TRUE },
};

static void
test_failures (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_test_message ("%s", failures[i].claim);
      sp_record_forget (fixture->record);
      end_with (fixture, fixture->a, failures[i].outcome_class, failures[i].http_status);
      g_assert_cmpint (fixture->record->latched, ==, failures[i].latched);
      g_assert_cmpint (fixture->record->intent != NULL, ==, failures[i].intent_stays);
      g_assert_null (fixture->record->acked);
      g_assert_cmpuint (fixture->record->fails, ==, 1);
    }
}

static void
test_wall_before_the_provider (Fixture *fixture, gconstpointer user_data)
{
  end_with (fixture, fixture->a, SP_OUTCOME_RETRY, 403);
  end_with (fixture, fixture->a, SP_OUTCOME_RETRY, 403);
  g_assert_false (fixture->record->latched);
  end_with (fixture, fixture->a, SP_OUTCOME_RETRY, 403);
  g_assert_true (fixture->record->latched);
  g_assert_true (sp_record_lift_latch (fixture->record));
  g_assert_cmpuint (fixture->record->fails, ==, 0);
}

static void
test_memory_is_bounded (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < 1000; i++)
    end_with (fixture, i % 2 == 0 ? fixture->a : fixture->b, SP_OUTCOME_GOOD, 200);
  g_assert_cmpuint (fixture->record->recent_sends->len, <=, 12);
}

static void
test_reboot (Fixture *fixture, gconstpointer user_data)
{
  SpInstant at;

  end_with (fixture, fixture->a, SP_OUTCOME_GOOD, 200);
  sp_fake_clock_advance_s (fixture->clock, 300);
  sp_fake_clock_reboot (fixture->clock);
  at = now (fixture);
  g_assert_false (sp_record_settle_in_boot (fixture->record, &at));
  g_assert_cmpint (sp_instant_elapsed_s (&fixture->record->acked_at, &at), ==, 300);

  /* from here on the wall clock means nothing */
  sp_fake_clock_step_wall (fixture->clock, 3650 * DAY);
  at = now (fixture);
  g_assert_cmpint (sp_instant_elapsed_s (&fixture->record->acked_at, &at), ==, 300);
}

static void
test_reboot_into_the_past (Fixture *fixture, gconstpointer user_data)
{
  SpInstant at;

  end_with (fixture, fixture->a, SP_OUTCOME_GOOD, 200);
  sp_fake_clock_reboot (fixture->clock);
  sp_fake_clock_step_wall (fixture->clock, -3650 * DAY);
  at = now (fixture);
  g_assert_true (sp_record_settle_in_boot (fixture->record, &at));
  g_assert_cmpint (sp_instant_elapsed_s (&fixture->record->acked_at, &at), ==, 0);
  g_assert_cmpint (fixture->record->acked_at.wall_s, ==, at.wall_s);
}

static void
test_dice (void)
{
  guint n_low = 0;

  for (guint i = 0; i < 1000; i++)
    {
      double share = sp_backoff_get_share (42, "server", i);

      g_assert_cmpfloat (share, >=, 0.0);
      g_assert_cmpfloat (share, <, 1.0);
      g_assert_cmpfloat (share, ==, sp_backoff_get_share (42, "server", i));
      n_low += share < 0.5;
    }
  g_assert_cmpuint (n_low, >, 400);
  g_assert_cmpuint (n_low, <, 600);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/record/success", test_success);
  ADD ("/record/refresh-moves-no-since", test_refresh_moves_no_since);
  ADD ("/record/second-updater", test_second_updater);
  ADD ("/record/second-updater-long-ago", test_second_updater_long_ago);
  ADD ("/record/failures", test_failures);
  ADD ("/record/wall-before-the-provider", test_wall_before_the_provider);
  ADD ("/record/memory-is-bounded", test_memory_is_bounded);
  ADD ("/record/reboot", test_reboot);
  ADD ("/record/reboot-into-the-past", test_reboot_into_the_past);
#undef ADD
  g_test_add_func ("/record/dice", test_dice);

  return g_test_run ();
}
