/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-trace.h"

#include <string.h>

#include "http/sp-trace-text.h"
#include "http/sp-twin.h"

/* Those that say why; cookies are keys, and the others are noise. */
static const char *const telling_headers[] = { "Content-Type", "Retry-After", "Location", "Date" };

/**
 * sp_trace_new:
 * @mask: what the account hides
 * @trace: what is sent, without secrets
 *
 * Returns: (transfer full): an exchange without an end
 */
SpTrace *
sp_trace_new (const SpMask *mask, const char *trace)
{
  SpTrace *self = g_new0 (SpTrace, 1);

  self->sent = sp_trace_text_clean_request (mask, trace);
  sp_trace_text_cut (self->sent);
  g_strchomp (self->sent);
  return self;
}

/**
 * sp_trace_copy:
 * @self: an exchange
 *
 * Returns: (transfer full): a copy
 */
SpTrace *
sp_trace_copy (const SpTrace *self)
{
  SpTrace *copy = g_new0 (SpTrace, 1);

  *copy = *self;
  copy->sent = g_strdup (self->sent);
  copy->received = g_strdup (self->received);
  copy->error = g_strdup (self->error);
  return copy;
}

/**
 * sp_trace_free:
 * @self: (transfer full): an exchange
 */
void
sp_trace_free (SpTrace *self)
{
  g_clear_pointer (&self->sent, g_free);
  g_clear_pointer (&self->received, g_free);
  g_clear_pointer (&self->error, g_free);
  g_free (self);
}

static void
append_headers (GString *text, const SpMask *mask, const SpReply *reply)
{
  for (guint i = 0; i < G_N_ELEMENTS (telling_headers); i++)
    {
      const char *value = sp_reply_get_header (reply, telling_headers[i]);
      g_autofree char *clean = value == NULL ? NULL : sp_trace_text_clean (mask, value, NULL);

      if (clean != NULL)
        sp_trace_text_cut (clean);
      if (value != NULL)
        g_string_append_printf (text,
                                "%s: %s\n",
                                telling_headers[i],
                                clean != NULL ? clean : SP_TWIN_REDACTED);
    }
}

/**
 * sp_trace_take_reply:
 * @self: an exchange over HTTP without an end
 * @mask: what the account hides
 * @reply: what came back
 * @is_login: what a success brings is a key, and is left out
 */
void
sp_trace_take_reply (SpTrace *self, const SpMask *mask, const SpReply *reply, gboolean is_login)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *body = sp_reply_get_text (reply);
  g_autofree char *clean = NULL;
  gsize n_left = 0;

  if (!is_login || sp_reply_get_status (reply) / 100 != 2)
    clean = sp_trace_text_clean (mask, body, &n_left);
  self->is_withheld = clean == NULL && body[0] != '\0';

  g_string_append_printf (text, "HTTP %u\n", sp_reply_get_status (reply));
  append_headers (text, mask, reply);
  if (clean != NULL && clean[0] != '\0')
    {
      n_left += sp_trace_text_cut (clean);
      g_string_append_printf (text, "\n%s", clean);
    }
  self->n_cut = self->is_withheld ? 0 : (gint64) n_left;
  self->received = g_strchomp (g_string_free (g_steal_pointer (&text), FALSE));
}

/**
 * sp_trace_take_answer:
 * @self: an exchange with a name server without an end
 * @mask: what the account hides
 * @call: a call that has a reply
 */
void
sp_trace_take_answer (SpTrace *self, const SpMask *mask, const SpDnsCall *call)
{
  static const char *const worth[] = { "signed", "not signed", "signature doubtful" };
  const SpTsigFinding *finding = sp_dns_call_get_finding (call);
  g_autofree char *message = sp_dns_message_to_text (sp_dns_call_get_reply (call));
  g_autofree char *text = g_strdup_printf ("%s(%s%s%s)",
                                           message,
                                           worth[finding->trust],
                                           finding->doubt != NULL ? ": " : "",
                                           finding->doubt != NULL ? finding->doubt : "");

  G_STATIC_ASSERT (G_N_ELEMENTS (worth) == SP_TSIG_DOUBTFUL + 1);
  self->received = sp_trace_text_clean (mask, text, NULL);
  self->is_withheld = self->received == NULL;
  if (self->is_withheld)
    self->received = g_strdup ("");
  self->n_cut = (gint64) sp_trace_text_cut (self->received);
}

/**
 * sp_trace_take_error:
 * @self: an exchange without an end
 * @mask: what the account hides
 * @error: why nothing came back
 */
void
sp_trace_take_error (SpTrace *self, const SpMask *mask, const GError *error)
{
  self->error = sp_trace_text_clean (mask, error->message, NULL);
  if (self->error == NULL)
    self->error = g_strdup (SP_TWIN_REDACTED);
  sp_trace_text_cut (self->error);
}

static void
append_lines (GString *text, const char *sign, const char *lines)
{
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);

  for (guint i = 0; each[i] != NULL; i++)
    g_string_append_printf (text, "%s%s%s\n", sign, each[i][0] != '\0' ? " " : "", each[i]);
}

/**
 * sp_trace_to_text:
 * @self: an exchange
 *
 * Returns: (transfer full): it in English, several lines: “>” begins what was sent, “<” what came
 *   back and “*” what there is to say about it
 */
char *
sp_trace_to_text (const SpTrace *self)
{
  GString *text = g_string_new (NULL);

  append_lines (text, ">", self->sent);
  if (self->received != NULL)
    append_lines (text, "<", self->received);
  if (self->is_withheld)
    g_string_append (text, "* the rest is not shown, because it may hold a secret\n");
  if (self->n_cut > 0)
    g_string_append_printf (text, "* %" G_GINT64_FORMAT " more bytes\n", self->n_cut);
  if (self->error != NULL)
    g_string_append_printf (text, "* %s\n", self->error);
  g_string_append_printf (text, "* %" G_GINT64_FORMAT " ms", self->took_ms);
  return g_string_free (text, FALSE);
}
