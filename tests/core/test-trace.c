/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "dns/sp-dns-builder.h"
#include "http/sp-unescape.h"
#include "provider/sp-trace.h"
#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-name-server.h"
#include "sp-fake-transport.h"

#include <string.h>

#define CANARY "c4n4ry&pass:w%rdü"
#define SECRET "c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ=="

static SpMask *
new_mask (void)
{
  SpMask *mask = sp_mask_new ();

  sp_mask_add (mask, CANARY);
  sp_mask_add (mask, SECRET);
  sp_mask_add_login (mask, "alice", CANARY);
  sp_mask_add_name (mask, "alice");
  return mask;
}

static SpTrace *
trace_reply (SpReply *owned_reply, gboolean is_login)
{
  g_autoptr (SpReply) reply = owned_reply;
  g_autoptr (SpMask) mask = new_mask ();
  SpTrace *trace = sp_trace_new (mask, "GET https://x.example/\n");

  sp_trace_take_reply (trace, mask, reply, is_login);
  return trace;
}

static void
test_bodies (void)
{
  static const struct
  {
    const char *sentence;
    const char *body;
    const char *shown; /* NULL: nothing is */
  } rows[] = {
    { "an answer is shown as it is", "good 203.0.113.7\r\n", "good 203.0.113.7" },
    { "a secret is not", "no such user: " CANARY, "no such user: •••" },
    { "nor percent-encoded", "/u/c4n4ry%26pass%3aw%25rd%c3%bc/x", "/u/•••/x" },
    { "nor as JSON writes it", "{\"u\":\"c4n4ry&pass:w%rd\\u00FC\"}", "{\"u\":\"•••\"}" },
    { "nor as JSON may write it", "c4n4ry\\u0026pass:w%rd\\u00fc", NULL },
    { "nor with entities by number", "<b>c4n4ry&#38;pass&#x3A;w%rd&#xfc;</b>", NULL },
    { "nor with tags in it", "<b>c4n</b>4ry&amp;pass:w%rdü", NULL },
    { "nor in Latin-1", "c4n4ry&pass:w%rd\xfc!", "•••!" },
    { "nor in the login", "Basic YWxpY2U6YzRuNHJ5JnBhc3M6dyVyZMO8", "Basic •••" },
    { "a name is not", "user alice is unknown", "user ••• is unknown" },
    { "nor in a query", "?u=alice&x=1", "?u=•••&x=1" },
    { "nor before a full stop", "no alice.", "no •••." },
    { "but in a host name it is", "alice.example.org", "alice.example.org" },
    { "and in a word", "malice", "malice" },
    { "a member that is called a key is hidden",
      "{\"refresh_token\": \"x\\\"y\", \"ip\": \"192.0.2.1\"}",
      "{\"refresh_token\": \"•••\", \"ip\": \"192.0.2.1\"}" },
    { "as is a parameter",
      "https://x.example/?apiKey=12&a=1",
      "https://x.example/?apiKey=•••&a=1" },
    { "and an element", "<sessionId>1234</sessionId>", "<sessionId>•••</sessionId>" },
    { "but not what is called otherwise",
      "{\"keyboard\":\"a\",\"monkey\":\"b\"}",
      "{\"keyboard\":\"a\",\"monkey\":\"b\"}" },
    { "a terminal is not repainted",
      "a\033[2Jb\u202ec",
      "a\xef\xbf\xbd[2Jb\xef\xbf\xbd"
      "c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpTrace) trace = trace_reply (sp_fake_reply (200, rows[i].body), FALSE);
      g_autofree char *wanted = g_strconcat ("HTTP 200\n\n", rows[i].shown, NULL);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (trace->received, ==, rows[i].shown != NULL ? wanted : "HTTP 200");
      g_assert_cmpint (trace->is_withheld, ==, rows[i].shown == NULL);
      g_assert_cmpint (trace->n_cut, ==, 0);
      g_assert_null (trace->error);
    }
}

static void
test_headers (void)
{
  static const char *const headers[][2] = {
    { "content-type", "text/plain" },
    { "Retry-After", "300" },
    { "LOCATION", "https://x.example/?session=1&u=" CANARY },
    { "Date", "Sun, 22 Nov 2026 12:00:00 GMT" },
    { "Set-Cookie", "crumb=1" },
    { "Cookie", "crumb=2" },
    { "X-Request-Id", "4711" },
  };
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (SpTrace) trace = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    g_hash_table_insert (table, (gpointer) headers[i][0], (gpointer) headers[i][1]);
  trace = trace_reply (sp_reply_new (302, table, NULL, NULL), FALSE);
  g_assert_cmpstr (trace->received,
                   ==,
                   "HTTP 302\nContent-Type: text/plain\nRetry-After: 300\n"
                   "Location: https://x.example/?session=•••&u=•••\n"
                   "Date: Sun, 22 Nov 2026 12:00:00 GMT");
  g_assert_false (trace->is_withheld);
}

static void
test_cookie_is_not_shown (void)
{
  g_autoptr (SpRequest)
      request = sp_request_new ("GET", "https://x.example/", "https://x.example/");
  g_autofree char *trace = NULL;

  sp_request_set_header (request, "cookie", "crumb=1", "crumb=1");
  trace = sp_request_to_trace (request);
  g_assert_cmpstr (trace, ==, "GET https://x.example/\n");
}

static void
test_login (void)
{
  g_autoptr (SpTrace)
      good = trace_reply (sp_fake_reply (201, "{\"t\":\"t0ken\",\"other\":\"also\"}"), TRUE);
  g_autoptr (SpTrace) bad = trace_reply (sp_fake_reply (401, "wrong password"), TRUE);

  g_assert_cmpstr (good->received, ==, "HTTP 201");
  g_assert_true (good->is_withheld);
  g_assert_cmpstr (bad->received, ==, "HTTP 401\n\nwrong password");
  g_assert_false (bad->is_withheld);
}

static void
test_long_body_is_cut (void)
{
  g_autofree char *many = g_strnfill (4095, 'a');
  g_autofree char *body = g_strconcat (many, "ä and " CANARY, NULL);
  g_autoptr (SpTrace) trace = trace_reply (sp_fake_reply (200, body), FALSE);
  g_autofree char *text = sp_trace_to_text (trace);

  g_assert_true (g_str_has_suffix (trace->received, "aaa"));
  g_assert_cmpuint (strlen (trace->received), ==, strlen ("HTTP 200\n\n") + 4095);
  g_assert_cmpint (trace->n_cut, ==, strlen ("ä and •••"));
  g_assert_nonnull (strstr (text, "\n* 16 more bytes\n"));
}

/* Where one stops looking, no secret is torn so that its beginning is shown, however much of what
 * stands before it is hidden. */
static void
test_end_of_the_look (void)
{
  g_autofree char *tail = g_strnfill (400, 'x');
  g_autofree char *secret = g_strconcat ("s3cr3t", tail, NULL);
  g_autofree char *many = g_strnfill (1000, '.');

  for (gsize before = 0; before < 1000; before += 7)
    {
      g_autoptr (SpMask) mask = sp_mask_new ();
      g_autoptr (SpTrace) trace = sp_trace_new (mask, "GET https://x.example/");
      g_autoptr (GString) page = g_string_new_len (many, (gssize) before);
      g_autoptr (SpReply) reply = NULL;

      sp_mask_add (mask, secret);
      while (page->len < 60000)
        g_string_append_printf (page, "ä%s", secret);
      reply = sp_fake_reply (200, page->str);
      sp_trace_take_reply (trace, mask, reply, FALSE);
      g_assert_false (trace->is_withheld);
      g_assert_null (strstr (trace->received, "s3c"));
      g_assert_true (g_utf8_validate (trace->received, -1, NULL));
      g_assert_cmpint (trace->n_cut, >, 40000);
    }
}

static void
test_text (void)
{
  g_autoptr (SpMask) mask = new_mask ();
  g_autoptr (SpTrace) trace = sp_trace_new (mask, "POST https://x.example/\nA: b\n\nuser=alice\n");
  g_autoptr (SpReply) reply = sp_fake_reply (200, "one\n\ntwo\n");
  g_autofree char *text = NULL;
  g_autoptr (SpTrace) copy = NULL;

  sp_trace_take_reply (trace, mask, reply, FALSE);
  trace->took_ms = 34;
  copy = sp_trace_copy (trace);
  text = sp_trace_to_text (copy);
  g_assert_cmpstr (text,
                   ==,
                   "> POST https://x.example/\n> A: b\n>\n> user=•••\n"
                   "< HTTP 200\n<\n< one\n<\n< two\n* 34 ms");
}

static void
test_error (void)
{
  g_autoptr (SpMask) mask = new_mask ();
  g_autoptr (SpTrace) trace = sp_trace_new (mask, "GET https://x.example/\n");
  g_autoptr (GError) error =
      g_error_new (SP_ERROR, SP_ERROR_NETWORK, "no way to %s", "https://x.example/?" CANARY);
  g_autofree char *text = NULL;

  sp_trace_take_error (trace, mask, error);
  text = sp_trace_to_text (trace);
  g_assert_cmpstr (text,
                   ==,
                   "> GET https://x.example/\n* no way to https://x.example/?•••\n* 0 ms");
}

static GBytes *
answer_cb (const char *place, GBytes *message, gpointer user_data, GError **error)
{
  static const SpFakeDnsAnswer answer = { SP_DNS_REFUSED, "signed", 0 };

  return sp_fake_dns_reply (message, SECRET, &answer);
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (sp_dns_call_send_finish (user_data, result, NULL));
}

static void
test_name_server (void)
{
  SpFakeClock *clock = sp_fake_clock_new ();
  SpFakeDnsTransport *transport = sp_fake_dns_transport_new ();
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, "example.org", SP_DNS_TYPE_SOA);
  g_autoptr (GBytes) message = sp_dns_builder_end (builder);
  SpTsigKey *key = sp_tsig_key_new ("home-key", "hmac-sha256", SECRET, NULL);
  g_autoptr (SpDnsCall) call = sp_dns_call_new ("ns1.example.org", 53, message, key);
  g_autoptr (SpMask) mask = new_mask ();
  g_autofree char *sent = sp_dns_call_to_trace (call);
  g_autoptr (SpTrace) trace = sp_trace_new (mask, sent);

  sp_fake_dns_transport_set_handler (transport, answer_cb, NULL);
  sp_dns_call_send_async (call,
                          SP_DNS_TRANSPORT (transport),
                          SP_CLOCK (clock),
                          NULL,
                          called_cb,
                          call);
  while (sp_dns_call_get_reply (call) == NULL)
    g_main_context_iteration (NULL, TRUE);
  sp_trace_take_answer (trace, mask, call);
  g_assert_true (g_str_has_prefix (trace->sent, "UPDATE dns://ns1.example.org:53\n"));
  g_assert_nonnull (strstr (trace->sent, "key home-key. hmac-sha256"));
  g_assert_true (g_str_has_prefix (trace->received, "UPDATE REFUSED\n"));
  g_assert_true (g_str_has_suffix (trace->received, "(signed)"));
  sp_fake_dns_transport_close (transport);
  sp_fake_clock_close (clock);
}

static void
test_unescape (void)
{
  static const char *const rows[][2] = {
    { "plain + 100% & text;", "plain + 100% & text;" },
    { "%2F%2f%zz%4", "//%zz%4" },
    { "\\u00e4\\ud83d\\ude00\\ud83d\\/\\x41\\\"\\n", "ä😀/A\"\\n" },
    { "&amp;&#47;&#x2F;&#;&nope;&#99999999;", "&//&#;&nope;" },
    { "%00\\u0000&#0;\\x00", "" },
    { "\\", "\\" },
    { "%", "%" },
    { "&#", "&#" },
    { "\\u12", "\\u12" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *plain = sp_unescape (rows[i][0]);

      g_assert_cmpstr (plain, ==, rows[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/bodies", test_bodies);
  g_test_add_func ("/trace/headers", test_headers);
  g_test_add_func ("/trace/cookie-is-not-shown", test_cookie_is_not_shown);
  g_test_add_func ("/trace/login", test_login);
  g_test_add_func ("/trace/long-body-is-cut", test_long_body_is_cut);
  g_test_add_func ("/trace/end-of-the-look", test_end_of_the_look);
  g_test_add_func ("/trace/text", test_text);
  g_test_add_func ("/trace/error", test_error);
  g_test_add_func ("/trace/name-server", test_name_server);
  g_test_add_func ("/trace/unescape", test_unescape);
  return g_test_run ();
}
