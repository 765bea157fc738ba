/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-builder.h"
#include "dns/sp-dns-message.h"
#include "dns/sp-dns-name.h"

#define LABEL_63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"
#define NAME_253                                                                                   \
  LABEL_63 "." LABEL_63 "." LABEL_63                                                               \
           ".abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghi"

static void
test_normalize (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *name; /* NULL: refused */
  } rows[] = {
    { "a name stays", "example.org", "example.org" },
    { "capitals and the last dot go", "Example.ORG.", "example.org" },
    { "one label is enough for an inner zone", "lan", "lan" },
    { "a name of another script gets its ASCII form", "bücher.example", "xn--bcher-kva.example" },
    { "253 characters are a name", NAME_253, NAME_253 },
    { "254 are none", NAME_253 "j", NULL },
    { "64 in a label are none", LABEL_63 "l.org", NULL },
    { "nothing is none", "", NULL },
    { "the root is none that is changed here", ".", NULL },
    { "two dots are none", "a..b", NULL },
    { "a blank is none", "a b", NULL },
    { "a quote is none", "a\"b", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = sp_dns_name_normalize (rows[i].text, &error);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (name, ==, rows[i].name);
      if (rows[i].name == NULL)
        g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
    }
}

static void
test_zone (void)
{
  g_assert_true (sp_dns_name_is_in_zone ("example.org", "example.org"));
  g_assert_true (sp_dns_name_is_in_zone ("a.b.example.org", "example.org"));
  g_assert_true (sp_dns_name_is_in_zone ("*.example.org", "example.org"));
  g_assert_false (sp_dns_name_is_in_zone ("badexample.org", "example.org"));
  g_assert_false (sp_dns_name_is_in_zone ("org", "example.org"));
  g_assert_false (sp_dns_name_is_in_zone ("example.com", "example.org"));
}

/* Bytes, and the name that begins at one of them. */
static void
test_read_name (void)
{
  static const struct
  {
    const char *sentence;
    const char *bytes;
    gsize length;
    gsize at;
    const char *name; /* NULL: none */
    gsize end;
  } rows[] = {
    { "labels in lower case", "\003Foo\003oRg\0", 9, 0, "foo.org", 9 },
    { "the root", "\0", 1, 0, "", 1 },
    { "a pointer backwards", "\003foo\0\001a\300\0", 9, 5, "a.foo", 9 },
    { "a pointer to a pointer", "\003foo\0\300\0\300\005", 9, 7, "foo", 9 },
    { "what is no letter is escaped", "\003a.\\\0", 5, 0, "a\\046\\092", 5 },
    { "a pointer to itself", "\300\0", 2, 0, NULL, 0 },
    { "a pointer forwards", "\300\002\001a\0", 5, 0, NULL, 0 },
    { "a circle of two", "\001a\300\004\001b\300\0", 8, 4, NULL, 0 },
    { "half a pointer", "\001a\0\300", 4, 3, NULL, 0 },
    { "a label that is cut off", "\003fo", 3, 0, NULL, 0 },
    { "no end", "\003foo", 4, 0, NULL, 0 },
    { "a kind of label that is not used", "\100a\0", 3, 0, NULL, 0 },
    { "nothing", "", 0, 0, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* a copy of that size: a sanitizer sees a step too far */
      g_autofree guint8 *data = g_memdup2 (rows[i].bytes, rows[i].length);
      gsize at = rows[i].at;
      g_autofree char *name = sp_dns_name_read (data, rows[i].length, &at);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (name, ==, rows[i].name);
      g_assert_cmpuint (at, ==, rows[i].name == NULL ? rows[i].at : rows[i].end);
    }
}

static void
test_long_name (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *name = NULL;
  gsize at = 0;

  sp_dns_name_append (bytes, NAME_253);
  g_assert_cmpuint (bytes->len, ==, SP_DNS_NAME_MAX_BYTES);
  name = sp_dns_name_read (bytes->data, bytes->len, &at);
  g_assert_cmpstr (name, ==, NAME_253);

  /* the last label grows by one */
  bytes->data[192]++;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  bytes->data[bytes->len - 2] = 'z';
  at = 0;
  g_assert_null (sp_dns_name_read (bytes->data, bytes->len, &at));
}

static GBytes *
build_update (void)
{
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, "example.org", SP_DNS_TYPE_SOA);
  g_autoptr (SpAddress) ipv4 = sp_address_new_from_string ("198.51.100.7", NULL);
  g_autoptr (SpAddress) ipv6 = sp_address_new_from_string ("2001:db8::7", NULL);

  sp_dns_builder_forbid_alias (builder, "home.example.org");
  sp_dns_builder_replace_address (builder, "home.example.org", ipv4, 300);
  sp_dns_builder_replace_address (builder, "home.example.org", ipv6, 60);
  return sp_dns_builder_end (builder);
}

static void
test_update (void)
{
  g_autoptr (GBytes) bare = build_update ();
  g_autoptr (GBytes) bytes = sp_dns_message_bytes_with_id (bare, 0x5350);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (bytes, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmphex (sp_dns_message_get_id (message), ==, 0x5350);
  g_assert_false (sp_dns_message_is_reply (message));
  text = sp_dns_message_to_text (message);
  g_assert_cmpstr (text,
                   ==,
                   "UPDATE\n"
                   "zone example.org. IN SOA\n"
                   "require home.example.org. 0 NONE CNAME\n"
                   "update home.example.org. 0 ANY A\n"
                   "update home.example.org. 300 IN A 198.51.100.7\n"
                   "update home.example.org. 0 ANY AAAA\n"
                   "update home.example.org. 60 IN AAAA 2001:db8::7\n");
}

static void
test_cut_off (void)
{
  g_autoptr (GBytes) bytes = build_update ();
  gsize length = g_bytes_get_size (bytes);

  for (gsize cut = 0; cut < length; cut++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), cut);
      g_autoptr (GBytes) part = g_bytes_new (copy, cut);
      g_autoptr (GError) error = NULL;

      g_assert_null (sp_dns_message_parse (part, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_REPLY);
    }
}

static void
test_malformed (void)
{
  static const struct
  {
    const char *sentence;
    const char *bytes;
    gsize length;
  } rows[] = {
    { "bytes behind the last record", "\0\1\200\0\0\0\0\0\0\0\0\0x", 13 },
    { "a record that is not there", "\0\1\200\0\0\0\0\1\0\0\0\0", 12 },
    { "more records than anybody sends", "\0\1\200\0\377\377\377\377\377\377\377\377", 12 },
    { "data longer than the message", "\0\1\200\0\0\0\0\1\0\0\0\0\0\0\1\0\1\0\0\0\0\0\5abcd", 27 },
    { "a name that points at itself", "\0\1\200\0\0\1\0\0\0\0\0\0\300\014\0\1\0\1", 18 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, rows[i].length);

      g_test_message ("%s", rows[i].sentence);
      g_assert_null (sp_dns_message_parse (bytes, NULL));
    }
}

static void
test_answers (void)
{
  static const struct
  {
    const char *sentence;
    const char *bytes;
    gsize length;
    gboolean answers;
  } rows[] = {
    { "a reply without the zone", "SP\250\0\0\0\0\0\0\0\0\0", 12, TRUE },
    { "a reply with the zone, in capitals",
      "SP\250\5\0\1\0\0\0\0\0\0\7EXAMPLE\3org\0\0\6\0\1",
      29,
      TRUE },
    { "another zone", "SP\250\0\0\1\0\0\0\0\0\0\7exbmple\3org\0\0\6\0\1", 29, FALSE },
    { "another id", "SQ\250\0\0\0\0\0\0\0\0\0", 12, FALSE },
    { "no reply", "SP\50\0\0\0\0\0\0\0\0\0", 12, FALSE },
    { "the reply to a question", "SP\200\0\0\0\0\0\0\0\0\0", 12, FALSE },
  };
  g_autoptr (GBytes) bare = build_update ();
  g_autoptr (GBytes) asked_bytes = sp_dns_message_bytes_with_id (bare, 0x5350);
  g_autoptr (SpDnsMessage) asked = sp_dns_message_parse (asked_bytes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, rows[i].length);
      g_autoptr (SpDnsMessage) reply = sp_dns_message_parse (bytes, NULL);

      g_test_message ("%s", rows[i].sentence);
      g_assert_nonnull (reply);
      g_assert_cmpint (sp_dns_message_answers (reply, asked), ==, rows[i].answers);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dns-message/normalize", test_normalize);
  g_test_add_func ("/dns-message/zone", test_zone);
  g_test_add_func ("/dns-message/read-name", test_read_name);
  g_test_add_func ("/dns-message/long-name", test_long_name);
  g_test_add_func ("/dns-message/update", test_update);
  g_test_add_func ("/dns-message/cut-off", test_cut_off);
  g_test_add_func ("/dns-message/malformed", test_malformed);
  g_test_add_func ("/dns-message/answers", test_answers);

  return g_test_run ();
}
