/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-rehearsal.h"
#include "sp-rig.h"

typedef struct
{
  SpRehearsalResult results[SP_N_REHEARSAL_STEPS];
  char *details[SP_N_REHEARSAL_STEPS];
  char *complaints[SP_N_REHEARSAL_STEPS];
  guint n_steps;
  gboolean has_passed;
} Report;

static void
step_cb (SpRehearsal *rehearsal,
         guint step,
         guint result,
         const char *detail,
         const GError *error,
         gpointer user_data)
{
  Report *report = user_data;

  g_assert_cmpuint (step, ==, report->n_steps);
  g_assert_cmpint (error != NULL, ==, result == SP_REHEARSAL_FAILED);
  report->results[step] = (SpRehearsalResult) result;
  report->details[step] = g_strdup (detail);
  report->complaints[step] = error != NULL ? g_strdup (error->message) : NULL;
  report->n_steps++;
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Report *report = user_data;
  g_autoptr (GError) error = NULL;

  report->has_passed = sp_rehearsal_run_finish (SP_REHEARSAL (object), result, &error);
  g_assert_no_error (error);
}

static Report
rehearse (SpRig *rig, const char *profile_id, SpCredentials *credentials)
{
  const SpWorld world = { SP_CLOCK (rig->clock),
                          SP_TRANSPORT (rig->transport),
                          SP_SECRETS (rig->secrets),
                          SP_NETWORK (rig->network),
                          SP_DNS_TRANSPORT (rig->dns) };
  g_autoptr (SpDetector) detector = sp_detector_new (world.clock, world.transport, world.network);
  g_autoptr (SpProfile) profile = sp_store_lookup_profile (rig->store, profile_id, NULL);
  g_autoptr (SpAccount)
      account = sp_store_lookup_account (rig->store, sp_profile_get_account_id (profile), NULL);
  g_autoptr (SpRehearsal) rehearsal = NULL;
  Report report = { 0 };

  sp_detector_set_rotation (detector, 0);
  rehearsal = sp_rehearsal_new (&world, detector, rig->catalogue, profile, account, credentials);
  g_signal_connect (rehearsal, "step", G_CALLBACK (step_cb), &report);
  sp_rehearsal_run_async (rehearsal, NULL, ended_cb, &report);
  sp_fake_clock_advance_s (rig->clock, 60);
  g_assert_cmpuint (report.n_steps, ==, SP_N_REHEARSAL_STEPS);
  return report;
}

static void
report_clear (Report *report)
{
  for (guint i = 0; i < SP_N_REHEARSAL_STEPS; i++)
    {
      g_free (report->details[i]);
      g_free (report->complaints[i]);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static void
test_all_well (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_auto (Report) report = { 0 };
  SpRequest *front;

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  rig->has_echo = TRUE;
  report = rehearse (rig, "p", NULL);

  g_assert_true (report.has_passed);
  g_assert_cmpint (report.results[SP_REHEARSAL_NAMES], ==, SP_REHEARSAL_PASSED);
  g_assert_cmpint (report.results[SP_REHEARSAL_IPV6], ==, SP_REHEARSAL_SKIPPED);
  g_assert_cmpstr (report.details[SP_REHEARSAL_IPV4], ==, "85.0.0.1");
  g_assert_cmpstr (report.details[SP_REHEARSAL_PROVIDER], ==, "https://strict.test");

  /* what would be sent is shown without the password, and was not sent */
  g_assert_nonnull (strstr (report.details[SP_REHEARSAL_REQUEST], "myip=85.0.0.1"));
  g_assert_null (strstr (report.details[SP_REHEARSAL_REQUEST], "secret"));
  g_assert_null (strstr (report.details[SP_REHEARSAL_REQUEST], "bWU6"));
  g_assert_cmpuint (sp_rig_count_updates (rig), ==, 0);

  /* the provider was only asked for its front page, and told nothing */
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, 1);
  front = sp_fake_transport_get_request (rig->transport, 0);
  g_assert_cmpstr (sp_request_get_url (front), ==, "https://strict.test/");
  g_assert_null (sp_request_get_header (front, "Authorization"));
}

static void
test_typed_just_now (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_autoptr (SpCredentials) typed = sp_credentials_new ();
  g_auto (Report) report = { 0 };

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_credentials_set (typed, "pass", "typed");
  sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_LOCKED);
  rig->has_echo = TRUE;
  report = rehearse (rig, "p", typed);
  g_assert_true (report.has_passed);
  g_assert_cmpuint (sp_fake_secrets_get_n_lookups (rig->secrets), ==, 0);
}

static void
test_locked (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_auto (Report) report = { 0 };

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_fake_secrets_set_keyring (rig->secrets, SP_FAKE_KEYRING_LOCKED);
  report = rehearse (rig, "p", NULL);
  g_assert_false (report.has_passed);
  g_assert_cmpint (report.results[SP_REHEARSAL_SECRET], ==, SP_REHEARSAL_FAILED);
  g_assert_cmpint (report.results[SP_REHEARSAL_IPV4], ==, SP_REHEARSAL_PASSED);
  g_assert_cmpint (report.results[SP_REHEARSAL_REQUEST], ==, SP_REHEARSAL_SKIPPED);
}

static void
test_wildcard (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_auto (Report) report = { 0 };

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "*.example.org");
  rig->has_echo = TRUE;
  report = rehearse (rig, "p", NULL);
  g_assert_cmpint (report.results[SP_REHEARSAL_NAMES], ==, SP_REHEARSAL_FAILED);
  g_assert_nonnull (strstr (report.complaints[SP_REHEARSAL_NAMES], "begin with “*.”"));
}

static void
test_unreachable (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_auto (Report) report = { 0 };

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  report = rehearse (rig, "p", NULL);
  g_assert_cmpint (report.results[SP_REHEARSAL_PROVIDER], ==, SP_REHEARSAL_FAILED);
  g_assert_cmpint (report.results[SP_REHEARSAL_REQUEST], ==, SP_REHEARSAL_PASSED);
}

static void
test_private_address (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_auto (Report) report = { 0 };

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_set_profile (rig, "p", "ipv4", "fixed:192.168.1.5");
  report = rehearse (rig, "p", NULL);
  g_assert_cmpint (report.results[SP_REHEARSAL_IPV4], ==, SP_REHEARSAL_FAILED);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, 0);
}

static void
test_no_address (void)
{
  g_autoptr (SpRig) rig = sp_rig_new ();
  g_auto (Report) report = { 0 };

  sp_rig_add_account (rig, "a", "strict");
  sp_rig_add_profile (rig, "p", "a", "nas.example.org");
  sp_rig_set_profile (rig, "p", "source", "automatic");
  sp_fake_network_set_uplink (rig->network, SP_FAMILY_IPV4, NULL);
  report = rehearse (rig, "p", NULL);
  g_assert_false (report.has_passed);
  g_assert_cmpint (report.results[SP_REHEARSAL_IPV4], ==, SP_REHEARSAL_SKIPPED);
  g_assert_cmpint (report.results[SP_REHEARSAL_REQUEST], ==, SP_REHEARSAL_FAILED);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (rig->transport), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rehearsal/all-well", test_all_well);
  g_test_add_func ("/rehearsal/typed-just-now", test_typed_just_now);
  g_test_add_func ("/rehearsal/locked", test_locked);
  g_test_add_func ("/rehearsal/wildcard", test_wildcard);
  g_test_add_func ("/rehearsal/unreachable", test_unreachable);
  g_test_add_func ("/rehearsal/private-address", test_private_address);

  g_test_add_func ("/rehearsal/no-address", test_no_address);

  return g_test_run ();
}
