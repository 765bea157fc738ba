/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/sp-error.h"
#include "sp-exchange-fixture.h"
#include "sp-loopback-peer.h"

#define OK SP_EXCHANGE_OK

static char *folder; /* (owned): the certificates of this run */

typedef SpExchangeFixture Fixture;

static char *
find (const char *name)
{
  return name == NULL ? NULL : g_build_filename (folder, name, NULL);
}

static GTlsCertificate *
load_certificate (const char *name)
{
  g_autofree char *path = find (name);
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file (path, &error);

  g_assert_no_error (error);
  return certificate;
}

static const struct
{
  const char *sentence;
  const char *certificate;
  const char *ca_file;
  int code;
  const char *what;
} rows[] = {
  { "the account's own authority is trusted", "good.pem", "authority.pem", OK, NULL },
  { "and by nobody else", "good.pem", NULL, SP_ERROR_TLS, "whom this machine does not know" },
  { "the message names who signed", "good.pem", NULL, SP_ERROR_TLS, "Test authority" },
  { "the message names the dates", "good.pem", NULL, SP_ERROR_TLS, "valid from 20" },
  { "self-signed is refused", "self.pem", NULL, SP_ERROR_TLS, "signed by nobody but itself" },
  { "unless the account trusts just it", "self.pem", "self-authority.pem", OK, NULL },
  { "another self-signed one is no help", "good.pem", "self-authority.pem", SP_ERROR_TLS, "know" },
  { "another host's is refused", "other.pem", "authority.pem", SP_ERROR_TLS, "other.example.org" },
  { "one that is over is refused", "expired.pem", "authority.pem", SP_ERROR_TLS, "has expired" },
  { "a CA file must be there", "good.pem", "missing.pem", SP_ERROR_BAD_INPUT, "missing.pem" },
  { "and hold a certificate", "good.pem", "empty.pem", SP_ERROR_BAD_INPUT, "empty.pem" },
};

static void
test_certificates (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GTlsCertificate) certificate = load_certificate (rows[i].certificate);
      SpPeerScript script = { .reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                              .then = SP_PEER_CLOSE,
                              .certificate = certificate };
      g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
      g_autoptr (SpRequest) request =
          sp_exchange_fixture_request ("https", "127.0.0.1", sp_loopback_peer_get_port (peer));
      g_autofree char *ca_file = find (rows[i].ca_file);
      g_autofree char *seen = NULL;
      g_autofree char *protocol = NULL;

      g_test_message ("%s", rows[i].sentence);
      sp_request_set_ca_file (request, ca_file);
      sp_exchange_fixture_run (fixture, request, NULL);
      sp_exchange_fixture_assert (fixture, rows[i].code, rows[i].what);
      seen = sp_loopback_peer_dup_request (peer);
      g_assert_true ((seen != NULL) == (rows[i].code == OK));
      /* HTTP/2 was offered, too */
      protocol = sp_loopback_peer_dup_protocol (peer);
      if (rows[i].code == OK)
        g_assert_cmpstr (protocol, ==, "http/1.1");
    }
}

static void
test_wrong_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ("self.pem");
  SpPeerScript script = { .reply = "", .then = SP_PEER_CLOSE, .certificate = certificate };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autoptr (SpRequest) request =
      sp_exchange_fixture_request ("https", "127.0.0.1", sp_loopback_peer_get_port (peer));

  sp_fake_clock_step_wall (fixture->clock, -sp_clock_now (SP_CLOCK (fixture->clock)).wall_s + 1);
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_TLS, "this machine's clock says 1970-01-01");

  sp_fake_clock_step_wall (fixture->clock, G_GINT64_CONSTANT (3786912000));
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_TLS, NULL);
  g_assert_null (strstr (fixture->error->message, "clock"));
}

static void
test_silent_handshake (Fixture *fixture, gconstpointer data)
{
  SpPeerScript script = { .then = SP_PEER_HOLD,
                          .stalled_cb = sp_exchange_fixture_pass_deadline_cb,
                          .user_data = fixture };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autoptr (SpRequest) request =
      sp_exchange_fixture_request ("https", "127.0.0.1", sp_loopback_peer_get_port (peer));

  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "was not reached within 10 s");
}

static void
test_broken_handshake (Fixture *fixture, gconstpointer data)
{
  static const SpPeerThen ways[] = { SP_PEER_CLOSE, SP_PEER_RESET };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      SpPeerScript script = { .then = ways[i] };
      g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
      g_autoptr (SpRequest) request =
          sp_exchange_fixture_request ("https", "127.0.0.1", sp_loopback_peer_get_port (peer));

      sp_exchange_fixture_run (fixture, request, NULL);
      sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "127.0.0.1");
    }
}

static void
test_not_tls (Fixture *fixture, gconstpointer data)
{
  SpPeerScript script = { .tail = "HTTP/1.1 400 Bad Request\r\n\r\n", .then = SP_PEER_DRIP };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autoptr (SpRequest) request =
      sp_exchange_fixture_request ("https", "127.0.0.1", sp_loopback_peer_get_port (peer));

  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_TLS, "no secure connection");
}

static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTlsCertificate) certificate = load_certificate ("good.pem");
  SpPeerScript script = { .reply = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
                          .then = SP_PEER_CLOSE,
                          .certificate = certificate };
  g_autoptr (SpLoopbackPeer) peer = sp_loopback_peer_new ("127.0.0.1", 0, &script);
  g_autoptr (SpRequest) request =
      sp_exchange_fixture_request ("https", "127.0.0.1", sp_loopback_peer_get_port (peer));
  g_autofree char *ca_file = find ("authority.pem");

  sp_request_set_ca_file (request, ca_file);
  sp_exchange_fixture_run (fixture, request, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_INTERRUPTED, "cut off");
}

static void
make_certificates (void)
{
  g_autofree char *script =
      g_test_build_filename (G_TEST_DIST, "platform", "make-certificates.sh", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("signpost-tls-XXXXXX", &error);
  g_assert_no_error (error);
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                              &error,
                              script,
                              folder,
                              NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
remove_certificates (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = find (name);

      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/tls/certificates", test_certificates },
    { "/tls/wrong-clock", test_wrong_clock },
    { "/tls/silent-handshake", test_silent_handshake },
    { "/tls/broken-handshake", test_broken_handshake },
    { "/tls/not-tls", test_not_tls },
    { "/tls/cut-off", test_cut_off },
  };
  int result;

  g_test_init (&argc, &argv, NULL);
  make_certificates ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path,
                Fixture,
                NULL,
                sp_exchange_fixture_set_up,
                tests[i].test,
                sp_exchange_fixture_tear_down);
  result = g_test_run ();
  remove_certificates ();
  return result;
}
