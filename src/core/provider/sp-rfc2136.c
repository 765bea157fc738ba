/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-rfc2136.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-builder.h"
#include "dns/sp-dns-name.h"
#include "provider/sp-rfc2136-answer.h"

#define DEFAULT_PORT      "53"
#define DEFAULT_ALGORITHM "hmac-sha256"
#define DEFAULT_TTL_S     "300"
#define TTL_MAX_S         86400

static const SpRfc2136Recipe *
get_blanks (const SpBatch *batch)
{
  return sp_recipe_get_rfc2136 (sp_batch_get_recipe (batch));
}

/* to be freed with sp_secret_text_free() */
static char *
render (const SpTemplate *template,
        const SpVariables *variables,
        const char *fallback,
        GError **error)
{
  g_autoptr (SpTwin) twin = sp_twin_new ();

  if (template == NULL)
    return g_strdup (fallback);
  if (!sp_template_render (template, variables, twin, error))
    return NULL;
  return g_strdup (twin->text->len > 0 ? twin->text->str : fallback);
}

static gboolean
render_number (const SpTemplate *template,
               const SpVariables *variables,
               const char *fallback,
               guint64 max,
               guint64 *number,
               GError **error)
{
  g_autofree char *text = render (template, variables, fallback, error);
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, max);

  if (text == NULL)
    return FALSE;
  if (g_ascii_string_to_unsigned (text, 10, 1, max, number, NULL))
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "“%s” is no number from 1 to %s; correct it",
               text,
               limit);
  return FALSE;
}

/**
 * sp_rfc2136_check_server:
 * @text: the server as a person writes it
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: %TRUE if it is a host name or an address
 */
gboolean
sp_rfc2136_check_server (const char *text, GError **error)
{
  g_autoptr (SpAddress) address = sp_address_new_from_string (text, NULL);
  g_autofree char *name = sp_dns_name_normalize (text, NULL);

  if (address != NULL || (name != NULL && strpbrk (name, ":/@[]") == NULL))
    return TRUE;

  g_set_error_literal (error,
                       SP_ERROR,
                       SP_ERROR_BAD_INPUT,
                       "it is neither a host name nor an address; write one like ns1.example.org, "
                       "and the port into its own field");
  return FALSE;
}

static SpTsigKey *
make_key (const char *name, const char *algorithm, const char *text, GError **error)
{
  return sp_tsig_key_is_block (text) ? sp_tsig_key_new_from_block (text, error)
                                     : sp_tsig_key_new (name, algorithm, text, error);
}

/**
 * sp_rfc2136_check_key:
 * @text: the secret of a key, or a whole key as BIND writes it
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes @text
 *
 * Returns: %TRUE if it is one
 */
gboolean
sp_rfc2136_check_key (const char *text, GError **error)
{
  g_autoptr (SpTsigKey) key = make_key ("any", DEFAULT_ALGORITHM, text, error);

  return key != NULL;
}

static SpTsigKey *
render_key (const SpRfc2136Recipe *blanks, const SpVariables *variables, GError **error)
{
  g_autofree char *name = render (blanks->key_name, variables, "", error);
  g_autofree char *algorithm =
      name == NULL ? NULL : render (blanks->algorithm, variables, DEFAULT_ALGORITHM, error);
  char *text = algorithm == NULL ? NULL : render (blanks->key, variables, "", error);
  SpTsigKey *key = text == NULL ? NULL : make_key (name, algorithm, text, error);

  sp_secret_text_free (text);
  return key;
}

static char *
render_zone (const SpBatch *batch, const SpVariables *variables, GError **error)
{
  g_autofree char *text = render (get_blanks (batch)->zone, variables, "", error);

  return text == NULL ? NULL : sp_dns_name_normalize (text, error);
}

/**
 * sp_rfc2136_takes_host:
 * @batch: what is due
 * @host: number of a host in the batch
 * @variables: the fields of the account
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * One name outside the zone makes a server refuse the whole message (RFC 2136 §3.4.1.3).
 *
 * Returns: %TRUE if the host is in the zone
 */
gboolean
sp_rfc2136_takes_host (const SpBatch *batch,
                       guint host,
                       const SpVariables *variables,
                       GError **error)
{
  g_autofree char *zone = render_zone (batch, variables, error);

  if (zone == NULL)
    return FALSE;
  if (sp_dns_name_is_in_zone (sp_batch_get_host (batch, host), zone))
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s is not in the zone %s; correct one of them",
               sp_batch_get_host (batch, host),
               zone);
  return FALSE;
}

/* A name with addresses is no alias (RFC 1034 §3.6.2), so that one demand is enough. */
static void
require_records (SpDnsBuilder *builder, const SpBatch *batch, const SpPlanStep *step, guint host)
{
  if (sp_batch_get_create (batch, host))
    {
      sp_dns_builder_forbid_alias (builder, sp_batch_get_host (batch, host));
      return;
    }

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    if (step->addresses[family] != NULL)
      sp_dns_builder_require_address (builder, sp_batch_get_host (batch, host), (SpFamily) family);
}

/* What the profile asks for goes before what the account says of all its names. */
static void
replace_records (SpDnsBuilder *builder,
                 const SpBatch *batch,
                 const SpPlanStep *step,
                 guint host,
                 guint32 ttl_s)
{
  guint wished_s = sp_batch_get_ttl (batch, host);

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    if (step->addresses[family] != NULL)
      sp_dns_builder_replace_address (builder,
                                      sp_batch_get_host (batch, host),
                                      step->addresses[family],
                                      wished_s != 0 ? wished_s : ttl_s);
}

static GBytes *
make_message (const SpBatch *batch, const SpPlanStep *step, const char *zone, guint32 ttl_s)
{
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_UPDATE, zone, SP_DNS_TYPE_SOA);

  for (guint i = 0; i < step->hosts->len; i++)
    require_records (builder, batch, step, g_array_index (step->hosts, guint, i));
  for (guint i = 0; i < step->hosts->len; i++)
    replace_records (builder, batch, step, g_array_index (step->hosts, guint, i), ttl_s);

  return sp_dns_builder_end (builder);
}

/**
 * sp_rfc2136_make_call:
 * @batch: what is due
 * @step: the part of it that this message is about
 * @variables: the fields of the account
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Replaces the addresses of the families that are named, and touches no other record.
 *
 * Returns: (transfer full): the message and where it goes, or %NULL
 */
SpDnsCall *
sp_rfc2136_make_call (const SpBatch *batch,
                      const SpPlanStep *step,
                      const SpVariables *variables,
                      GError **error)
{
  const SpRfc2136Recipe *blanks = get_blanks (batch);
  g_autofree char *server = render (blanks->server, variables, "", error);
  g_autofree char *zone = NULL;
  g_autoptr (GBytes) message = NULL;
  guint64 port;
  guint64 ttl_s;
  SpTsigKey *key;

  if (server == NULL || !sp_rfc2136_check_server (server, error) ||
      !render_number (blanks->port, variables, DEFAULT_PORT, G_MAXUINT16, &port, error) ||
      !render_number (blanks->ttl, variables, DEFAULT_TTL_S, TTL_MAX_S, &ttl_s, error))
    return NULL;
  zone = render_zone (batch, variables, error);
  key = zone == NULL ? NULL : render_key (blanks, variables, error);
  if (key == NULL)
    return NULL;

  message = make_message (batch, step, zone, (guint32) ttl_s);
  return sp_dns_call_new (server, (guint16) port, message, key);
}

/**
 * sp_rfc2136_judge:
 * @verdict: a reply and what it is about
 *
 * A message is done as a whole or not at all (RFC 2136 §3.7), so that one outcome is for all.
 */
void
sp_rfc2136_judge (const SpVerdict *verdict)
{
  g_autofree char *words = NULL;
  SpOutcomeClass outcome_class = sp_rfc2136_answer_judge (verdict->call, &words);

  sp_verdict_give_all (verdict, outcome_class, 0, words);
}
