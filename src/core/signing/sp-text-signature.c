/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-text-signature.h"

#include <string.h>

#include "profile/sp-credentials.h"
#include "signing/sp-canonical.h"
#include "signing/sp-digest.h"

#define EXO2_VALID_S         600 /* what the provider's own program takes */
#define NFSN_SALT_CHARACTERS 16

static void
set_header (SpRequest *request, const char *name, const SpTwin *value)
{
  sp_request_set_header (request, name, value->text->str, value->redacted->str);
}

static void
set_parameter_header (const SpSigning *signing,
                      SpRequest *request,
                      const char *name,
                      const char *parameter)
{
  g_autoptr (SpTwin) value = sp_twin_new ();

  sp_signing_append_to (signing, parameter, value);
  set_header (request, name, value);
}

/**
 * sp_text_sign_ovh:
 * @signing: with `id` (application key), `secret` (application secret) and `consumer` (consumer key)
 * @request: gets `X-Ovh-Application`, `X-Ovh-Consumer`, `X-Ovh-Timestamp` and `X-Ovh-Signature`
 *
 * SHA-1 of secrets, method, URL, body and time: the “$1$” signature of
 * help.ovhcloud.com/csm/en-api-getting-started-ovhcloud-api
 */
void
sp_text_sign_ovh (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_seconds (signing);
  g_autofree char *body = sp_canonical_get_body (request);
  g_autofree char *text = g_strjoin ("+",
                                     sp_signing_get (signing, "secret"),
                                     sp_signing_get (signing, "consumer"),
                                     sp_request_get_method (request),
                                     sp_request_get_url (request),
                                     body,
                                     time,
                                     NULL);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
  g_autofree char *signature = g_strconcat ("$1$", hash, NULL);

  sp_secret_text_free (g_steal_pointer (&text));
  set_parameter_header (signing, request, "X-Ovh-Application", "id");
  set_parameter_header (signing, request, "X-Ovh-Consumer", "consumer");
  sp_request_set_header (request, "X-Ovh-Timestamp", time, time);
  sp_request_set_header (request, "X-Ovh-Signature", signature, NULL);
}

/* 16 letters and digits that were not there before */
static char *
make_salt (const SpSigning *signing)
{
  GString *salt = g_string_new (NULL);

  for (const char *at = sp_signing_get_nonce (signing); *at != '\0'; at++)
    if (g_ascii_isalnum (*at) && salt->len < NFSN_SALT_CHARACTERS)
      g_string_append_c (salt, *at);
  return g_string_free (salt, FALSE);
}

/**
 * sp_text_sign_nfsn:
 * @signing: with `id` (the member's login) and `secret` (the API key); the nonce has 16 letters and
 *   digits or more
 * @request: gets `X-NFSN-Authentication`
 *
 * SHA-1 of login, time, salt, key, path and body:
 * members.nearlyfreespeech.net/wiki/API/Introduction
 */
void
sp_text_sign_nfsn (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_seconds (signing);
  g_autofree char *salt = make_salt (signing);
  g_autofree char *path = sp_canonical_get_path (request);
  g_autofree char *body_hash = sp_digest_hash_hex (G_CHECKSUM_SHA1, sp_request_get_body (request));
  g_autofree char *text = g_strjoin (";",
                                     sp_signing_get (signing, "id"),
                                     time,
                                     salt,
                                     sp_signing_get (signing, "secret"),
                                     path,
                                     body_hash,
                                     NULL);
  g_autofree char *signature = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
  g_autoptr (SpTwin) value = sp_twin_new ();

  sp_secret_text_free (g_steal_pointer (&text));
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, ";");
  sp_twin_append (value, time);
  sp_twin_append (value, ";");
  sp_twin_append (value, salt);
  sp_twin_append (value, ";");
  sp_twin_append_secret (value, signature);
  set_header (request, "X-NFSN-Authentication", value);
}

/**
 * sp_text_sign_active24:
 * @signing: with `id` and `secret`
 * @request: gets `Date` and `Authorization`
 *
 * HMAC-SHA1 of method, path and time, as the password of Basic: rest.websupport.sk/v2/docs/intro,
 * rest.active24.cz/v2/docs/intro. The page speaks of the “complete request path”; its programs sign
 * the path without the query.
 */
void
sp_text_sign_active24 (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_seconds (signing);
  g_autofree char *date = sp_signing_format_time (signing, "%Y%m%dT%H%M%SZ");
  g_autofree char *path = sp_canonical_get_path (request);
  g_autofree char *text = g_strjoin (" ", sp_request_get_method (request), path, time, NULL);
  g_autofree char *signature =
      sp_digest_sign_hex (G_CHECKSUM_SHA1, sp_signing_get (signing, "secret"), text);
  g_autofree char *login = g_strconcat (sp_signing_get (signing, "id"), ":", signature, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *) login, strlen (login));
  g_autoptr (SpTwin) value = sp_twin_new ();

  sp_twin_append (value, "Basic ");
  sp_twin_append_secret (value, encoded);
  sp_request_set_header (request, "Date", date, date);
  set_header (request, "Authorization", value);
}

/* the name of a pair and its value, decoded */
static void
split_pair (const char *pair, char **name, char **value)
{
  const char *equals = strchr (pair, '=');

  *name = g_uri_unescape_segment (pair, equals, NULL);
  *value = g_uri_unescape_string (equals + 1, NULL);
}

static void
list_signed_query (const SpRequest *request, GString *names, GString *values)
{
  g_autoptr (GPtrArray) pairs = sp_canonical_list_query (request);

  for (guint i = 0; i < pairs->len; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      split_pair (g_ptr_array_index (pairs, i), &name, &value);
      g_string_append_printf (names, "%s%s", i > 0 ? ";" : "", name);
      g_string_append (values, value);
    }
}

/**
 * sp_text_sign_exo2:
 * @signing: with `id` and `secret`
 * @request: gets `Authorization`; has no name twice in its query
 *
 * HMAC-SHA256 of method, path, body, values of the query and expiry, and no headers:
 * openapi-v2.exoscale.com, “API request signature”
 */
void
sp_text_sign_exo2 (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *expires = g_strdup_printf ("%" G_GINT64_FORMAT,
                                              sp_signing_get_now_s (signing) + EXO2_VALID_S);
  g_autofree char *path = sp_canonical_get_path (request);
  g_autofree char *body = sp_canonical_get_body (request);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;
  g_autoptr (SpTwin) value = sp_twin_new ();

  list_signed_query (request, names, values);
  text = g_strconcat (sp_request_get_method (request),
                      " ",
                      path,
                      "\n",
                      body,
                      "\n",
                      values->str,
                      "\n\n",
                      expires,
                      NULL);
  signature = sp_digest_sign_base64 (G_CHECKSUM_SHA256, sp_signing_get (signing, "secret"), text);
  sp_twin_append (value, "EXO2-HMAC-SHA256 credential=");
  sp_signing_append_to (signing, "id", value);
  if (names->len > 0)
    {
      sp_twin_append (value, ",signed-query-args=");
      sp_twin_append (value, names->str);
    }
  sp_twin_append (value, ",expires=");
  sp_twin_append (value, expires);
  sp_twin_append (value, ",signature=");
  sp_twin_append_secret (value, signature);
  set_header (request, "Authorization", value);
}

/**
 * sp_text_sign_dynadot:
 * @signing: with `id` (the key, which the recipe sends as Bearer, too) and `secret`
 * @request: gets `X-Request-ID` and `X-Signature`
 *
 * HMAC-SHA256 of key, path with the query, request id and body:
 * www.dynadot.com/domain/api-document, version 2
 */
void
sp_text_sign_dynadot (const SpSigning *signing, SpRequest *request)
{
  const char *nonce = sp_signing_get_nonce (signing);
  g_autofree char *path = sp_canonical_get_path_and_query (request);
  g_autofree char *body = sp_canonical_get_body (request);
  g_autofree char *text = g_strjoin ("\n", sp_signing_get (signing, "id"), path, nonce, body, NULL);
  g_autofree char *signature =
      sp_digest_sign_base64 (G_CHECKSUM_SHA256, sp_signing_get (signing, "secret"), text);

  sp_secret_text_free (g_steal_pointer (&text));
  sp_request_set_header (request, "X-Request-ID", nonce, nonce);
  sp_request_set_header (request, "X-Signature", signature, NULL);
}

/**
 * sp_text_sign_xinnet:
 * @signing: with `id` (the agent) and `secret`
 * @request: gets `Timestamp` and `Authorization`
 *
 * HMAC-SHA256 of algorithm, time, method, path with “/” at its end, and body:
 * apidoc.xin.cn/doc-7283838
 */
void
sp_text_sign_xinnet (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_time (signing, "%Y%m%dT%H%M%SZ");
  g_autofree char *path = sp_canonical_get_path (request);
  g_autofree char *body = sp_canonical_get_body (request);
  g_autofree char *text = g_strconcat ("HMAC-SHA256\n",
                                       time,
                                       "\n",
                                       sp_request_get_method (request),
                                       "\n",
                                       path,
                                       g_str_has_suffix (path, "/") ? "\n" : "/\n",
                                       body,
                                       NULL);
  g_autofree char *signature =
      sp_digest_sign_hex (G_CHECKSUM_SHA256, sp_signing_get (signing, "secret"), text);
  g_autoptr (SpTwin) value = sp_twin_new ();

  sp_twin_append (value, "HMAC-SHA256 Access=");
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, ", Signature=");
  sp_twin_append_secret (value, signature);
  sp_request_set_header (request, "Timestamp", time, time);
  set_header (request, "Authorization", value);
}
