/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-destination.h"

#define ANY -1

static const struct
{
  const char *sentence;
  const char *url;
  int family;
  const char *peer;
  gboolean is_allowed;
} rows[] = {
  { "any peer will do over TLS", "https://example.org/", ANY, "192.0.2.1", TRUE },
  { "of either family", "https://example.org/", ANY, "2001:db8::1", TRUE },
  { "localhost is this machine", "http://localhost/", ANY, "127.0.0.1", TRUE },
  { "in either family", "http://localhost/", ANY, "::1", TRUE },
  { "localhost must not lead elsewhere", "http://localhost/", ANY, "192.0.2.1", FALSE },
  { "not even next door", "http://localhost/", ANY, "192.168.1.2", FALSE },
  { "a forced family is forced", "https://example.org/", SP_FAMILY_IPV4, "2001:db8::1", FALSE },
  { "the other way round, too", "https://example.org/", SP_FAMILY_IPV6, "192.0.2.1", FALSE },
  { "the right family passes", "https://example.org/", SP_FAMILY_IPV6, "2001:db8::1", TRUE },
};

static void
test_peers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GUri) uri = sp_destination_parse (rows[i].url, NULL);
      g_autoptr (SpRequest) request = sp_request_new ("GET", rows[i].url, rows[i].url);
      g_autoptr (GSocketAddress) peer = g_inet_socket_address_new_from_string (rows[i].peer, 443);
      g_autofree char *refusal = NULL;

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].family != ANY)
        sp_request_force_family (request, (SpFamily) rows[i].family);
      refusal = sp_destination_check_peer (uri, request, peer);
      g_assert_true ((refusal == NULL) == rows[i].is_allowed);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/destination/peers", test_peers);
  return g_test_run ();
}
