/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-echo-parser.h"
#include "base/sp-error.h"
#include "sp-fake-transport.h"

#define HOST  "https://echo.example/"
#define TRACE "fl=1f2\nh=api.cloudflare.com\nip=85.1.2.3\nts=1\nwarp=off\ngateway=off\n"

static SpEchoService *
find_builtin (const char *name)
{
  g_autoptr (GPtrArray) services = sp_echo_service_list_builtin ();

  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (sp_echo_service_get_name (g_ptr_array_index (services, i)), name))
      return sp_echo_service_ref (g_ptr_array_index (services, i));
  g_assert_not_reached ();
}

static void
check_body (const char *sentence,
            SpEchoService *service,
            SpFamily family,
            const char *body,
            const char *expected,
            const char *complaint)
{
  g_autoptr (SpReply) reply = sp_fake_reply (200, body);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAddress) address = sp_echo_parse (service, family, reply, FALSE, &error);

  g_test_message ("%s", sentence);
  if (expected != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (sp_address_get_text (address), ==, expected);
      return;
    }
  g_assert_null (address);
  g_assert_error (error, SP_ERROR, SP_ERROR_BAD_REPLY);
  g_assert_nonnull (strstr (error->message, complaint));
}

typedef struct
{
  const char *sentence;
  SpFamily family;
  const char *body;
  const char *expected; /* NULL: refused */
  const char *complaint;
} BodyRow;

static const BodyRow text_rows[] = {
  { "an address alone is taken", SP_FAMILY_IPV4, "85.1.2.3", "85.1.2.3", NULL },
  { "one line end is stripped", SP_FAMILY_IPV4, "85.1.2.3\n", "85.1.2.3", NULL },
  { "CR LF is one line end", SP_FAMILY_IPV4, "85.1.2.3\r\n", "85.1.2.3", NULL },
  { "blanks around are stripped", SP_FAMILY_IPV4, "\t 85.1.2.3 \n", "85.1.2.3", NULL },
  { "IPv6 is taken on IPv6", SP_FAMILY_IPV6, "2A02:1::7\n", "2a02:1::7", NULL },
  { "a mapped address is unwrapped on IPv4", SP_FAMILY_IPV4, "::ffff:85.1.2.3", "85.1.2.3", NULL },
  { "and refused on IPv6", SP_FAMILY_IPV6, "::ffff:85.1.2.3", NULL, "not IPv6" },
  { "IPv4 is refused on IPv6", SP_FAMILY_IPV6, "85.1.2.3", NULL, "not IPv6" },
  { "IPv6 is refused on IPv4", SP_FAMILY_IPV4, "2a02:1::7", NULL, "not IPv4" },
  { "two lines are refused", SP_FAMILY_IPV4, "85.1.2.3\n\n", NULL, "one address" },
  { "two addresses are refused", SP_FAMILY_IPV4, "85.1.2.3, 85.1.2.4", NULL, "one address" },
  { "an address in words is refused", SP_FAMILY_IPV4, "IP: 85.1.2.3", NULL, "one address" },
  { "nothing is refused", SP_FAMILY_IPV4, "", NULL, "one address" },
  { "a port is refused", SP_FAMILY_IPV4, "85.1.2.3:443", NULL, "one address" },
  { "a prefix length is refused", SP_FAMILY_IPV6, "2a02:1::7/64", NULL, "one address" },
  { "brackets are refused", SP_FAMILY_IPV6, "[2a02:1::7]", NULL, "one address" },
  { "a zone is refused", SP_FAMILY_IPV6, "fe80::1%eth0", NULL, "one address" },
  { "a leading zero is refused", SP_FAMILY_IPV4, "85.01.2.3", NULL, "one address" },
  { "hexadecimal is refused", SP_FAMILY_IPV4, "0x7f.1", NULL, "one address" },
  { "the CSS of a portal is refused", SP_FAMILY_IPV6, "p::before{}", NULL, "one address" },
  { "JSON is refused where text is declared",
    SP_FAMILY_IPV4,
    "{\"ip\":\"85.1.2.3\"}",
    NULL,
    "one address" },
  { "a private address is refused by name", SP_FAMILY_IPV4, "10.0.0.7", NULL, "private network" },
  { "carrier-grade NAT is refused by name",
    SP_FAMILY_IPV4,
    "100.64.3.2",
    NULL,
    "carrier-grade NAT" },
  { "a documentation address is refused", SP_FAMILY_IPV4, "203.0.113.9", NULL, "documentation" },
  { "a unique local address is refused", SP_FAMILY_IPV6, "fd00::7", NULL, "unique local" },
  { "control characters do not reach the message",
    SP_FAMILY_IPV4,
    "\033[2Jx",
    NULL,
    "“\\x1b[2Jx”" },
};

static void
test_text (void)
{
  g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (HOST, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (text_rows); i++)
    check_body (text_rows[i].sentence,
                service,
                text_rows[i].family,
                text_rows[i].body,
                text_rows[i].expected,
                text_rows[i].complaint);
}

static void
test_trace (void)
{
  static const BodyRow rows[] = {
    { "the address of a trace is taken", SP_FAMILY_IPV4, TRACE, "85.1.2.3", NULL },
    { "CR LF does not hurt",
      SP_FAMILY_IPV4,
      "h=api.cloudflare.com\r\nip=85.1.2.3\r\nwarp=off\r\n",
      "85.1.2.3",
      NULL },
    { "another host's trace is refused",
      SP_FAMILY_IPV4,
      "h=portal.example\nip=85.1.2.3\nwarp=off\n",
      NULL,
      "another host" },
    { "a trace through WARP is refused",
      SP_FAMILY_IPV4,
      "h=api.cloudflare.com\nip=85.1.2.3\nwarp=on\n",
      NULL,
      "WARP" },
    { "WARP+ as well",
      SP_FAMILY_IPV4,
      "h=api.cloudflare.com\nip=85.1.2.3\nwarp=plus\n",
      NULL,
      "WARP" },
    { "two addresses are refused", SP_FAMILY_IPV4, TRACE "ip=85.1.2.4\n", NULL, "two lines “ip=”" },
    { "a trace without an address is refused",
      SP_FAMILY_IPV4,
      "h=api.cloudflare.com\nwarp=off\n",
      NULL,
      "without a line “ip=”" },
    { "a trace without a host is refused", SP_FAMILY_IPV4, "ip=85.1.2.3\n", NULL, "“h=”" },
    { "a bare address is no trace", SP_FAMILY_IPV4, "85.1.2.3\n", NULL, "“h=”" },
  };
  g_autoptr (SpEchoService) service = find_builtin ("Cloudflare");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_body (rows[i].sentence,
                service,
                rows[i].family,
                rows[i].body,
                rows[i].expected,
                rows[i].complaint);
}

static void
test_json (void)
{
  static const BodyRow rows[] = {
    { "the declared member is taken",
      SP_FAMILY_IPV4,
      "{\"a\":[1],\"ip\":\"85.1.2.3\"}\n",
      "85.1.2.3",
      NULL },
    { "another member is not", SP_FAMILY_IPV4, "{\"addr\":\"85.1.2.3\"}", NULL, "“ip”" },
    { "a number is not", SP_FAMILY_IPV4, "{\"ip\":85}", NULL, "“ip”" },
    { "null is not", SP_FAMILY_IPV4, "{\"ip\":null}", NULL, "“ip”" },
    { "an object is not", SP_FAMILY_IPV4, "{\"ip\":{\"ip\":\"85.1.2.3\"}}", NULL, "“ip”" },
    { "an array is no object", SP_FAMILY_IPV4, "[\"85.1.2.3\"]", NULL, "“ip”" },
    { "nothing is no object", SP_FAMILY_IPV4, "", NULL, "“ip”" },
    { "half an object is refused", SP_FAMILY_IPV4, "{\"ip\":\"85.1.2.3\"", NULL, "broken JSON" },
    { "text inside must be one address",
      SP_FAMILY_IPV4,
      "{\"ip\":\"85.1.2.3 85.1.2.4\"}",
      NULL,
      "one address" },
    { "a bare address is no JSON object", SP_FAMILY_IPV4, "85.1.2.3", NULL, "JSON" },
  };
  g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (HOST "#json=ip", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_body (rows[i].sentence,
                service,
                rows[i].family,
                rows[i].body,
                rows[i].expected,
                rows[i].complaint);
}

static void
test_envelope (void)
{
  static const struct
  {
    const char *sentence;
    guint status;
    const char *content_type;
    const char *complaint; /* NULL: taken */
  } rows[] = {
    { "200 without a type is taken", 200, NULL, NULL },
    { "200 text/plain is taken", 200, "text/plain; charset=utf-8", NULL },
    { "a page is refused whatever it holds", 200, "text/html", "page" },
    { "in any case and with parameters", 200, "Text/HTML; charset=utf-8", "page" },
    { "XHTML is a page", 200, "application/xhtml+xml", "page" },
    { "201 is refused", 201, NULL, "201" },
    { "204 is refused", 204, NULL, "204" },
    { "a redirect is refused", 302, NULL, "302" },
    { "403 is refused", 403, NULL, "403" },
    { "429 is refused", 429, NULL, "429" },
    { "the error page of a CDN with an address in it is refused", 502, NULL, "502" },
    { "511 (RFC 6585, a portal) is refused", 511, NULL, "511" },
  };
  g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (HOST, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpReply)
          reply = sp_fake_reply_with_header (rows[i].status,
                                             "85.1.2.3\n",
                                             rows[i].content_type != NULL ? "content-type" : NULL,
                                             rows[i].content_type);
      g_autoptr (GError) error = NULL;
      g_autoptr (SpAddress) address = sp_echo_parse (service, SP_FAMILY_IPV4, reply, FALSE, &error);

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].complaint == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (address);
          continue;
        }
      g_assert_null (address);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_REPLY);
      g_assert_nonnull (strstr (error->message, rows[i].complaint));
    }
}

static void
test_too_long (void)
{
  g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (HOST, NULL);
  g_autofree char *blanks = g_strnfill (SP_ECHO_BODY_CAP, ' ');
  g_autofree char *body = g_strconcat (blanks, "85.1.2.3", NULL);

  check_body ("more than a KiB is not looked at",
              service,
              SP_FAMILY_IPV4,
              body,
              NULL,
              "1032 bytes");
}

static void
test_remote (void)
{
  static const struct
  {
    const char *sentence;
    const char *remote;
    const char *body;
    gboolean is_taken;
  } rows[] = {
    { "a server that answers with its own address is a broken proxy",
      "85.1.2.3",
      "85.1.2.3",
      FALSE },
    { "its neighbour's is fine", "85.1.2.4", "85.1.2.3", TRUE },
    { "on this machine both ends may be the same", "127.0.0.1", "127.0.0.1", TRUE },
  };
  g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (HOST, NULL);
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpAddress) remote = sp_address_new_from_string (rows[i].remote, NULL);
      g_autoptr (GBytes) body = g_bytes_new_static (rows[i].body, strlen (rows[i].body));
      g_autoptr (SpReply) reply = sp_reply_new (200, headers, body, remote);
      g_autoptr (SpAddress) address = sp_echo_parse (service, SP_FAMILY_IPV4, reply, TRUE, NULL);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpint (address != NULL, ==, rows[i].is_taken);
    }
}

static void
test_special_allowed (void)
{
  g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (HOST, NULL);
  g_autoptr (SpReply) reply = sp_fake_reply (200, "192.168.1.7\n");
  g_autoptr (SpAddress) address = sp_echo_parse (service, SP_FAMILY_IPV4, reply, TRUE, NULL);

  g_assert_cmpstr (sp_address_get_text (address), ==, "192.168.1.7");
}

static void
test_service_lines (void)
{
  static const struct
  {
    const char *sentence;
    const char *line;
    const char *ipv4_url;
    const char *ipv6_url;
    const char *complaint; /* NULL: taken */
  } rows[] = {
    { "an URL serves both families", HOST, HOST, HOST, NULL },
    { "a prefix limits it to IPv4", "ipv4 " HOST, HOST, NULL, NULL },
    { "or to IPv6, with any number of blanks", " ipv6   " HOST " ", NULL, HOST, NULL },
    { "the fragment is never sent", HOST "x#line=ip", HOST "x", HOST "x", NULL },
    { "plain http is refused", "http://echo.example/", NULL, NULL, "not https" },
    { "but not on this machine",
      "http://127.0.0.1:8/",
      "http://127.0.0.1:8/",
      "http://127.0.0.1:8/",
      NULL },
    { "nor on its IPv6 side", "http://[::1]:8/", "http://[::1]:8/", "http://[::1]:8/", NULL },
    { "nor by name", "http://localhost/", "http://localhost/", "http://localhost/", NULL },
    { "a name that begins like loopback is not",
      "http://127.0.0.1.evil.example/",
      NULL,
      NULL,
      "not https" },
    { "another scheme is refused", "ftp://echo.example/", NULL, NULL, "not https" },
    { "a file is refused", "file:///etc/passwd", NULL, NULL, "no server" },
    { "a user name is refused", "https://u:p@echo.example/", NULL, NULL, "user name" },
    { "words are refused", "echo.example", NULL, NULL, "not an URL" },
    { "nothing is refused", "", NULL, NULL, "not an URL" },
    { "another fragment is refused", HOST "#top", NULL, NULL, "#json=NAME" },
    { "a fragment without a name is refused", HOST "#json=", NULL, NULL, "#json=NAME" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpEchoService) service = sp_echo_service_new_from_line (rows[i].line, &error);

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].complaint == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (sp_echo_service_get_url (service, SP_FAMILY_IPV4), ==, rows[i].ipv4_url);
          g_assert_cmpstr (sp_echo_service_get_url (service, SP_FAMILY_IPV6), ==, rows[i].ipv6_url);
          continue;
        }
      g_assert_null (service);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, rows[i].complaint));
    }
}

static void
test_builtin (void)
{
  g_autoptr (GPtrArray) services = sp_echo_service_list_builtin ();
  g_autoptr (SpEchoService) trace = find_builtin ("Cloudflare");
  g_autoptr (SpEchoService) ipify = find_builtin ("ipify");
  g_autoptr (SpEchoService) desec = find_builtin ("deSEC");
  guint count[SP_N_FAMILIES] = { 0 };

  for (guint i = 0; i < services->len; i++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        const char *url = sp_echo_service_get_url (g_ptr_array_index (services, i), family);

        if (url == NULL)
          continue;
        count[family]++;
        g_assert_true (g_str_has_prefix (url, "https://"));
      }

  g_assert_cmpuint (count[SP_FAMILY_IPV4], >=, 6);
  g_assert_cmpuint (count[SP_FAMILY_IPV6], >=, 6);
  g_assert_true (sp_echo_service_is_independent (trace, desec));
  g_assert_false (sp_echo_service_is_independent (trace, ipify));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/echo-parser/text", test_text);
  g_test_add_func ("/echo-parser/trace", test_trace);
  g_test_add_func ("/echo-parser/json", test_json);
  g_test_add_func ("/echo-parser/envelope", test_envelope);
  g_test_add_func ("/echo-parser/too-long", test_too_long);
  g_test_add_func ("/echo-parser/remote", test_remote);
  g_test_add_func ("/echo-parser/special-allowed", test_special_allowed);
  g_test_add_func ("/echo-service/lines", test_service_lines);
  g_test_add_func ("/echo-service/builtin", test_builtin);

  return g_test_run ();
}
