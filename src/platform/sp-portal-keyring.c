/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-portal-keyring.h"

#include "sp-keyring-file.h"
#include "sp-keyring.h"

#include "base/sp-error.h"
#include "base/sp-set-aside.h"

#define DEADLINE_S  10
#define PORTAL_NAME "org.freedesktop.portal.Desktop"

/**
 * SpPortalKeyring:
 *
 * Secrets in a sandbox: a file of our own, which libsecret encrypts with a key from the Secret
 * portal. The portal asks the person when the keyring with that key is locked, even for a look-up,
 * and a call that waits for it cannot be broken off: libsecret 0.20 locks up and 0.21 uses freed
 * memory. So the caller gets its answer after the deadline, the call goes on, and when it ends,
 * that is a change. While it waits nothing else asks; and who closed the prompt is not asked again
 * before they choose Unlock. A portal that ends takes its prompt along, which libsecret does not
 * notice.
 */
struct _SpPortalKeyring
{
  GObject parent_instance;

  SpClock *clock;   /* (owned) */
  SpSecrets *inner; /* (owned): libsecret */
  char *path;       /* (owned): the file */
  GPtrArray *calls; /* (owned) (element-type GTask): those that are with libsecret; not owned */
  guint name_watch;
  gboolean is_portal_there;
  gboolean is_dismissed;
  gboolean is_set_aside; /* the file was damaged */
};

/* One call, as the data of its task. */
typedef struct
{
  char *account_id;     /* (owned) (nullable) */
  GCancellable *caller; /* (owned) (nullable) */
  gulong caller_handler;
  SpAlarm *deadline; /* (owned) (nullable): none for calls that a person asked for */
  gboolean is_unlock;
  gboolean has_asked;
  gboolean is_over;      /* the caller has its answer */
  gboolean is_forgotten; /* and libsecret will have none */
} Call;

static void sp_portal_keyring_secrets_init (SpSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpPortalKeyring,
                               sp_portal_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_SECRETS,
                                                      sp_portal_keyring_secrets_init))

static void
sp_portal_keyring_dispose (GObject *object)
{
  SpPortalKeyring *self = SP_PORTAL_KEYRING (object);

  g_clear_handle_id (&self->name_watch, g_bus_unwatch_name);
  g_clear_pointer (&self->calls, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->inner);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_portal_keyring_parent_class)->dispose (object);
}

static void
sp_portal_keyring_class_init (SpPortalKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_portal_keyring_dispose;
}

static void
sp_portal_keyring_init (SpPortalKeyring *self)
{
}

static void
call_stop_clock (Call *self)
{
  g_clear_pointer (&self->deadline, sp_alarm_free);
  if (self->caller != NULL)
    g_cancellable_disconnect (self->caller, self->caller_handler);
  g_clear_object (&self->caller);
}

static void
call_free (gpointer data)
{
  Call *self = data;

  call_stop_clock (self);
  g_clear_pointer (&self->account_id, g_free);
  g_free (self);
}

static void
answer (GTask *task, SpCredentials *credentials, const GError *reason)
{
  Call *call = g_task_get_task_data (task);

  call_stop_clock (call);
  call->is_over = TRUE;
  if (reason != NULL)
    g_task_return_error (task, g_error_copy (reason));
  else
    g_task_return_pointer (task,
                           credentials != NULL ? sp_credentials_ref (credentials) : NULL,
                           (GDestroyNotify) sp_credentials_unref);
}

static void
deadline_cb (gpointer user_data)
{
  g_autoptr (GError)
      reason = g_error_new (SP_ERROR, SP_ERROR_SECRETS_LOCKED, "the desktop asks for its keyring");

  /* the caller goes on; the call does, too */
  answer (user_data, NULL, reason);
}

static gboolean
cancelled_cb (gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) reason = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "was cancelled");

  if (!call->is_over)
    answer (task, NULL, reason);
  return G_SOURCE_REMOVE;
}

/* Not at once: a cancellable cannot be let go while it tells that it was cancelled. */
static void
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_task_attach_source (user_data, source, cancelled_cb);
}

static GTask *
begin_call (SpSecrets *secrets,
            const char *account_id,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (secrets, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->account_id = g_strdup (account_id);
  g_task_set_task_data (task, call, call_free);
  if (cancellable != NULL)
    {
      call->caller = g_object_ref (cancellable);
      call->caller_handler =
          g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb), task, NULL);
    }
  return task;
}

static gboolean
is_somebody_left (SpPortalKeyring *self)
{
  for (guint i = 0; i < self->calls->len; i++)
    if (((Call *) g_task_get_task_data (self->calls->pdata[i]))->is_over)
      return TRUE;
  return FALSE;
}

static void
finish_call (GTask *task, SpCredentials *credentials, const GError *reason)
{
  SpPortalKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  if (call->is_forgotten)
    return;

  g_ptr_array_remove_fast (self->calls, task);
  self->is_dismissed = g_error_matches (reason, SP_ERROR, SP_ERROR_SECRETS_DISMISSED);
  if (call->is_over)
    sp_secrets_emit_changed (SP_SECRETS (self));
  else
    answer (task, credentials, reason);
}

/* Nothing of ours can be read, and there is something: it is there for another key. What is there
 * stays there: libsecret adds to it, and whoever comes back with the old key finds all of it. */
static void
searched_all_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (SpCredentials) any = sp_secrets_lookup_finish (SP_SECRETS (object), result, &error);

  if (any == NULL && g_error_matches (error, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND))
    reason = g_error_new (SP_ERROR,
                          SP_ERROR_SECRETS_LOST,
                          "what is stored belongs to another key than the portal gives now");
  else
    reason = g_error_new (SP_ERROR,
                          SP_ERROR_SECRET_NOT_FOUND,
                          "the keyring holds no secret for this account");
  finish_call (task, NULL, reason);
}

static gboolean
is_open (const GError *error)
{
  return error == NULL || g_error_matches (error, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SpPortalKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpCredentials)
      credentials = sp_secrets_lookup_finish (SP_SECRETS (object), result, &error);

  /* no portal, and a person who let us have the keyring itself: there a look-up never asks */
  if (call->is_unlock && !call->has_asked &&
      g_error_matches (error, SP_ERROR, SP_ERROR_SECRETS_LOCKED))
    {
      call->has_asked = TRUE;
      sp_secrets_unlock_async (self->inner, NULL, ended_cb, g_steal_pointer (&task));
      return;
    }
  if (call->is_unlock && is_open (error))
    g_clear_error (&error);

  if (!g_error_matches (error, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND))
    finish_call (task, credentials, error);
  else if (!self->is_set_aside && sp_keyring_file_look (self->path) != SP_KEYRING_FILE_FILLED)
    finish_call (task, NULL, error);
  else
    sp_secrets_lookup_async (self->inner,
                             NULL,
                             NULL,
                             NULL,
                             searched_all_cb,
                             g_steal_pointer (&task));
}

static void
ensure_whole_file (SpPortalKeyring *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;

  if (sp_keyring_file_look (self->path) != SP_KEYRING_FILE_DAMAGED)
    return;

  aside = sp_set_aside (self->path, &error);
  if (aside != NULL)
    g_message ("%s is damaged and is now %s", self->path, aside);
  else
    g_warning ("%s", error->message);
  self->is_set_aside = TRUE;
}

static void
look_up (GTask *task, const char *only_field)
{
  SpPortalKeyring *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  ensure_whole_file (self);
  g_ptr_array_add (self->calls, task);
  sp_secrets_lookup_async (self->inner, call->account_id, only_field, NULL, ended_cb, task);
}

static void
sp_portal_keyring_lookup_async (SpSecrets *secrets,
                                const char *account_id,
                                const char *only_field,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  SpPortalKeyring *self = SP_PORTAL_KEYRING (secrets);
  g_autoptr (GTask) task = begin_call (secrets, account_id, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) reason = NULL;

  g_task_set_source_tag (task, sp_portal_keyring_lookup_async);
  if (is_somebody_left (self))
    reason = g_error_new (SP_ERROR, SP_ERROR_SECRETS_LOCKED, "the desktop asks for its keyring");
  else if (self->is_dismissed)
    reason = g_error_new (SP_ERROR, SP_ERROR_SECRETS_DISMISSED, "the keyring's prompt was closed");

  if (reason != NULL)
    answer (task, NULL, reason);
  else
    {
      call->deadline = sp_clock_add_alarm (self->clock,
                                           sp_clock_now (self->clock).boot_us +
                                               DEADLINE_S * G_USEC_PER_SEC,
                                           deadline_cb,
                                           task);
      look_up (g_steal_pointer (&task), only_field);
    }
}

static void
sp_portal_keyring_store_async (SpSecrets *secrets,
                               const char *account_id,
                               const char *label,
                               SpCredentials *credentials,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  SpPortalKeyring *self = SP_PORTAL_KEYRING (secrets);
  GTask *task = begin_call (secrets, account_id, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_portal_keyring_store_async);
  ensure_whole_file (self);
  g_ptr_array_add (self->calls, task);
  sp_secrets_store_async (self->inner, account_id, label, credentials, NULL, ended_cb, task);
}

static void
sp_portal_keyring_remove_async (SpSecrets *secrets,
                                const char *account_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  SpPortalKeyring *self = SP_PORTAL_KEYRING (secrets);
  GTask *task = begin_call (secrets, account_id, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_portal_keyring_remove_async);
  ensure_whole_file (self);
  g_ptr_array_add (self->calls, task);
  sp_secrets_remove_async (self->inner, account_id, NULL, ended_cb, task);
}

/* A look-up asks the person by itself; what it finds is of no interest. */
static void
sp_portal_keyring_unlock_async (SpSecrets *secrets,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = begin_call (secrets, NULL, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);

  g_task_set_source_tag (task, sp_portal_keyring_unlock_async);
  call->is_unlock = TRUE;
  look_up (task, NULL);
}

static void
sp_portal_keyring_secrets_init (SpSecretsInterface *iface)
{
  iface->lookup_async = sp_portal_keyring_lookup_async;
  iface->store_async = sp_portal_keyring_store_async;
  iface->remove_async = sp_portal_keyring_remove_async;
  iface->unlock_async = sp_portal_keyring_unlock_async;
}

static void
portal_appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  ((SpPortalKeyring *) user_data)->is_portal_there = TRUE;
}

static void
forget_call (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  g_autoptr (GError)
      reason = g_error_new (SP_ERROR, SP_ERROR_SECRETS_LOCKED, "the desktop's portal ended");
  Call *call = g_task_get_task_data (task);

  call->is_forgotten = TRUE;
  if (!call->is_over)
    answer (task, NULL, reason);
}

static void
portal_vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  SpPortalKeyring *self = user_data;
  g_autoptr (GPtrArray) calls = NULL;

  /* it may only be about to be started, by the first call */
  if (!self->is_portal_there || self->calls->len == 0)
    return;

  calls = g_steal_pointer (&self->calls);
  self->calls = g_ptr_array_new ();
  g_ptr_array_foreach (calls, forget_call, NULL);
  sp_secrets_emit_changed (SP_SECRETS (self));
}

/**
 * sp_portal_keyring_new:
 * @clock: for the deadline of look-ups
 * @data_folder: the sandbox's folder of data, in which libsecret keeps its file
 *
 * Starts nothing and asks nothing before the first call.
 *
 * Returns: (transfer full): the secrets of a program in a sandbox
 */
SpSecrets *
sp_portal_keyring_new (SpClock *clock, const char *data_folder)
{
  SpPortalKeyring *self = g_object_new (SP_TYPE_PORTAL_KEYRING, NULL);

  self->clock = g_object_ref (clock);
  self->inner = sp_keyring_new_in_sandbox ();
  self->calls = g_ptr_array_new ();
  self->name_watch = g_bus_watch_name (G_BUS_TYPE_SESSION,
                                       PORTAL_NAME,
                                       G_BUS_NAME_WATCHER_FLAGS_NONE,
                                       portal_appeared_cb,
                                       portal_vanished_cb,
                                       self,
                                       NULL);
  self->path = g_build_filename (data_folder, "keyrings", "default.keyring", NULL);
  g_signal_connect_object (self->inner,
                           "changed",
                           G_CALLBACK (sp_secrets_emit_changed),
                           self,
                           G_CONNECT_SWAPPED);
  return SP_SECRETS (self);
}
