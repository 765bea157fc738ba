/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-rfc2136.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-builder.h"
#include "provider/sp-rfc2136-answer.h"
#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-name-server.h"

#define SECRET "c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ=="

static GBytes *
answer_cb (const char *place, GBytes *message, gpointer user_data, GError **error)
{
  return sp_fake_dns_reply (message, SECRET, user_data);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (sp_dns_call_send_finish (user_data, result, NULL));
}

static SpDnsCall *
make_call (void)
{
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, "example.org", SP_DNS_TYPE_SOA);
  g_autoptr (GBytes) message = sp_dns_builder_end (builder);
  SpTsigKey *key = sp_tsig_key_new ("home-key", "hmac-sha256", SECRET, NULL);

  return sp_dns_call_new ("ns1.example.org", 53, message, key);
}

static SpOutcomeClass
judge (const SpFakeDnsAnswer *answer, char **words)
{
  SpFakeClock *clock = sp_fake_clock_new ();
  SpFakeDnsTransport *transport = sp_fake_dns_transport_new ();
  g_autoptr (SpDnsCall) call = make_call ();
  SpOutcomeClass outcome_class;

  sp_fake_dns_transport_set_handler (transport, answer_cb, (gpointer) answer);
  sp_dns_call_send_async (call,
                          SP_DNS_TRANSPORT (transport),
                          SP_CLOCK (clock),
                          NULL,
                          ended_cb,
                          call);
  while (sp_dns_call_get_reply (call) == NULL)
    g_main_context_iteration (NULL, TRUE);
  outcome_class = sp_rfc2136_answer_judge (call, words);

  sp_fake_dns_transport_close (transport);
  sp_fake_clock_close (clock);
  return outcome_class;
}

/* Each code of RFC 2136 and each error of RFC 8945, and what it is without a signature. */
static void
test_answers (void)
{
  static const struct
  {
    SpFakeDnsAnswer answer;
    SpOutcomeClass outcome_class;
    const char *part_of_words; /* NULL: nothing is said */
  } rows[] = {
    { { SP_DNS_NOERROR, "signed", 0 }, SP_OUTCOME_GOOD, NULL },
    { { SP_DNS_FORMERR, "signed", 0 }, SP_OUTCOME_CONFIG, "does not understand" },
    { { SP_DNS_SERVFAIL, "signed", 0 }, SP_OUTCOME_RETRY, "trouble with its zone" },
    { { SP_DNS_NXDOMAIN, "signed", 0 }, SP_OUTCOME_CONFIG, "otherwise" },
    { { SP_DNS_NOTIMP, "signed", 0 }, SP_OUTCOME_CONFIG, "takes no updates" },
    { { SP_DNS_REFUSED, "signed", 0 }, SP_OUTCOME_CONFIG, "does not let this key" },
    { { SP_DNS_YXDOMAIN, "signed", 0 }, SP_OUTCOME_CONFIG, "otherwise" },
    { { SP_DNS_YXRRSET, "signed", 0 }, SP_OUTCOME_CONFIG, "is an alias" },
    { { SP_DNS_NXRRSET, "signed", 0 }, SP_OUTCOME_BADHOST, "set create to true" },
    { { SP_DNS_NOTAUTH, "signed", 0 }, SP_OUTCOME_CONFIG, "not the primary one" },
    { { SP_DNS_NOTZONE, "signed", 0 }, SP_OUTCOME_CONFIG, "not in this zone" },
    { { 11, "signed", 0 }, SP_OUTCOME_UNKNOWN, "RCODE11" },
    { { SP_DNS_NOERROR, "unsigned", 0 }, SP_OUTCOME_UNKNOWN, "not signed" },
    { { SP_DNS_REFUSED, "unsigned", 0 }, SP_OUTCOME_CONFIG, "does not say why" },
    { { SP_DNS_SERVFAIL, "unsigned", 0 }, SP_OUTCOME_RETRY, "trouble with its zone" },
    { { SP_DNS_NOTAUTH, "BADSIG", 0 }, SP_OUTCOME_BADCRED, "another secret" },
    { { SP_DNS_NOTAUTH, "BADKEY", 0 }, SP_OUTCOME_BADCRED, "not for this zone" },
    { { SP_DNS_NOTAUTH, "BADTIME", 3600 }, SP_OUTCOME_RETRY, "3600 seconds behind" },
    { { SP_DNS_NOTAUTH, "BADTIME", -90 }, SP_OUTCOME_RETRY, "90 seconds ahead" },
    { { SP_DNS_NOTAUTH, "BADTRUNC", 0 }, SP_OUTCOME_CONFIG, "longer signature" },
    { { SP_DNS_NOERROR, "forged", 0 }, SP_OUTCOME_UNKNOWN, "does not prove" },
    { { SP_DNS_REFUSED, "forged", 0 }, SP_OUTCOME_UNKNOWN, "does not prove" },
    { { SP_DNS_NOERROR, "misplaced", 0 }, SP_OUTCOME_UNKNOWN, "not whole" },
    { { SP_DNS_NOERROR, "BADSIG", 0 }, SP_OUTCOME_BADCRED, "another secret" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *rcode = sp_dns_rcode_to_string (rows[i].answer.rcode);
      g_autofree char *words = NULL;

      g_test_message ("%s %s", rcode, rows[i].answer.signature);
      g_assert_cmpint (judge (&rows[i].answer, &words), ==, rows[i].outcome_class);
      if (rows[i].part_of_words == NULL)
        g_assert_null (words);
      else
        g_assert_nonnull (strstr (words, rows[i].part_of_words));
    }
}

static void
test_server (void)
{
  static const char *const good[] = { "ns1.example.org", "NS1.example.org.", "192.0.2.53",
                                      "2001:db8::53",    "localhost",        "ns" };
  static const char *const bad[] = {
    "", "ns1.example.org:53", "[2001:db8::53]", "https://ns1.example.org", "ns1 example", "a..b"
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (sp_rfc2136_check_server (good[i], NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (sp_rfc2136_check_server (bad[i], &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
    }
}

static void
test_key (void)
{
  g_assert_true (sp_rfc2136_check_key (SECRET, NULL));
  g_assert_true (
      sp_rfc2136_check_key ("key x { algorithm hmac-md5; secret \"" SECRET "\"; };", NULL));
  g_assert_false (sp_rfc2136_check_key ("hunter2", NULL));
  g_assert_false (sp_rfc2136_check_key ("key x { secret \"" SECRET "\"; };", NULL));
}

static void
test_weak_key (void)
{
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, "example.org", SP_DNS_TYPE_SOA);
  g_autoptr (GBytes) message = sp_dns_builder_end (builder);
  SpTsigKey *key = sp_tsig_key_new ("old", "hmac-md5", SECRET, NULL);
  g_autoptr (SpDnsCall) call = sp_dns_call_new ("2001:db8::53", 53, message, key);
  g_autoptr (SpDnsCall) question = sp_dns_call_make_question (call);
  g_autofree char *trace = sp_dns_call_to_trace (call);
  g_autofree char *asked = sp_dns_call_to_trace (question);

  g_assert_cmpstr (trace,
                   ==,
                   "UPDATE dns://[2001:db8::53]:53\n"
                   "zone example.org. IN SOA\n"
                   "key old. hmac-md5 (weak; make a new key with hmac-sha256)\n");
  g_assert_cmpstr (asked,
                   ==,
                   "QUERY dns://[2001:db8::53]:53\n"
                   "question example.org. IN SOA\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rfc2136/answers", test_answers);
  g_test_add_func ("/rfc2136/server", test_server);
  g_test_add_func ("/rfc2136/key", test_key);
  g_test_add_func ("/rfc2136/weak-key", test_weak_key);

  return g_test_run ();
}
