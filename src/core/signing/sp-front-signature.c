/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-front-signature.h"

#include <string.h>

#include "profile/sp-credentials.h"
#include "signing/sp-canonical.h"
#include "signing/sp-digest.h"

#define BCE_VALID           "1800" /* seconds; the provider's default */
#define EDGEGRID_BODY_BYTES 131072 /* no more of a body is hashed */

static void
set_header (SpRequest *request, const char *name, const SpTwin *value)
{
  sp_request_set_header (request, name, value->text->str, value->redacted->str);
}

/**
 * sp_front_sign_bce:
 * @signing: with `id` and `secret`
 * @request: gets `Authorization`
 *
 * HMAC-SHA256 of method, path, query and host. The key is the front of the header itself, signed:
 * intl.cloud.baidu.com/doc/Reference/s/njwvz1yfu-en
 */
void
sp_front_sign_bce (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_time (signing, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *path = sp_canonical_get_path (request);
  g_autofree char *host = sp_canonical_get_host (request);
  g_autofree char *escaped_host = g_uri_escape_string (host, NULL, FALSE);
  g_autoptr (GPtrArray) pairs = sp_canonical_list_query (request);
  g_autofree char *query = sp_canonical_join (pairs, "&");
  g_autofree char *text = g_strconcat (sp_request_get_method (request),
                                       "\n",
                                       path,
                                       "\n",
                                       query,
                                       "\nhost:",
                                       escaped_host,
                                       NULL);
  g_autoptr (SpTwin) value = sp_twin_new ();
  g_autofree char *key = NULL;
  g_autofree char *signature = NULL;

  sp_twin_append (value, "bce-auth-v1/");
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, "/");
  sp_twin_append (value, time);
  sp_twin_append (value, "/" BCE_VALID);
  key =
      sp_digest_sign_hex (G_CHECKSUM_SHA256, sp_signing_get (signing, "secret"), value->text->str);
  signature = sp_digest_sign_hex (G_CHECKSUM_SHA256, key, text);
  sp_secret_text_free (g_steal_pointer (&key));
  sp_twin_append (value, "/host/");
  sp_twin_append_secret (value, signature);
  set_header (request, "Authorization", value);
}

/* only a POST has its body signed, and of that only the beginning */
static char *
hash_body (const SpRequest *request)
{
  GBytes *body = sp_request_get_body (request);
  gsize length = body == NULL ? 0 : g_bytes_get_size (body);
  g_autoptr (GBytes) beginning = NULL;

  if (length == 0 || strcmp (sp_request_get_method (request), "POST") != 0)
    return g_strdup ("");

  beginning = g_bytes_new_from_bytes (body, 0, MIN (length, EDGEGRID_BODY_BYTES));
  return sp_digest_hash_base64 (G_CHECKSUM_SHA256, beginning);
}

/**
 * sp_front_sign_edgegrid:
 * @signing: with `id` (client token), `token` (access token) and `secret` (client secret)
 * @request: gets `Authorization`
 *
 * HMAC-SHA256 of method, host, path, body and the front of the header itself, with a key that is
 * made of the time: techdocs.akamai.com/developer/docs/edgegrid
 */
void
sp_front_sign_edgegrid (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *time = sp_signing_format_time (signing, "%Y%m%dT%H:%M:%S+0000");
  g_autofree char *scheme = g_strndup (sp_request_get_url (request),
                                       strcspn (sp_request_get_url (request), ":"));
  g_autofree char *host = sp_canonical_get_host (request);
  g_autofree char *path = sp_canonical_get_path_and_query (request);
  g_autofree char *body_hash = hash_body (request);
  g_autofree char *key =
      sp_digest_sign_base64 (G_CHECKSUM_SHA256, sp_signing_get (signing, "secret"), time);
  g_autoptr (SpTwin) value = sp_twin_new ();
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  sp_twin_append (value, "EG1-HMAC-SHA256 client_token=");
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, ";access_token=");
  sp_signing_append_to (signing, "token", value);
  sp_twin_append (value, ";timestamp=");
  sp_twin_append (value, time);
  sp_twin_append (value, ";nonce=");
  sp_twin_append (value, sp_signing_get_nonce (signing));
  sp_twin_append (value, ";");

  /* the empty one would be further headers */
  text = g_strjoin ("\t",
                    sp_request_get_method (request),
                    scheme,
                    host,
                    path,
                    "",
                    body_hash,
                    value->text->str,
                    NULL);
  signature = sp_digest_sign_base64 (G_CHECKSUM_SHA256, key, text);
  sp_secret_text_free (g_steal_pointer (&key));
  sp_secret_text_free (g_steal_pointer (&text));
  sp_twin_append (value, "signature=");
  sp_twin_append_secret (value, signature);
  set_header (request, "Authorization", value);
}
