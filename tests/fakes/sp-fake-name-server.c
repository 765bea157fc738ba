/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-name-server.h"

#include <string.h>

#include "dns/sp-dns-message.h"

/* It shares the reading of messages with the product, and nothing of TSIG: what both get wrong alike
 * would look right. Its keys are of hmac-sha256. */

#define MAC_BYTES 32

typedef struct
{
  const SpFakeDnsAnswer *answer; /* (unowned): the test's */
  const guint8 *request;         /* (unowned): the test's */
  gsize name_at;                 /* of the key, in the request */
  gsize name_length;
  gsize data_at; /* of the request's TSIG */
  GByteArray *reply;
} Server;

static const guint8 sha256_name[] = "\013hmac-sha256";
static const guint8 sha1_name[] = "\011hmac-sha1";

static gboolean
is (const Server *server, const char *signature)
{
  return g_strcmp0 (server->answer->signature, signature) == 0;
}

static void
put_u16 (GByteArray *bytes, guint value)
{
  const guint8 octets[] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (bytes, octets, 2);
}

static guint
get_error (const Server *server)
{
  if (is (server, "BADSIG"))
    return 16;
  if (is (server, "BADKEY"))
    return 17;
  if (is (server, "BADTIME"))
    return 18;
  if (is (server, "BADTRUNC"))
    return 22;
  return 0;
}

static guint64
read_time (const guint8 *octets)
{
  guint64 time = 0;

  for (guint i = 0; i < 6; i++)
    time = time << 8 | octets[i];
  return time;
}

/* the time of the request, where the server's own is not in question */
static void
put_other (const Server *server, GByteArray *bytes, const guint8 *request_time)
{
  guint64 now = read_time (request_time) + (guint64) server->answer->ahead_s;

  if (!is (server, "BADTIME"))
    {
      put_u16 (bytes, 0);
      return;
    }
  put_u16 (bytes, 6);
  put_u16 (bytes, (guint) (now >> 32) & 0xffff);
  put_u16 (bytes, (guint) (now >> 16) & 0xffff);
  put_u16 (bytes, (guint) now & 0xffff);
}

static void
compute (const Server *server, const char *secret, const GByteArray *variables, guint8 *mac)
{
  gsize length;
  g_autofree guint8 *key = g_base64_decode (secret, &length);
  GHmac *hmac;
  gsize size = MAC_BYTES;
  const guint8 *asked = server->request + server->data_at + sizeof sha256_name + 8;

  if (is (server, "forged"))
    key[0] ^= 1;
  hmac = g_hmac_new (G_CHECKSUM_SHA256, key, length);
  g_hmac_update (hmac, asked, 2 + MAC_BYTES);
  g_hmac_update (hmac, server->reply->data, server->reply->len);
  g_hmac_update (hmac, variables->data, variables->len);
  g_hmac_get_digest (hmac, mac, &size);
  g_hmac_unref (hmac);
}

static guint
get_mac_length (const Server *server)
{
  if (is (server, "BADSIG") || is (server, "BADKEY"))
    return 0;
  return is (server, "half") ? MAC_BYTES / 2 : is (server, "cut") ? MAC_BYTES / 2 - 1 : MAC_BYTES;
}

static void
put_name (const Server *server, GByteArray *bytes)
{
  g_byte_array_append (bytes, server->request + server->name_at, (guint) server->name_length);
  if (is (server, "renamed"))
    bytes->data[bytes->len - server->name_length + 1] ^= 1;
}

static void
sign (Server *server, const char *secret)
{
  const guint8 *time = server->request + server->data_at + sizeof sha256_name;
  const guint8 zeros[4] = { 0 };
  guint8 mac[MAC_BYTES];
  g_autoptr (GByteArray) variables = g_byte_array_new ();
  g_autoptr (GByteArray) data = g_byte_array_new ();

  put_name (server, variables);
  put_u16 (variables, 255);
  g_byte_array_append (variables, zeros, 4);
  g_byte_array_append (variables, sha256_name, sizeof sha256_name);
  g_byte_array_append (variables, time, 8);
  put_u16 (variables, get_error (server));
  put_other (server, variables, time);
  compute (server, secret, variables, mac);

  if (is (server, "downgraded"))
    g_byte_array_append (data, sha1_name, sizeof sha1_name);
  else
    g_byte_array_append (data, sha256_name, sizeof sha256_name);
  g_byte_array_append (data, time, 8);
  put_u16 (data, get_mac_length (server));
  g_byte_array_append (data, mac, get_mac_length (server));
  g_byte_array_append (data, server->request, 2);
  put_u16 (data, get_error (server));
  put_other (server, data, time);

  put_name (server, server->reply);
  put_u16 (server->reply, 250);
  put_u16 (server->reply, 255);
  g_byte_array_append (server->reply, zeros, 4);
  put_u16 (server->reply, data->len);
  g_byte_array_append (server->reply, data->data, data->len);
  server->reply->data[11]++;
}

static void
put_header (Server *server, const SpDnsMessage *asked)
{
  const guint8 counts[8] = { 0 };

  g_byte_array_append (server->reply, server->request, 2);
  put_u16 (server->reply, 0x8000 | sp_dns_message_get_opcode (asked) << 11 | server->answer->rcode);
  g_byte_array_append (server->reply, counts, sizeof counts);
}

static void
put_padding (Server *server)
{
  const guint8 record[] = { 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0 };

  g_byte_array_append (server->reply, record, sizeof record);
  server->reply->data[11]++;
}

/**
 * sp_fake_dns_reply:
 * @request: a message; signed with hmac-sha256 if the answer is to be signed
 * @secret: the key's, as base64
 * @answer: how to answer
 *
 * Returns: (transfer full): the reply to an UPDATE, without its zone (RFC 2136 §3.8)
 */
GBytes *
sp_fake_dns_reply (GBytes *request, const char *secret, const SpFakeDnsAnswer *answer)
{
  g_autoptr (SpDnsMessage) asked = sp_dns_message_parse (request, NULL);
  Server server = { .answer = answer };
  GPtrArray *additional;

  g_assert_nonnull (asked);
  additional = sp_dns_message_get_records (asked, SP_DNS_ADDITIONAL);
  server.request = g_bytes_get_data (request, NULL);
  server.reply = g_byte_array_new ();
  put_header (&server, asked);
  if (!is (&server, "unsigned"))
    {
      const SpDnsRecord *tsig = additional->pdata[additional->len - 1];

      g_assert_cmpuint (tsig->type, ==, SP_DNS_TYPE_TSIG);
      server.name_at = tsig->begin;
      server.name_length = strlen (tsig->name) + 2;
      server.data_at = tsig->data_at;
      sign (&server, secret);
    }
  if (is (&server, "misplaced"))
    put_padding (&server);

  return g_byte_array_free_to_bytes (server.reply);
}
