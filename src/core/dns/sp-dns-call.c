/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-call.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-builder.h"

struct _SpDnsCall
{
  gatomicrefcount ref_count;
  char *server; /* (owned) */
  guint16 port;
  GBytes *message;     /* (owned): without id and signature */
  SpTsigKey *key;      /* (owned) (nullable) */
  GBytes *sent;        /* (owned) (nullable) */
  SpDnsMessage *reply; /* (owned) (nullable) */
  SpTsigFinding finding;
};

/* What one sending needs beside the call. */
typedef struct
{
  SpDnsCall *call; /* (owned) */
  SpClock *clock;  /* (owned) */
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->call, sp_dns_call_unref);
  g_clear_object (&step->clock);
  g_free (step);
}

/**
 * sp_dns_call_new:
 * @server: name or address of a server
 * @port: its port
 * @message: from sp_dns_builder_end()
 * @key: (transfer full) (nullable): what it is signed with
 *
 * Returns: (transfer full): the call
 */
SpDnsCall *
sp_dns_call_new (const char *server, guint16 port, GBytes *message, SpTsigKey *key)
{
  SpDnsCall *self = g_new0 (SpDnsCall, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->server = g_strdup (server);
  self->port = port;
  self->message = g_bytes_ref (message);
  self->key = key;
  return self;
}

/**
 * sp_dns_call_ref:
 * @self: a call
 *
 * Returns: (transfer full): @self
 */
SpDnsCall *
sp_dns_call_ref (SpDnsCall *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_dns_call_unref:
 * @self: (transfer full): a call
 */
void
sp_dns_call_unref (SpDnsCall *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->message, g_bytes_unref);
  g_clear_pointer (&self->key, sp_tsig_key_free);
  g_clear_pointer (&self->sent, g_bytes_unref);
  g_clear_pointer (&self->reply, sp_dns_message_free);
  g_free (self->server);
  g_free (self);
}

/**
 * sp_dns_call_make_question:
 * @self: an UPDATE
 *
 * Returns: (transfer full): an unsigned question for the SOA of its zone at the same server, which
 *   changes nothing
 */
SpDnsCall *
sp_dns_call_make_question (const SpDnsCall *self)
{
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (self->message, NULL);
  const SpDnsRecord *zone = sp_dns_message_get_records (message, SP_DNS_ZONE)->pdata[0];
  SpDnsBuilder *builder = sp_dns_builder_new (SP_DNS_OPCODE_QUERY, zone->name, SP_DNS_TYPE_SOA);
  g_autoptr (GBytes) question = sp_dns_builder_end (builder);

  return sp_dns_call_new (self->server, self->port, question, NULL);
}

/**
 * sp_dns_call_get_place:
 * @self: a call
 *
 * Returns: (transfer full): where it goes, as “dns://ns.example.org:53”
 */
char *
sp_dns_call_get_place (const SpDnsCall *self)
{
  gboolean is_ipv6 = strchr (self->server, ':') != NULL;

  return g_strdup_printf (is_ipv6 ? "dns://[%s]:%u" : "dns://%s:%u", self->server, self->port);
}

/**
 * sp_dns_call_to_trace:
 * @self: a call
 *
 * Returns: (transfer full): what it says and where, and which key signs it, several lines without a
 *   secret
 */
char *
sp_dns_call_to_trace (const SpDnsCall *self)
{
  g_autoptr (SpDnsMessage) message = sp_dns_message_parse (self->message, NULL);
  g_autofree char *place = sp_dns_call_get_place (self);
  g_autofree char *text = sp_dns_message_to_text (message);
  int head = (int) strcspn (text, "\n");
  GString *trace = g_string_new (NULL);

  g_string_printf (trace, "%.*s %s%s", head, text, place, text + head);
  if (self->key != NULL)
    g_string_append_printf (trace,
                            "key %s. %s%s\n",
                            sp_tsig_key_get_name (self->key),
                            sp_tsig_key_get_algorithm (self->key),
                            sp_tsig_key_is_weak (self->key)
                                ? " (weak; make a new key with hmac-sha256)"
                                : "");
  return g_string_free (trace, FALSE);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Step *step = g_task_get_task_data (task);
  SpDnsCall *self = step->call;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      bytes = sp_dns_transport_send_finish (SP_DNS_TRANSPORT (object), result, &error);

  if (bytes != NULL)
    self->reply = sp_dns_message_parse (bytes, &error);
  if (self->reply == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->finding.trust = SP_TSIG_UNSIGNED;
  if (self->key != NULL)
    self->finding =
        sp_tsig_verify (self->key, self->sent, bytes, sp_clock_now (step->clock).wall_s);
  g_task_return_boolean (task, TRUE);
}

/**
 * sp_dns_call_send_async:
 * @self: a call that was not sent yet
 * @transport: the way out
 * @clock: tells the time that is signed
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 *
 * Gives the message an id, signs it and sends it.
 */
void
sp_dns_call_send_async (SpDnsCall *self,
                        SpDnsTransport *transport,
                        SpClock *clock,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GBytes)
      numbered = sp_dns_message_bytes_with_id (self->message, sp_dns_transport_make_id (transport));
  Step *step = g_new0 (Step, 1);

  g_return_if_fail (self->sent == NULL);

  step->call = sp_dns_call_ref (self);
  step->clock = g_object_ref (clock);
  g_task_set_source_tag (task, sp_dns_call_send_async);
  g_task_set_task_data (task, step, step_free);
  /* a reply that came is not thrown away because somebody lost patience a moment later */
  g_task_set_check_cancellable (task, FALSE);
  self->sent = self->key == NULL ? g_bytes_ref (numbered)
                                 : sp_tsig_sign (self->key, numbered, sp_clock_now (clock).wall_s);
  sp_dns_transport_send_async (transport,
                               self->server,
                               self->port,
                               self->sent,
                               cancellable,
                               sent_cb,
                               task);
}

/**
 * sp_dns_call_send_finish:
 * @self: a call
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpDnsTransportInterface
 *
 * Returns: %TRUE if there is a reply
 */
gboolean
sp_dns_call_send_finish (SpDnsCall *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sp_dns_call_get_reply:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): what came back
 */
const SpDnsMessage *
sp_dns_call_get_reply (const SpDnsCall *self)
{
  return self->reply;
}

/**
 * sp_dns_call_get_finding:
 * @self: a call that has a reply
 *
 * Returns: (transfer none): what the reply is worth
 */
const SpTsigFinding *
sp_dns_call_get_finding (const SpDnsCall *self)
{
  return &self->finding;
}
