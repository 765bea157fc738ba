/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-tsig.h"

#include <string.h>

#include "dns/sp-dns-message.h"
#include "dns/sp-dns-name.h"

#define FUDGE_S       300 /* RFC 8945 §10 */
#define MAC_MIN_BYTES 10  /* RFC 8945 §5.2.2.1 */

/* The data of a TSIG record, RFC 8945 §4.2. */
typedef struct
{
  char *algorithm;    /* (owned) */
  gint64 signed_at_s; /* since 1970 */
  guint fudge_s;
  const guint8 *mac; /* (unowned): the message's */
  guint mac_length;
  guint original_id;
  guint error;
  const guint8 *other; /* (unowned): the message's */
  guint other_length;
} Tsig;

static void
tsig_clear (Tsig *tsig)
{
  g_clear_pointer (&tsig->algorithm, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tsig, tsig_clear)

static void
append_u16 (GByteArray *bytes, guint value)
{
  const guint8 octets[] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (bytes, octets, sizeof octets);
}

static void
append_u48 (GByteArray *bytes, gint64 value)
{
  append_u16 (bytes, (guint) (value >> 32 & 0xffff));
  append_u16 (bytes, (guint) (value >> 16 & 0xffff));
  append_u16 (bytes, (guint) (value & 0xffff));
}

static guint
get_u16 (const guint8 *octets)
{
  return (guint) octets[0] << 8 | octets[1];
}

static gint64
get_u48 (const guint8 *octets)
{
  return (gint64) get_u16 (octets) << 32 | (gint64) get_u16 (octets + 2) << 16 |
         get_u16 (octets + 4);
}

/* the part of RFC 8945 §4.3.3 that stands behind the message; names are written whole and in lower
 * case */
static void
append_variables (GByteArray *bytes, const SpTsigKey *key, const Tsig *tsig)
{
  sp_dns_name_append (bytes, sp_tsig_key_get_name (key));
  append_u16 (bytes, SP_DNS_CLASS_ANY);
  append_u16 (bytes, 0);
  append_u16 (bytes, 0); /* TTL, of 32 bits */
  sp_dns_name_append (bytes, sp_tsig_key_get_algorithm_name (key));
  append_u48 (bytes, tsig->signed_at_s);
  append_u16 (bytes, tsig->fudge_s);
  append_u16 (bytes, tsig->error);
  append_u16 (bytes, tsig->other_length);
  g_byte_array_append (bytes, tsig->other, tsig->other_length);
}

static void
append_record (GByteArray *bytes, const SpTsigKey *key, const Tsig *tsig)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();

  sp_dns_name_append (data, sp_tsig_key_get_algorithm_name (key));
  append_u48 (data, tsig->signed_at_s);
  append_u16 (data, tsig->fudge_s);
  append_u16 (data, tsig->mac_length);
  g_byte_array_append (data, tsig->mac, tsig->mac_length);
  append_u16 (data, tsig->original_id);
  append_u16 (data, tsig->error);
  append_u16 (data, tsig->other_length);

  sp_dns_name_append (bytes, sp_tsig_key_get_name (key));
  append_u16 (bytes, SP_DNS_TYPE_TSIG);
  append_u16 (bytes, SP_DNS_CLASS_ANY);
  append_u16 (bytes, 0);
  append_u16 (bytes, 0); /* TTL, of 32 bits */
  append_u16 (bytes, data->len);
  g_byte_array_append (bytes, data->data, data->len);
}

/**
 * sp_tsig_sign:
 * @key: the key
 * @message: a message without a signature, under its id
 * @now_s: the time, in seconds since 1970
 *
 * Returns: (transfer full): the message with a TSIG record as its last one; RFC 8945 §5.1
 */
GBytes *
sp_tsig_sign (const SpTsigKey *key, GBytes *message, gint64 now_s)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (message, &length);
  guint8 mac[SP_TSIG_MAC_MAX_BYTES];
  Tsig tsig = { .signed_at_s = now_s, .fudge_s = FUDGE_S, .mac = mac, .other = mac };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint n_additional;

  g_return_val_if_fail (length >= SP_DNS_HEADER_BYTES, NULL);

  g_byte_array_append (bytes, data, (guint) length);
  append_variables (bytes, key, &tsig);
  sp_tsig_key_compute_mac (key, bytes, mac);
  tsig.mac_length = (guint) sp_tsig_key_get_mac_length (key);
  tsig.original_id = get_u16 (data);

  g_byte_array_set_size (bytes, (guint) length);
  append_record (bytes, key, &tsig);
  n_additional = get_u16 (data + 10) + 1;
  bytes->data[10] = (guint8) (n_additional >> 8);
  bytes->data[11] = (guint8) n_additional;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* ---- verifying ------------------------------------------------------------------------------ */

/* RFC 8945 §5.2: one, the last of all, of class ANY with TTL 0 */
static const SpDnsRecord *
find_record (const SpDnsMessage *message, gboolean *misplaced)
{
  const SpDnsRecord *found = NULL;
  const SpDnsRecord *last = NULL;

  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    {
      GPtrArray *records = sp_dns_message_get_records (message, (SpDnsSection) i);

      for (guint j = 0; j < records->len; j++)
        {
          last = records->pdata[j];
          *misplaced |= last->type == SP_DNS_TYPE_TSIG && (found != NULL || i != SP_DNS_ADDITIONAL);
          found = last->type == SP_DNS_TYPE_TSIG ? last : found;
        }
    }

  *misplaced |= found != NULL &&
                (found != last || found->dns_class != SP_DNS_CLASS_ANY || found->ttl_s != 0);
  return found;
}

static gboolean
read_tsig (const SpDnsMessage *message, const SpDnsRecord *record, Tsig *tsig)
{
  const guint8 *data = sp_dns_message_get_data (message, record);
  gsize length = record->data_length;
  gsize at = 0;

  /* a compressed name would point out of the data, and is refused so: RFC 8945 §4.2 */
  tsig->algorithm = sp_dns_name_read (data, length, &at);
  if (tsig->algorithm == NULL || length - at < 10)
    return FALSE;

  tsig->signed_at_s = get_u48 (data + at);
  tsig->fudge_s = get_u16 (data + at + 6);
  tsig->mac_length = get_u16 (data + at + 8);
  tsig->mac = data + at + 10;
  at += 10;
  if (length - at < tsig->mac_length + 6u)
    return FALSE;

  at += tsig->mac_length;
  tsig->original_id = get_u16 (data + at);
  tsig->error = get_u16 (data + at + 2);
  tsig->other_length = get_u16 (data + at + 4);
  tsig->other = data + at + 6;
  return length - at - 6 == tsig->other_length;
}

/* The message as it was before it was signed: RFC 8945 §5.2.2 */
static void
append_unsigned (GByteArray *bytes, GBytes *message, const SpDnsRecord *record, const Tsig *tsig)
{
  const guint8 *data = g_bytes_get_data (message, NULL);
  guint8 header[SP_DNS_HEADER_BYTES];
  guint n_additional = get_u16 (data + 10) - 1;

  memcpy (header, data, sizeof header);
  header[0] = (guint8) (tsig->original_id >> 8);
  header[1] = (guint8) tsig->original_id;
  header[10] = (guint8) (n_additional >> 8);
  header[11] = (guint8) n_additional;
  g_byte_array_append (bytes, header, sizeof header);
  g_byte_array_append (bytes, data + sizeof header, (guint) (record->begin - sizeof header));
}

/* without telling by the time it takes how much of it was right */
static gboolean
is_same_mac (const guint8 *a, const guint8 *b, gsize length)
{
  guint difference = 0;

  for (gsize i = 0; i < length; i++)
    difference |= (guint) (a[i] ^ b[i]);
  return difference == 0;
}

static gboolean
has_right_mac (const SpTsigKey *key,
               const Tsig *request,
               GBytes *reply,
               const SpDnsRecord *record,
               const Tsig *tsig)
{
  gsize full = sp_tsig_key_get_mac_length (key);
  guint8 mac[SP_TSIG_MAC_MAX_BYTES];
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (tsig->mac_length > full || tsig->mac_length < MAX (MAC_MIN_BYTES, full / 2))
    return FALSE;

  /* RFC 8945 §5.3: the MAC of the request makes the reply one to this request */
  append_u16 (bytes, request->mac_length);
  g_byte_array_append (bytes, request->mac, request->mac_length);
  append_unsigned (bytes, reply, record, tsig);
  append_variables (bytes, key, tsig);
  sp_tsig_key_compute_mac (key, bytes, mac);
  return is_same_mac (mac, tsig->mac, tsig->mac_length);
}

/* Everything that has to hold before the MAC is worth looking at, and after it. */
static const char *
find_doubt (const SpTsigKey *key,
            const Tsig *request,
            GBytes *reply,
            const SpDnsRecord *record,
            const Tsig *tsig,
            gint64 now_s)
{
  if (strcmp (record->name, sp_tsig_key_get_name (key)) != 0)
    return "it is signed with another key";
  if (strcmp (tsig->algorithm, sp_tsig_key_get_algorithm_name (key)) != 0)
    return "it is signed with another algorithm";
  if (!has_right_mac (key, request, reply, record, tsig))
    return "its signature is wrong";
  if (tsig->original_id != request->original_id)
    return "it is signed as the reply to another message";
  if (tsig->error != SP_TSIG_BADTIME && ABS (now_s - tsig->signed_at_s) > (gint64) tsig->fudge_s)
    return "it was signed at another time";
  return NULL;
}

/* RFC 8945 §5.2.1, §5.2.2: a server that does not know the key, or was given a wrong signature, has
 * nothing to sign with */
static gboolean
is_unsigned_by_nature (const Tsig *tsig)
{
  return tsig->mac_length == 0 && (tsig->error == SP_TSIG_BADKEY || tsig->error == SP_TSIG_BADSIG);
}

static SpTsigFinding
doubt (const char *why)
{
  return (SpTsigFinding){ .trust = SP_TSIG_DOUBTFUL, .doubt = why };
}

static gboolean
read_request (GBytes *request, Tsig *tsig)
{
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (request, NULL);
  gboolean misplaced = FALSE;
  const SpDnsRecord *record = message == NULL ? NULL : find_record (message, &misplaced);

  return record != NULL && read_tsig (message, record, tsig);
}

/**
 * sp_tsig_verify:
 * @key: the key that @request was signed with
 * @request: what was sent, from sp_tsig_sign()
 * @reply: what came back
 * @now_s: the time when it came, in seconds since 1970
 *
 * RFC 8945 §5.3, in its order: place, key, algorithm, MAC, id, time. A reply that does not parse is
 * doubtful.
 *
 * Returns: what the reply is worth
 */
SpTsigFinding
sp_tsig_verify (const SpTsigKey *key, GBytes *request, GBytes *reply, gint64 now_s)
{
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (reply, NULL);
  g_auto (Tsig) asked = { 0 };
  g_auto (Tsig) tsig = { 0 };
  const SpDnsRecord *record;
  gboolean misplaced = FALSE;
  SpTsigFinding finding = { .trust = SP_TSIG_PROVED };

  g_return_val_if_fail (read_request (request, &asked), doubt ("it answers an unsigned request"));

  if (message == NULL)
    return doubt ("it is no whole message");
  record = find_record (message, &misplaced);
  if (record == NULL)
    return (SpTsigFinding){ .trust = SP_TSIG_UNSIGNED };
  if (misplaced || !read_tsig (message, record, &tsig))
    return doubt ("its signature is not whole");

  finding.error = tsig.error;
  if (is_unsigned_by_nature (&tsig))
    {
      finding.trust = SP_TSIG_UNSIGNED;
      return finding;
    }

  finding.doubt = find_doubt (key, &asked, reply, record, &tsig, now_s);
  if (finding.doubt != NULL)
    finding.trust = SP_TSIG_DOUBTFUL;
  /* RFC 8945 §5.2.3: the time of the server */
  else if (tsig.error == SP_TSIG_BADTIME && tsig.other_length == 6)
    finding.server_ahead_s = get_u48 (tsig.other) - asked.signed_at_s;
  return finding;
}
