/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-service-account.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-json.h"
#include "profile/sp-credentials.h"
#include "signing/sp-rsa-key.h"

#define VALID_S 3600 /* the longest that both providers take */

typedef struct
{
  SpRsaScheme scheme;
  const char *algorithm; /* RFC 7518 §3.1 */
  const char *audience;
  const char *id_path; /* where the key's id stands in the file */
  const char *issuer_path;
} Dialect;

/* developers.google.com/identity/protocols/oauth2/service-account, “Preparing to make an authorized
 * API call”, HTTP/REST */
static const Dialect google = {
  .scheme = SP_RSA_SHA256,
  .algorithm = "RS256",
  .audience = "https://oauth2.googleapis.com/token",
  .id_path = "$.private_key_id",
  .issuer_path = "$.client_email",
};

/* yandex.cloud/en/docs/iam/operations/iam-token/create-for-sa */
static const Dialect yandex = {
  .scheme = SP_RSA_PSS_SHA256,
  .algorithm = "PS256",
  .audience = "https://iam.api.cloud.yandex.net/iam/v1/tokens",
  .id_path = "$.id",
  .issuer_path = "$.service_account_id",
};

static JsonNode *
read_file (const SpSigning *signing, GError **error)
{
  JsonNode *root = sp_json_parse (sp_signing_get (signing, "key"), NULL);

  if (root == NULL)
    g_set_error_literal (error,
                         SP_ERROR,
                         SP_ERROR_BAD_INPUT,
                         "the key is not the JSON file of a service account; copy the whole file, "
                         "from “{” to “}”");
  return root;
}

static char *
read_text (JsonNode *root, const char *path, GError **error)
{
  g_autoptr (GPtrArray) found = sp_json_lookup (root, path);
  char *text = found->len == 0 ? NULL : sp_json_scalar_to_text (g_ptr_array_index (found, 0));

  if (text == NULL)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BAD_INPUT,
                 "the key file has no “%s”; make a new one for a service account",
                 path + strlen ("$."));
  return text;
}

/* RFC 7515 §2: base64url, without “=” */
static char *
to_url_alphabet (char *base64)
{
  g_strdelimit (g_strdelimit (base64, "+", '-'), "/", '_');
  base64[strcspn (base64, "=")] = '\0';
  return base64;
}

static char *
encode (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);

  return to_url_alphabet (g_base64_encode ((const guchar *) text, strlen (text)));
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static char *
encode_header (const Dialect *dialect, const char *key_id)
{
  g_autoptr (JsonBuilder) header = json_builder_new ();

  json_builder_begin_object (header);
  add_text (header, "typ", "JWT");
  add_text (header, "alg", dialect->algorithm);
  add_text (header, "kid", key_id);
  json_builder_end_object (header);
  return encode (header);
}

static char *
encode_claims (const Dialect *dialect, const SpSigning *signing, const char *issuer)
{
  g_autoptr (JsonBuilder) claims = json_builder_new ();
  const char *scope = sp_signing_get (signing, "scope");
  gint64 now_s = sp_signing_get_now_s (signing);

  json_builder_begin_object (claims);
  add_text (claims, "iss", issuer);
  if (*scope != '\0')
    add_text (claims, "scope", scope);
  add_text (claims, "aud", dialect->audience);
  add_number (claims, "iat", now_s);
  add_number (claims, "exp", now_s + VALID_S);
  json_builder_end_object (claims);
  return encode (claims);
}

static char *
sign (JsonNode *file, SpRsaScheme scheme, const char *text, GError **error)
{
  g_autofree char *pem = read_text (file, "$.private_key", error);
  g_autoptr (SpRsaKey) key = pem == NULL ? NULL : sp_rsa_key_new (pem, error);
  char *signature;

  sp_secret_text_free (g_steal_pointer (&pem));
  if (key == NULL)
    return NULL;

  signature = sp_rsa_key_sign (key, scheme, text, error);
  return signature == NULL ? NULL : to_url_alphabet (signature);
}

static char *
make_token (const SpSigning *signing, const Dialect *dialect, GError **error)
{
  g_autoptr (JsonNode) file = read_file (signing, error);
  g_autofree char *key_id = file == NULL ? NULL : read_text (file, dialect->id_path, error);
  g_autofree char *issuer = key_id == NULL ? NULL : read_text (file, dialect->issuer_path, error);
  g_autofree char *header = NULL;
  g_autofree char *claims = NULL;
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  if (issuer == NULL)
    return NULL;

  header = encode_header (dialect, key_id);
  claims = encode_claims (dialect, signing, issuer);
  text = g_strconcat (header, ".", claims, NULL);
  signature = sign (file, dialect->scheme, text, error);
  return signature == NULL ? NULL : g_strconcat (text, ".", signature, NULL);
}

/**
 * sp_service_account_assert_google:
 * @signing: with `key` (the JSON file) and `scope` (the URL of what is asked for)
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes @signing
 *
 * Returns: (transfer full): an RS256 token (RFC 7519) that holds for an hour, or %NULL; free with
 *   sp_secret_text_free()
 */
char *
sp_service_account_assert_google (const SpSigning *signing, GError **error)
{
  return make_token (signing, &google, error);
}

/**
 * sp_service_account_assert_yandex:
 * @signing: with `key` (the JSON file)
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes @signing
 *
 * Returns: (transfer full): a PS256 token (RFC 7519) that holds for an hour, or %NULL; free with
 *   sp_secret_text_free()
 */
char *
sp_service_account_assert_yandex (const SpSigning *signing, GError **error)
{
  return make_token (signing, &yandex, error);
}
