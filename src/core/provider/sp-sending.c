/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-sending.h"

struct _SpSending
{
  SpRequest *request; /* (owned) (nullable): either this */
  SpDnsCall *call;    /* (owned) (nullable): or this */
  SpReply *reply;     /* (owned) (nullable): to the request */
  gboolean is_login;
};

/* What is known of one that is under way. */
typedef struct
{
  SpSending *sending; /* (unowned): the caller's, who waits for the end */
  SpWays ways;        /* (owned members) */
  const SpMask *mask; /* (unowned) (nullable): likewise */
  SpTrace *seen;      /* (owned) (nullable) */
  gint64 begun_us;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_pointer (&step->seen, sp_trace_free);
  sp_ways_clear (&step->ways);
  g_free (step);
}

/**
 * sp_sending_new_request:
 * @request: (transfer full): what goes over HTTP
 *
 * Returns: (transfer full): the sending
 */
SpSending *
sp_sending_new_request (SpRequest *request)
{
  SpSending *self = g_new0 (SpSending, 1);

  self->request = request;
  return self;
}

/**
 * sp_sending_new_call:
 * @call: (transfer full): what goes to a name server
 *
 * Returns: (transfer full): the sending
 */
SpSending *
sp_sending_new_call (SpDnsCall *call)
{
  SpSending *self = g_new0 (SpSending, 1);

  self->call = call;
  return self;
}

/**
 * sp_sending_free:
 * @self: (transfer full): a sending that is not under way
 */
void
sp_sending_free (SpSending *self)
{
  g_clear_pointer (&self->request, sp_request_unref);
  g_clear_pointer (&self->call, sp_dns_call_unref);
  g_clear_pointer (&self->reply, sp_reply_unref);
  g_free (self);
}

/**
 * sp_sending_get_request:
 * @self: a sending
 *
 * Returns: (transfer none) (nullable): what goes over HTTP
 */
SpRequest *
sp_sending_get_request (const SpSending *self)
{
  return self->request;
}

/**
 * sp_sending_get_call:
 * @self: a sending
 *
 * Returns: (transfer none) (nullable): what goes to a name server, with its reply
 */
SpDnsCall *
sp_sending_get_call (const SpSending *self)
{
  return self->call;
}

/**
 * sp_sending_get_reply:
 * @self: a sending
 *
 * Returns: (transfer none) (nullable): what came back over HTTP
 */
SpReply *
sp_sending_get_reply (const SpSending *self)
{
  return self->reply;
}

/**
 * sp_sending_to_trace:
 * @self: a sending
 *
 * Returns: (transfer full): what is sent, several lines, without secrets
 */
char *
sp_sending_to_trace (const SpSending *self)
{
  return self->call != NULL ? sp_dns_call_to_trace (self->call)
                            : sp_request_to_trace (self->request);
}

/**
 * sp_sending_set_login:
 * @self: a sending that was not sent yet
 *
 * What comes back is a key, of which nobody is told.
 */
void
sp_sending_set_login (SpSending *self)
{
  self->is_login = TRUE;
}

static Step *
step_new (SpSending *self, const SpWays *ways, const SpMask *mask)
{
  Step *step = g_new0 (Step, 1);
  SpInstant now = sp_clock_now (ways->clock);
  g_autofree char *trace = NULL;

  step->sending = self;
  sp_ways_init (&step->ways, ways);
  if (mask == NULL)
    return step;

  trace = sp_sending_to_trace (self);
  step->mask = mask;
  step->seen = sp_trace_new (mask, trace);
  step->seen->wall_s = now.wall_s;
  step->begun_us = now.boot_us;
  return step;
}

/* Before the caller judges the reply, who may be through with everything afterwards. */
static void
tell (const Step *step, const GError *error)
{
  SpTrace *seen = step->seen;
  g_autofree char *text = NULL;

  if (seen == NULL)
    return;

  seen->took_ms = (sp_clock_now (step->ways.clock).boot_us - step->begun_us) / 1000;
  if (error != NULL)
    sp_trace_take_error (seen, step->mask, error);
  else if (step->sending->call != NULL)
    sp_trace_take_answer (seen, step->mask, step->sending->call);
  else
    sp_trace_take_reply (seen, step->mask, step->sending->reply, step->sending->is_login);

  text = sp_trace_to_text (seen);
  g_debug ("%s", text);
  if (step->ways.trace != NULL)
    step->ways.trace (seen, step->ways.trace_data);
}

static void
end (GTask *owned_task, GError *owned_error)
{
  g_autoptr (GTask) task = owned_task;

  tell (g_task_get_task_data (task), owned_error);
  if (owned_error != NULL)
    g_task_return_error (task, owned_error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
replied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpSending *self = ((Step *) g_task_get_task_data (G_TASK (user_data)))->sending;
  GError *error = NULL;

  self->reply = sp_transport_send_finish (SP_TRANSPORT (object), result, &error);
  end (G_TASK (user_data), error);
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpSending *self = ((Step *) g_task_get_task_data (G_TASK (user_data)))->sending;
  GError *error = NULL;

  sp_dns_call_send_finish (self->call, result, &error);
  end (G_TASK (user_data), error);
}

/**
 * sp_sending_send_async:
 * @self: a sending that was not sent yet; it must live until the end
 * @ways: the ways out
 * @mask: (nullable): what nobody may be told; must live until the end. %NULL for what is told to
 *   nobody at all
 * @cancellable: (nullable): ends the wait; what was written stays written
 * @callback: called once
 * @user_data: for @callback
 *
 * Sends it exactly once, the way it is made for.
 */
void
sp_sending_send_async (SpSending *self,
                       const SpWays *ways,
                       const SpMask *mask,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_sending_send_async);
  /* a reply that came is not thrown away because somebody lost patience a moment later */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, step_new (self, ways, mask), step_free);
  if (self->call != NULL)
    sp_dns_call_send_async (self->call, ways->dns, ways->clock, cancellable, called_cb, task);
  else
    sp_transport_send_async (ways->transport, self->request, cancellable, replied_cb, task);
}

/**
 * sp_sending_send_finish:
 * @self: a sending
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpTransportInterface
 *
 * Returns: %TRUE if there is a reply
 */
gboolean
sp_sending_send_finish (SpSending *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
