/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-detector.h"
#include "base/sp-error.h"
#include "sp-fake-clock.h"
#include "sp-fake-network.h"
#include "sp-fake-transport.h"

#include <linux/if_addr.h>

#define EVER G_MAXUINT32
#define OLD  "85.1.2.3"
#define NEW  "85.9.8.7"
#define LIE  "85.66.6.6"

/* Four services of four operators, asked in this order at first. */
static const char *const four[] = {
  "https://a.example/", "https://b.example/", "https://c.example/", "https://d.example/", NULL,
};

typedef struct
{
  SpFakeClock *clock;         /* (owned) */
  SpFakeTransport *transport; /* (owned) */
  SpFakeNetwork *network;     /* (owned) */
  SpDetector *detector;       /* (owned) */
  GHashTable *answers; /* (owned): host → body, “!429”, “!net”, “!tls” or “!silence” */
} World;

static SpReply *
answer (SpRequest *request, gpointer user_data, GError **error)
{
  World *world = user_data;
  g_autoptr (GUri) uri = g_uri_parse (sp_request_get_url (request), G_URI_FLAGS_NONE, NULL);
  const char *text = g_hash_table_lookup (world->answers, g_uri_get_host (uri));

  if (text == NULL || g_str_equal (text, "!net"))
    {
      g_set_error_literal (error, SP_ERROR, SP_ERROR_NETWORK, "connecting: refused");
      return NULL;
    }
  if (g_str_equal (text, "!tls"))
    {
      g_set_error_literal (error, SP_ERROR, SP_ERROR_TLS, "the certificate is a stranger's");
      return NULL;
    }
  if (g_str_equal (text, "!silence"))
    return NULL;
  if (g_str_has_prefix (text, "!portal"))
    return sp_fake_reply_with_header (200, "<p>85.1.2.3", "content-type", "text/html");
  if (text[0] == '!')
    return sp_fake_reply_with_header ((guint) g_ascii_strtoull (text + 1, NULL, 10),
                                      "85.1.2.3",
                                      strchr (text, ' ') != NULL ? "retry-after" : NULL,
                                      strchr (text, ' ') != NULL ? strchr (text, ' ') + 1 : NULL);
  return sp_fake_reply (200, text);
}

static void
world_open (World *world, const char *const *services)
{
  world->clock = sp_fake_clock_new ();
  world->transport = sp_fake_transport_new (SP_CLOCK (world->clock));
  world->network = sp_fake_network_new ();
  world->answers = g_hash_table_new (g_str_hash, g_str_equal);
  world->detector = sp_detector_new (SP_CLOCK (world->clock),
                                     SP_TRANSPORT (world->transport),
                                     SP_NETWORK (world->network));
  sp_detector_set_rotation (world->detector, 0);
  sp_detector_set_echo_services (world->detector, services);
  sp_fake_transport_set_handler (world->transport, answer, world);
}

static void
world_close (World *world)
{
  g_assert_finalize_object (world->detector);
  sp_fake_transport_close (world->transport);
  g_assert_finalize_object (world->network);
  sp_fake_clock_close (world->clock);
  g_hash_table_unref (world->answers);
}

static void
say (World *world, const char *host, const char *text)
{
  g_hash_table_insert (world->answers, (gpointer) host, (gpointer) text);
}

static void
say_all (World *world, const char *text)
{
  say (world, "a.example", text);
  say (world, "b.example", text);
  say (world, "c.example", text);
  say (world, "d.example", text);
}

static void
kept_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static SpFinding *
detect (World *world, SpFamily family, const char *source, const char *confirmed)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SpAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  SpFinding *finding;

  if (confirmed != NULL)
    address = sp_address_new_from_string (confirmed, NULL);
  sp_detector_detect_async (world->detector, family, source, address, NULL, kept_cb, &result);
  sp_fake_clock_settle (world->clock);
  g_assert_nonnull (result);
  finding = sp_detector_detect_finish (world->detector, result, &error);
  g_assert_no_error (error);
  return finding;
}

static void
check (SpFinding *finding, const char *expected)
{
  g_autoptr (SpFinding) owned = finding;

  if (expected == NULL)
    {
      g_assert_cmpint (sp_finding_get_state (owned), ==, SP_FINDING_UNKNOWN);
      g_assert_nonnull (sp_finding_get_reason (owned));
      return;
    }
  if (sp_finding_get_state (owned) == SP_FINDING_UNKNOWN)
    g_test_message ("unknown: %s", sp_finding_get_reason (owned)->message);
  g_assert_cmpint (sp_finding_get_state (owned), ==, SP_FINDING_KNOWN);
  g_assert_cmpstr (sp_address_get_text (sp_finding_get_address (owned)), ==, expected);
}

static void
check_reason (SpFinding *finding, const char *complaint)
{
  g_autoptr (SpFinding) owned = finding;

  g_assert_cmpint (sp_finding_get_state (owned), ==, SP_FINDING_UNKNOWN);
  g_test_message ("%s", sp_finding_get_reason (owned)->message);
  g_assert_nonnull (strstr (sp_finding_get_reason (owned)->message, complaint));
}

static guint
count_requests (World *world)
{
  return sp_fake_transport_get_n_requests (world->transport);
}

static void
test_agreement (void)
{
  static const struct
  {
    const char *sentence;
    const char *confirmed;
    const char *answers[4];
    const char *expected; /* NULL: unknown */
    guint n_requests;
    const char *complaint;
  } rows[] = {
    { "the published address is confirmed by one", OLD, { OLD }, OLD, 1, NULL },
    { "a first address needs two", NULL, { NEW, NEW }, NEW, 2, NULL },
    { "a changed one as well", OLD, { NEW, NEW }, NEW, 2, NULL },
    { "a liar is outvoted by two", OLD, { LIE, NEW, NEW }, NEW, 3, NULL },
    { "a liar cannot move what two others still see", OLD, { LIE, OLD, OLD }, OLD, 3, NULL },
    { "three that disagree prove nothing",
      OLD,
      { LIE, NEW, "85.5.5.5" },
      NULL,
      3,
      "sources disagree: a.example says 85.66.6.6, b.example says 85.9.8.7" },
    { "a liar, a dead one and an honest one: the fourth decides",
      OLD,
      { LIE, "!net", NEW, NEW },
      NEW,
      4,
      NULL },
    { "a liar, two dead ones and an honest one prove nothing",
      OLD,
      { LIE, "!net", "!429", NEW },
      NULL,
      4,
      "sources disagree" },
    { "one alone proves no change", OLD, { NEW, "!net", "!tls", "!503" }, NULL, 4, "no other" },
    { "the dead do not stand in the way", OLD, { "!net", "!tls", OLD }, OLD, 3, NULL },
    { "a portal's page is no voice",
      OLD,
      { "!portal", "!portal", "!portal", "!portal" },
      NULL,
      4,
      "page" },
    { "an error page with an address in it is no voice", NULL, { "!502", OLD, OLD }, OLD, 3, NULL },
    { "all dead: the last reason is told",
      OLD,
      { "!net", "!net", "!503", "!tls" },
      NULL,
      4,
      "d.example: the certificate" },
    { "three that cannot be reached are an outage of our own",
      OLD,
      { "!net", "!net", "!net", OLD },
      NULL,
      3,
      "c.example: connecting" },
    { "a private address is no voice", NULL, { "10.0.0.1", NEW, NEW }, NEW, 3, NULL },
    { "nor carrier-grade NAT", NULL, { "100.64.1.1", NEW, NEW }, NEW, 3, NULL },
    { "nor two addresses", NULL, { NEW " " NEW, NEW, NEW }, NEW, 3, NULL },
    { "nor the other family", NULL, { "2a02:1::7", NEW, NEW }, NEW, 3, NULL },
    { "a mapped one is IPv4", NULL, { "::ffff:" NEW, NEW }, NEW, 2, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      World world;

      g_test_message ("%s", rows[i].sentence);
      world_open (&world, four);
      say (&world, "a.example", rows[i].answers[0]);
      say (&world, "b.example", rows[i].answers[1]);
      say (&world, "c.example", rows[i].answers[2]);
      say (&world, "d.example", rows[i].answers[3]);
      if (rows[i].complaint != NULL)
        check_reason (detect (&world, SP_FAMILY_IPV4, "automatic", rows[i].confirmed),
                      rows[i].complaint);
      else
        check (detect (&world, SP_FAMILY_IPV4, "automatic", rows[i].confirmed), rows[i].expected);
      g_assert_cmpuint (count_requests (&world), ==, rows[i].n_requests);
      world_close (&world);
    }
}

static void
test_request (void)
{
  World world;
  SpRequest *request;
  SpFamily family;

  world_open (&world, four);
  say_all (&world, OLD);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), OLD);

  request = sp_fake_transport_get_request (world.transport, 0);
  g_assert_cmpstr (sp_request_get_method (request), ==, "GET");
  g_assert_true (sp_request_get_forced_family (request, &family));
  g_assert_cmpint (family, ==, SP_FAMILY_IPV4);
  g_assert_true (sp_request_is_direct (request));
  g_assert_cmpuint (sp_request_get_deadline_s (request), ==, 8);
  g_assert_cmpuint (sp_request_get_body_cap (request), ==, 1024);
  g_assert_null (sp_request_get_bound_address (request));
  world_close (&world);
}

static void
test_none_is_not_unknown (void)
{
  World world;
  g_autoptr (SpFinding) none = NULL;

  world_open (&world, four);
  say_all (&world, OLD);
  sp_fake_network_set_uplink (world.network, SP_FAMILY_IPV4, NULL);
  none = detect (&world, SP_FAMILY_IPV4, "automatic", OLD);
  g_assert_cmpint (sp_finding_get_state (none), ==, SP_FINDING_NONE);
  g_assert_cmpuint (count_requests (&world), ==, 0);

  sp_fake_network_set_uplink (world.network, SP_FAMILY_IPV4, "eth0");
  sp_detector_forget (world.detector);
  say_all (&world, "!net");
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), NULL);
  world_close (&world);
}

static void
test_portal (void)
{
  World world;

  world_open (&world, four);
  say_all (&world, OLD);
  sp_fake_network_set_connectivity (world.network, SP_CONNECTIVITY_PORTAL);
  check_reason (detect (&world, SP_FAMILY_IPV4, "echo", OLD), "sign-in");
  g_assert_cmpuint (count_requests (&world), ==, 0);
  world_close (&world);
}

static void
test_local_ipv4 (void)
{
  World world;

  g_test_message ("a public address on the uplink and one voice outside are two");
  world_open (&world, four);
  sp_fake_network_add_address (world.network, "eth0", NEW, 24, IFA_F_PERMANENT, EVER);
  say_all (&world, NEW);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 1);

  g_test_message ("after that the kernel alone is believed for a day");
  sp_fake_clock_advance_s (world.clock, 23 * 3600);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", NEW), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 1);
  sp_fake_clock_advance_s (world.clock, 3600);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", NEW), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 2);
  world_close (&world);

  g_test_message ("behind a NAT the world's word counts, twice");
  world_open (&world, four);
  sp_fake_network_add_address (world.network, "eth0", OLD, 24, IFA_F_PERMANENT, EVER);
  say_all (&world, NEW);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", NULL), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 2);
  world_close (&world);
}

#define STABLE "2a02:1::7"
#define TEMPO  "2a02:1::9999"

static void
test_ipv6 (void)
{
  static const struct
  {
    const char *sentence;
    const char *answers[4];
    const char *confirmed;
    const char *expected;
    guint n_requests;
    const char *complaint;
  } rows[] = {
    { "asked from the lasting address, the world sees it", { STABLE }, NULL, STABLE, 1, NULL },
    { "when it sees the temporary one, the lasting one is published",
      { TEMPO },
      NULL,
      STABLE,
      1,
      NULL },
    { "another prefix twice is a translation and nothing to publish",
      { "2a09:1::7", "2a09:1::7" },
      NULL,
      NULL,
      2,
      "another prefix" },
    { "even when that prefix is what is published",
      { "2a09:1::7", "2a09:1::7" },
      "2a09:1::7",
      NULL,
      2,
      "another prefix" },
    { "a liar alone cannot say so", { "2a09:1::7", STABLE }, NULL, STABLE, 2, NULL },
    { "nor a mapped address", { "::ffff:85.1.2.3", STABLE }, NULL, STABLE, 2, NULL },
    { "no voice from outside: unknown", { "!net", "!net", "!net", "!net" }, NULL, NULL, 3, "c.e" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      World world;

      g_test_message ("%s", rows[i].sentence);
      world_open (&world, four);
      sp_fake_network_add_address (world.network, "eth0", TEMPO, 64, IFA_F_TEMPORARY, 90000);
      sp_fake_network_add_address (world.network, "eth0", STABLE, 64, IFA_F_MANAGETEMPADDR, 9000);
      say (&world, "a.example", rows[i].answers[0]);
      say (&world, "b.example", rows[i].answers[1]);
      say (&world, "c.example", rows[i].answers[2]);
      say (&world, "d.example", rows[i].answers[3]);
      if (rows[i].complaint != NULL)
        check_reason (detect (&world, SP_FAMILY_IPV6, "automatic", rows[i].confirmed),
                      rows[i].complaint);
      else
        check (detect (&world, SP_FAMILY_IPV6, "automatic", rows[i].confirmed), rows[i].expected);
      g_assert_cmpuint (count_requests (&world), ==, rows[i].n_requests);
      for (guint j = 0; j < rows[i].n_requests; j++)
        g_assert_cmpstr (sp_address_get_text (sp_request_get_bound_address (
                             sp_fake_transport_get_request (world.transport, j))),
                         ==,
                         STABLE);
      world_close (&world);
    }
}

static void
test_ipv6_prefix (void)
{
  World world;

  world_open (&world, four);
  sp_fake_network_add_address (world.network, "eth0", STABLE, 64, IFA_F_STABLE_PRIVACY, 9000);
  say_all (&world, STABLE);
  check (detect (&world, SP_FAMILY_IPV6, "automatic", NULL), STABLE);
  g_assert_cmpuint (count_requests (&world), ==, 1);

  g_test_message ("another address of a confirmed prefix needs nobody outside");
  sp_fake_network_clear_addresses (world.network);
  sp_fake_network_add_address (world.network, "eth0", "2a02:1::8", 64, IFA_F_STABLE_PRIVACY, 9000);
  sp_detector_forget (world.detector);
  check (detect (&world, SP_FAMILY_IPV6, "automatic", STABLE), "2a02:1::8");
  g_assert_cmpuint (count_requests (&world), ==, 1);

  g_test_message ("a new prefix beside the deprecated one is confirmed once");
  sp_fake_network_clear_addresses (world.network);
  sp_fake_network_add_address (world.network, "eth0", "2a02:1::8", 64, IFA_F_DEPRECATED, 0);
  sp_fake_network_add_address (world.network, "eth0", "2a02:2::8", 64, IFA_F_STABLE_PRIVACY, 9000);
  say_all (&world, "2a02:2::8");
  sp_detector_forget (world.detector);
  check (detect (&world, SP_FAMILY_IPV6, "automatic", "2a02:1::8"), "2a02:2::8");
  g_assert_cmpuint (count_requests (&world), ==, 2);
  world_close (&world);
}

static void
test_ipv6_without_lasting_address (void)
{
  World world;

  world_open (&world, four);
  say_all (&world, TEMPO);
  sp_fake_network_add_address (world.network, "eth0", TEMPO, 64, IFA_F_TEMPORARY, 90000);
  check_reason (detect (&world, SP_FAMILY_IPV6, "automatic", NULL), "no lasting IPv6 address");

  sp_fake_network_add_address (world.network, "eth0", STABLE, 64, IFA_F_TENTATIVE, 90000);
  sp_detector_forget (world.detector);
  check_reason (detect (&world, SP_FAMILY_IPV6, "automatic", NULL), "still being checked");
  g_assert_cmpuint (count_requests (&world), ==, 0);
  world_close (&world);
}

/* The kernel's table changes while the first request is on its way. */
static SpReply *
renumber (SpRequest *request, gpointer user_data, GError **error)
{
  World *world = user_data;
  SpAddress *bound = sp_request_get_bound_address (request);

  if (!g_str_equal (sp_address_get_text (bound), STABLE))
    return sp_fake_reply (200, sp_address_get_text (bound));

  sp_fake_network_clear_addresses (world->network);
  sp_fake_network_add_address (world->network, "eth0", "2a02:2::7", 64, IFA_F_PERMANENT, EVER);
  g_set_error_literal (error, SP_ERROR, SP_ERROR_NETWORK, "binding: no such address");
  return NULL;
}

static void
test_ipv6_vanished_before_bind (void)
{
  World world;

  world_open (&world, four);
  sp_fake_transport_set_handler (world.transport, renumber, &world);
  sp_fake_network_add_address (world.network, "eth0", STABLE, 64, IFA_F_PERMANENT, EVER);
  check (detect (&world, SP_FAMILY_IPV6, "automatic", STABLE), "2a02:2::7");
  g_assert_cmpuint (count_requests (&world), ==, 2);
  world_close (&world);
}

static void
test_echo_ipv6 (void)
{
  World world;

  world_open (&world, four);
  say_all (&world, "2a09:1::7");
  sp_fake_network_add_address (world.network, "eth0", STABLE, 64, IFA_F_PERMANENT, EVER);
  check (detect (&world, SP_FAMILY_IPV6, "echo", NULL), "2a09:1::7");
  g_assert_cmpuint (count_requests (&world), ==, 2);
  g_assert_nonnull (
      sp_request_get_bound_address (sp_fake_transport_get_request (world.transport, 0)));
  world_close (&world);
}

static void
test_interface (void)
{
  World world;

  world_open (&world, four);
  sp_fake_network_add_address (world.network, "lan1", "192.168.7.2", 24, IFA_F_PERMANENT, EVER);
  check (detect (&world, SP_FAMILY_IPV4, "interface:lan1", NULL), "192.168.7.2");
  check_reason (detect (&world, SP_FAMILY_IPV6, "interface:lan1", NULL), "no lasting IPv6");
  check_reason (detect (&world, SP_FAMILY_IPV4, "interface:lan2", NULL), "lan2");
  g_assert_cmpuint (count_requests (&world), ==, 0);
  world_close (&world);
}

static void
test_url (void)
{
  World world;

  world_open (&world, four);
  say (&world, "127.0.0.1", "192.0.2.44\n");
  say (&world, "own.example", NEW);
  g_test_message ("one answer of a named source is enough, of any range");
  check (detect (&world, SP_FAMILY_IPV4, "url:http://127.0.0.1:8080/ip", OLD), "192.0.2.44");
  g_assert_false (sp_request_get_forced_family (sp_fake_transport_get_request (world.transport, 0),
                                                &(SpFamily){ 0 }));
  check (detect (&world, SP_FAMILY_IPV4, "url:https://own.example/", OLD), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 2);
  g_assert_true (sp_request_get_forced_family (sp_fake_transport_get_request (world.transport, 1),
                                               &(SpFamily){ 0 }));

  g_test_message ("it needs no route, which may well be a LAN's");
  sp_fake_network_set_uplink (world.network, SP_FAMILY_IPV4, NULL);
  sp_detector_forget (world.detector);
  check (detect (&world, SP_FAMILY_IPV4, "url:http://127.0.0.1:8080/ip", OLD), "192.0.2.44");

  g_test_message ("and is asked as often as the person wants");
  for (guint i = 0; i < 60; i++)
    {
      sp_fake_clock_advance_s (world.clock, 31);
      check (detect (&world, SP_FAMILY_IPV4, "url:https://own.example/", OLD), NEW);
    }
  g_assert_cmpuint (count_requests (&world), ==, 63);

  g_test_message ("but a pause it asks for is kept");
  say (&world, "own.example", "!429 900");
  sp_fake_clock_advance_s (world.clock, 31);
  check_reason (detect (&world, SP_FAMILY_IPV4, "url:https://own.example/", OLD), "429");
  say (&world, "own.example", NEW);
  sp_fake_clock_advance_s (world.clock, 800);
  check_reason (detect (&world, SP_FAMILY_IPV4, "url:https://own.example/", OLD), "pause");
  g_assert_cmpuint (count_requests (&world), ==, 64);
  sp_fake_clock_advance_s (world.clock, 100);
  check (detect (&world, SP_FAMILY_IPV4, "url:https://own.example/", OLD), NEW);

  g_test_message ("on this machine nobody is spared");
  say (&world, "127.0.0.1", "!503");
  sp_detector_forget (world.detector);
  check_reason (detect (&world, SP_FAMILY_IPV4, "url:http://127.0.0.1:8080/ip", OLD), "503");
  say (&world, "127.0.0.1", NEW);
  sp_detector_forget (world.detector);
  check (detect (&world, SP_FAMILY_IPV4, "url:http://127.0.0.1:8080/ip", OLD), NEW);
  world_close (&world);
}

static void
test_bad_source (void)
{
  static const char *const sources[] = {
    "",           "kernel",
    "interface:", "interface:a/b",
    "url:",       "url:http://echo.example/",
    "AUTOMATIC",  "interface:abcdefghijklmnop",
  };
  World world;

  world_open (&world, four);
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      sp_detector_detect_async (world.detector,
                                SP_FAMILY_IPV4,
                                sources[i],
                                NULL,
                                NULL,
                                kept_cb,
                                &result);
      sp_fake_clock_settle (world.clock);
      g_assert_null (sp_detector_detect_finish (world.detector, result, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
    }
  world_close (&world);
}

static void
test_shared (void)
{
  World world;
  g_autoptr (GPtrArray)
      findings = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_finding_unref);
  GAsyncResult *results[100] = { NULL };

  g_test_message ("a hundred profiles share one round of two requests");
  world_open (&world, four);
  say_all (&world, NEW);
  sp_fake_transport_set_latency_ms (world.transport, 200);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    sp_detector_detect_async (world.detector,
                              SP_FAMILY_IPV4,
                              "automatic",
                              NULL,
                              NULL,
                              kept_cb,
                              &results[i]);
  sp_fake_clock_advance_s (world.clock, 1);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_assert_nonnull (results[i]);
      g_ptr_array_add (findings, sp_detector_detect_finish (world.detector, results[i], NULL));
      g_assert_true (g_ptr_array_index (findings, i) == g_ptr_array_index (findings, 0));
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (count_requests (&world), ==, 2);
  sp_fake_transport_set_latency_ms (world.transport, 0);

  g_test_message ("for 30 s it is repeated, then asked again");
  sp_fake_clock_advance_s (world.clock, 29);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", NULL), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 2);
  sp_fake_clock_advance_s (world.clock, 2);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", NULL), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 3);

  g_test_message ("another source or family is another round");
  check (detect (&world, SP_FAMILY_IPV4, "echo", NEW), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 4);
  world_close (&world);
}

static void
test_forget (void)
{
  World world;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SpAddress) old = sp_address_new_from_string (OLD, NULL);

  world_open (&world, four);
  say_all (&world, OLD);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), OLD);
  sp_detector_forget (world.detector);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), OLD);
  g_assert_cmpuint (count_requests (&world), ==, 2);

  g_test_message ("a round that began before the change begins anew");
  sp_fake_clock_advance_s (world.clock, 3600);
  sp_fake_transport_set_latency_ms (world.transport, 500);
  sp_detector_detect_async (world.detector,
                            SP_FAMILY_IPV4,
                            "automatic",
                            old,
                            NULL,
                            kept_cb,
                            &result);
  sp_fake_clock_settle (world.clock);
  say_all (&world, NEW);
  sp_detector_forget (world.detector);
  sp_fake_clock_advance_s (world.clock, 2);
  g_assert_nonnull (result);
  check (sp_detector_detect_finish (world.detector, result, NULL), NEW);
  g_clear_object (&result);
  world_close (&world);
}

static void
test_cancel (void)
{
  World world;
  g_autoptr (GCancellable) first = g_cancellable_new ();
  g_autoptr (GCancellable) second = g_cancellable_new ();
  g_autoptr (GAsyncResult) first_result = NULL;
  g_autoptr (GAsyncResult) second_result = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("one who gives up does not end the round of the other");
  world_open (&world, four);
  say_all (&world, "!silence");
  sp_detector_detect_async (world.detector,
                            SP_FAMILY_IPV4,
                            "echo",
                            NULL,
                            first,
                            kept_cb,
                            &first_result);
  sp_detector_detect_async (world.detector,
                            SP_FAMILY_IPV4,
                            "echo",
                            NULL,
                            second,
                            kept_cb,
                            &second_result);
  sp_fake_clock_settle (world.clock);
  g_cancellable_cancel (first);
  sp_fake_clock_settle (world.clock);
  g_assert_null (sp_detector_detect_finish (world.detector, first_result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (sp_fake_transport_get_n_in_flight (world.transport), ==, 1);

  g_test_message ("the last one does");
  g_cancellable_cancel (second);
  sp_fake_clock_settle (world.clock);
  g_assert_nonnull (second_result);
  g_assert_cmpuint (sp_fake_transport_get_n_in_flight (world.transport), ==, 0);
  g_clear_object (&first_result);
  g_clear_object (&second_result);

  g_test_message ("and the next question begins a new round");
  sp_fake_clock_advance_s (world.clock, 61);
  say_all (&world, NEW);
  check (detect (&world, SP_FAMILY_IPV4, "echo", NULL), NEW);
  world_close (&world);
}

/* A day of safety polls every @every_s; returns the number of requests. */
static guint
poll_a_day (World *world, gint64 every_s)
{
  guint before = count_requests (world);

  for (gint64 t = 0; t < 24 * 3600; t += every_s)
    {
      sp_fake_clock_advance_s (world->clock, every_s);
      check (detect (world, SP_FAMILY_IPV4, "automatic", OLD), OLD);
    }
  return count_requests (world) - before;
}

static void
test_politeness (void)
{
  World world;
  guint counts[4];

  g_test_message ("a quiet day at 10 minutes is 144 requests, shared evenly");
  world_open (&world, four);
  say_all (&world, OLD);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), OLD);
  g_assert_cmpuint (poll_a_day (&world, 600), ==, 144);
  counts[0] = sp_fake_transport_count_requests (world.transport, "https://a*");
  counts[1] = sp_fake_transport_count_requests (world.transport, "https://b*");
  counts[2] = sp_fake_transport_count_requests (world.transport, "https://c*");
  counts[3] = sp_fake_transport_count_requests (world.transport, "https://d*");
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (counts[i], >=, 36);

  g_test_message ("one who polls every minute still asks 8 times an hour at most");
  g_assert_cmpuint (poll_a_day (&world, 60), <=, 8 * 25);
  world_close (&world);
}

static guint
count_host (World *world, const char *host)
{
  g_autofree char *glob = g_strdup_printf ("https://%s/*", host);

  return sp_fake_transport_count_requests (world->transport, glob);
}

static void
test_back_off (void)
{
  static const struct
  {
    const char *sentence;
    const char *answer;
    guint least;
    guint most;
  } rows[] = {
    /* 0 h, +1 h, +6 h, +24 h … */
    { "one that refuses is left alone for 1, 6, 24 hours", "!429", 3, 3 },
    { "403 and 503 count as well", "!503", 3, 3 },
    { "a pause it asks for is kept when it is longer", "!429 86400", 1, 1 },
    { "one that is dead while others answer is left alone too", "!net", 3, 3 },
    { "so is one that talks nonsense", "hello", 3, 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      World world;

      g_test_message ("%s", rows[i].sentence);
      world_open (&world, four);
      say_all (&world, OLD);
      say (&world, "a.example", rows[i].answer);
      poll_a_day (&world, 600);
      g_assert_cmpuint (count_host (&world, "a.example"), >=, rows[i].least);
      g_assert_cmpuint (count_host (&world, "a.example"), <=, rows[i].most);
      world_close (&world);
    }
}

static void
test_outage_is_not_the_services_fault (void)
{
  World world;

  world_open (&world, four);
  say_all (&world, OLD);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), OLD);

  g_test_message ("ten hours without the Internet, looked after every two minutes");
  say_all (&world, "!net");
  for (guint i = 0; i < 300; i++)
    {
      sp_fake_clock_advance_s (world.clock, 120);
      check_reason (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), "connecting");
    }

  g_test_message ("leave nobody to wait for when it is back, with another address");
  sp_fake_clock_advance_s (world.clock, 31);
  say_all (&world, NEW);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), NEW);
  world_close (&world);
}

static void
test_no_service_for_family (void)
{
  static const char *const ipv4_only[] = { "ipv4 https://a.example/", NULL };
  World world;

  world_open (&world, ipv4_only);
  check_reason (detect (&world, SP_FAMILY_IPV6, "echo", NULL), "named in the settings");
  world_close (&world);
}

static void
test_quarantine (void)
{
  World world;
  guint before;

  g_test_message ("outvoted twice within a day: left alone for a day");
  world_open (&world, four);
  say_all (&world, OLD);
  say (&world, "a.example", LIE);
  poll_a_day (&world, 600);
  before = count_host (&world, "a.example");
  g_assert_cmpuint (before, ==, 2);
  poll_a_day (&world, 600);
  g_assert_cmpuint (count_host (&world, "a.example"), <=, 4);
  world_close (&world);
}

static void
test_one_service_of_ones_own (void)
{
  static const char *const one[] = { "https://a.example/", NULL };
  World world;

  world_open (&world, one);
  say (&world, "a.example", NEW);
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), NEW);
  g_assert_cmpuint (count_requests (&world), ==, 1);
  world_close (&world);
}

static SpReply *
answer_builtin (SpRequest *request, gpointer user_data, GError **error)
{
  if (strstr (sp_request_get_url (request), "/cdn-cgi/trace") != NULL)
    return sp_fake_reply (200, "h=api.cloudflare.com\nip=" NEW "\nwarp=off\n");
  return sp_fake_reply (200, NEW "\n");
}

static void
test_builtin_are_independent (void)
{
  g_test_message ("two services behind one network never make an agreement");
  for (guint start = 0; start < 16; start++)
    {
      World world;
      guint by_cloudflare;

      world_open (&world, NULL);
      sp_detector_set_rotation (world.detector, start);
      sp_fake_transport_set_handler (world.transport, answer_builtin, &world);
      check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), NEW);
      g_assert_cmpuint (count_requests (&world), ==, 2);
      by_cloudflare = sp_fake_transport_count_requests (world.transport,
                                                        "https://api.cloudflare.com/*") +
                      sp_fake_transport_count_requests (world.transport, "*ipify*") +
                      sp_fake_transport_count_requests (world.transport, "*icanhazip*");
      g_assert_cmpuint (by_cloudflare, <=, 1);
      world_close (&world);
    }
}

static void
test_answers (void)
{
  World world;
  g_autoptr (GPtrArray) answers = NULL;
  const SpSourceAnswer *kernel;
  const SpSourceAnswer *failed;
  const SpSourceAnswer *good;

  world_open (&world, four);
  say_all (&world, OLD);
  say (&world, "a.example", "!429");
  check (detect (&world, SP_FAMILY_IPV4, "automatic", OLD), OLD);
  answers = sp_detector_list_answers (world.detector, SP_FAMILY_IPV4, "automatic");
  g_assert_cmpuint (answers->len, ==, 3);
  kernel = g_ptr_array_index (answers, 0);
  failed = g_ptr_array_index (answers, 1);
  good = g_ptr_array_index (answers, 2);
  g_assert_cmpstr (kernel->name, ==, "eth0");
  g_assert_nonnull (kernel->error);
  g_assert_cmpstr (failed->name, ==, "a.example");
  g_assert_null (failed->address);
  g_assert_nonnull (strstr (failed->error->message, "429"));
  g_assert_cmpstr (good->name, ==, "b.example");
  g_assert_cmpstr (sp_address_get_text (good->address), ==, OLD);
  world_close (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/detector/agreement", test_agreement);
  g_test_add_func ("/detector/request", test_request);
  g_test_add_func ("/detector/none-is-not-unknown", test_none_is_not_unknown);
  g_test_add_func ("/detector/portal", test_portal);
  g_test_add_func ("/detector/local-ipv4", test_local_ipv4);
  g_test_add_func ("/detector/ipv6", test_ipv6);
  g_test_add_func ("/detector/ipv6-prefix", test_ipv6_prefix);
  g_test_add_func ("/detector/ipv6-without-lasting-address", test_ipv6_without_lasting_address);
  g_test_add_func ("/detector/ipv6-vanished-before-bind", test_ipv6_vanished_before_bind);
  g_test_add_func ("/detector/echo-ipv6", test_echo_ipv6);
  g_test_add_func ("/detector/interface", test_interface);
  g_test_add_func ("/detector/url", test_url);
  g_test_add_func ("/detector/bad-source", test_bad_source);
  g_test_add_func ("/detector/shared", test_shared);
  g_test_add_func ("/detector/forget", test_forget);
  g_test_add_func ("/detector/cancel", test_cancel);
  g_test_add_func ("/detector/politeness", test_politeness);
  g_test_add_func ("/detector/back-off", test_back_off);
  g_test_add_func ("/detector/outage", test_outage_is_not_the_services_fault);
  g_test_add_func ("/detector/no-service-for-family", test_no_service_for_family);
  g_test_add_func ("/detector/quarantine", test_quarantine);
  g_test_add_func ("/detector/one-of-ones-own", test_one_service_of_ones_own);
  g_test_add_func ("/detector/builtin", test_builtin_are_independent);
  g_test_add_func ("/detector/answers", test_answers);

  return g_test_run ();
}
