/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-keyring.h"

#include <libsecret/secret.h>

#include "sp-keyring-watch.h"

#include "base/sp-error.h"

#define DEADLINE_S 10
#define TEXT_TYPE  "text/plain"

/**
 * SpKeyring:
 *
 * Secrets in the desktop's keyring, through libsecret. A look-up never prompts: it searches first,
 * and says “locked” rather than ask. Calls that cannot prompt have a deadline; calls that may
 * prompt are never cancelled, because gnome-keyring 42 aborts, with all keyrings, when the caller
 * of an open prompt goes away.
 */
struct _SpKeyring
{
  GObject parent_instance;

  SpClock *clock;        /* (owned) (nullable): %NULL in a sandbox */
  SpKeyringWatch *watch; /* (owned) */
};

/* Long, and still one thing: four calls that begin alike and share one mapping of errors.
 *
 * One call, as the data of its task. */
typedef struct
{
  char *account_id;          /* (owned) (nullable): %NULL is all accounts */
  char *only_field;          /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): for the steps that cannot prompt */
  GCancellable *caller;      /* (owned) (nullable) */
  gulong caller_handler;
  SpAlarm *deadline; /* (owned) (nullable) */
  gboolean is_late;
  gboolean is_portal;
} Call;

/* DONT_MATCH_NAME: while a keyring is locked since its daemon started, the name of the schema
 * cannot be matched and nothing would be found. The application's id keeps us apart instead. */
static const SecretSchema schema = {
  SP_APPLICATION_ID,
  SECRET_SCHEMA_DONT_MATCH_NAME,
  {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static void sp_keyring_secrets_init (SpSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpKeyring,
                               sp_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_SECRETS, sp_keyring_secrets_init))

static void
sp_keyring_dispose (GObject *object)
{
  SpKeyring *self = SP_KEYRING (object);

  g_clear_pointer (&self->watch, sp_keyring_watch_free);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_keyring_parent_class)->dispose (object);
}

static void
sp_keyring_class_init (SpKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_keyring_dispose;
}

static void
sp_keyring_init (SpKeyring *self)
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
  /* libsecret would go on using its session with a daemon that has been started anew, and fail; a
   * new one for each call costs two messages and keeps nothing in memory */
  secret_service_disconnect ();
  g_clear_object (&self->cancellable);
  g_free (self->account_id);
  g_free (self->only_field);
  g_free (self);
}

static void
deadline_cb (gpointer user_data)
{
  Call *call = user_data;

  call->is_late = TRUE;
  g_cancellable_cancel (call->cancellable);
}

static void
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (((Call *) user_data)->cancellable);
}

/* Returns the task of a new call, whose clock is running. */
static GTask *
begin_call (SpKeyring *self,
            const char *account_id,
            const char *only_field,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->account_id = g_strdup (account_id);
  call->only_field = g_strdup (only_field);
  call->cancellable = g_cancellable_new ();
  call->is_portal = self->clock == NULL;
  if (!call->is_portal)
    call->deadline = sp_clock_add_alarm (self->clock,
                                         sp_clock_now (self->clock).boot_us +
                                             DEADLINE_S * G_USEC_PER_SEC,
                                         deadline_cb,
                                         call);
  g_task_set_task_data (task, call, call_free);
  if (cancellable != NULL)
    {
      call->caller = g_object_ref (cancellable);
      call->caller_handler =
          g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb), call, NULL);
    }
  return task;
}

static GHashTable *
make_attributes (const Call *call)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) "application", (gpointer) SP_APPLICATION_ID);
  if (call->account_id != NULL)
    g_hash_table_insert (attributes, (gpointer) "account", call->account_id);
  return attributes;
}

static gboolean
is_about_access (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_AUTH_FAILED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

static GError *
explain (const Call *call, const GError *error)
{
  g_autofree char *message = g_strdup (error->message);

  if (call->is_late)
    return g_error_new (SP_ERROR,
                        SP_ERROR_SECRETS_UNAVAILABLE,
                        "the keyring gave no answer within %d s",
                        DEADLINE_S);
  /* libsecret's words for a prompt of the portal that was closed; nobody else cancels there */
  if (call->is_portal && (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                          g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED)))
    return g_error_new (SP_ERROR, SP_ERROR_SECRETS_DISMISSED, "the keyring's prompt was closed");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return g_error_new (SP_ERROR, SP_ERROR_SECRETS_LOCKED, "the keyring is locked");
  if (is_about_access (error))
    return g_error_new (SP_ERROR,
                        SP_ERROR_SECRETS_DENIED,
                        "the keyring refuses access: %s",
                        message);

  /* the portal's interface is not there, and then the keyring's name, which the sandbox hides */
  if (call->is_portal && error->domain == G_DBUS_ERROR)
    return g_error_new (SP_ERROR,
                        SP_ERROR_SECRETS_NO_PORTAL,
                        "no portal keeps secrets here: %s",
                        message);

  return g_error_new (SP_ERROR, SP_ERROR_SECRETS_UNAVAILABLE, "no keyring answers: %s", message);
}

static GError *
explain_prompt (const Call *call, const GError *error)
{
  /* A prompt that was closed leaves the keyring locked. Where there was no keyring yet, libsecret
   * then speaks to the one that was not made, which is an unknown method on an unknown object. */
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_new (SP_ERROR, SP_ERROR_SECRETS_DISMISSED, "the keyring's prompt was closed");

  return explain (call, error);
}

static gboolean
is_locked (gpointer item)
{
  /* in the sandbox's own file there are other items, which are never locked */
  return SECRET_IS_ITEM (item) && secret_item_get_locked (SECRET_ITEM (item));
}

static SecretRetrievable *
pick_newest_open (GList *items)
{
  SecretRetrievable *newest = NULL;

  for (GList *link = items; link != NULL; link = link->next)
    {
      SecretRetrievable *item = SECRET_RETRIEVABLE (link->data);

      if (!is_locked (item) && (newest == NULL || secret_retrievable_get_modified (item) >
                                                      secret_retrievable_get_modified (newest)))
        newest = item;
    }

  return newest;
}

static void
return_locked (GTask *task)
{
  g_task_return_new_error (task, SP_ERROR, SP_ERROR_SECRETS_LOCKED, "the keyring is locked");
}

static void
search (GTask *task, GAsyncReadyCallback callback)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (call);

  secret_password_searchv (&schema,
                           attributes,
                           SECRET_SEARCH_ALL,
                           call->cancellable,
                           callback,
                           task);
}

static void
retrieved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  SpCredentials *credentials = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (object), result, &error);
  if (value == NULL)
    {
      g_task_return_error (task, explain (call, error));
      return;
    }

  text = secret_value_get_text (value);
  if (text == NULL)
    g_set_error (&error, SP_ERROR, SP_ERROR_BAD_FILE, "the keyring's secret is not text");
  else
    credentials = sp_credentials_from_text (text, call->only_field, &error);

  if (credentials != NULL)
    g_task_return_pointer (task, credentials, (GDestroyNotify) sp_credentials_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
found_for_lookup_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);
  SecretRetrievable *item = pick_newest_open (items);

  if (error != NULL)
    g_task_return_error (task, explain (call, error));
  else if (item != NULL)
    secret_retrievable_retrieve_secret (item,
                                        call->cancellable,
                                        retrieved_cb,
                                        g_steal_pointer (&task));
  else if (items != NULL)
    return_locked (task);
  else
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_SECRET_NOT_FOUND,
                             "the keyring holds no secret for this account");
}

static void
sp_keyring_lookup_async (SpSecrets *secrets,
                         const char *account_id,
                         const char *only_field,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task =
      begin_call (SP_KEYRING (secrets), account_id, only_field, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_keyring_lookup_async);
  search (task, found_for_lookup_cb);
}

static void
stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_error (task, explain_prompt (g_task_get_task_data (task), error));
}

static void
sp_keyring_store_async (SpSecrets *secrets,
                        const char *account_id,
                        const char *label,
                        SpCredentials *credentials,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task =
      begin_call (SP_KEYRING (secrets), account_id, NULL, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (call);
  g_autofree char *full_label = g_strdup_printf ("Signpost: %s", label);
  char *text = sp_credentials_to_text (credentials);
  g_autoptr (SecretValue)
      value = secret_value_new_full (text, -1, TEXT_TYPE, (GDestroyNotify) sp_secret_text_free);

  g_task_set_source_tag (task, sp_keyring_store_async);
  /* may ask for a password, or for one for a keyring yet to be made: takes as long as the person */
  call_stop_clock (call);
  secret_password_storev_binary (&schema,
                                 attributes,
                                 SECRET_COLLECTION_DEFAULT,
                                 full_label,
                                 value,
                                 NULL,
                                 stored_cb,
                                 task);
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_error (task, explain_prompt (g_task_get_task_data (task), error));
}

static void
found_for_removal_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = make_attributes (call);
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, explain (call, error));
  else if (items == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else if (pick_newest_open (items) == NULL)
    /* clearing would do nothing and call it no error */
    return_locked (task);
  else
    {
      call_stop_clock (call);
      secret_password_clearv (&schema, attributes, NULL, cleared_cb, g_steal_pointer (&task));
    }
}

static void
sp_keyring_remove_async (SpSecrets *secrets,
                         const char *account_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task =
      begin_call (SP_KEYRING (secrets), account_id, NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_keyring_remove_async);
  search (task, found_for_removal_cb);
}

static void
unlocked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) objects = NULL;
  int count = secret_service_unlock_finish (SECRET_SERVICE (object), result, &objects, &error);

  if (error != NULL)
    g_task_return_error (task, explain_prompt (g_task_get_task_data (task), error));
  else if (count > 0)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_new_error (task,
                             SP_ERROR,
                             SP_ERROR_SECRETS_DISMISSED,
                             "the keyring's prompt was closed");
}

static void
unlock (GTask *task, SecretService *service, GList *objects)
{
  /* never with a cancellable: see #SpKeyring */
  call_stop_clock (g_task_get_task_data (task));
  secret_service_unlock (service, objects, NULL, unlocked_cb, task);
}

static void
got_default_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  GList objects = { collection, NULL, NULL };

  if (error != NULL)
    g_task_return_error (task, explain (g_task_get_task_data (task), error));
  else if (collection == NULL || !secret_collection_get_locked (collection))
    g_task_return_pointer (task, NULL, NULL);
  else
    unlock (g_steal_pointer (&task), secret_collection_get_service (collection), &objects);
}

static void
got_service_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = secret_service_get_finish (result, &error);

  if (service == NULL)
    {
      g_task_return_error (task, explain (call, error));
      return;
    }

  secret_collection_for_alias (service,
                               SECRET_COLLECTION_DEFAULT,
                               SECRET_COLLECTION_NONE,
                               call->cancellable,
                               got_default_cb,
                               g_steal_pointer (&task));
}

static void
found_for_unlock_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autolist (GObject) items = secret_password_search_finish (result, &error);
  GList *locked = NULL;

  for (GList *link = items; link != NULL; link = link->next)
    if (is_locked (link->data))
      locked = g_list_prepend (locked, link->data);

  if (error != NULL)
    g_task_return_error (task, explain (call, error));
  else if (locked != NULL)
    unlock (g_steal_pointer (&task), secret_item_get_service (locked->data), locked);
  else if (items != NULL)
    g_task_return_pointer (task, NULL, NULL);
  else
    /* nothing of ours yet: then it is about the keyring that the next secret goes to */
    secret_service_get (SECRET_SERVICE_NONE,
                        call->cancellable,
                        got_service_cb,
                        g_steal_pointer (&task));
  g_list_free (locked);
}

static void
sp_keyring_unlock_async (SpSecrets *secrets,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = begin_call (SP_KEYRING (secrets), NULL, NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_keyring_unlock_async);
  search (task, found_for_unlock_cb);
}

static void
sp_keyring_secrets_init (SpSecretsInterface *iface)
{
  iface->lookup_async = sp_keyring_lookup_async;
  iface->store_async = sp_keyring_store_async;
  iface->remove_async = sp_keyring_remove_async;
  iface->unlock_async = sp_keyring_unlock_async;
}

static void
keyring_changed_cb (gpointer user_data)
{
  sp_secrets_emit_changed (SP_SECRETS (user_data));
}

static SpSecrets *
make (SpClock *clock)
{
  SpKeyring *self = g_object_new (SP_TYPE_KEYRING, NULL);

  g_set_object (&self->clock, clock);
  self->watch = sp_keyring_watch_new (keyring_changed_cb, self);
  return SP_SECRETS (self);
}

/**
 * sp_keyring_new:
 * @clock: for the deadlines of calls that cannot prompt
 *
 * Starts nothing and asks nothing before the first call.
 *
 * Returns: (transfer full): the secrets in the desktop's keyring
 */
SpSecrets *
sp_keyring_new (SpClock *clock)
{
  g_return_val_if_fail (SP_IS_CLOCK (clock), NULL);

  return make (clock);
}

/**
 * sp_keyring_new_in_sandbox:
 *
 * The same where every call may prompt: none has a deadline, and none may be given a cancellable.
 * That is the business of #SpPortalKeyring.
 *
 * Returns: (transfer full): the secrets that libsecret keeps for a sandbox
 */
SpSecrets *
sp_keyring_new_in_sandbox (void)
{
  return make (NULL);
}
