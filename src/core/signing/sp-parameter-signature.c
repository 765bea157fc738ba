/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-parameter-signature.h"

#include <string.h>

#include "profile/sp-credentials.h"
#include "signing/sp-canonical.h"
#include "signing/sp-digest.h"

static GPtrArray *
list_pairs (const SpRequest *request)
{
  GPtrArray *pairs = sp_canonical_list_query (request);

  sp_canonical_add_form (pairs, request);
  return pairs;
}

static void
append (SpRequest *request, const SpTwin *pair)
{
  if (sp_canonical_has_form (request))
    sp_request_append_form (request, pair->text->str, pair->redacted->str);
  else
    sp_request_append_query (request, pair->text->str, pair->redacted->str);
}

static void
add_plain (SpRequest *request, const char *name, const char *value)
{
  g_autoptr (SpTwin) pair = sp_twin_new ();
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  sp_twin_append (pair, name);
  sp_twin_append (pair, "=");
  sp_twin_append (pair, escaped);
  append (request, pair);
}

static void
add_secret (SpRequest *request, const char *name, const char *value)
{
  g_autoptr (SpTwin) pair = sp_twin_new ();
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  sp_twin_append (pair, name);
  sp_twin_append (pair, "=");
  sp_twin_append_secret (pair, escaped);
  append (request, pair);
}

static void
add_id (const SpSigning *signing, SpRequest *request, const char *name)
{
  g_autoptr (SpTwin) id = sp_twin_new ();

  sp_signing_append_to (signing, "id", id);
  if (strcmp (id->text->str, id->redacted->str) == 0)
    add_plain (request, name, id->text->str);
  else
    add_secret (request, name, id->text->str);
}

static void
sign_rpc (const SpSigning *signing, SpRequest *request, const char *id_name, const char *version)
{
  g_autofree char *time = sp_signing_format_time (signing, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *key = g_strconcat (sp_signing_get (signing, "secret"), "&", NULL);
  g_autoptr (GPtrArray) pairs = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  add_id (signing, request, id_name);
  add_plain (request, "SignatureMethod", "HMAC-SHA1");
  add_plain (request, "SignatureNonce", sp_signing_get_nonce (signing));
  if (version != NULL)
    add_plain (request, "SignatureVersion", version);
  add_plain (request, "Timestamp", time);

  /* the pairs are encoded already and are encoded once more; what stands for the path is always
   * “/” */
  pairs = list_pairs (request);
  joined = sp_canonical_join (pairs, "&");
  escaped = g_uri_escape_string (joined, NULL, FALSE);
  text = g_strconcat (sp_request_get_method (request), "&%2F&", escaped, NULL);
  signature = sp_digest_sign_base64 (G_CHECKSUM_SHA1, key, text);
  sp_secret_text_free (g_steal_pointer (&key));
  add_secret (request, "Signature", signature);
}

/**
 * sp_parameter_sign_aliyun:
 * @signing: with `id` and `secret`
 * @request: has `Action`, `Version` and `Format`; gets `AccessKeyId`, `SignatureMethod`,
 *   `SignatureNonce`, `SignatureVersion`, `Timestamp` and `Signature`
 *
 * The signature of the RPC interface of Alibaba Cloud, HMAC-SHA1:
 * www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism
 */
void
sp_parameter_sign_aliyun (const SpSigning *signing, SpRequest *request)
{
  sign_rpc (signing, request, "AccessKeyId", "1.0");
}

/**
 * sp_parameter_sign_nowcn:
 * @signing: with `id` and `secret`
 * @request: gets `AccessInstanceID`, `SignatureMethod`, `SignatureNonce`, `Timestamp` and
 *   `Signature`
 *
 * What now.cn and its brands made of the signature of Alibaba Cloud.
 */
void
sp_parameter_sign_nowcn (const SpSigning *signing, SpRequest *request)
{
  sign_rpc (signing, request, "AccessInstanceID", NULL);
}

/**
 * sp_parameter_sign_ucloud:
 * @signing: with `id` (the public key) and `secret` (the private one)
 * @request: gets `PublicKey` and `Signature`
 *
 * SHA-1 of all names and values, without anything between them, and the private key:
 * docs.ucloud.cn/api/summary/signature
 */
void
sp_parameter_sign_ucloud (const SpSigning *signing, SpRequest *request)
{
  g_autoptr (GPtrArray) pairs = NULL;
  g_autoptr (GString) text = g_string_sized_new (1024);
  g_autofree char *signature = NULL;

  add_id (signing, request, "PublicKey");
  pairs = list_pairs (request);
  for (guint i = 0; i < pairs->len; i++)
    {
      const char *pair = g_ptr_array_index (pairs, i);
      const char *equals = strchr (pair, '=');
      g_autofree char *name = g_uri_unescape_segment (pair, equals, NULL);
      g_autofree char *value = g_uri_unescape_string (equals + 1, NULL);

      g_string_append (text, name);
      g_string_append (text, value);
    }
  g_string_append (text, sp_signing_get (signing, "secret"));
  signature = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text->str, (gssize) text->len);
  explicit_bzero (text->str, text->len);
  add_secret (request, "Signature", signature);
}

/* as PHP's urlencode() has it */
static char *
space_to_plus (char *joined)
{
  g_auto (GStrv) parts = g_strsplit (joined, "%20", -1);

  return g_strjoinv ("+", parts);
}

/**
 * sp_parameter_sign_gname:
 * @signing: with `id` (the APPID) and `secret` (the APPKEY)
 * @request: gets `appid`, `gntime` and `gntoken`
 *
 * MD5 of the sorted pairs and the key, in upper case: www.gname.com/domain/api/rule/anquan
 */
void
sp_parameter_sign_gname (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_seconds (signing);
  g_autoptr (GPtrArray) pairs = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *spaced = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *token = NULL;

  add_id (signing, request, "appid");
  add_plain (request, "gntime", time);
  pairs = list_pairs (request);
  joined = sp_canonical_join (pairs, "&");
  spaced = space_to_plus (joined);
  text = g_strconcat (spaced, sp_signing_get (signing, "secret"), NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);
  token = g_ascii_strup (hash, -1);
  sp_secret_text_free (g_steal_pointer (&text));
  add_secret (request, "gntoken", token);
}
