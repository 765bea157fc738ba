/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "wording/sp-wording.h"

/* Sunday, 22 November 2026, 10:45 UTC */
#define NOW_S G_GINT64_CONSTANT (1795344300)

static SpProfileStatus *
make_profile (const char *name)
{
  g_autoptr (SpProfile) bare = sp_profile_new ("0f", name, "0a");
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) profile = sp_profile_with (bare, "hosts", "nas.example.org", &error);

  g_assert_no_error (error);
  return sp_profile_status_new (profile, "Home", "No-IP");
}

static SpTargetStatus *
make_target (SpState state, SpReason reason)
{
  SpTargetStatus *target = sp_target_status_new ("nas.example.org", SP_FAMILY_IPV4);

  target->state = state;
  target->reason = reason;
  target->wanted = sp_address_new_from_string ("198.51.100.7", NULL);
  target->published = sp_address_new_from_string ("198.51.100.2", NULL);
  target->since_s = NOW_S - 3600;
  target->next_check_s = NOW_S + 540;
  target->next_send_s = NOW_S + 300;
  target->min_interval_s = 600;
  return target;
}

static char *
say (const SpTargetStatus *target)
{
  g_autoptr (SpStatus) status = sp_status_new (NOW_S);
  g_autoptr (SpProfileStatus) profile = make_profile ("NAS");
  g_autoptr (SpWords) words = sp_wording_for_target (status, profile, target);

  g_assert_nonnull (words->title);
  return g_steal_pointer (&words->sentence);
}

static void
test_time (void)
{
  static const struct
  {
    const char *proves;
    gint64 ago_s;
    const char *expected;
  } rows[] = {
    { "a time today is a time", 3600, "09:45" },
    { "yesterday has its word, however few hours ago", 11 * 3600, "yesterday 23:45" },
    { "a day of this week has its name", 3 * 86400, "Thursday 10:45" },
    { "an older day has its date", 19 * 86400, "3 Nov" },
    { "a day of another year has its year", 400 * 86400, "18 Oct 2025" },
    { "tomorrow has its word", -86400, "tomorrow 10:45" },
    { "a time outside the calendar does not crash", G_MININT64 / 2, "another time" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = sp_wording_for_time (NOW_S - rows[i].ago_s, NOW_S);

      g_test_message ("%s", rows[i].proves);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_next (void)
{
  static const struct
  {
    const char *proves;
    gint64 in_s;
    const char *expected;
  } rows[] = {
    { "seconds are not counted", 20, "in less than a minute" },
    { "what is over is soon", -100, "in less than a minute" },
    { "one minute is singular", 60, "in 1 minute" },
    { "minutes are rounded", 560, "in 9 minutes" },
    { "more than an hour has a time", 7200, "at 12:45" },
    { "tomorrow has its word and a time", 86400, "tomorrow at 10:45" },
    { "a day of the next week has its name", 3 * 86400, "on Wednesday at 10:45" },
    { "a later day has its date", 20 * 86400, "on 12 Dec" },
    { "a day of the next year has its year", 60 * 86400, "on 21 Jan 2027" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = sp_wording_for_next (NOW_S + rows[i].in_s, NOW_S);

      g_test_message ("%s", rows[i].proves);
      g_assert_cmpstr (text, ==, rows[i].expected);
    }
}

static void
test_sentences (void)
{
  static const struct
  {
    const char *proves;
    SpState state;
    SpReason reason;
    int outcome;
    guint http_status;
    const char *message;
    const char *expected;
  } rows[] = {
    { "current says since when and what comes next",
      SP_STATE_CURRENT,
      SP_REASON_NONE,
      SP_OUTCOME_GOOD,
      200,
      "good 198.51.100.2",
      "Up to date since 09:45. Next check in 9 minutes." },
    { "distance names who wants it",
      SP_STATE_DUE,
      SP_REASON_DISTANCE,
      -1,
      0,
      NULL,
      "The address changed again. No-IP wants 10 minutes between updates; the next one leaves in "
      "5 minutes." },
    { "a wrong password says what to do, and the provider's words come last",
      SP_STATE_BLOCKED,
      SP_REASON_NONE,
      SP_OUTCOME_BADCRED,
      401,
      "badauth",
      "No-IP does not accept the user name, password or token. Nothing is sent until you change "
      "them. “badauth”" },
    { "a server error has its number",
      SP_STATE_BACKOFF,
      SP_REASON_NONE,
      SP_OUTCOME_RETRY,
      503,
      NULL,
      "No-IP had a problem (HTTP 503). Next try in 5 minutes." },
    { "a locked keyring names the account",
      SP_STATE_PAUSED,
      SP_REASON_KEYRING_LOCKED,
      -1,
      0,
      NULL,
      "The keyring is locked, and the password for Home is in it. It continues by itself when you "
      "unlock the keyring." },
    { "a hindrance is said even when an old failure is remembered",
      SP_STATE_OFFLINE,
      SP_REASON_NO_ADDRESS,
      SP_OUTCOME_RETRY,
      500,
      "911",
      "This place has no IPv4 address now. What is published stays as it is." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpTargetStatus) target = make_target (rows[i].state, rows[i].reason);
      g_autofree char *sentence = NULL;

      if (rows[i].outcome >= 0)
        target->outcome =
            sp_outcome_new (rows[i].outcome, rows[i].http_status, NULL, -1, rows[i].message);
      sentence = say (target);
      g_test_message ("%s", rows[i].proves);
      g_assert_cmpstr (sentence, ==, rows[i].expected);
    }
}

/* No code names, no shouting, no begging: ui.md's rules, held against every combination. */
static void
assert_speaks_well (const char *sentence)
{
  static const char *const banned[] = { "nochg",  "badauth", "nohost", "911",    "error:", "please",
                                        "Please", "!",       "%s",     "(null)", "  " };

  g_assert_nonnull (sentence);
  g_assert_cmpuint (g_utf8_strlen (sentence, -1), >, 10);
  g_assert_true (g_str_has_suffix (sentence, "."));
  g_assert_true (g_unichar_isupper (g_utf8_get_char (sentence)) ||
                 g_unichar_isdigit (g_utf8_get_char (sentence)));
  for (gsize i = 0; i < G_N_ELEMENTS (banned); i++)
    if (strstr (sentence, banned[i]) != NULL)
      g_error ("“%s” holds “%s”", sentence, banned[i]);
}

static void
test_no_state_is_wordless (void)
{
  for (guint state = 0; state < SP_N_STATES; state++)
    for (guint reason = 0; reason < SP_N_REASONS; reason++)
      for (int outcome = -1; outcome < SP_N_OUTCOMES; outcome++)
        {
          g_autoptr (SpTargetStatus) target = make_target (state, reason);
          g_autofree char *sentence = NULL;

          if (outcome >= 0)
            target->outcome = sp_outcome_new (outcome, 0, NULL, -1, NULL);
          sentence = say (target);
          assert_speaks_well (sentence);
        }
}

static void
test_tray (void)
{
  g_autoptr (SpStatus) status = sp_status_new (NOW_S);
  g_autofree char *empty = sp_wording_for_tray (status);
  g_autofree char *full = NULL;
  g_autoptr (SpAddress) address = sp_address_new_from_string ("198.51.100.7", NULL);
  const SpInstant when = { .wall_s = NOW_S, .boot_us = 1 };
  g_autoptr (SpFinding) finding = sp_finding_new_known (address, "icanhazip.com", &when);

  g_assert_cmpstr (empty, ==, "No host names yet");

  for (guint i = 0; i < 3; i++)
    {
      SpProfileStatus *profile = make_profile ("NAS");

      g_ptr_array_add (profile->targets,
                       make_target (i < 2 ? SP_STATE_CURRENT : SP_STATE_BLOCKED, SP_REASON_NONE));
      sp_status_add_profile (status, profile);
    }
  sp_status_set_finding (status, finding, NOW_S);
  full = sp_wording_for_tray (status);
  g_assert_cmpstr (full, ==, "1 name needs you · 198.51.100.7");
}

static void
test_errors (void)
{
  g_autoptr (GError)
      locked = g_error_new (SP_ERROR, SP_ERROR_SECRETS_LOCKED, "collection is locked");
  g_autoptr (GError)
      input = g_error_new (SP_ERROR, SP_ERROR_BAD_INPUT, "älter than allowed; take a newer one");
  g_autofree char *said_locked = sp_wording_for_error (locked);
  g_autofree char *said_input = sp_wording_for_error (input);

  g_assert_cmpstr (said_locked, ==, "The keyring is locked, and the passwords are in it.");
  g_assert_cmpstr (said_input, ==, "Älter than allowed; take a newer one.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wording/time", test_time);
  g_test_add_func ("/wording/next", test_next);
  g_test_add_func ("/wording/sentences", test_sentences);
  g_test_add_func ("/wording/no-state-is-wordless", test_no_state_is_wordless);
  g_test_add_func ("/wording/tray", test_tray);
  g_test_add_func ("/wording/errors", test_errors);

  return g_test_run ();
}
