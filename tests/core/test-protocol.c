/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-transport.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-protocol.h"

#define CANARY "c4n4ry&pass:w%rd"

#define HEAD                                                                                       \
  "[Provider]\nFormat=1\nId=x\nName=X\nWebsite=https://x.example/\nSource=https://x.example/\n"    \
  "Checked=2026-08-31\nVerified=peer\n"
#define DYNDNS2                                                                                    \
  HEAD "Protocol=dyndns2\nHosts=x.example;\nFamilies=ipv4;ipv6;\n"                                 \
       "[Field user]\nLabel=User\n[Field pass]\nLabel=Password\nSecret=true\n"                     \
       "[Dyndns2]\nUrl=https://x.example/nic/update\n"
#define ONESHOT                                                                                    \
  HEAD "Protocol=oneshot\nHosts=x.example;\nFamilies=ipv4;ipv6;\n"                                 \
       "[Field user]\nLabel=User\n[Field pass]\nLabel=Password\nSecret=true\n"                     \
       "[Update]\nUrl=https://x.example/u/${pass}/\nQuery=h=${fqdn}&u=${user}&ip=${ip}\n"          \
       "Header1=X-Token: ${pass}\n[Result]\nRule1=good body:/^OK/\n"

typedef struct
{
  SpFakeClock *clock;
  SpFakeTransport *transport;
  SpFakeDnsTransport *dns;
  SpBatch *batch;
  GCancellable *cancellable;
  GAsyncResult *result;
  GString *traces; /* of all exchanges */
} Fixture;

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static SpAccount *
new_account (const char *const *pairs)
{
  SpAccount *account = sp_account_new ("id", "x");

  for (guint i = 0; pairs[i] != NULL; i += 2)
    {
      g_autoptr (GError) error = NULL;
      SpAccount *next = sp_account_with (account, pairs[i], pairs[i + 1], &error);

      g_assert_no_error (error);
      sp_account_unref (account);
      account = next;
    }
  return account;
}

static SpBatch *
new_batch (const char *text, guint n_hosts, const char *const *addresses)
{
  static const char *const pairs[] = { "user", "alice", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = sp_recipe_new_from_text ("x.recipe", text, &error);
  g_autoptr (SpAccount) account = new_account (pairs);
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();
  SpBatch *batch;

  g_assert_no_error (error);
  sp_credentials_set (credentials, "pass", CANARY);
  batch = sp_batch_new (recipe, account, credentials);
  for (guint i = 0; i < n_hosts; i++)
    {
      g_autofree char *name =
          g_strdup_printf ("host-%02u.a-rather-long-domain-name-so-that-the-url-"
                           "grows.and-a-second-long-label-to-make-it-grow-even-"
                           "more-than-before.example.com",
                           i);
      guint host = sp_batch_add_host (batch,
                                      n_hosts > 2 ? name
                                      : i == 0    ? "a.example"
                                                  : "b.example");

      for (guint j = 0; addresses[j] != NULL; j++)
        {
          g_autoptr (SpAddress) address = sp_address_new_from_string (addresses[j], NULL);

          sp_batch_set_due (batch, host, address);
        }
    }
  return batch;
}

static const char *const v4[] = { "198.51.100.7", NULL };
static const char *const both[] = { "198.51.100.7", "2001:db8::7", NULL };

static void
set_up (Fixture *fixture, const char *text, guint n_hosts, const char *const *addresses)
{
  fixture->clock = sp_fake_clock_new ();
  fixture->transport = sp_fake_transport_new (SP_CLOCK (fixture->clock));
  fixture->dns = sp_fake_dns_transport_new ();
  fixture->batch = new_batch (text, n_hosts, addresses);
  fixture->cancellable = g_cancellable_new ();
  fixture->traces = g_string_new (NULL);
}

static void
exchanged_cb (const SpTrace *exchange, gpointer user_data)
{
  g_autofree char *text = sp_trace_to_text (exchange);

  g_string_append_printf (user_data, "%s\n", text);
}

static SpWays
get_ways (const Fixture *fixture)
{
  return (SpWays){ .clock = SP_CLOCK (fixture->clock),
                   .transport = SP_TRANSPORT (fixture->transport),
                   .dns = SP_DNS_TRANSPORT (fixture->dns),
                   .trace = exchanged_cb,
                   .trace_data = fixture->traces };
}

static void
run (Fixture *fixture)
{
  const SpWays ways = get_ways (fixture);

  sp_protocol_update_async (&ways, fixture->batch, fixture->cancellable, done_cb, fixture);
  g_assert_null (fixture->result);
  for (int i = 0; i < 100 && fixture->result == NULL; i++)
    {
      sp_fake_clock_advance_ms (fixture->clock, 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_nonnull (fixture->result);
}

static void
tear_down (Fixture *fixture)
{
  /* the result holds the attempt, and that holds the transport */
  g_clear_object (&fixture->result);
  g_clear_object (&fixture->cancellable);
  g_clear_pointer (&fixture->batch, sp_batch_unref);
  sp_fake_transport_close (fixture->transport);
  sp_fake_dns_transport_close (fixture->dns);
  sp_fake_clock_close (fixture->clock);
  g_string_free (fixture->traces, TRUE);
}

static char *
describe (SpBatch *batch)
{
  GString *text = g_string_new (NULL);

  for (guint host = 0; host < sp_batch_get_n_hosts (batch); host++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        SpOutcome *outcome = sp_batch_get_outcome (batch, host, (SpFamily) family);

        if (sp_batch_get_due (batch, host, (SpFamily) family) == NULL)
          continue;
        if (text->len > 0)
          g_string_append_c (text, ' ');
        g_string_append (text,
                         outcome == NULL
                             ? "-"
                             : sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
      }
  return g_string_free (text, FALSE);
}

/* What one request ends in decides whether the next one is sent; two hosts, two requests. */
static void
test_door_shut (void)
{
  static const struct
  {
    const char *sentence;
    guint status; /* 0: an error */
    const char *body;
    int error;
    guint n_requests;
    const char *outcomes;
  } rows[] = {
    { "a change goes on", 200, "good", 0, 2, "good good" },
    { "no change goes on", 200, "nochg", 0, 2, "nochg good" },
    { "a bad host goes on", 200, "nohost", 0, 2, "badhost good" },
    { "a bad request goes on", 200, "badip", 0, 2, "config good" },
    { "a bad password ends it", 200, "badauth", 0, 1, "badcred badcred" },
    { "a block ends it", 200, "abuse", 0, 1, "abuse abuse" },
    { "a limit ends it", 429, "", 0, 1, "rate rate" },
    { "maintenance ends it", 200, "911", 0, 1, "retry retry" },
    { "nonsense ends it, and the rest was not sent", 200, "<html>", 0, 1, "unknown net" },
    { "no network ends it", 0, NULL, SP_ERROR_NETWORK, 1, "net net" },
    { "a bad certificate ends it", 0, NULL, SP_ERROR_TLS, 1, "tls tls" },
    { "a lost answer ends it, and the rest was not sent",
      0,
      NULL,
      SP_ERROR_INTERRUPTED,
      1,
      "unknown net" },
    { "a flood ends it", 0, NULL, SP_ERROR_BAD_REPLY, 1, "retry retry" },
    { "an URL that may not be asked goes on", 0, NULL, SP_ERROR_BAD_INPUT, 2, "config good" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };
      g_autofree char *outcomes = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].sentence);
      set_up (&fixture, DYNDNS2, 2, v4);
      if (rows[i].status > 0)
        sp_fake_transport_expect (fixture.transport, "*=a.example&*", rows[i].status, rows[i].body);
      else
        sp_fake_transport_expect_error (fixture.transport,
                                        "*=a.example&*",
                                        SP_ERROR,
                                        rows[i].error);
      if (rows[i].n_requests == 2)
        sp_fake_transport_expect (fixture.transport, "*=b.example&*", 200, "good 198.51.100.7");
      run (&fixture);

      g_assert_true (sp_protocol_update_finish (fixture.result, &error));
      g_assert_no_error (error);
      outcomes = describe (fixture.batch);
      g_assert_cmpstr (outcomes, ==, rows[i].outcomes);
      g_assert_cmpuint (sp_fake_transport_get_n_requests (fixture.transport),
                        ==,
                        rows[i].n_requests);
      tear_down (&fixture);
    }
}

static void
test_request (void)
{
  Fixture fixture = { 0 };
  SpRequest *request;
  g_autofree char *login = NULL;
  g_autofree char *expected = NULL;

  set_up (&fixture, DYNDNS2, 1, v4);
  sp_fake_transport_expect (fixture.transport,
                            "https://x.example/nic/update?hostname=a.example&myip=198.51.100.7",
                            200,
                            "good 198.51.100.7");
  run (&fixture);
  request = sp_fake_transport_get_request (fixture.transport, 0);
  login = g_base64_encode ((const guchar *) "alice:" CANARY, strlen ("alice:" CANARY));
  expected = g_strconcat ("Basic ", login, NULL);
  g_assert_cmpstr (sp_request_get_header (request, "authorization"), ==, expected);
  g_assert_cmpstr (sp_request_get_header (request, "user-agent"),
                   ==,
                   "Signpost Signpost/LINUX-" SP_VERSION " " SP_WEBSITE);
  g_assert_cmpstr (sp_request_get_method (request), ==, "GET");
  g_assert_null (sp_request_get_body (request));
  tear_down (&fixture);
}

/* the canary in none of its forms */
static void
assert_clean (const char *text)
{
  static const char *const forms[] = { CANARY, "c4n4ry", "C4N4RY", "YzRuNHJ5" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    g_assert_null (strstr (text, forms[i]));
}

static void
test_no_secret_anywhere (void)
{
  static const struct
  {
    const char *sentence;
    const char *recipe;
    guint status;
    const char *body;
  } rows[] = {
    { "in a header of Basic", DYNDNS2, 200, "badauth alice:" CANARY },
    { "in path, query and header", ONESHOT, 500, "cannot GET /u/c4n4ry%26pass%3Aw%25rd/" },
    { "in a page", ONESHOT, 404, "<p>c4n4ry&amp;pass:w%rd</p>" },
    { "in base64", DYNDNS2, 400, "Authorization: YWxpY2U6YzRuNHJ5JnBhc3M6dyVyZA==" },
    { "in another writing", DYNDNS2, 400, "{\"pass\":\"\\u00634n4ry\\u0026pass:w%rd\"}" },
    { "torn by tags", DYNDNS2, 400, "<p>c4<b>n4</b>ry&amp;pass:w%rd</p>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };
      SpRequest *request;
      g_autofree char *trace = NULL;

      g_test_message ("%s", rows[i].sentence);
      set_up (&fixture, rows[i].recipe, 1, v4);
      sp_fake_transport_expect (fixture.transport, "*", rows[i].status, rows[i].body);
      run (&fixture);
      request = sp_fake_transport_get_request (fixture.transport, 0);
      trace = sp_request_to_trace (request);
      assert_clean (trace);
      g_assert_nonnull (strstr (trace, "•••"));
      g_assert_nonnull (strstr (trace, "https://x.example/"));
      assert_clean (
          sp_outcome_get_message (sp_batch_get_outcome (fixture.batch, 0, SP_FAMILY_IPV4)));
      assert_clean (fixture.traces->str);
      g_assert_null (strstr (fixture.traces->str, "alice"));
      g_assert_nonnull (strstr (fixture.traces->str, "> GET https://x.example/"));
      g_assert_nonnull (strstr (fixture.traces->str, "\n< HTTP "));
      tear_down (&fixture);
    }
}

static void
test_a_request_for_each_family (void)
{
  Fixture fixture = { 0 };
  g_autofree char *outcomes = NULL;

  set_up (&fixture, DYNDNS2, 1, both);
  sp_fake_transport_expect (fixture.transport, "*&myip=198.51.100.7", 200, "good");
  sp_fake_transport_expect (fixture.transport, "*&myip=2001:db8::7", 200, "nochg");
  run (&fixture);
  outcomes = describe (fixture.batch);
  g_assert_cmpstr (outcomes, ==, "good nochg");
  tear_down (&fixture);
}

static void
test_a_word_for_each_family (void)
{
  Fixture fixture = { 0 };
  g_autofree char *outcomes = NULL;
  g_autofree char *trace = NULL;

  set_up (&fixture,
          HEAD "Protocol=oneshot\nHosts=x.example;\nFamilies=ipv4;ipv6;\n"
               "[Field pass]\nLabel=Password\nSecret=true\n[Update]\nUrl=https://x.example/u\n"
               "Query=ip=${ip}&k=${word}&h=${fqdn}\nWordA=${pass}\nWordAAAA=six\n"
               "[Result]\nRule1=good body:/^OK/\n",
          1,
          both);
  sp_fake_transport_expect (fixture.transport, "*?ip=198.51.100.7&k=*&h=a.example", 200, "OK");
  sp_fake_transport_expect (fixture.transport, "*?ip=2001:db8::7&k=six&h=a.example", 200, "OK");
  run (&fixture);
  outcomes = describe (fixture.batch);
  g_assert_cmpstr (outcomes, ==, "good good");
  trace = sp_request_to_trace (sp_fake_transport_get_request (fixture.transport, 0));
  assert_clean (trace);
  g_assert_nonnull (strstr (trace, "&k=•••&"));
  tear_down (&fixture);
}

/* 20 names do not fit into one URL: they are split, and each still gets its own line */
static SpReply *
answer_each (SpRequest *request, gpointer user_data, GError **error)
{
  const char *url = sp_request_get_url (request);
  const char *names = strstr (url, "hostname=");
  GString *body = g_string_new ("good 198.51.100.7\n");
  guint *n_names = user_data;

  g_assert_cmpuint (strlen (url), <=, 2000);
  (*n_names)++;
  for (; *names != '&'; names++)
    if (*names == ',')
      {
        (*n_names)++;
        g_string_append (body, "good 198.51.100.7\n");
      }

  SpReply *reply = sp_fake_reply (200, body->str);
  g_string_free (body, TRUE);
  return reply;
}

static void
test_long_url_is_split (void)
{
  Fixture fixture = { 0 };
  guint n_names = 0;

  set_up (&fixture, DYNDNS2 "Batch=20\n", 20, v4);
  sp_fake_transport_set_handler (fixture.transport, answer_each, &n_names);
  run (&fixture);
  g_assert_cmpuint (sp_fake_transport_get_n_requests (fixture.transport), ==, 2);
  g_assert_cmpuint (n_names, ==, 20);
  for (guint host = 0; host < 20; host++)
    g_assert_cmpint (sp_outcome_get_class (
                         sp_batch_get_outcome (fixture.batch, host, SP_FAMILY_IPV4)),
                     ==,
                     SP_OUTCOME_GOOD);
  tear_down (&fixture);
}

static void
test_refused_before_anything_is_sent (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *reason;
  } rows[] = {
    { "a family that would be deleted", DYNDNS2 "Together=true\nMissing=delete\n", "IPv6" },
    { "a value that a header cannot carry",
      DYNDNS2 "Header1=X: ${evil}\n[Field evil]\nLabel=E\nDefault=ä\n",
      "evil" },
    { "a host outside of the domain",
      DYNDNS2 "Hostname=${fqdn|strip:zone}\n[Field zone]\nLabel=Z\nDefault=other.example\n",
      "a.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };
      SpOutcome *outcome;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].sentence);
      set_up (&fixture, rows[i].text, 1, v4);
      g_assert_false (sp_protocol_check (fixture.batch, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
      g_assert_null (sp_batch_get_outcome (fixture.batch, 0, SP_FAMILY_IPV4));

      run (&fixture);
      outcome = sp_batch_get_outcome (fixture.batch, 0, SP_FAMILY_IPV4);
      g_assert_cmpint (sp_outcome_get_class (outcome), ==, SP_OUTCOME_CONFIG);
      g_assert_nonnull (strstr (sp_outcome_get_message (outcome), rows[i].reason));
      tear_down (&fixture);
    }
}

static void
test_check_sends_nothing (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  set_up (&fixture, ONESHOT, 2, both);
  g_assert_true (sp_protocol_check (fixture.batch, &error));
  g_assert_no_error (error);
  g_assert_null (sp_batch_get_outcome (fixture.batch, 0, SP_FAMILY_IPV4));
  tear_down (&fixture);
}

static void
test_cancelled_under_way (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *outcomes = NULL;
  SpWays ways;

  set_up (&fixture, DYNDNS2, 2, v4);
  ways = get_ways (&fixture);
  sp_fake_transport_expect_silence (fixture.transport, "*");
  sp_protocol_update_async (&ways, fixture.batch, fixture.cancellable, done_cb, &fixture);
  g_cancellable_cancel (fixture.cancellable);
  for (int i = 0; i < 100 && fixture.result == NULL; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_nonnull (fixture.result);

  g_assert_false (sp_protocol_update_finish (fixture.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  outcomes = describe (fixture.batch);
  g_assert_cmpstr (outcomes, ==, "unknown -");
  tear_down (&fixture);
}

static void
test_cancelled_before (void)
{
  Fixture fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *outcomes = NULL;

  set_up (&fixture, DYNDNS2, 1, v4);
  g_cancellable_cancel (fixture.cancellable);
  run (&fixture);
  g_assert_false (sp_protocol_update_finish (fixture.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  outcomes = describe (fixture.batch);
  g_assert_cmpstr (outcomes, ==, "-");
  tear_down (&fixture);
}

static void
test_own_authorities (void)
{
  static const char *const pairs[] = { "user", "alice", "ca-file", "/etc/own-ca.pem", NULL };
  Fixture fixture = { 0 };
  g_autoptr (SpAccount) account = new_account (pairs);
  SpBatch *with_ca;

  set_up (&fixture, DYNDNS2, 1, v4);
  with_ca = sp_batch_new (sp_batch_get_recipe (fixture.batch),
                          account,
                          sp_batch_get_credentials (fixture.batch));
  sp_batch_add_host (with_ca, "a.example");
  sp_batch_set_due (with_ca, 0, sp_batch_get_due (fixture.batch, 0, SP_FAMILY_IPV4));
  sp_batch_unref (fixture.batch);
  fixture.batch = with_ca;
  sp_fake_transport_expect (fixture.transport, "*", 200, "good");
  run (&fixture);
  g_assert_cmpstr (sp_request_get_ca_file (sp_fake_transport_get_request (fixture.transport, 0)),
                   ==,
                   "/etc/own-ca.pem");
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/request", test_request);
  g_test_add_func ("/protocol/door-shut", test_door_shut);
  g_test_add_func ("/protocol/no-secret-anywhere", test_no_secret_anywhere);
  g_test_add_func ("/protocol/a-request-for-each-family", test_a_request_for_each_family);
  g_test_add_func ("/protocol/a-word-for-each-family", test_a_word_for_each_family);
  g_test_add_func ("/protocol/long-url-is-split", test_long_url_is_split);
  g_test_add_func ("/protocol/refused-before-anything-is-sent",
                   test_refused_before_anything_is_sent);
  g_test_add_func ("/protocol/check-sends-nothing", test_check_sends_nothing);
  g_test_add_func ("/protocol/cancelled-under-way", test_cancelled_under_way);
  g_test_add_func ("/protocol/cancelled-before", test_cancelled_before);
  g_test_add_func ("/protocol/own-authorities", test_own_authorities);

  return g_test_run ();
}
