/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-knock.h"

#include "base/sp-error.h"

#define FRONT_PAGE_DEADLINE_S 15
#define FRONT_PAGE_CAP_BYTES  (64 * 1024)

/**
 * sp_knock_get_place:
 * @sending: what would be sent
 *
 * Returns: (transfer full): its server, as “https://dyn.example.org” or “dns://ns.example.org:53”
 */
char *
sp_knock_get_place (const SpSending *sending)
{
  SpRequest *request = sp_sending_get_request (sending);
  g_autoptr (GUri) uri = NULL;

  if (request == NULL)
    return sp_dns_call_get_place (sp_sending_get_call (sending));

  uri = g_uri_parse (sp_request_get_url (request), G_URI_FLAGS_ENCODED, NULL);
  return g_uri_join (G_URI_FLAGS_ENCODED,
                     g_uri_get_scheme (uri),
                     NULL,
                     g_uri_get_host (uri),
                     g_uri_get_port (uri),
                     "",
                     NULL,
                     NULL);
}

static SpSending *
make_front_page (const SpSending *sending)
{
  SpRequest *update = sp_sending_get_request (sending);
  g_autofree char *place = sp_knock_get_place (sending);
  g_autofree char *url = g_strconcat (place, "/", NULL);
  SpRequest *request = sp_request_new ("GET", url, url);

  sp_request_set_limits (request, FRONT_PAGE_DEADLINE_S, FRONT_PAGE_CAP_BYTES);
  if (sp_request_get_ca_file (update) != NULL)
    sp_request_set_ca_file (request, sp_request_get_ca_file (update));
  return sp_sending_new_request (request);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SpSending *knock = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* a reply of any kind will do, and one that is too long was there */
  if (sp_sending_send_finish (knock, result, &error) ||
      g_error_matches (error, SP_ERROR, SP_ERROR_BAD_REPLY))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * sp_knock_async:
 * @sending: what would be sent
 * @ways: the ways out
 * @cancellable: (nullable): ends the wait
 * @callback: called once
 * @user_data: for @callback
 */
void
sp_knock_async (const SpSending *sending,
                const SpWays *ways,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  SpDnsCall *call = sp_sending_get_call (sending);
  SpSending *knock = call == NULL ? make_front_page (sending)
                                  : sp_sending_new_call (sp_dns_call_make_question (call));

  g_task_set_source_tag (task, sp_knock_async);
  g_task_set_task_data (task, knock, (GDestroyNotify) sp_sending_free);
  sp_sending_send_async (knock, ways, NULL, cancellable, sent_cb, task);
}

/**
 * sp_knock_finish:
 * @result: what the callback was given
 * @error: return location for one of the errors named at #SpTransportInterface
 *
 * Returns: %TRUE if the server is there
 */
gboolean
sp_knock_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
