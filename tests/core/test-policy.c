/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-policy.h"
#include "engine/sp-record.h"

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

#define NONE (-1)

static const SpInstant the_present = { 1772366400, 400 * G_GINT64_CONSTANT (86400000000), 7 };

static SpInstant
ago (gint64 seconds)
{
  SpInstant instant = the_present;

  instant.wall_s -= seconds;
  instant.boot_us -= seconds * G_USEC_PER_SEC;
  return instant;
}

static SpAddress *
address (const char *text)
{
  g_autoptr (GError) error = NULL;
  SpAddress *value = sp_address_new_from_string (text, &error);

  g_assert_no_error (error);
  return value;
}

static SpFacts
make_facts (void)
{
  SpFacts facts = { 0 };

  facts.now = the_present;
  facts.seed = 1;
  facts.connectivity = SP_CONNECTIVITY_FULL;
  return facts;
}

/* One target and its situation. Ages are seconds before now; 0 means never, so that a row only says
 * what matters for it. */
typedef struct
{
  const char *claim;
  /* what is remembered */
  const char *acked;
  gint64 acked_age;
  const char *intent;
  gint64 intent_age;
  int outcome; /* SpOutcomeClass + 1, 0 for none */
  guint http_status;
  gint64 retry_after;
  gint64 outcome_age;
  guint fails;
  gboolean latched;
  guint nochg_count;
  gint64 sends[8];
  /* rules and wishes */
  guint min_interval;
  guint refresh_days;
  int spacing; /* seconds + 1, 0 for not set */
  const char *wanted;
  SpReason hindrance;
  gboolean clicked;
  gboolean forced;
  gboolean retried;
  gint64 network_age;
  /* what must follow */
  SpState state;
  SpReason reason;
  gboolean send;
  gint64 wait_least;
  gint64 wait_most;
} Row;

#define A "198.51.100.1"
#define B "198.51.100.2"
#define C "198.51.100.3"

#define OUTCOME(name) (SP_OUTCOME_##name + 1)

static const Row rows[] = {
  /* nothing to do, nothing known */
  { "an address that is published needs nothing",
    .acked = A,
    .acked_age = DAY,
    .wanted = A,
    .state = SP_STATE_CURRENT,
    .wait_least = NONE,
    .wait_most = NONE },
  { "before anybody looked there is nothing to send",
    .acked = A,
    .acked_age = DAY,
    .state = SP_STATE_UNKNOWN,
    .wait_least = NONE,
    .wait_most = NONE },
  { "no address is no request, even for a new name",
    .hindrance = SP_REASON_NO_ADDRESS,
    .state = SP_STATE_OFFLINE,
    .reason = SP_REASON_NO_ADDRESS,
    .wait_least = NONE,
    .wait_most = NONE },
  { "sources that disagree send nothing",
    .acked = A,
    .acked_age = DAY,
    .hindrance = SP_REASON_SOURCES_DISAGREE,
    .state = SP_STATE_UNKNOWN,
    .reason = SP_REASON_SOURCES_DISAGREE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "a private address is not published by accident",
    .wanted = "192.168.1.5",
    .hindrance = SP_REASON_SPECIAL_ADDRESS,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_SPECIAL_ADDRESS,
    .wait_least = NONE,
    .wait_most = NONE },

  /* changes */
  { "a new name is sent at once",
    .wanted = A,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "a change is sent at once",
    .acked = A,
    .acked_age = DAY,
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "a strict provider is left alone for its ten minutes",
    .acked = A,
    .acked_age = 240,
    .outcome = OUTCOME (GOOD),
    .outcome_age = 240,
    .sends = { 240 },
    .wanted = B,
    .min_interval = 600,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 360,
    .wait_most = 360 },
  { "and then it is sent",
    .acked = A,
    .acked_age = 600,
    .sends = { 600 },
    .wanted = B,
    .min_interval = 600,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "a refusal counts as an update, too, for a strict provider",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (BADHOST),
    .outcome_age = 240,
    .wanted = B,
    .min_interval = 600,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 360,
    .wait_most = 360 },
  { "the third change of an hour goes at once",
    .acked = A,
    .acked_age = 30,
    .sends = { 30, 60 },
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "the fourth waits five minutes",
    .acked = A,
    .acked_age = 30,
    .sends = { 30, 60, 90 },
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 270,
    .wait_most = 270 },
  { "what flaps all day waits longer",
    .acked = A,
    .acked_age = 30,
    .sends = { 30, 700, 1400, 4000, 5000, 6000, 7000 },
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_FLAPPING,
    .wait_least = 1170,
    .wait_most = 1170 },
  { "an hour ago is long ago",
    .acked = A,
    .acked_age = HOUR,
    .sends = { HOUR, HOUR + 10, HOUR + 20 },
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "one's own server takes what its owner says",
    .acked = A,
    .acked_age = 1,
    .sends = { 1, 2, 3, 4 },
    .wanted = B,
    .spacing = 0 + 1,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "and not more",
    .acked = A,
    .acked_age = 1,
    .sends = { 1 },
    .wanted = B,
    .spacing = 30 + 1,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 29,
    .wait_most = 29 },
  { "a click does not shorten a distance",
    .acked = A,
    .acked_age = 240,
    .sends = { 240 },
    .wanted = B,
    .min_interval = 600,
    .clicked = TRUE,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 360,
    .wait_most = 360 },
  { "nor does force",
    .acked = A,
    .acked_age = 240,
    .sends = { 240 },
    .wanted = A,
    .min_interval = 600,
    .forced = TRUE,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 360,
    .wait_most = 360 },
  { "force sends what is published already",
    .acked = A,
    .acked_age = DAY,
    .wanted = A,
    .forced = TRUE,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_FORCED,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "after two “no change” the distance doubles",
    .acked = A,
    .acked_age = 700,
    .outcome = OUTCOME (NOCHG),
    .outcome_age = 700,
    .nochg_count = 2,
    .sends = { 700 },
    .wanted = B,
    .min_interval = 600,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_DISTANCE,
    .wait_least = 500,
    .wait_most = 500 },

  /* refresh */
  { "a refresh comes before its day and never after",
    .acked = A,
    .acked_age = 28 * DAY,
    .wanted = A,
    .refresh_days = 28,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_REFRESH,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "and not more than a day before",
    .acked = A,
    .acked_age = 26 * DAY,
    .wanted = A,
    .refresh_days = 28,
    .state = SP_STATE_CURRENT,
    .wait_least = DAY,
    .wait_most = 2 * DAY },
  { "no refresh where none is wanted",
    .acked = A,
    .acked_age = 300 * DAY,
    .wanted = A,
    .state = SP_STATE_CURRENT,
    .wait_least = NONE,
    .wait_most = NONE },
  { "never two within twenty days, whatever a recipe says",
    .acked = A,
    .acked_age = 19 * DAY,
    .wanted = A,
    .refresh_days = 5,
    .state = SP_STATE_CURRENT,
    .wait_least = DAY,
    .wait_most = DAY },

  /* back-off */
  { "a server in trouble is asked again after five minutes",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .http_status = 500,
    .outcome_age = 60,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 240,
    .wait_most = 300 },
  { "and after the fourth time after an hour",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .http_status = 500,
    .outcome_age = 60,
    .fails = 4,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = HOUR - 60,
    .wait_most = 72 * MINUTE },
  { "four hours is the most",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .http_status = 500,
    .outcome_age = 0 + 1,
    .fails = 100,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 4 * HOUR - 1,
    .wait_most = 288 * MINUTE },
  { "maintenance lasts half an hour at least",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .retry_after = 1800,
    .outcome_age = 60,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 29 * MINUTE,
    .wait_most = 35 * MINUTE },
  { "a wait of the provider is kept",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RATE),
    .http_status = 429,
    .retry_after = 5000,
    .outcome_age = 1,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 4999,
    .wait_most = 6000 },
  { "but a provider that says “a year” means a day",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RATE),
    .http_status = 429,
    .retry_after = 365 * DAY,
    .outcome_age = 1,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = DAY - 1,
    .wait_most = 30 * HOUR },
  { "and one that says “a second” means a minute",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RATE),
    .http_status = 429,
    .retry_after = 1,
    .outcome_age = 1,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 59,
    .wait_most = 72 },
  { "what could not be sent is tried soon",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (NET),
    .outcome_age = 10,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 20,
    .wait_most = 26 },
  { "and sooner when the network changed meanwhile",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (NET),
    .outcome_age = 100,
    .fails = 7,
    .wanted = B,
    .network_age = 3,
    .state = SP_STATE_BACKOFF,
    .wait_least = 2,
    .wait_most = 2 },
  { "at once when a person wants it: nothing had left",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (NET),
    .outcome_age = 100,
    .fails = 7,
    .wanted = B,
    .clicked = TRUE,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "a network change does not hurry a server in trouble",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .http_status = 502,
    .outcome_age = 100,
    .fails = 2,
    .wanted = B,
    .network_age = 50,
    .state = SP_STATE_BACKOFF,
    .wait_least = 800,
    .wait_most = 980 },
  { "nor does a click",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .http_status = 502,
    .outcome_age = 100,
    .fails = 2,
    .wanted = B,
    .clicked = TRUE,
    .state = SP_STATE_BACKOFF,
    .wait_least = 800,
    .wait_most = 980 },
  { "“Try again” does, once",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RETRY),
    .http_status = 502,
    .outcome_age = 100,
    .fails = 2,
    .wanted = B,
    .retried = TRUE,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "but not where the provider asked to wait",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RATE),
    .http_status = 429,
    .outcome_age = 100,
    .fails = 1,
    .wanted = B,
    .retried = TRUE,
    .state = SP_STATE_BACKOFF,
    .wait_least = 800,
    .wait_most = 980 },
  { "a certificate that is wrong is asked again after five minutes",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (TLS),
    .outcome_age = 1,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 299,
    .wait_most = 360 },
  { "back-off ends when there is nothing to send any more",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (RATE),
    .outcome_age = 1,
    .fails = 1,
    .wanted = A,
    .state = SP_STATE_CURRENT,
    .wait_least = NONE,
    .wait_most = NONE },

  /* nobody knows */
  { "after a crash two minutes pass first",
    .acked = A,
    .acked_age = DAY,
    .intent = B,
    .intent_age = 30,
    .wanted = B,
    .state = SP_STATE_UNKNOWN,
    .reason = SP_REASON_AFTER_CRASH,
    .wait_least = 90,
    .wait_most = 90 },
  { "or the provider's distance, if that is longer",
    .acked = A,
    .acked_age = DAY,
    .intent = B,
    .intent_age = 30,
    .wanted = B,
    .min_interval = 600,
    .state = SP_STATE_UNKNOWN,
    .reason = SP_REASON_AFTER_CRASH,
    .wait_least = 570,
    .wait_most = 570 },
  { "then it is sent once",
    .acked = A,
    .acked_age = DAY,
    .intent = B,
    .intent_age = 121,
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "also when the old address is back: nobody knows what is published",
    .acked = A,
    .acked_age = DAY,
    .intent = B,
    .intent_age = 121,
    .wanted = A,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },
  { "an unknown end waits before it is sent again",
    .acked = A,
    .acked_age = DAY,
    .intent = B,
    .intent_age = 60,
    .outcome = OUTCOME (UNKNOWN),
    .outcome_age = 30,
    .fails = 1,
    .wanted = B,
    .state = SP_STATE_BACKOFF,
    .wait_least = 270,
    .wait_most = 330 },

  /* latches */
  { "a wrong password waits for a person",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (BADCRED),
    .outcome_age = 9 * DAY,
    .fails = 1,
    .latched = TRUE,
    .wanted = B,
    .state = SP_STATE_BLOCKED,
    .wait_least = NONE,
    .wait_most = NONE },
  { "force does not pass a latch",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (BADHOST),
    .outcome_age = 9 * DAY,
    .fails = 1,
    .latched = TRUE,
    .wanted = B,
    .forced = TRUE,
    .clicked = TRUE,
    .state = SP_STATE_BLOCKED,
    .wait_least = NONE,
    .wait_most = NONE },
  { "a second updater holds the name for a day",
    .acked = A,
    .acked_age = HOUR,
    .outcome = OUTCOME (NOCHG),
    .outcome_age = HOUR,
    .latched = TRUE,
    .nochg_count = 3,
    .wanted = B,
    .state = SP_STATE_BLOCKED,
    .reason = SP_REASON_CONFLICT,
    .wait_least = 23 * HOUR,
    .wait_most = 23 * HOUR },
  { "and not longer",
    .acked = A,
    .acked_age = DAY,
    .outcome = OUTCOME (NOCHG),
    .outcome_age = DAY,
    .latched = TRUE,
    .nochg_count = 3,
    .wanted = B,
    .state = SP_STATE_DUE,
    .reason = SP_REASON_CHANGE,
    .send = TRUE,
    .wait_least = NONE,
    .wait_most = NONE },

  /* the keyring */
  { "a locked keyring does not matter while nothing has to be sent",
    .acked = A,
    .acked_age = DAY,
    .wanted = A,
    .hindrance = SP_REASON_KEYRING_LOCKED,
    .state = SP_STATE_CURRENT,
    .wait_least = NONE,
    .wait_most = NONE },
  { "and then it does",
    .acked = A,
    .acked_age = DAY,
    .wanted = B,
    .hindrance = SP_REASON_KEYRING_LOCKED,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_KEYRING_LOCKED,
    .wait_least = NONE,
    .wait_most = NONE },
};

static SpTarget *
make_target (const Row *row)
{
  SpTarget *target = sp_target_new ("p", "a.example.org", SP_FAMILY_IPV4);

  if (row->acked != NULL)
    {
      target->acked = address (row->acked);
      target->acked_at = ago (row->acked_age);
    }
  if (row->intent != NULL)
    {
      target->intent = address (row->intent);
      target->intent_at = ago (row->intent_age);
    }
  if (row->outcome != 0)
    {
      target->outcome = sp_outcome_new ((SpOutcomeClass) (row->outcome - 1),
                                        row->http_status,
                                        NULL,
                                        row->retry_after,
                                        "");
      target->outcome_at = ago (row->outcome_age);
    }
  for (guint i = G_N_ELEMENTS (row->sends); i > 0; i--)
    if (row->sends[i - 1] != 0)
      {
        SpInstant sent = ago (row->sends[i - 1]);

        g_array_append_val (target->recent_sends, sent);
      }
  target->fails = row->fails;
  target->latched = row->latched;
  target->nochg_count = row->nochg_count;
  return target;
}

static void
test_row (gconstpointer user_data)
{
  const Row *row = user_data;
  SpFacts facts = make_facts ();
  g_autoptr (SpTarget) target = make_target (row);
  g_autoptr (SpAddress) wanted = row->wanted != NULL ? address (row->wanted) : NULL;
  SpCase one = { target, "account", "server", { 0, 0, -1 }, wanted };
  SpDecision decision;

  one.numbers.min_interval_s = row->min_interval;
  one.numbers.refresh_days = row->refresh_days;
  one.numbers.spacing_s = row->spacing - 1;
  one.hindrance = row->hindrance;
  one.enabled = TRUE;
  one.clicked = row->clicked;
  one.forced = row->forced;
  one.retried = row->retried;
  if (row->network_age != 0)
    facts.network_changed_at = ago (row->network_age);

  g_test_message ("%s", row->claim);
  sp_policy_decide (&facts, &one, &decision, 1);
  g_assert_cmpstr (sp_state_to_string (decision.state), ==, sp_state_to_string (row->state));
  g_assert_cmpstr (sp_reason_to_string (decision.reason), ==, sp_reason_to_string (row->reason));
  g_assert_cmpint (decision.send, ==, row->send);
  g_assert_cmpint (decision.wait_s, >=, row->wait_least);
  g_assert_cmpint (decision.wait_s, <=, row->wait_most);
}

/* ---- what holds for all --------------------------------------------------------------------- */

typedef struct
{
  const char *claim;
  SpConnectivity connectivity;
  gint64 paused_s;
  gint64 paused_profile_s;
  gboolean view_only;
  gboolean storage_failed;
  gboolean disabled;
  gboolean latched;
  SpState state;
  SpReason reason;
  gint64 wait;
} GuardRow;

static const GuardRow guard_rows[] = {
  { "offline sends nothing", SP_CONNECTIVITY_NONE, .state = SP_STATE_OFFLINE, .wait = NONE },
  { "no credentials go through a portal",
    SP_CONNECTIVITY_PORTAL,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_PORTAL,
    .wait = NONE },
  { "a pause ends by itself",
    SP_CONNECTIVITY_FULL,
    .paused_s = 90,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_PAUSED_BY_PERSON,
    .wait = 90 },
  { "a pause of one profile, too",
    SP_CONNECTIVITY_FULL,
    .paused_profile_s = 80,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_PAUSED_BY_PERSON,
    .wait = 80 },
  { "one without end does not",
    SP_CONNECTIVITY_FULL,
    .paused_s = G_MAXINT64,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_PAUSED_BY_PERSON,
    .wait = NONE },
  { "two Signposts do not both send",
    SP_CONNECTIVITY_FULL,
    .view_only = TRUE,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_VIEW_ONLY,
    .wait = NONE },
  { "without a memory nothing is sent",
    SP_CONNECTIVITY_FULL,
    .storage_failed = TRUE,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_STORAGE,
    .wait = NONE },
  { "off is off",
    SP_CONNECTIVITY_FULL,
    .disabled = TRUE,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_DISABLED,
    .wait = NONE },
  { "off is off, and does not nag",
    SP_CONNECTIVITY_NONE,
    .disabled = TRUE,
    .latched = TRUE,
    .state = SP_STATE_PAUSED,
    .reason = SP_REASON_DISABLED,
    .wait = NONE },
  { "what waits for a person is said also while paused",
    SP_CONNECTIVITY_NONE,
    .paused_s = 90,
    .latched = TRUE,
    .state = SP_STATE_BLOCKED,
    .wait = NONE },
};

static void
test_guard (gconstpointer user_data)
{
  const GuardRow *row = user_data;
  static const Row plain = { "", .acked = A, .acked_age = DAY };
  static const Row latched = { "",
                               .outcome = OUTCOME (CONFIG),
                               .outcome_age = DAY,
                               .fails = 1,
                               .latched = TRUE };
  g_autoptr (SpTarget) target = make_target (row->latched ? &latched : &plain);
  g_autoptr (SpAddress) wanted = address (B);
  SpFacts facts = make_facts ();
  SpCase one = { target, "account", "server", { 0, 0, -1 }, wanted };
  SpDecision decision;

  facts.connectivity = row->connectivity;
  facts.view_only = row->view_only;
  facts.storage_failed = row->storage_failed;
  facts.paused_until_s = row->paused_s == 0 || row->paused_s == G_MAXINT64
                             ? row->paused_s
                             : facts.now.wall_s + row->paused_s;
  one.paused_until_s = row->paused_profile_s == 0 ? 0 : facts.now.wall_s + row->paused_profile_s;
  one.enabled = !row->disabled;
  one.clicked = TRUE;
  one.forced = TRUE;

  g_test_message ("%s", row->claim);
  sp_policy_decide (&facts, &one, &decision, 1);
  g_assert_false (decision.send);
  g_assert_cmpstr (sp_state_to_string (decision.state), ==, sp_state_to_string (row->state));
  g_assert_cmpstr (sp_reason_to_string (decision.reason), ==, sp_reason_to_string (row->reason));
  g_assert_cmpint (decision.wait_s, ==, row->wait);
}

/* ---- what targets mean for each other ------------------------------------------------------- */

typedef struct
{
  const char *claim;
  Row first;
  Row second;
  const char *second_account;
  const char *second_server;
  SpState state;
  SpReason reason;
  gboolean send;
} PeerRow;

static const PeerRow peer_rows[] = {
  { "a wrong password stops the whole account",
    { "", .outcome = OUTCOME (BADCRED), .outcome_age = 60, .fails = 1, .latched = TRUE },
    { "", .acked = A, .acked_age = DAY },
    "account",
    "server",
    SP_STATE_BLOCKED,
    SP_REASON_NONE,
    FALSE },
  { "abuse, too",
    { "", .outcome = OUTCOME (ABUSE), .outcome_age = 60, .fails = 1, .latched = TRUE },
    { "", .acked = A, .acked_age = DAY },
    "account",
    "server",
    SP_STATE_BLOCKED,
    SP_REASON_NONE,
    FALSE },
  { "an unknown host stops only itself",
    { "", .outcome = OUTCOME (BADHOST), .outcome_age = 60, .fails = 1, .latched = TRUE },
    { "", .acked = A, .acked_age = DAY },
    "account",
    "server",
    SP_STATE_DUE,
    SP_REASON_CHANGE,
    TRUE },
  { "another account goes on",
    { "", .outcome = OUTCOME (BADCRED), .outcome_age = 60, .fails = 1, .latched = TRUE },
    { "", .acked = A, .acked_age = DAY },
    "other",
    "server",
    SP_STATE_DUE,
    SP_REASON_CHANGE,
    TRUE },
  { "a server in trouble is left alone by all",
    { "", .outcome = OUTCOME (RETRY), .http_status = 503, .outcome_age = 60, .fails = 1 },
    { "", .acked = A, .acked_age = DAY },
    "other",
    "server",
    SP_STATE_BACKOFF,
    SP_REASON_SERVER,
    FALSE },
  { "another server is another matter",
    { "", .outcome = OUTCOME (RETRY), .http_status = 503, .outcome_age = 60, .fails = 1 },
    { "", .acked = A, .acked_age = DAY },
    "account",
    "other",
    SP_STATE_DUE,
    SP_REASON_CHANGE,
    TRUE },
  { "a later answer shows that the server is well again",
    { "", .outcome = OUTCOME (RETRY), .http_status = 503, .outcome_age = 60, .fails = 1 },
    { "", .acked = A, .acked_age = 30, .outcome = OUTCOME (GOOD), .outcome_age = 30 },
    "account",
    "server",
    SP_STATE_DUE,
    SP_REASON_CHANGE,
    TRUE },
  { "an older one does not",
    { "", .outcome = OUTCOME (RETRY), .http_status = 503, .outcome_age = 60, .fails = 1 },
    { "", .acked = A, .acked_age = 90, .outcome = OUTCOME (GOOD), .outcome_age = 90 },
    "account",
    "server",
    SP_STATE_BACKOFF,
    SP_REASON_SERVER,
    FALSE },
  { "in one request with a good line the bad line is its own",
    { "", .outcome = OUTCOME (RETRY), .http_status = 200, .outcome_age = 60, .fails = 1 },
    { "", .acked = A, .acked_age = 60, .outcome = OUTCOME (GOOD), .outcome_age = 60 },
    "account",
    "server",
    SP_STATE_DUE,
    SP_REASON_CHANGE,
    TRUE },
  { "when the wait is over one may try again",
    { "", .outcome = OUTCOME (RETRY), .http_status = 503, .outcome_age = 400, .fails = 1 },
    { "", .acked = A, .acked_age = DAY },
    "other",
    "server",
    SP_STATE_DUE,
    SP_REASON_CHANGE,
    TRUE },
};

static void
test_peer (gconstpointer user_data)
{
  const PeerRow *row = user_data;
  SpFacts facts = make_facts ();
  g_autoptr (SpTarget) first = make_target (&row->first);
  g_autoptr (SpTarget) second = make_target (&row->second);
  g_autoptr (SpAddress) wanted = address (B);
  const SpCase cases[] = {
    { first, "account", "server", { 0, 0, -1 }, wanted, .enabled = TRUE },
    { second, row->second_account, row->second_server, { 0, 0, -1 }, wanted, .enabled = TRUE },
  };
  SpDecision decisions[2];

  g_test_message ("%s", row->claim);
  sp_policy_decide (&facts, cases, decisions, 2);
  g_assert_cmpstr (sp_state_to_string (decisions[1].state), ==, sp_state_to_string (row->state));
  g_assert_cmpstr (sp_reason_to_string (decisions[1].reason),
                   ==,
                   sp_reason_to_string (row->reason));
  g_assert_cmpint (decisions[1].send, ==, row->send);
  if (!row->send)
    g_assert_true (decisions[1].cause == first);
}

/* A decision depends on nothing but what is handed in. */
static void
test_pure (void)
{
  SpFacts facts = make_facts ();
  g_autoptr (SpAddress) wanted = address (B);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpTarget) target = make_target (&rows[i]);
      SpCase one = { target, "account", "server", { 0, 0, -1 }, wanted, .enabled = TRUE };
      SpDecision first;
      SpDecision second;

      sp_policy_decide (&facts, &one, &first, 1);
      sp_policy_decide (&facts, &one, &second, 1);
      g_assert_cmpint (first.state, ==, second.state);
      g_assert_cmpint (first.wait_s, ==, second.wait_s);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/policy/target/%s", rows[i].claim);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (guard_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/policy/guard/%s", guard_rows[i].claim);

      g_test_add_data_func (path, &guard_rows[i], test_guard);
    }
  for (guint i = 0; i < G_N_ELEMENTS (peer_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/policy/peer/%s", peer_rows[i].claim);

      g_test_add_data_func (path, &peer_rows[i], test_peer);
    }
  g_test_add_func ("/policy/pure", test_pure);

  return g_test_run ();
}
