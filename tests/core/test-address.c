/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-address.h"
#include "address/sp-finding.h"
#include "address/sp-network.h"
#include "address/sp-special-purpose.h"
#include "base/sp-error.h"
#include "base/sp-quote.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *canonical; /* NULL: refused */
  } rows[] = {
    { "an IPv4 address is taken as it is", "198.51.100.7", "198.51.100.7" },
    { "an IPv6 address is written in its short form", "2001:DB8:0:0:0:0:0:7", "2001:db8::7" },
    { "all zero is an address", "0.0.0.0", "0.0.0.0" },
    { "an IPv4-mapped address stays IPv6", "::ffff:198.51.100.7", "::ffff:198.51.100.7" },
    { "the last half may be dotted", "64:ff9b::192.0.2.1", "64:ff9b::c000:201" },
    { "no text is no address", NULL, NULL },
    { "empty text is no address", "", NULL },
    { "a blank before is refused", " 198.51.100.7", NULL },
    { "a line end after is refused", "198.51.100.7\n", NULL },
    { "two addresses are refused", "198.51.100.7, 203.0.113.9", NULL },
    { "a leading zero is refused", "192.0.2.01", NULL },
    { "hexadecimal is refused", "0x7f.0.0.1", NULL },
    { "one number is refused", "3232235777", NULL },
    { "three parts are refused", "192.0.2", NULL },
    { "five parts are refused", "192.0.2.1.5", NULL },
    { "a part above 255 is refused", "192.0.2.256", NULL },
    { "a sign is refused", "+192.0.2.1", NULL },
    { "Arabic-Indic digits are refused", "١٩٢.0.2.1", NULL },
    { "a port is refused", "192.0.2.1:80", NULL },
    { "brackets are refused", "[2001:db8::1]", NULL },
    { "a prefix length is refused", "2001:db8::1/64", NULL },
    { "a zone is refused", "fe80::1%eth0", NULL },
    { "a zone on a public address is refused", "2001:db8::1%1", NULL },
    { "two gaps are refused", "2001::db8::1", NULL },
    { "nine groups are refused", "1:2:3:4:5:6:7:8:9", NULL },
    { "a group of five digits is refused", "2001:0db80::1", NULL },
    { "CSS is refused", "p::before", NULL },
    { "bytes that are not UTF-8 are refused", "\xff\xfe", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpAddress) address = sp_address_new_from_string (rows[i].text, &error);

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].canonical != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (sp_address_get_text (address), ==, rows[i].canonical);
        }
      else
        {
          g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          g_assert_null (address);
        }
    }
}

static void
test_special_purpose (void)
{
  static const struct
  {
    const char *address;
    const char *name; /* NULL: public */
  } rows[] = {
    /* Both ends of every range, and the neighbours that are public. */
    { "0.0.0.0", "unspecified address" },
    { "0.255.255.255", "“this network” range" },
    { "1.0.0.0", NULL },
    { "9.255.255.255", NULL },
    { "10.0.0.0", "private network" },
    { "10.255.255.255", "private network" },
    { "11.0.0.0", NULL },
    { "100.63.255.255", NULL },
    { "100.64.0.0", "carrier-grade NAT range" },
    { "100.127.255.255", "carrier-grade NAT range" },
    { "100.128.0.0", NULL },
    { "127.255.255.255", "loopback range" },
    { "128.0.0.0", NULL },
    { "169.253.255.255", NULL },
    { "169.254.0.0", "link-local range" },
    { "169.255.0.0", NULL },
    { "172.15.255.255", NULL },
    { "172.16.0.0", "private network" },
    { "172.31.255.255", "private network" },
    { "172.32.0.0", NULL },
    { "192.0.0.7", "DS-Lite range" },
    { "192.0.0.8", "range for protocol assignments" },
    { "192.0.0.255", "range for protocol assignments" },
    { "192.0.1.0", NULL },
    { "192.0.2.255", "documentation range" },
    { "192.0.3.0", NULL },
    { "192.31.195.255", NULL },
    { "192.31.196.0", "AS112 range" },
    { "192.31.197.0", NULL },
    { "192.52.193.9", "multicast tunnel range" },
    { "192.52.194.0", NULL },
    { "192.88.99.1", "withdrawn 6to4 relay range" },
    { "192.88.100.0", NULL },
    { "192.167.255.255", NULL },
    { "192.168.0.0", "private network" },
    { "192.169.0.0", NULL },
    { "192.175.48.1", "AS112 range" },
    { "192.175.49.0", NULL },
    { "198.17.255.255", NULL },
    { "198.18.0.0", "benchmarking range" },
    { "198.19.255.255", "benchmarking range" },
    { "198.20.0.0", NULL },
    { "198.51.100.1", "documentation range" },
    { "198.51.101.0", NULL },
    { "203.0.113.255", "documentation range" },
    { "203.0.114.0", NULL },
    { "223.255.255.255", NULL },
    { "224.0.0.0", "multicast range" },
    { "239.255.255.255", "multicast range" },
    { "240.0.0.0", "reserved range" },
    { "255.255.255.255", "reserved range" },
    { "::", "unspecified address" },
    { "::1", "loopback range" },
    { "::2", "withdrawn IPv4-compatible range" },
    { "::ffff:198.51.100.7", "IPv4-mapped range" },
    { "::1:0:0:0", "reserved range" },
    { "64:ff9b::1", "NAT64 range" },
    { "64:ff9b:1:ffff::1", "NAT64 range" },
    { "64:ff9b:2::", "reserved range" },
    { "100::ffff:ffff:ffff:ffff", "discard-only range" },
    { "100:0:0:1::", "reserved range" },
    { "1fff:ffff::", "reserved range" },
    { "2000::", NULL },
    { "2001::1", "Teredo tunnel range" },
    { "2001:1::1", "range for protocol assignments" },
    { "2001:2::1", "benchmarking range" },
    { "2001:2:1::1", "range for protocol assignments" },
    { "2001:3::1", "multicast tunnel range" },
    { "2001:4:112::1", "AS112 range" },
    { "2001:10::", "range for cryptographic identifiers" },
    { "2001:2f:ffff::", "range for cryptographic identifiers" },
    { "2001:30::", "range for drone identifiers" },
    { "2001:1ff:ffff::", "range for protocol assignments" },
    { "2001:200::", NULL },
    { "2001:db7:ffff::", NULL },
    { "2001:db8::", "documentation range" },
    { "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation range" },
    { "2001:db9::", NULL },
    { "2002::", "6to4 tunnel range" },
    { "2003::", NULL },
    { "2620:4f:7fff::", NULL },
    { "2620:4f:8000::1", "AS112 range" },
    { "2620:4f:8001::", NULL },
    { "3ffe::", "withdrawn 6bone range" },
    { "3fff::", "documentation range" },
    { "3fff:fff:ffff::", "documentation range" },
    { "3fff:1000::", NULL },
    { "4000::", "reserved range" },
    { "fbff::", "reserved range" },
    { "fc00::", "unique local network" },
    { "fdff:ffff::1", "unique local network" },
    { "fe00::", "reserved range" },
    { "fe80::1", "link-local range" },
    { "febf:ffff::", "link-local range" },
    { "fec0::", "withdrawn site-local range" },
    { "ff00::", "multicast range" },
    { "ff02::1", "multicast range" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpAddress) address = sp_address_new_from_string (rows[i].address, NULL);
      const char *name = sp_address_get_special_purpose (address);

      g_test_message ("%s", rows[i].address);
      g_assert_cmpstr (name, ==, rows[i].name);
      g_assert_true (name == NULL || g_strv_contains (sp_special_purpose_list_names (), name));
    }
}

static void
test_prefix (void)
{
  static const struct
  {
    const char *sentence;
    const char *a;
    const char *b;
    guint prefix_length;
    gboolean shared;
  } rows[] = {
    { "everything shares no bits", "192.0.2.1", "203.0.113.1", 0, TRUE },
    { "a whole address shares itself", "192.0.2.1", "192.0.2.1", 32, TRUE },
    { "the last bit counts", "192.0.2.0", "192.0.2.1", 32, FALSE },
    { "but not in a shorter prefix", "192.0.2.0", "192.0.2.1", 31, TRUE },
    { "one /64", "2001:db8::1", "2001:db8::ffff:0:0:2", 64, TRUE },
    { "two /64 of one /63", "2001:db8::1", "2001:db8:0:1::1", 64, FALSE },
    { "and their /63", "2001:db8::1", "2001:db8:0:1::1", 63, TRUE },
    { "128 bits", "2001:db8::1", "2001:db8::1", 128, TRUE },
    { "another family shares nothing", "192.0.2.1", "2001:db8::1", 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpAddress) a = sp_address_new_from_string (rows[i].a, NULL);
      g_autoptr (SpAddress) b = sp_address_new_from_string (rows[i].b, NULL);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpint (sp_address_shares_prefix (a, b, rows[i].prefix_length), ==, rows[i].shared);
    }
}

static void
test_value (void)
{
  static const guint8 bytes[] = { 192, 0, 2, 1 };
  g_autoptr (SpAddress) address = sp_address_new_from_string ("192.0.2.1", NULL);
  g_autoptr (SpAddress) same = sp_address_new_from_bytes (SP_FAMILY_IPV4, bytes);
  g_autoptr (SpAddress) mapped = sp_address_new_from_string ("::ffff:192.0.2.1", NULL);
  g_autoptr (SpAddress) unwrapped = sp_address_unwrap (mapped);
  g_autoptr (SpAddress) untouched = sp_address_unwrap (address);
  g_autoptr (SpAddress) loopback4 = sp_address_new_from_string ("127.9.9.9", NULL);
  g_autoptr (SpAddress) loopback6 = sp_address_new_from_string ("::1", NULL);
  SpFamily family = SP_FAMILY_IPV4;
  gsize length = 0;

  g_assert_true (sp_address_equal (address, same));
  g_assert_true (sp_address_equal (address, unwrapped));
  g_assert_true (sp_address_equal (address, untouched));
  g_assert_false (sp_address_equal (address, mapped));
  g_assert_false (sp_address_equal (address, NULL));
  g_assert_true (sp_address_equal (NULL, NULL));
  g_assert_cmpmem (sp_address_get_bytes (address, &length), 4, bytes, 4);
  g_assert_cmpuint (length, ==, 4);
  g_assert_true (sp_address_is_loopback (loopback4));
  g_assert_true (sp_address_is_loopback (loopback6));
  g_assert_false (sp_address_is_loopback (address));
  g_assert_cmpstr (sp_family_to_string (sp_address_get_family (mapped)), ==, "ipv6");
  g_assert_true (sp_family_from_string ("ipv6", &family));
  g_assert_cmpint (family, ==, SP_FAMILY_IPV6);
  g_assert_false (sp_family_from_string ("IPv6", &family));
  g_assert_false (sp_family_from_string (NULL, &family));
}

static void
test_finding (void)
{
  const SpInstant early = { .wall_s = 1, .boot_us = 1, .boot_id = 1 };
  const SpInstant late = { .wall_s = 2, .boot_us = 2, .boot_id = 1 };
  g_autoptr (GError) silence = g_error_new_literal (SP_ERROR, SP_ERROR_NETWORK, "nobody answered");
  g_autoptr (GError) lie = g_error_new_literal (SP_ERROR, SP_ERROR_BAD_REPLY, "sources disagree");
  g_autoptr (SpAddress) address = sp_address_new_from_string ("198.51.100.7", NULL);
  g_autoptr (SpFinding) known = sp_finding_new_known (address, "eth0", &early);
  g_autoptr (SpFinding) again = sp_finding_new_known (address, "eth0", &late);
  g_autoptr (SpFinding) other = sp_finding_new_known (address, "eth1", &late);
  g_autoptr (SpFinding) none = sp_finding_new_none (SP_FAMILY_IPV4, "eth0", &early);
  g_autoptr (SpFinding) unknown = sp_finding_new_unknown (SP_FAMILY_IPV4, silence, &early);
  g_autoptr (SpFinding) doubt = sp_finding_new_unknown (SP_FAMILY_IPV4, lie, &early);
  g_autoptr (SpFinding) untried = sp_finding_new_unknown (SP_FAMILY_IPV4, NULL, &early);

  g_assert_true (sp_finding_equal (known, again));
  g_assert_false (sp_finding_equal (known, other));
  g_assert_false (sp_finding_equal (none, unknown));
  g_assert_false (sp_finding_equal (unknown, doubt));
  g_assert_false (sp_finding_equal (unknown, untried));
  g_assert_false (sp_finding_equal (known, NULL));
  g_assert_cmpint (sp_finding_get_state (known), ==, SP_FINDING_KNOWN);
  g_assert_cmpint (sp_finding_get_when (again)->wall_s, ==, 2);
  g_assert_true (sp_finding_get_address (known) == address);
  g_assert_null (sp_finding_get_address (none));
  g_assert_cmpstr (sp_finding_get_source (none), ==, "eth0");
  g_assert_cmpstr (sp_finding_get_reason (doubt)->message, ==, "sources disagree");
}

static void
test_quote (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *quoted;
  } rows[] = {
    { "plain text is only quoted", "home.example.net", "“home.example.net”" },
    { "nothing is quoted nothing", NULL, "“”" },
    { "a line end cannot start a new log line", "a\nb", "“a\\x0ab”" },
    { "an escape cannot repaint the terminal", "\033[2J", "“\\x1b[2J”" },
    { "a direction mark cannot reorder the sentence", "a\u202eb", "“a\\x202eb”" },
    { "bytes that are no text are replaced", "\xff", "“\ufffd”" },
    { "long text is cut",
      "0123456789012345678901234567890123456789012345678901234567890",
      "“012345678901234567890123456789012345678901234567890123456789…”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *quoted = sp_quote (rows[i].text);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (quoted, ==, rows[i].quoted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/parse", test_parse);
  g_test_add_func ("/address/special-purpose", test_special_purpose);
  g_test_add_func ("/address/prefix", test_prefix);
  g_test_add_func ("/address/value", test_value);
  g_test_add_func ("/finding/value", test_finding);
  g_test_add_func ("/quote", test_quote);
  return g_test_run ();
}
