/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "sp-exchange-fixture.h"
#include "sp-loopback-peer.h"

#define OK        SP_EXCHANGE_OK
#define CANCELLED SP_EXCHANGE_CANCELLED

typedef SpExchangeFixture Fixture;

#define HEAD_200  "HTTP/1.1 200 OK\r\n"
#define HUNDRED   "HTTP/1.1 100 Continue\r\n\r\n"
#define PADDING   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define PADDING_1 PADDING PADDING PADDING PADDING PADDING PADDING PADDING PADDING

typedef struct
{
  const char *sentence;
  const char *reply;
  gsize reply_length;
  const char *tail;
  SpPeerThen then;
  int code;
  const char *what; /* the body of a reply, or part of the message of an error */
  guint status;
} FaultRow;

static const FaultRow fault_rows[] = {
  { "a reply with a length is taken, and the open connection is not waited for",
    HEAD_200 "Content-Length: 5\r\n\r\nhello",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "hello",
    .status = 200 },
  { "a reply without a length ends with the connection",
    HEAD_200 "\r\ngood 192.0.2.1\n",
    .then = SP_PEER_CLOSE,
    .code = OK,
    .what = "good 192.0.2.1\n",
    .status = 200 },
  { "a chunked reply is put together",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\n3\r\ngoo\r\n2;x=y\r\nd \r\n0\r\nTrailer: 1\r\n\r\n",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "good ",
    .status = 200 },
  { "any status is a reply",
    "HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\nabuse",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "abuse",
    .status = 403 },
  { "401 is a reply too: nothing is asked for and nothing sent again",
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 7\r\n\r\nbadauth",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "badauth",
    .status = 401 },
  { "an endless 401 is cut like any other",
    "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n",
    .tail = PADDING_1,
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "larger than the 1024 bytes" },
  { "so is an endless 407, which no proxy has sent",
    "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
    .tail = PADDING_1,
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "larger than the 1024 bytes" },
  { "an endless 421 is cut too, and not asked again",
    "HTTP/1.1 421 Misdirected\r\n\r\n",
    .tail = PADDING_1,
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "wrong server" },
  { "204 has no body",
    "HTTP/1.1 204 No Content\r\n\r\n",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "",
    .status = 204 },
  { "200 with zero bytes is an empty reply; its content is judged elsewhere",
    HEAD_200 "Content-Length: 0\r\n\r\n",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "",
    .status = 200 },
  { "a redirect is not followed",
    "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "",
    .status = 302 },
  { "a redirect without a target is a reply",
    "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "",
    .status = 301 },
  { "a redirect to nonsense is a reply",
    "HTTP/1.1 308 Moved\r\nLocation: ::::\r\nContent-Length: 0\r\n\r\n",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "",
    .status = 308 },
  { "a few interim replies are passed over",
    HUNDRED HUNDRED "HTTP/1.1 103 Hints\r\nLink: <x>\r\n\r\n" HEAD_200
                    "Content-Length: 2\r\n\r\nok",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "ok",
    .status = 200 },
  { "a silent server ends at the deadline, and nobody knows the outcome",
    "",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_INTERRUPTED,
    .what = "within 10 s" },
  { "headers dripped byte by byte end at the deadline",
    "",
    .tail = HEAD_200 "X-Long: " PADDING "\r\n",
    .then = SP_PEER_DRIP,
    .code = SP_ERROR_INTERRUPTED,
    .what = "within 10 s" },
  { "a body dripped byte by byte ends at the deadline",
    HEAD_200 "Content-Length: 1000\r\n\r\n",
    .tail = PADDING,
    .then = SP_PEER_DRIP,
    .code = SP_ERROR_INTERRUPTED,
    .what = "within 10 s" },
  { "an endless body is cut at the cap",
    HEAD_200 "\r\n",
    .tail = PADDING_1,
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "larger than the 1024 bytes" },
  { "an endless chunked body is cut at the cap",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\n",
    .tail = "8\r\nxxxxxxxx\r\n",
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "larger than the 1024 bytes" },
  { "one huge chunk is refused by its size",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\nfffffff\r\nx",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "larger than the 1024 bytes" },
  { "a declared length over the cap is refused at once",
    HEAD_200 "Content-Length: 99999999999\r\n\r\nabc",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "larger than the 1024 bytes" },
  { "an absurd length is refused without a warning",
    HEAD_200 "Content-Length: 99999999999999999999999999\r\n\r\nabc",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "Content-Length is not a number" },
  { "a negative length is refused without a warning",
    HEAD_200 "Content-Length: -5\r\n\r\nabc",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "Content-Length is not a number" },
  { "a length of minus one is refused without a warning",
    HEAD_200 "Content-Length: -1\r\n\r\nabc",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "Content-Length is not a number" },
  { "two different lengths are refused",
    HEAD_200 "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "two different Content-Lengths" },
  { "two equal lengths are one",
    HEAD_200 "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    .then = SP_PEER_HOLD,
    .code = OK,
    .what = "abc",
    .status = 200 },
  { "a body shorter than its length was interrupted",
    HEAD_200 "Content-Length: 50\r\n\r\ngood",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_INTERRUPTED,
    .what = "cut off after 4 bytes" },
  { "… also when the server announced that it would close",
    HEAD_200 "Connection: close\r\nContent-Length: 50\r\n\r\ngood",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_INTERRUPTED,
    .what = "cut off after 4 bytes" },
  { "a body longer than its length is cut to it",
    HEAD_200 "Content-Length: 4\r\n\r\n192.0.2.1",
    .then = SP_PEER_CLOSE,
    .code = OK,
    .what = "192.",
    .status = 200 },
  { "a chunk size that is no number is refused, not an empty success",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "chunk" },
  { "a negative chunk size is refused",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "chunk" },
  { "a chunked body without its last chunk was interrupted",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_INTERRUPTED,
    .what = "cut off after 4 bytes" },
  { "a chunk longer than its size is refused",
    HEAD_200 "Transfer-Encoding: chunked\r\n\r\n2\r\ngood\r\n0\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "chunk" },
  { "an unknown transfer coding is refused",
    HEAD_200 "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "Transfer-Encoding" },
  { "endless interim replies are cut at the ninth",
    "",
    .tail = HUNDRED,
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "interim" },
  { "an endless header block is cut at 64 KiB",
    HEAD_200,
    .tail = "X-Long: " PADDING_1 "\r\n",
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "HTTP" },
  { "one endless header is cut at 64 KiB",
    HEAD_200 "X-Long: ",
    .tail = PADDING_1,
    .then = SP_PEER_REPEAT,
    .code = SP_ERROR_BAD_REPLY,
    .what = "HTTP" },
  { "a status line of garbage is refused",
    "SSH-2.0-OpenSSH_9.2\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "HTTP" },
  { "HTTP/0.9 is refused",
    "<html>good</html>\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "HTTP" },
  { "a status of 999999 is refused",
    "HTTP/1.1 999999 What\r\n\r\n",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "HTTP" },
  { "a connection closed without an answer was interrupted, and nothing is sent again",
    "",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_INTERRUPTED,
    .what = "before a whole reply" },
  { "a connection closed in the middle of a header is refused",
    HEAD_200 "Content-Le",
    .then = SP_PEER_CLOSE,
    .code = SP_ERROR_BAD_REPLY,
    .what = "HTTP" },
  { "a connection closed between two headers leaves an empty reply, which nobody calls good",
    HEAD_200 "Server: x\r\n",
    .then = SP_PEER_CLOSE,
    .code = OK,
    .what = "",
    .status = 200 },
  { "a reset instead of an answer was interrupted",
    "",
    .then = SP_PEER_RESET,
    .code = SP_ERROR_INTERRUPTED,
    .what = "before a whole reply" },
  { "a reset in the middle of the body was interrupted",
    HEAD_200 "Content-Length: 50\r\n\r\ngood",
    .then = SP_PEER_RESET,
    .code = SP_ERROR_INTERRUPTED },
  { "a compressed body that was not asked for is refused unread",
    HEAD_200 "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "compressed" },
  { "so is one in a coding nobody here knows",
    HEAD_200 "Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "compressed" },
  { "a NUL byte in the body is refused",
    HEAD_200 "Content-Length: 5\r\n\r\ngo\0od",
    sizeof HEAD_200 "Content-Length: 5\r\n\r\ngo\0od" - 1,
    .then = SP_PEER_HOLD,
    .code = SP_ERROR_BAD_REPLY,
    .what = "NUL" },
};

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  const FaultRow *row = data;
  SpPeerScript script = { .reply = row->reply,
                          .reply_length = row->reply_length,
                          .tail = row->tail,
                          .then = row->then,
                          .user_data = fixture };
  g_autoptr (SpLoopbackPeer) peer = NULL;
  g_autoptr (SpRequest) request = NULL;

  if (row->code == SP_ERROR_INTERRUPTED)
    script.stalled_cb = row->then == SP_PEER_DRIP ? sp_exchange_fixture_pass_half_second_cb
                                                  : sp_exchange_fixture_pass_deadline_cb;
  peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  request = sp_exchange_fixture_request ("http", "127.0.0.1", sp_loopback_peer_get_port (peer));
  sp_exchange_fixture_run (fixture, request, NULL);

  sp_exchange_fixture_assert (fixture, row->code, row->what);
  if (row->code == OK)
    {
      g_assert_cmpstr (sp_reply_get_text (fixture->reply), ==, row->what);
      g_assert_cmpuint (sp_reply_get_status (fixture->reply), ==, row->status);
      g_assert_cmpstr (sp_address_get_text (sp_reply_get_remote (fixture->reply)), ==, "127.0.0.1");
    }
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (peer), ==, 1);
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  SpPeerScript script = { .reply = HEAD_200 "X-One: 1\r\nx-one: 2\r\nContent-Length: 0\r\n\r\n",
                          .then = SP_PEER_HOLD };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/a%%20b?x=%%26",
                                          sp_loopback_peer_get_port (peer));
  g_autoptr (SpRequest) request = sp_request_new ("PUT", url, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autofree char *seen = NULL;

  sp_request_set_header (request, "Authorization", "Token abc", NULL);
  sp_request_set_body (request, "application/json", body, "{}");
  sp_exchange_fixture_run (fixture, request, NULL);

  sp_exchange_fixture_assert (fixture, OK, NULL);
  g_assert_cmpstr (sp_reply_get_header (fixture->reply, "X-ONE"), ==, "1, 2");
  seen = sp_loopback_peer_dup_request (peer);
  g_assert_true (g_str_has_prefix (seen, "PUT /a%20b?x=%26 HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (seen, "\r\nAuthorization: Token abc\r\n"));
  g_assert_nonnull (strstr (seen, "\r\nContent-Type: application/json\r\n"));
  g_assert_nonnull (strstr (seen, "\r\nUser-Agent: Signpost/" SP_VERSION " (+https://"));
  g_assert_null (strstr (seen, "Cookie"));
  g_assert_null (strstr (seen, "X-Forwarded-For"));
  g_assert_true (g_str_has_suffix (seen, "\r\n\r\n{}"));
}

static void
test_no_cookies (Fixture *fixture, gconstpointer data)
{
  SpPeerScript script = { .reply = HEAD_200 "Set-Cookie: a=b\r\nContent-Length: 0\r\n\r\n",
                          .then = SP_PEER_HOLD };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autoptr (SpRequest)
      request = sp_exchange_fixture_request ("http", "127.0.0.1", sp_loopback_peer_get_port (peer));
  g_autofree char *seen = NULL;

  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, OK, NULL);
  seen = sp_loopback_peer_dup_request (peer);
  g_assert_null (strstr (seen, "Cookie"));
  /* a connection of its own for each: a kept one survives a change of address */
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (peer), ==, 2);
}

static guint16
find_closed_port (void)
{
  SpPeerScript script = { .reply = "" };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);

  return sp_loopback_peer_get_port (peer);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpRequest)
      request = sp_exchange_fixture_request ("http", "127.0.0.1", find_closed_port ());

  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "127.0.0.1");
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SpPeerScript script = { .reply = HEAD_200,
                          .then = SP_PEER_HOLD,
                          .stalled_cb = cancel_cb,
                          .user_data = cancellable };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autoptr (SpRequest)
      request = sp_exchange_fixture_request ("http", "127.0.0.1", sp_loopback_peer_get_port (peer));

  sp_exchange_fixture_run (fixture, request, cancellable);
  sp_exchange_fixture_assert (fixture, CANCELLED, NULL);
  sp_exchange_fixture_run (fixture, request, cancellable);
  sp_exchange_fixture_assert (fixture, CANCELLED, NULL);
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (peer), ==, 1);
}

static const struct
{
  const char *sentence;
  const char *url;
  const char *what;
} url_rows[] = {
  { "plain http leaves this machine for nobody", "http://example.org/", "use https://" },
  { "not even for a name that sounds local", "http://localhost.example.org/", "use https://" },
  { "nor for a private address", "http://192.168.1.1/", "use https://" },
  { "nor for a short form of an address", "http://127.1/", "use https://" },
  { "nor for a wrapped one", "http://[::ffff:127.0.0.1]/", "use https://" },
  { "other schemes are none", "ftp://127.0.0.1/", "https://" },
  { "a password in the URL belongs elsewhere", "https://u:canary@127.0.0.1/", "field" },
  { "text is not an URL", "canary", "not an URL" },
  { "an URL has a host", "https:///path", "host" },
};

static void
test_urls (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (url_rows); i++)
    {
      g_autoptr (SpRequest) request = sp_request_new ("GET", url_rows[i].url, "redacted");

      g_test_message ("%s", url_rows[i].sentence);
      sp_exchange_fixture_run (fixture, request, NULL);
      sp_exchange_fixture_assert (fixture, SP_ERROR_BAD_INPUT, url_rows[i].what);
      g_assert_null (strstr (fixture->error->message, "canary"));
    }
}

static const SpPeerScript polite = { .reply = HEAD_200 "Content-Length: 2\r\n\r\nok",
                                     .then = SP_PEER_CLOSE };

static void
test_family (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpLoopbackPeer) four = sp_loopback_peer_new ("127.0.0.1", 0, &polite);
  guint16 port = sp_loopback_peer_get_port (four);
  g_autoptr (SpLoopbackPeer) six = sp_loopback_peer_new ("::1", port, &polite);

  for (SpFamily family = SP_FAMILY_IPV4; family < SP_N_FAMILIES; family++)
    {
      g_autoptr (SpRequest) request = sp_exchange_fixture_request ("http", "localhost", port);

      sp_request_force_family (request, family);
      sp_exchange_fixture_run (fixture, request, NULL);
      sp_exchange_fixture_assert (fixture, OK, NULL);
      g_assert_cmpint (sp_address_get_family (sp_reply_get_remote (fixture->reply)), ==, family);
    }
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (four), ==, 1);
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (six), ==, 1);
}

static void
test_family_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpLoopbackPeer) four = sp_loopback_peer_new ("127.0.0.1", 0, &polite);
  guint16 port = sp_loopback_peer_get_port (four);
  g_autoptr (SpRequest) by_name = sp_exchange_fixture_request ("http", "localhost", port);
  g_autoptr (SpRequest) by_number = sp_exchange_fixture_request ("http", "127.0.0.1", port);

  sp_request_force_family (by_name, SP_FAMILY_IPV6);
  sp_exchange_fixture_run (fixture, by_name, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "localhost");

  sp_request_force_family (by_number, SP_FAMILY_IPV6);
  sp_exchange_fixture_run (fixture, by_number, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "127.0.0.1");
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (four), ==, 0);
}

static void
test_bound_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &polite);
  g_autoptr (SpRequest)
      request = sp_exchange_fixture_request ("http", "127.0.0.1", sp_loopback_peer_get_port (peer));
  g_autoptr (SpAddress) ours = sp_address_new_from_string ("127.0.0.5", NULL);
  g_autoptr (SpAddress) gone = sp_address_new_from_string ("203.0.113.7", NULL);
  g_autofree char *client = NULL;

  sp_request_bind_address (request, ours);
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, OK, NULL);
  client = sp_loopback_peer_dup_client (peer);
  g_assert_cmpstr (client, ==, "127.0.0.5");

  sp_request_bind_address (request, gone);
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, NULL);
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (peer), ==, 1);
}

static GString *log_text; /* (nullable): collects messages while it is there */

static GLogWriterOutput
collect_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; log_text != NULL && i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      g_string_append (log_text, fields[i].value);

  return g_log_writer_default (level, fields, n_fields, data);
}

static void
test_trace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &polite);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/?token=canary",
                                          sp_loopback_peer_get_port (peer));
  g_autoptr (SpRequest) request = sp_request_new ("GET", url, "http://127.0.0.1/?token=•••");

  log_text = g_string_new (NULL);
  sp_request_set_header (request, "Authorization", "Basic canary", NULL);
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, OK, NULL);
  g_assert_nonnull (strstr (log_text->str, "GET “127.0.0.1”: 200, 2 bytes"));
  g_assert_null (strstr (log_text->str, "token"));
  g_assert_null (strstr (log_text->str, "canary"));
  g_string_free (g_steal_pointer (&log_text), TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (collect_log, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fault_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/transport/fault/%s", fault_rows[i].sentence);

      g_strdelimit (path + strlen ("/transport/fault/"), "/", '|');
      g_test_add (path,
                  Fixture,
                  &fault_rows[i],
                  sp_exchange_fixture_set_up,
                  test_fault,
                  sp_exchange_fixture_tear_down);
    }
  g_test_add ("/transport/request",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_request,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/no-cookies",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_no_cookies,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/refused",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_refused,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/cancelled",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_cancelled,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/urls",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_urls,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/family",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_family,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/family-missing",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_family_missing,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/bound-address",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_bound_address,
              sp_exchange_fixture_tear_down);
  g_test_add ("/transport/trace",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_trace,
              sp_exchange_fixture_tear_down);
  return g_test_run ();
}
