/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-builder.h"
#include "dns/sp-dns-message.h"
#include "dns/sp-tsig.h"
#include "sp-fuzz.h"

#define SECRET "c2FsdCZncmHDn2UrJXNlY3JldC1vZi1ob21lIQ=="
#define NOW_S  1795276807

static GBytes *
make_request (const SpTsigKey *key)
{
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, "example.org", SP_DNS_TYPE_SOA);
  g_autoptr (GBytes) bare = sp_dns_builder_end (builder);

  return sp_tsig_sign (key, bare, NOW_S);
}

/* Whatever a name server sends: it is shown, held against the request, and never proves itself, since
 * nobody but the key's owner can sign. */
static void
read_reply (const guint8 *data, gsize size)
{
  g_autoptr (SpTsigKey) key = sp_tsig_key_new ("home-key", "hmac-sha256", SECRET, NULL);
  g_autoptr (GBytes) request = make_request (key);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpDnsMessage) asked = sp_dns_message_parse (request, NULL);
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (bytes, &error);
  g_autofree char *text = NULL;

  sp_fuzz_check_error (error, message == NULL);
  g_assert_cmpint (sp_tsig_verify (key, request, bytes, NOW_S).trust, !=, SP_TSIG_PROVED);
  if (message == NULL)
    return;

  text = sp_dns_message_to_text (message);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  sp_dns_message_answers (message, asked);
}

/* A key that was taken is the same key in one line. */
static void
read_key (const char *text)
{
  g_autofree char *flat = sp_tsig_key_flatten_block (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpTsigKey) key = sp_tsig_key_new_from_block (text, &error);
  g_autoptr (SpTsigKey) again = NULL;

  sp_fuzz_check_error (error, key == NULL);
  if (key == NULL)
    return;

  again = sp_tsig_key_new_from_block (flat, NULL);
  g_assert_nonnull (again);
  g_assert_cmpstr (sp_tsig_key_get_name (key), ==, sp_tsig_key_get_name (again));
}

/* The first byte chooses: a key, or a message. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL;

  if (size == 0)
    return 0;
  if (data[0] != 'k')
    {
      read_reply (data + 1, size - 1);
      return 0;
    }

  text = sp_fuzz_take_text (data, size);
  read_key (text);
  return 0;
}
