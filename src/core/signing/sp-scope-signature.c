/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-scope-signature.h"

#include <string.h>

#include "profile/sp-credentials.h"
#include "signing/sp-canonical.h"
#include "signing/sp-digest.h"

#define COMPACT_TIME "%Y%m%dT%H%M%SZ"

typedef struct
{
  const char *algorithm;
  const char *key_prefix; /* stands before the secret */
  const char *terminator; /* the last word of the scope */
  const char *day_format;
  const char *time_format; /* NULL: seconds since 1970 */
  const char *time_header;
  const char *nonce_header;  /* NULL: none */
  const char *hash_header;   /* gets the SHA-256 of the body; NULL: none */
  const char *token_header;  /* gets the token of a temporary key; NULL: none */
  const char *signed_prefix; /* headers that begin so are signed, beside host and content-type */
  gboolean encodes_path;     /* a path that is encoded already is encoded once more */
  gboolean lower_values;
} Scheme;

/* docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
static const Scheme aws4 = {
  .algorithm = "AWS4-HMAC-SHA256",
  .key_prefix = "AWS4",
  .terminator = "aws4_request",
  .day_format = "%Y%m%d",
  .time_format = COMPACT_TIME,
  .time_header = "X-Amz-Date",
  .token_header = "X-Amz-Security-Token",
  .signed_prefix = "x-amz-",
  .encodes_path = TRUE,
};

/* www.volcengine.com/docs/6369/67269 */
static const Scheme volcengine = {
  .algorithm = "HMAC-SHA256",
  .key_prefix = "",
  .terminator = "request",
  .day_format = "%Y%m%d",
  .time_format = COMPACT_TIME,
  .time_header = "X-Date",
  .hash_header = "X-Content-Sha256",
  .token_header = "X-Security-Token",
  .signed_prefix = "x-",
};

/* docs.jdcloud.com/cn/common-declaration/api/authorization-rules */
static const Scheme jdcloud = {
  .algorithm = "JDCLOUD2-HMAC-SHA256",
  .key_prefix = "JDCLOUD2",
  .terminator = "jdcloud2_request",
  .day_format = "%Y%m%d",
  .time_format = COMPACT_TIME,
  .time_header = "x-jdcloud-date",
  .nonce_header = "x-jdcloud-nonce",
  .signed_prefix = "x-jdcloud-",
};

/* www.tencentcloud.com/document/product/1078/38637: no region, and the action is signed if the
 * request names it */
static const Scheme tc3 = {
  .algorithm = "TC3-HMAC-SHA256",
  .key_prefix = "TC3",
  .terminator = "tc3_request",
  .day_format = "%Y-%m-%d",
  .time_header = "X-TC-Timestamp",
  .signed_prefix = "x-tc-action",
  .lower_values = TRUE,
};

static void
set_plain_header (SpRequest *request, const char *name, const char *value)
{
  if (name != NULL)
    sp_request_set_header (request, name, value, value);
}

static void
set_token_header (const SpSigning *signing, SpRequest *request, const char *name)
{
  const char *token = sp_signing_get (signing, "session");

  if (name != NULL && *token != '\0')
    sp_request_set_header (request, name, token, NULL);
}

static char *
format_time (const SpSigning *signing, const Scheme *scheme)
{
  return scheme->time_format == NULL ? sp_signing_format_seconds (signing)
                                     : sp_signing_format_time (signing, scheme->time_format);
}

static char *
describe_path (const SpRequest *request, const Scheme *scheme)
{
  g_autofree char *path = sp_canonical_get_path (request);

  return scheme->encodes_path ? g_uri_escape_string (path, "/", FALSE) : g_steal_pointer (&path);
}

/* what the key holds for: the words that the scope has, from the day to the terminator */
static GPtrArray *
list_scope (const SpSigning *signing, const Scheme *scheme)
{
  GPtrArray *scope = g_ptr_array_new_with_free_func (g_free);
  const char *region = sp_signing_get (signing, "region");

  g_ptr_array_add (scope, sp_signing_format_time (signing, scheme->day_format));
  if (*region != '\0')
    g_ptr_array_add (scope, g_strdup (region));
  g_ptr_array_add (scope, g_strdup (sp_signing_get (signing, "service")));
  g_ptr_array_add (scope, g_strdup (scheme->terminator));
  return scope;
}

static char *
compute_signature (const SpSigning *signing, const Scheme *scheme, GPtrArray *scope, char *text)
{
  g_autofree char *key = g_strconcat (scheme->key_prefix, sp_signing_get (signing, "secret"), NULL);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  char *signature;

  for (guint i = 0; i < scope->len; i++)
    g_ptr_array_add (texts, g_ptr_array_index (scope, i));
  g_ptr_array_add (texts, text);
  g_ptr_array_add (texts, NULL);
  signature = sp_digest_chain_hex (G_CHECKSUM_SHA256, key, (const char *const *) texts->pdata);
  sp_secret_text_free (g_steal_pointer (&key));
  return signature;
}

static void
set_authorization (const SpSigning *signing,
                   SpRequest *request,
                   const char *before_id,
                   const char *behind_id,
                   const char *signature)
{
  g_autoptr (SpTwin) value = sp_twin_new ();

  sp_twin_append (value, before_id);
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, behind_id);
  sp_twin_append_secret (value, signature);
  sp_request_set_header (request, "Authorization", value->text->str, value->redacted->str);
}

static void
sign (const SpSigning *signing, SpRequest *request, const Scheme *scheme)
{
  g_autofree char *time = format_time (signing, scheme);
  g_autofree char *body_hash = sp_digest_hash_hex (G_CHECKSUM_SHA256,
                                                   sp_request_get_body (request));
  g_autofree char *path = describe_path (request, scheme);
  g_autoptr (GPtrArray) words = list_scope (signing, scheme);
  g_autofree char *scope = sp_canonical_join (words, "/");
  g_autoptr (GPtrArray) headers = NULL;
  g_autofree char *names = NULL;
  g_autofree char *description = NULL;
  g_autofree char *description_hash = NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *before_id = g_strconcat (scheme->algorithm, " Credential=", NULL);
  g_autofree char *behind_id = NULL;

  set_plain_header (request, scheme->time_header, time);
  set_plain_header (request, scheme->nonce_header, sp_signing_get_nonce (signing));
  set_plain_header (request, scheme->hash_header, body_hash);
  set_token_header (signing, request, scheme->token_header);

  headers = sp_canonical_list_headers (request, scheme->signed_prefix);
  names = sp_canonical_join (headers, ";");
  description = sp_canonical_describe (request, path, headers, scheme->lower_values);
  description_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, description, -1);
  text = g_strjoin ("\n", scheme->algorithm, time, scope, description_hash, NULL);
  signature = compute_signature (signing, scheme, words, text);
  behind_id = g_strconcat ("/", scope, ", SignedHeaders=", names, ", Signature=", NULL);
  set_authorization (signing, request, before_id, behind_id, signature);
}

/**
 * sp_scope_sign_aws4:
 * @signing: with `service`, `region`, `id`, `secret` and perhaps `session`
 * @request: gets `X-Amz-Date`, `Authorization` and, with a session, `X-Amz-Security-Token`
 *
 * Signature Version 4. Signed are host, content-type and all `X-Amz-…`.
 */
void
sp_scope_sign_aws4 (const SpSigning *signing, SpRequest *request)
{
  sign (signing, request, &aws4);
}

/**
 * sp_scope_sign_volcengine:
 * @signing: with `service`, `region`, `id`, `secret` and perhaps `session`
 * @request: gets `X-Date`, `X-Content-Sha256`, `Authorization` and perhaps `X-Security-Token`
 *
 * As AWS, with other words. Signed are host, content-type and all `X-…`.
 */
void
sp_scope_sign_volcengine (const SpSigning *signing, SpRequest *request)
{
  sign (signing, request, &volcengine);
}

/**
 * sp_scope_sign_jdcloud:
 * @signing: with `service`, `region`, `id` and `secret`
 * @request: gets `x-jdcloud-date`, `x-jdcloud-nonce` and `Authorization`
 *
 * As AWS, with other words and a nonce.
 */
void
sp_scope_sign_jdcloud (const SpSigning *signing, SpRequest *request)
{
  sign (signing, request, &jdcloud);
}

/**
 * sp_scope_sign_tc3:
 * @signing: with `service`, `id` and `secret`
 * @request: gets `X-TC-Timestamp` and `Authorization`; has `X-TC-Action` and `X-TC-Version`
 *
 * Signature v3 of Tencent Cloud.
 */
void
sp_scope_sign_tc3 (const SpSigning *signing, SpRequest *request)
{
  sign (signing, request, &tc3);
}

/**
 * sp_scope_sign_huawei:
 * @signing: with `id` and `secret`
 * @request: gets `X-Sdk-Date` and `Authorization`
 *
 * The same description, but with “/” at the end of the path, and signed with the secret itself:
 * support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html
 */
void
sp_scope_sign_huawei (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_time (signing, COMPACT_TIME);
  g_autofree char *sent_path = sp_canonical_get_path (request);
  g_autofree char *path =
      g_strconcat (sent_path, g_str_has_suffix (sent_path, "/") ? "" : "/", NULL);
  g_autoptr (GPtrArray) headers = NULL;
  g_autofree char *names = NULL;
  g_autofree char *description = NULL;
  g_autofree char *description_hash = NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *behind_id = NULL;

  set_plain_header (request, "X-Sdk-Date", time);
  headers = sp_canonical_list_headers (request, "x-sdk-");
  names = sp_canonical_join (headers, ";");
  description = sp_canonical_describe (request, path, headers, FALSE);
  description_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, description, -1);
  text = g_strjoin ("\n", "SDK-HMAC-SHA256", time, description_hash, NULL);
  signature = sp_digest_sign_hex (G_CHECKSUM_SHA256, sp_signing_get (signing, "secret"), text);
  behind_id = g_strconcat (", SignedHeaders=", names, ", Signature=", NULL);
  set_authorization (signing, request, "SDK-HMAC-SHA256 Access=", behind_id, signature);
}
