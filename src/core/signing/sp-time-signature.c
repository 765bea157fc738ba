/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-time-signature.h"

#include "profile/sp-credentials.h"
#include "signing/sp-digest.h"

/* Central European Time and its summer time (2000/84/EC, article 2 and 3), as POSIX writes a zone:
 * the zone files of this machine may be missing */
#define PRAGUE "CET-1CEST,M3.5.0/2,M10.5.0/3"

static void
set_header (SpRequest *request, const char *name, const SpTwin *value)
{
  sp_request_set_header (request, name, value->text->str, value->redacted->str);
}

/**
 * sp_time_sign_dnsme:
 * @signing: with `id` and `secret`
 * @request: gets `x-dnsme-apiKey`, `x-dnsme-requestDate` and `x-dnsme-hmac`
 *
 * HMAC-SHA1 of the date: api-docs.dnsmadeeasy.com
 */
void
sp_time_sign_dnsme (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *date = sp_signing_format_http_date (signing);
  g_autofree char *signature =
      sp_digest_sign_hex (G_CHECKSUM_SHA1, sp_signing_get (signing, "secret"), date);
  g_autoptr (SpTwin) id = sp_twin_new ();

  sp_signing_append_to (signing, "id", id);
  set_header (request, "x-dnsme-apiKey", id);
  sp_request_set_header (request, "x-dnsme-requestDate", date, date);
  sp_request_set_header (request, "x-dnsme-hmac", signature, NULL);
}

/**
 * sp_time_sign_constellix:
 * @signing: with `id` and `secret`
 * @request: gets `x-cns-security-token`
 *
 * HMAC-SHA1 of the milliseconds since 1970: api-docs.constellix.com
 */
void
sp_time_sign_constellix (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *milliseconds = g_strdup_printf ("%" G_GINT64_FORMAT,
                                                   sp_signing_get_now_s (signing) * 1000);
  g_autofree char *signature =
      sp_digest_sign_base64 (G_CHECKSUM_SHA1, sp_signing_get (signing, "secret"), milliseconds);
  g_autoptr (SpTwin) token = sp_twin_new ();

  sp_signing_append_to (signing, "id", token);
  sp_twin_append (token, ":");
  sp_twin_append_secret (token, signature);
  sp_twin_append (token, ":");
  sp_twin_append (token, milliseconds);
  set_header (request, "x-cns-security-token", token);
}

/**
 * sp_time_sign_nifty:
 * @signing: with `id` and `secret`
 * @request: gets `Date` and `X-Nifty-Authorization`
 *
 * Signature version 3 of NIFCLOUD, HMAC-SHA1 of the date: docs.nifcloud.com/api/signature.htm
 */
void
sp_time_sign_nifty (const SpSigning *signing, SpRequest *request)
{
  g_autofree char *date = sp_signing_format_http_date (signing);
  g_autofree char *signature =
      sp_digest_sign_base64 (G_CHECKSUM_SHA1, sp_signing_get (signing, "secret"), date);
  g_autoptr (SpTwin) value = sp_twin_new ();

  sp_twin_append (value, "NIFTY3-HTTPS NiftyAccessKeyId=");
  sp_signing_append_to (signing, "id", value);
  sp_twin_append (value, ",Algorithm=HmacSHA1,Signature=");
  sp_twin_append_secret (value, signature);
  sp_request_set_header (request, "Date", date, date);
  set_header (request, "X-Nifty-Authorization", value);
}

/**
 * sp_time_assert_wedos:
 * @signing: with `id` (the user) and `secret` (the password of WAPI)
 *
 * SHA-1 of the user, the SHA-1 of the password and the hour of day in Prague:
 * kb.wedos.com/cs/wapi-api-rozhrani/wapi-zaklady-komunikace-autentizace
 *
 * Returns: (transfer full): what goes into `auth`; holds until the hour ends. Free with
 *   sp_secret_text_free()
 */
char *
sp_time_assert_wedos (const SpSigning *signing)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (PRAGUE);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (sp_signing_get_now_s (signing));
  g_autoptr (GDateTime) there = g_date_time_to_timezone (utc, zone);
  g_autofree char *hour = g_date_time_format (there, "%H");
  g_autofree char *password =
      g_compute_checksum_for_string (G_CHECKSUM_SHA1, sp_signing_get (signing, "secret"), -1);
  g_autofree char *text = g_strconcat (sp_signing_get (signing, "id"), password, hour, NULL);
  char *assertion = g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);

  sp_secret_text_free (g_steal_pointer (&password));
  sp_secret_text_free (g_steal_pointer (&text));
  return assertion;
}
