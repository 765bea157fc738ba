/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-portal-desktop.h"

#include <string.h>

#include "base/sp-error.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define BACKGROUND       "org.freedesktop.portal.Background"
#define REQUEST          "org.freedesktop.portal.Request"
#define CALL_TIMEOUT_MS  (25 * 1000)
#define MAX_STATUS_CHARS 96 /* org.freedesktop.portal.Background, SetStatus */

/**
 * SpPortalDesktop:
 *
 * The desktop around a sandbox, as the Background portal speaks for it. Each request says again
 * whether to start at login, because the portal takes silence for “no”; and it never tells what
 * holds now, so its last answer is kept by whoever asked.
 */
struct _SpPortalDesktop
{
  GObject parent_instance;

  GDBusConnection *bus; /* (owned) (nullable): %NULL without a session bus */
  char *reason;         /* (owned): shown to the person whom the portal asks */
  char *status;         /* (owned) (nullable): what was set last */
};

/* One request, as the data of its task. */
typedef struct
{
  GDBusConnection *bus; /* (owned) */
  guint subscription;
  guint watch;
  gboolean is_over;
} Request;

static void sp_portal_desktop_desktop_init (SpDesktopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpPortalDesktop,
                               sp_portal_desktop,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_DESKTOP,
                                                      sp_portal_desktop_desktop_init))

static void
sp_portal_desktop_finalize (GObject *object)
{
  SpPortalDesktop *self = SP_PORTAL_DESKTOP (object);

  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (sp_portal_desktop_parent_class)->finalize (object);
}

static void
sp_portal_desktop_class_init (SpPortalDesktopClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_portal_desktop_finalize;
}

static void
sp_portal_desktop_init (SpPortalDesktop *self)
{
}

static gboolean
sp_portal_desktop_is_sandbox (SpDesktop *desktop)
{
  return TRUE;
}

static gboolean
sp_portal_desktop_starts_at_login (SpDesktop *desktop, gboolean told)
{
  return told;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->bus);
  g_free (self);
}

/* Ends the subscriptions, and so their hold on the task. Returns whether it was not over before. */
static gboolean
end_request (Request *request)
{
  if (request->is_over)
    return FALSE;

  request->is_over = TRUE;
  g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  g_clear_handle_id (&request->watch, g_bus_unwatch_name);
  return TRUE;
}

static void
fail_request (GTask *task, const GError *reason)
{
  gboolean is_absent = g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
                       g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE) ||
                       g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
                       g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
                       g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);

  if (is_absent)
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_NOT_FOUND,
                             "this desktop has no portal for programs in the background: %s",
                             reason->message);
  else
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_INTERRUPTED,
                             "the desktop's portal gave no answer: %s",
                             reason->message);
}

static gboolean
is_granted (GVariant *results, const char *key)
{
  gboolean granted = FALSE;

  g_variant_lookup (results, key, "b", &granted);
  return granted;
}

static void
responded_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *parameters,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  g_autoptr (GVariant) results = NULL;
  guint32 response;
  int leave = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")) ||
      !end_request (g_task_get_task_data (task)))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_debug ("the portal answered %u", response);
  /* a refusal is 1, and the results say so, too; 2 is an end without an answer */
  if (response > 1)
    {
      g_task_return_new_error (task,
                               SP_ERROR,
                               SP_ERROR_INTERRUPTED,
                               "the desktop's portal ended the request");
      return;
    }
  if (is_granted (results, "background"))
    leave |= SP_DESKTOP_RUN_UNSEEN;
  if (is_granted (results, "autostart"))
    leave |= SP_DESKTOP_START_AT_LOGIN;
  g_task_return_int (task, leave);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  if (end_request (g_task_get_task_data (task)))
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_INTERRUPTED,
                             "the desktop's portal ended before it answered");
}

/* It is there now: from here on it may vanish. */
static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply == NULL && end_request (request))
    fail_request (task, error);
  else if (reply != NULL && !request->is_over)
    request->watch = g_bus_watch_name_on_connection (request->bus,
                                                     PORTAL_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     NULL,
                                                     vanished_cb,
                                                     g_object_ref (task),
                                                     g_object_unref);
}

/* Where the answer will come: org.freedesktop.portal.Request. */
static char *
predict_handle (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + strlen (":"));

  g_strdelimit (sender, ".", '_');
  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
}

static GVariant *
make_arguments (SpPortalDesktop *self, const char *token, gboolean start_at_login)
{
  static const char *const command_line[] = { "signpost", "--hidden", NULL };
  GVariantDict options;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "reason", "s", self->reason);
  g_variant_dict_insert (&options, "autostart", "b", start_at_login);
  g_variant_dict_insert (&options, "commandline", "^as", command_line);
  g_variant_dict_insert (&options, "dbus-activatable", "b", FALSE);
  return g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options));
}

static void
begin_request (SpPortalDesktop *self, GTask *task, gboolean start_at_login)
{
  Request *request = g_new0 (Request, 1);
  g_autofree char *token = g_strdup_printf ("signpost%u", g_random_int ());
  g_autofree char *handle = predict_handle (self->bus, token);

  request->bus = g_object_ref (self->bus);
  g_task_set_task_data (task, request, request_free);
  request->subscription = g_dbus_connection_signal_subscribe (self->bus,
                                                              PORTAL_NAME,
                                                              REQUEST,
                                                              "Response",
                                                              handle,
                                                              NULL,
                                                              G_DBUS_SIGNAL_FLAGS_NONE,
                                                              responded_cb,
                                                              g_object_ref (task),
                                                              g_object_unref);
  g_dbus_connection_call (self->bus,
                          PORTAL_NAME,
                          PORTAL_PATH,
                          BACKGROUND,
                          "RequestBackground",
                          make_arguments (self, token, start_at_login),
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          CALL_TIMEOUT_MS,
                          g_task_get_cancellable (task),
                          called_cb,
                          g_object_ref (task));
}

static void
sp_portal_desktop_ask_async (SpDesktop *desktop,
                             gboolean start_at_login,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  SpPortalDesktop *self = SP_PORTAL_DESKTOP (desktop);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_portal_desktop_ask_async);
  if (self->bus != NULL)
    begin_request (self, task, start_at_login);
  else
    g_task_return_new_error (task, SP_ERROR, SP_ERROR_NOT_FOUND, "there is no session bus");
}

static int
sp_portal_desktop_ask_finish (SpDesktop *desktop, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desktop), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}

static char *
shorten (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_STATUS_CHARS)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, MAX_STATUS_CHARS - 1);
  return g_strconcat (start, "…", NULL);
}

static void
status_set_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  /* version 1 of the portal cannot */
  if (reply == NULL)
    g_debug ("telling the desktop the status: %s", error->message);
}

static void
sp_portal_desktop_set_status (SpDesktop *desktop, const char *text)
{
  SpPortalDesktop *self = SP_PORTAL_DESKTOP (desktop);
  g_autofree char *status = shorten (text);
  GVariantDict options;

  if (self->bus == NULL || g_strcmp0 (status, self->status) == 0)
    return;

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "message", "s", status);
  g_clear_pointer (&self->status, g_free);
  self->status = g_steal_pointer (&status);
  g_dbus_connection_call (self->bus,
                          PORTAL_NAME,
                          PORTAL_PATH,
                          BACKGROUND,
                          "SetStatus",
                          g_variant_new ("(@a{sv})", g_variant_dict_end (&options)),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          CALL_TIMEOUT_MS,
                          NULL,
                          status_set_cb,
                          NULL);
}

static void
sp_portal_desktop_desktop_init (SpDesktopInterface *iface)
{
  iface->is_sandbox = sp_portal_desktop_is_sandbox;
  iface->starts_at_login = sp_portal_desktop_starts_at_login;
  iface->ask_async = sp_portal_desktop_ask_async;
  iface->ask_finish = sp_portal_desktop_ask_finish;
  iface->set_status = sp_portal_desktop_set_status;
}

/**
 * sp_portal_desktop_new:
 * @bus: (nullable): the session bus; without it nothing is offered
 * @reason: why the program wants to run without a window, for the person whom the portal asks
 *
 * Returns: (transfer full): the desktop around the sandbox that the program is in
 */
SpDesktop *
sp_portal_desktop_new (GDBusConnection *bus, const char *reason)
{
  SpPortalDesktop *self = g_object_new (SP_TYPE_PORTAL_DESKTOP, NULL);

  g_set_object (&self->bus, bus);
  self->reason = g_strdup (reason);
  return SP_DESKTOP (self);
}
