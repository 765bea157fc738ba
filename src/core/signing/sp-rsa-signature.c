/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-rsa-signature.h"

#include "signing/sp-canonical.h"
#include "signing/sp-digest.h"
#include "signing/sp-rsa-key.h"

static char *
sign (const SpSigning *signing, SpRsaScheme scheme, const char *text, GError **error)
{
  g_autoptr (SpRsaKey) key = sp_rsa_key_new (sp_signing_get (signing, "key"), error);

  return key == NULL ? NULL : sp_rsa_key_sign (key, scheme, text, error);
}

static void
append_line (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name, value);
}

/* Content-Length is what the transport will say; the body itself is there by its hash. */
static void
append_body (GString *text, SpRequest *request)
{
  GBytes *body = sp_request_get_body (request);
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (body));
  g_autofree char *hash = sp_digest_hash_base64 (G_CHECKSUM_SHA256, body);

  sp_request_set_header (request, "x-content-sha256", hash, hash);
  append_line (text, "content-length", length);
  append_line (text, "content-type", sp_request_get_content_type (request));
  append_line (text, "x-content-sha256", hash);
}

static char *
describe (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *date = sp_signing_format_http_date (signing);
  g_autofree char *host = sp_canonical_get_host (request);
  g_autofree char *path = sp_canonical_get_path_and_query (request);
  g_autofree char *method = g_ascii_strdown (sp_request_get_method (request), -1);
  g_autofree char *target = g_strconcat (method, " ", path, NULL);
  GString *text = g_string_new (NULL);

  sp_request_set_header (request, "Date", date, date);
  append_line (text, "date", date);
  append_line (text, "(request-target)", target);
  append_line (text, "host", host);
  if (sp_request_get_body (request) != NULL)
    append_body (text, request);
  return g_string_free (text, FALSE);
}

/**
 * sp_rsa_sign_oci:
 * @signing: with `id` (tenancy, user and fingerprint of the key, with “/” between them) and `key`
 *   (the private key in PEM)
 * @request: gets `Date`, `Authorization` and, if it has a body, `x-content-sha256`
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes a parameter
 *
 * RSA-SHA256 of date, method, path, host and body, version 1:
 * docs.oracle.com/en-us/iaas/Content/API/Concepts/signingrequests.htm
 *
 * Returns: %TRUE if it is signed
 */
gboolean
sp_rsa_sign_oci (const SpSigning *signing, SpRequest *request, GError **error)
{
  g_autofree char *text = describe (signing, request);
  g_autofree char *signature = sign (signing, SP_RSA_SHA256, text, error);
  g_autoptr (SpTwin) value = sp_twin_new ();

  if (signature == NULL)
    return FALSE;

  sp_twin_append (value, "Signature version=\"1\",headers=\"date (request-target) host");
  if (sp_request_get_body (request) != NULL)
    sp_twin_append (value, " content-length content-type x-content-sha256");
  sp_twin_append (value, "\",keyId=\"");
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, "\",algorithm=\"rsa-sha256\",signature=\"");
  sp_twin_append_secret (value, signature);
  sp_twin_append (value, "\"");
  sp_request_set_header (request, "Authorization", value->text->str, value->redacted->str);
  return TRUE;
}

/**
 * sp_rsa_sign_transip:
 * @signing: with `key` (the private key in PEM)
 * @request: the one that asks for a token; gets `Signature`
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes a parameter
 *
 * RSA-SHA512 of the body: api.transip.nl/rest/docs.html, “Authentication”
 *
 * Returns: %TRUE if it is signed
 */
gboolean
sp_rsa_sign_transip (const SpSigning *signing, SpRequest *request, GError **error)
{
  g_autofree char *body = sp_canonical_get_body (request);
  g_autofree char *signature = sign (signing, SP_RSA_SHA512, body, error);

  if (signature == NULL)
    return FALSE;

  sp_request_set_header (request, "Signature", signature, NULL);
  return TRUE;
}
