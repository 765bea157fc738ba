/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-dns.h"

#include <string.h>

#define ID 0x12, 0x34

enum
{
  A = 1,
  NS = 2,
  SOA = 6,
  TXT = 16,
  AAAA = 28,
  AXFR = 252,
  ANY = 255,
};

/* A question to the zone practice.test with home (both families), *.wild and a.deep.below. */
typedef struct
{
  const char *proves;
  const char *name;
  guint type;
  guint rcode;
  guint n_answers;
  guint n_authorities;
  const char *address;
} Row;

static const Row rows[] = {
  { "an A record", "home.practice.test", A, 0, 1, 0, "203.0.113.1" },
  { "an AAAA record", "home.practice.test", AAAA, 0, 1, 0, "2001:db8::1" },
  { "case does not matter", "HOME.Practice.TEST", A, 0, 1, 0, "203.0.113.1" },
  { "everything of a host", "home.practice.test", ANY, 0, 2, 0, NULL },
  { "a host without that type", "home.practice.test", TXT, 0, 0, 1, NULL },
  { "a host without that family", "x.wild.practice.test", AAAA, 0, 0, 1, NULL },
  { "a name that is not there", "nobody.practice.test", A, 3, 0, 1, NULL },
  { "a name between apex and host", "below.practice.test", A, 0, 0, 1, NULL },
  { "below a wildcard", "x.wild.practice.test", A, 0, 1, 0, "203.0.113.2" },
  { "two labels below a wildcard", "y.x.wild.practice.test", A, 0, 1, 0, "203.0.113.2" },
  { "the wildcard itself", "*.wild.practice.test", A, 0, 1, 0, "203.0.113.2" },
  { "the name below which the wildcard is", "wild.practice.test", A, 0, 0, 1, NULL },
  { "the zone's serial", "practice.test", SOA, 0, 1, 0, NULL },
  { "the zone's name server", "practice.test", NS, 0, 1, 0, NULL },
  { "an apex without addresses", "practice.test", A, 0, 0, 1, NULL },
  { "another zone", "example.org", A, 5, 0, 0, NULL },
  { "a name that only ends alike", "xpractice.test", A, 5, 0, 0, NULL },
  { "the root", "", NS, 5, 0, 0, NULL },
  { "a transfer", "practice.test", AXFR, 5, 0, 0, NULL },
};

static SpPracticeZone *
make_zone (void)
{
  static const char *const hosts[][2] = {
    { "home.practice.test", "203.0.113.1" },
    { "home.practice.test", "2001:db8::1" },
    { "*.wild.practice.test", "203.0.113.2" },
    { "a.deep.below.practice.test", "203.0.113.3" },
  };
  SpPracticeZone *zone = sp_practice_zone_new ("practice.test");

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (hosts[i][1]);
      sp_practice_zone_set (zone, hosts[i][0], address);
    }

  return zone;
}

static GByteArray *
make_query (const char *name, guint type, gboolean with_edns)
{
  const guint8 head[12] = { ID, 0x01, 0, 0, 1, 0, 0, 0, 0, 0, with_edns };
  const guint8 tail[4] = { type >> 8, type & 0xff, 0, 1 };
  /* OPT with 1232 octets and a cookie (RFC 6891, RFC 7873) */
  const guint8 opt[] = { 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 12, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8 };
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);
  GByteArray *query = g_byte_array_new ();

  g_byte_array_append (query, head, sizeof head);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      guint8 length = strlen (labels[i]);
      g_byte_array_append (query, &length, 1);
      g_byte_array_append (query, (const guint8 *) labels[i], length);
    }
  g_byte_array_append (query, (const guint8 *) "", 1);
  g_byte_array_append (query, tail, sizeof tail);
  if (with_edns)
    g_byte_array_append (query, opt, sizeof opt);

  return query;
}

static guint
get_u16 (GBytes *bytes, gsize at)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  g_assert_cmpuint (at + 2, <=, g_bytes_get_size (bytes));
  return data[at] << 8 | data[at + 1];
}

static void
assert_ends_with_address (GBytes *reply, gsize tail, const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);
  gsize size = g_inet_address_get_native_size (address);
  const guint8 *data = g_bytes_get_data (reply, NULL);

  g_assert_cmpmem (data + g_bytes_get_size (reply) - tail - size,
                   size,
                   g_inet_address_to_bytes (address),
                   size);
}

static void
assert_row (const Row *row, gboolean with_edns)
{
  g_autoptr (SpPracticeZone) zone = make_zone ();
  g_autoptr (GByteArray) query = make_query (row->name, row->type, with_edns);
  g_autoptr (GBytes) reply = sp_practice_dns_answer (zone, query->data, query->len);
  guint flags;

  g_assert_nonnull (reply);
  g_assert_cmpuint (g_bytes_get_size (reply), <=, 512);
  g_assert_cmpuint (get_u16 (reply, 0), ==, 0x1234);
  flags = get_u16 (reply, 2);
  g_assert_cmphex (flags & 0x8000, ==, 0x8000);
  g_assert_cmphex (flags & 0x0400, ==, row->rcode == 5 ? 0 : 0x0400);
  g_assert_cmphex (flags & 0x0280, ==, 0);
  g_assert_cmpuint (flags & 0x0f, ==, row->rcode);
  g_assert_cmpuint (get_u16 (reply, 4), ==, 1);
  g_assert_cmpuint (get_u16 (reply, 6), ==, row->n_answers);
  g_assert_cmpuint (get_u16 (reply, 8), ==, row->n_authorities);
  g_assert_cmpuint (get_u16 (reply, 10), ==, with_edns ? 1 : 0);
  if (row->address != NULL)
    assert_ends_with_address (reply, with_edns ? 11 : 0, row->address);
}

static void
test_row (gconstpointer data)
{
  assert_row (data, FALSE);
  assert_row (data, TRUE);
}

/* A message that is no proper query, and what is answered; -1 is nothing. */
typedef struct
{
  const char *proves;
  guint8 message[64];
  gsize length;
  int rcode;
} Broken;

#define HEAD(flags, questions, answers, additional)                                                \
  ID, flags, 0, 0, questions, 0, answers, 0, 0, 0, additional

static const Broken broken[] = {
  { "nothing", { 0 }, 0, -1 },
  { "half a header", { ID, 1, 0, 0, 1 }, 6, -1 },
  { "an answer is never answered", { HEAD (0x81, 1, 0, 0), 0, 0, 1, 0, 1 }, 17, -1 },
  { "a notification", { HEAD (0x20, 1, 0, 0), 0, 0, 6, 0, 1 }, 17, 4 },
  { "an update", { HEAD (0x28, 1, 0, 0), 0, 0, 6, 0, 1 }, 17, 4 },
  { "no question", { HEAD (1, 0, 0, 0) }, 12, 1 },
  { "two questions", { HEAD (1, 2, 0, 0), 0, 0, 1, 0, 1, 0, 0, 1, 0, 1 }, 22, 1 },
  { "an answer in a query", { HEAD (1, 1, 1, 0), 0, 0, 1, 0, 1 }, 17, 1 },
  { "a header alone", { HEAD (1, 1, 0, 0) }, 12, 1 },
  { "a name that points to itself", { HEAD (1, 1, 0, 0), 0xc0, 12, 0, 1, 0, 1 }, 18, 1 },
  { "a name that never ends", { HEAD (1, 1, 0, 0), 3, 'a', 'b', 'c' }, 16, 1 },
  { "a label past the end", { HEAD (1, 1, 0, 0), 63, 'a', 0, 0, 1, 0, 1 }, 19, 1 },
  { "a label of an unknown kind", { HEAD (1, 1, 0, 0), 0x41, 'a', 0, 0, 1, 0, 1 }, 19, 1 },
  { "a type cut in half", { HEAD (1, 1, 0, 0), 0, 0 }, 14, 1 },
  { "bytes after the end", { HEAD (1, 1, 0, 0), 0, 0, 1, 0, 1, 9 }, 18, 1 },
  { "a record that is announced and missing", { HEAD (1, 1, 0, 1), 0, 0, 1, 0, 1 }, 17, 1 },
  { "a record longer than the message",
    { HEAD (1, 1, 0, 1), 0, 0, 1, 0, 1, 0, 0, 41, 4, 208, 0, 0, 0, 0, 255, 255 },
    28,
    1 },
  { "two OPT records",
    { HEAD (1, 1, 0, 2),
      0,
      0,
      1,
      0,
      1,
      0,
      0,
      41,
      4,
      208,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      41,
      4,
      208,
      0,
      0,
      0,
      0,
      0,
      0 },
    39,
    1 },
  { "an OPT record with a name",
    { HEAD (1, 1, 0, 1), 0, 0, 1, 0, 1, 1, 'a', 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 },
    30,
    1 },
  { "a forward pointer in the additional section",
    { HEAD (1, 1, 0, 1), 0, 0, 1, 0, 1, 0xc0, 40, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 },
    29,
    1 },
  { "an odd class", { HEAD (1, 1, 0, 0), 0, 0, 1, 0, 3 }, 17, 5 },
  { "a version of EDNS that does not exist",
    { HEAD (1, 1, 0, 1), 0, 0, 1, 0, 1, 0, 0, 41, 4, 208, 0, 7, 0, 0, 0, 0 },
    28,
    0 },
};

static void
test_broken (gconstpointer data)
{
  const Broken *row = data;
  g_autoptr (SpPracticeZone) zone = make_zone ();
  /* On the heap and of the exact size, so that a read past the end is found. */
  g_autofree guint8 *message = g_memdup2 (row->message, row->length);
  g_autoptr (GBytes) reply = sp_practice_dns_answer (zone, message, row->length);

  if (row->rcode < 0)
    {
      g_assert_null (reply);
      return;
    }
  g_assert_nonnull (reply);
  g_assert_cmpuint (get_u16 (reply, 2) & 0x0f, ==, row->rcode);
}

/* RFC 6891 §6.1.3: BADVERS is 16, its upper bits stand in the OPT record. */
static void
test_bad_version (void)
{
  g_autoptr (SpPracticeZone) zone = make_zone ();
  g_autoptr (GByteArray) query = make_query ("home.practice.test", A, TRUE);
  g_autoptr (GBytes) reply = NULL;
  gsize opt_at;

  query->data[query->len - 23 + 6] = 1;
  reply = sp_practice_dns_answer (zone, query->data, query->len);
  opt_at = g_bytes_get_size (reply) - 11;
  g_assert_cmpuint (get_u16 (reply, 6), ==, 0);
  g_assert_cmpuint (get_u16 (reply, opt_at + 1), ==, 41);
  g_assert_cmphex (get_u16 (reply, opt_at + 5), ==, 0x0100);
}

static void
test_long_names (void)
{
  g_autoptr (SpPracticeZone) zone = make_zone ();
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GByteArray) longest = NULL;
  g_autoptr (GByteArray) too_long = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GBytes) refusal = NULL;

  /* 119 labels of one letter and the origin of 15 octets: 253 octets; one more label: 255 */
  for (guint i = 0; i < 120; i++)
    g_string_append (name, "a.");
  g_string_append (name, "practice.test");
  longest = make_query (name->str, A, TRUE);
  reply = sp_practice_dns_answer (zone, longest->data, longest->len);
  g_assert_cmpuint (get_u16 (reply, 2) & 0x0f, ==, 3);
  g_assert_cmpuint (g_bytes_get_size (reply), <=, 512);

  g_string_prepend (name, "a.");
  too_long = make_query (name->str, A, TRUE);
  refusal = sp_practice_dns_answer (zone, too_long->data, too_long->len);
  g_assert_cmpuint (get_u16 (refusal, 2) & 0x0f, ==, 1);
}

/* A query with bytes changed and cut at random, the same ones each time. */
static void
test_garbage (void)
{
  g_autoptr (SpPracticeZone) zone = make_zone ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GByteArray) query = make_query ("home.practice.test", ANY, TRUE);

  for (guint i = 0; i < 20000; i++)
    {
      gsize length = g_rand_int_range (random, 0, query->len + 1);
      g_autofree guint8 *message = g_memdup2 (query->data, length);
      g_autoptr (GBytes) reply = NULL;

      for (guint k = 0; k < 3 && length > 2; k++)
        message[g_rand_int_range (random, 2, length)] = g_rand_int_range (random, 0, 256);
      reply = sp_practice_dns_answer (zone, message, length);
      if (reply == NULL)
        continue;
      g_assert_cmpuint (g_bytes_get_size (reply), >=, 12);
      g_assert_cmpuint (g_bytes_get_size (reply), <=, 512);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dns/answer/%s", rows[i].proves);
      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strdup_printf ("/dns/broken/%s", broken[i].proves);
      g_test_add_data_func (path, &broken[i], test_broken);
    }
  g_test_add_func ("/dns/another version of EDNS", test_bad_version);
  g_test_add_func ("/dns/names of the greatest length", test_long_names);
  g_test_add_func ("/dns/changed and cut at random", test_garbage);

  return g_test_run ();
}
