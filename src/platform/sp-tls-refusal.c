/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-tls-refusal.h"

#include "base/sp-quote.h"

/* 2026-01-01: a clock before the year this was written in is wrong. */
#define CODE_WRITTEN_S  G_GINT64_CONSTANT (1767225600)
#define MAX_SHOWN_NAMES 3

static char *
format_day (GDateTime *date)
{
  return date == NULL ? g_strdup ("an unknown day") : g_date_time_format (date, "%Y-%m-%d");
}

static gboolean
is_self_signed (GTlsCertificate *certificate)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);

  return g_tls_certificate_get_issuer (certificate) == NULL && g_strcmp0 (subject, issuer) == 0;
}

static char *
list_names (GTlsCertificate *certificate)
{
  g_autoptr (GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; names != NULL && i < MIN (names->len, MAX_SHOWN_NAMES); i++)
    {
      gsize size;
      const char *data = g_bytes_get_data (g_ptr_array_index (names, i), &size);
      g_autofree char *name = g_strndup (data, size);
      g_autofree char *quoted = sp_quote (name);

      g_string_append_printf (list, "%s%s", list->len == 0 ? "" : ", ", quoted);
    }

  if (names != NULL && names->len > MAX_SHOWN_NAMES)
    g_string_append (list, " …");
  return list->len == 0 ? g_strdup ("no name") : g_strdup (list->str);
}

static void
add_reason (GString *text, const char *reason)
{
  g_string_append (text, text->str[text->len - 1] == ':' ? " " : ", ");
  g_string_append (text, reason);
}

static void
add_trust (GString *text, GTlsCertificate *certificate)
{
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *quoted = sp_quote (issuer == NULL ? "" : issuer);
  g_autofree char *reason = NULL;

  if (is_self_signed (certificate))
    reason = g_strdup ("it is signed by nobody but itself");
  else
    reason = g_strdup_printf ("it is signed by %s, whom this machine does not know", quoted);
  add_reason (text, reason);
}

static void
add_identity (GString *text, GTlsCertificate *certificate)
{
  g_autofree char *names = list_names (certificate);
  g_autofree char *reason = g_strdup_printf ("it was made for %s", names);

  add_reason (text, reason);
}

static void
add_dates (GString *text, GTlsCertificate *certificate, GTlsCertificateFlags errors)
{
  g_autoptr (GDateTime) begin = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *begin_day = format_day (begin);
  g_autofree char *end_day = format_day (end);
  g_autofree char *reason = NULL;

  if ((errors & G_TLS_CERTIFICATE_EXPIRED) != 0)
    add_reason (text, "it has expired");
  if ((errors & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    add_reason (text, "it is not valid yet");
  reason = g_strdup_printf ("valid from %s to %s", begin_day, end_day);
  add_reason (text, reason);
}

static void
add_clock (GString *text, GTlsCertificate *certificate, gint64 now_s)
{
  g_autoptr (GDateTime) begin = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_s);
  g_autofree char *day = format_day (now);

  if (now_s >= CODE_WRITTEN_S && (begin == NULL || now_s >= g_date_time_to_unix (begin)))
    return;

  g_string_append_printf (text, "; this machine's clock says %s, set it right first", day);
}

/**
 * sp_tls_refusal_describe:
 * @host: the name that was asked for
 * @certificate: what the peer showed
 * @errors: why it is not accepted
 * @now_s: this machine's wall clock
 *
 * Says whose certificate was refused and why, with its dates, and with a hint when it is rather this
 * machine's clock that is wrong.
 *
 * Returns: (transfer full): an error message
 */
char *
sp_tls_refusal_describe (const char *host,
                         GTlsCertificate *certificate,
                         GTlsCertificateFlags errors,
                         gint64 now_s)
{
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *quoted_host = sp_quote (host);
  g_autofree char *quoted_subject = sp_quote (subject == NULL ? "" : subject);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "the certificate of %s (%s) is refused:", quoted_host, quoted_subject);
  if ((errors & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    add_trust (text, certificate);
  if ((errors & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    add_identity (text, certificate);
  if ((errors & G_TLS_CERTIFICATE_REVOKED) != 0)
    add_reason (text, "it was revoked");
  if ((errors & G_TLS_CERTIFICATE_INSECURE) != 0)
    add_reason (text, "its algorithm is not safe");
  add_dates (text, certificate, errors);
  add_clock (text, certificate, now_s);
  return g_strdup (text->str);
}
