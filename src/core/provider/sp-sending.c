/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-sending.h"

struct _SpSending
{
  SpRequest *request; /* (owned) (nullable): either this */
  SpDnsCall *call;    /* (owned) (nullable): or this */
  SpReply *reply;     /* (owned) (nullable): to the request */
};

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

static void
replied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SpSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->reply = sp_transport_send_finish (SP_TRANSPORT (object), result, &error);
  if (self->reply == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SpSending *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!sp_dns_call_send_finish (self->call, result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * sp_sending_send_async:
 * @self: a sending that was not sent yet; it must live until the end
 * @ways: the ways out
 * @cancellable: (nullable): ends the wait; what was written stays written
 * @callback: called once
 * @user_data: for @callback
 *
 * Sends it exactly once, the way it is made for.
 */
void
sp_sending_send_async (SpSending *self,
                       const SpWays *ways,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_sending_send_async);
  /* a reply that came is not thrown away because somebody lost patience a moment later */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, NULL);
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
