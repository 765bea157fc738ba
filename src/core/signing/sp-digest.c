/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-digest.h"

#include <string.h>

#define LONGEST 64 /* bytes of SHA-512 */

/**
 * sp_digest_hash_base64:
 * @type: the algorithm
 * @data: (nullable): what is hashed; %NULL is nothing
 *
 * Returns: (transfer full): its hash in base64
 */
char *
sp_digest_hash_base64 (GChecksumType type, GBytes *data)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);
  guint8 hash[LONGEST];
  gsize length = sizeof hash;
  gsize n_data = 0;
  const guint8 *bytes = data == NULL ? NULL : g_bytes_get_data (data, &n_data);

  if (n_data > 0)
    g_checksum_update (checksum, bytes, (gssize) n_data);
  g_checksum_get_digest (checksum, hash, &length);
  return g_base64_encode (hash, length);
}

/**
 * sp_digest_hash_hex:
 * @type: the algorithm
 * @data: (nullable): what is hashed; %NULL is nothing
 *
 * Returns: (transfer full): its hash in hexadecimal digits of lower case
 */
char *
sp_digest_hash_hex (GChecksumType type, GBytes *data)
{
  return data == NULL ? g_compute_checksum_for_string (type, "", 0)
                      : g_compute_checksum_for_bytes (type, data);
}

/* RFC 2104; @mac may be @key */
static gsize
sign (GChecksumType type, const guint8 *key, gsize key_length, const char *text, guint8 *mac)
{
  GHmac *hmac = g_hmac_new (type, key, key_length);
  gsize length = LONGEST;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, mac, &length);
  g_clear_pointer (&hmac, g_hmac_unref);
  return length;
}

/**
 * sp_digest_sign_base64:
 * @type: the algorithm
 * @key: the key, as it is
 * @text: what is signed
 *
 * Returns: (transfer full): its HMAC in base64
 */
char *
sp_digest_sign_base64 (GChecksumType type, const char *key, const char *text)
{
  guint8 mac[LONGEST];
  gsize length = sign (type, (const guint8 *) key, strlen (key), text, mac);

  return g_base64_encode (mac, length);
}

/**
 * sp_digest_sign_hex:
 * @type: the algorithm
 * @key: the key, as it is
 * @text: what is signed
 *
 * Returns: (transfer full): its HMAC in hexadecimal digits of lower case
 */
char *
sp_digest_sign_hex (GChecksumType type, const char *key, const char *text)
{
  const char *const texts[] = { text, NULL };

  return sp_digest_chain_hex (type, key, texts);
}

static char *
to_hex (const guint8 *bytes, gsize length)
{
  GString *hex = g_string_sized_new (2 * length + 1);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);
  return g_string_free (hex, FALSE);
}

/**
 * sp_digest_chain_hex:
 * @type: the algorithm
 * @key: the first key, as it is
 * @texts: (array zero-terminated=1): at least one; the HMAC of each is the key of the next
 *
 * Returns: (transfer full): the HMAC of the last text in hexadecimal digits of lower case
 */
char *
sp_digest_chain_hex (GChecksumType type, const char *key, const char *const *texts)
{
  guint8 mac[LONGEST];
  gsize length = sign (type, (const guint8 *) key, strlen (key), texts[0], mac);
  char *hex;

  for (guint i = 1; texts[i] != NULL; i++)
    length = sign (type, mac, length, texts[i], mac);
  hex = to_hex (mac, length);
  explicit_bzero (mac, sizeof mac);
  return hex;
}
