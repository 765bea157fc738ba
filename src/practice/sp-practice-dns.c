/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-dns.h"

#include <string.h>

/* RFC 1035 §4.1.1, RFC 6891 §6.1.3 */
#define HEADER_SIZE      12
#define FLAG_REPLY       0x80
#define FLAG_AUTHORITY   0x04
#define FLAG_RECURSION   0x01
#define OPCODE_MASK      0x78
#define NAME_MAX_SIZE    255
#define EDNS_BUFFER_SIZE 1232

/* Short, so that whoever tries it sees the change soon. */
#define TTL_S 5

typedef enum
{
  RCODE_NOERROR = 0,
  RCODE_FORMERR = 1,
  RCODE_NXDOMAIN = 3,
  RCODE_NOTIMP = 4,
  RCODE_REFUSED = 5,
  RCODE_BADVERS = 16,
} Rcode;

enum
{
  TYPE_A = 1,
  TYPE_NS = 2,
  TYPE_SOA = 6,
  TYPE_AAAA = 28,
  TYPE_OPT = 41,
  TYPE_IXFR = 251,
  TYPE_AXFR = 252,
  TYPE_ANY = 255,
};

enum
{
  CLASS_IN = 1,
  CLASS_ANY = 255,
};

/* A query as it was read. */
typedef struct
{
  char *name; /* (owned): lower case, odd bytes escaped */
  guint type;
  guint class;
  gsize question_end;
  gboolean has_edns;
  guint edns_version;
} Query;

/* A place in a message that is being read; nothing reads past its end. */
typedef struct
{
  const guint8 *data; /* (unowned): the caller's message */
  gsize length;
  gsize at;
} Reader;

/* A reply that is being written. */
typedef struct
{
  SpPracticeZone *zone; /* (unowned): the caller's */
  const Query *query;   /* (unowned): the caller's */
  GByteArray *bytes;    /* (owned): by the caller */
  gsize origin_at;
  guint n_answers;
  guint n_authorities;
} Writer;

static void
query_clear (Query *query)
{
  g_clear_pointer (&query->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static gboolean
read_u8 (Reader *reader, guint *value)
{
  if (reader->at >= reader->length)
    return FALSE;

  *value = reader->data[reader->at++];
  return TRUE;
}

static gboolean
read_u16 (Reader *reader, guint *value)
{
  guint high;
  guint low;

  if (!read_u8 (reader, &high) || !read_u8 (reader, &low))
    return FALSE;

  *value = high << 8 | low;
  return TRUE;
}

static gboolean
skip (Reader *reader, gsize count)
{
  if (count > reader->length - reader->at)
    return FALSE;

  reader->at += count;
  return TRUE;
}

/* Any byte may stand in a label (RFC 2181 §11). Those that cannot stand in a host name are
 * escaped, so that they match none. */
static void
append_label (GString *name, const guint8 *label, gsize length)
{
  if (name->len > 0)
    g_string_append_c (name, '.');

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isalnum (label[i]) || label[i] == '-' || label[i] == '_' || label[i] == '*')
        g_string_append_c (name, g_ascii_tolower (label[i]));
      else
        g_string_append_printf (name, "\\%03u", label[i]);
    }
}

/* The first name of a message has nothing before it to point to, so it is never compressed. */
static gboolean
read_plain_name (Reader *reader, GString *name)
{
  gsize start = reader->at;
  guint length;

  while (read_u8 (reader, &length))
    {
      if (length == 0)
        return reader->at - start <= NAME_MAX_SIZE;
      if (length > 63 || !skip (reader, length))
        return FALSE;

      append_label (name, reader->data + reader->at - length, length);
    }

  return FALSE;
}

static gboolean
skip_name (Reader *reader, gboolean *is_root)
{
  gsize start = reader->at;
  guint length;

  *is_root = FALSE;
  while (read_u8 (reader, &length))
    {
      if (length == 0)
        {
          *is_root = reader->at == start + 1;
          return reader->at - start <= NAME_MAX_SIZE;
        }
      /* A pointer ends the name and leads strictly backwards (RFC 1035 §4.1.4). */
      if (length >= 0xc0)
        {
          guint low;

          return read_u8 (reader, &low) && ((length & 0x3f) << 8 | low) < start;
        }
      if (length > 63 || !skip (reader, length))
        return FALSE;
    }

  return FALSE;
}

static gboolean
read_additional (Reader *reader, Query *query)
{
  gboolean is_root;
  guint type;
  guint class;
  guint extended_rcode;
  guint version;
  guint flags;
  guint length;

  if (!skip_name (reader, &is_root) || !read_u16 (reader, &type) || !read_u16 (reader, &class) ||
      !read_u8 (reader, &extended_rcode) || !read_u8 (reader, &version) ||
      !read_u16 (reader, &flags) || !read_u16 (reader, &length) || !skip (reader, length))
    return FALSE;

  if (type != TYPE_OPT)
    return TRUE;
  /* RFC 6891 §6.1.1: one OPT at most, and its name is the root */
  if (query->has_edns || !is_root)
    return FALSE;

  query->has_edns = TRUE;
  query->edns_version = version;
  return TRUE;
}

static gboolean
read_query (Reader *reader, Query *query)
{
  g_autoptr (GString) name = g_string_new (NULL);
  guint counts[4];

  reader->at = 4;
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (!read_u16 (reader, &counts[i]))
        return FALSE;
    }
  if (counts[0] != 1 || counts[1] != 0 || counts[2] != 0)
    return FALSE;

  if (!read_plain_name (reader, name) || !read_u16 (reader, &query->type) ||
      !read_u16 (reader, &query->class))
    return FALSE;
  query->question_end = reader->at;

  for (guint i = 0; i < counts[3]; i++)
    {
      if (!read_additional (reader, query))
        return FALSE;
    }
  if (reader->at != reader->length)
    return FALSE;

  query->name = g_string_free (g_steal_pointer (&name), FALSE);
  return TRUE;
}

static void
write_u8 (Writer *writer, guint value)
{
  guint8 byte = value;

  g_byte_array_append (writer->bytes, &byte, 1);
}

static void
write_u16 (Writer *writer, guint value)
{
  write_u8 (writer, value >> 8);
  write_u8 (writer, value & 0xff);
}

static void
write_u32 (Writer *writer, guint32 value)
{
  write_u16 (writer, value >> 16);
  write_u16 (writer, value & 0xffff);
}

/* A name of at most one label below the origin; the origin stands in the question. */
static void
write_name_below_origin (Writer *writer, const char *label)
{
  if (label != NULL)
    {
      write_u8 (writer, strlen (label));
      g_byte_array_append (writer->bytes, (const guint8 *) label, strlen (label));
    }
  write_u16 (writer, 0xc000 | writer->origin_at);
}

static void
write_record_head (Writer *writer, gsize owner_at, guint type, guint length)
{
  write_u16 (writer, 0xc000 | owner_at);
  write_u16 (writer, type);
  write_u16 (writer, CLASS_IN);
  write_u32 (writer, TTL_S);
  write_u16 (writer, length);
}

static void
write_address (Writer *writer, GInetAddress *address)
{
  gboolean is_ipv4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;
  gsize size = g_inet_address_get_native_size (address);

  write_record_head (writer, HEADER_SIZE, is_ipv4 ? TYPE_A : TYPE_AAAA, size);
  g_byte_array_append (writer->bytes, g_inet_address_to_bytes (address), size);
  writer->n_answers++;
}

static void
write_ns (Writer *writer)
{
  write_record_head (writer, writer->origin_at, TYPE_NS, strlen ("ns") + 3);
  write_name_below_origin (writer, "ns");
  writer->n_answers++;
}

static void
write_soa (Writer *writer)
{
  write_record_head (writer,
                     writer->origin_at,
                     TYPE_SOA,
                     strlen ("ns") + 3 + strlen ("hostmaster") + 3 + 20);
  write_name_below_origin (writer, "ns");
  write_name_below_origin (writer, "hostmaster");
  write_u32 (writer, sp_practice_zone_get_serial (writer->zone));
  write_u32 (writer, 3600);
  write_u32 (writer, 600);
  write_u32 (writer, 86400);
  write_u32 (writer, TTL_S);
}

static gboolean
wants (const Writer *writer, guint type)
{
  return writer->query->type == type || writer->query->type == TYPE_ANY;
}

static void
write_answers (Writer *writer, const char *stored)
{
  const char *origin = sp_practice_zone_get_origin (writer->zone);
  GInetAddress *ipv4 = sp_practice_zone_get (writer->zone, stored, G_SOCKET_FAMILY_IPV4);
  GInetAddress *ipv6 = sp_practice_zone_get (writer->zone, stored, G_SOCKET_FAMILY_IPV6);
  gboolean is_apex = g_str_equal (writer->query->name, origin);

  if (ipv4 != NULL && wants (writer, TYPE_A))
    write_address (writer, ipv4);
  if (ipv6 != NULL && wants (writer, TYPE_AAAA))
    write_address (writer, ipv6);
  if (is_apex && wants (writer, TYPE_NS))
    write_ns (writer);
  if (is_apex && wants (writer, TYPE_SOA))
    {
      write_soa (writer);
      writer->n_answers++;
    }
}

/* RFC 2308 §3: a negative answer carries the SOA. */
static Rcode
answer_question (Writer *writer)
{
  const Query *query = writer->query;
  const char *stored;

  if ((query->class != CLASS_IN && query->class != CLASS_ANY) || query->type == TYPE_AXFR ||
      query->type == TYPE_IXFR || !sp_practice_zone_covers (writer->zone, query->name))
    return RCODE_REFUSED;

  /* As the name stands in the question byte by byte, the origin is found from its end. */
  writer->origin_at = query->question_end - 4 -
                      (strlen (sp_practice_zone_get_origin (writer->zone)) + 2);

  stored = sp_practice_zone_resolve (writer->zone, query->name);
  if (stored != NULL)
    write_answers (writer, stored);
  if (writer->n_answers == 0)
    {
      write_soa (writer);
      writer->n_authorities++;
    }

  return stored != NULL ? RCODE_NOERROR : RCODE_NXDOMAIN;
}

static void
write_opt (Writer *writer, Rcode rcode)
{
  write_u8 (writer, 0);
  write_u16 (writer, TYPE_OPT);
  write_u16 (writer, EDNS_BUFFER_SIZE);
  write_u8 (writer, rcode >> 4);
  write_u8 (writer, 0);
  write_u16 (writer, 0);
  write_u16 (writer, 0);
}

static void
set_u16 (GByteArray *bytes, gsize at, guint value)
{
  bytes->data[at] = value >> 8;
  bytes->data[at + 1] = value & 0xff;
}

static GBytes *
finish (Writer *writer, const guint8 *asked, Rcode rcode, gboolean with_question)
{
  GByteArray *bytes = writer->bytes;
  gboolean with_edns = with_question && writer->query->has_edns;

  if (with_edns)
    write_opt (writer, rcode);

  bytes->data[2] = FLAG_REPLY | (asked[2] & (OPCODE_MASK | FLAG_RECURSION));
  if (rcode == RCODE_NOERROR || rcode == RCODE_NXDOMAIN)
    bytes->data[2] |= FLAG_AUTHORITY;
  bytes->data[3] = rcode & 0x0f;
  set_u16 (bytes, 4, with_question ? 1 : 0);
  set_u16 (bytes, 6, writer->n_answers);
  set_u16 (bytes, 8, writer->n_authorities);
  set_u16 (bytes, 10, with_edns ? 1 : 0);

  return g_byte_array_free_to_bytes (g_steal_pointer (&writer->bytes));
}

/**
 * sp_practice_dns_answer:
 * @zone: the zone to answer for
 * @query: a message from the network, of any content
 * @length: its size in bytes
 *
 * Answers A, AAAA, NS, SOA and ANY of @zone with authority, refuses other zones and transfers, and
 * understands EDNS 0. The answer always fits into 512 bytes, so it is never truncated.
 *
 * Returns: (transfer full) (nullable): the reply, or %NULL when there must be none (not a query, or
 *   too short to have an identifier and a header)
 */
GBytes *
sp_practice_dns_answer (SpPracticeZone *zone, const guint8 *query, gsize length)
{
  g_auto (Query) parsed = { 0 };
  Reader reader = { query, length, 0 };
  Writer writer = { zone, &parsed, NULL, 0, 0, 0 };
  Rcode rcode;

  g_return_val_if_fail (SP_IS_PRACTICE_ZONE (zone), NULL);

  /* Answering an answer would let two servers talk for ever. */
  if (length < HEADER_SIZE || (query[2] & FLAG_REPLY) != 0)
    return NULL;

  writer.bytes = g_byte_array_new ();
  g_byte_array_append (writer.bytes, query, HEADER_SIZE);
  if ((query[2] & OPCODE_MASK) != 0)
    return finish (&writer, query, RCODE_NOTIMP, FALSE);
  if (!read_query (&reader, &parsed))
    return finish (&writer, query, RCODE_FORMERR, FALSE);

  g_byte_array_append (writer.bytes, query + HEADER_SIZE, parsed.question_end - HEADER_SIZE);
  rcode = parsed.edns_version > 0 ? RCODE_BADVERS : answer_question (&writer);
  return finish (&writer, query, rcode, TRUE);
}
