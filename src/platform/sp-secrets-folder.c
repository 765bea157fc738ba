/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-secrets-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/sp-error.h"
#include "base/sp-quote.h"

#define MAX_SECRET_BYTES 65536

/**
 * SpSecretsFolder:
 *
 * Secrets on a machine without a desktop: one file per account, named after its id, readable by its
 * owner alone or else refused. The folder may be one of systemd's credentials, which are read-only.
 * Watches the folder, so that a corrected mode or a new file lets waiting profiles go on.
 */
struct _SpSecretsFolder
{
  GObject parent_instance;

  char *path;            /* (owned) */
  GSource *quiet;        /* (owned) (nullable): waits for the time to begin to watch */
  GFileMonitor *monitor; /* (owned) (nullable) */
};

static void sp_secrets_folder_secrets_init (SpSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpSecretsFolder,
                               sp_secrets_folder,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_SECRETS,
                                                      sp_secrets_folder_secrets_init))

static void
sp_secrets_folder_dispose (GObject *object)
{
  SpSecretsFolder *self = SP_SECRETS_FOLDER (object);

  if (self->quiet != NULL)
    g_source_destroy (self->quiet);
  g_clear_pointer (&self->quiet, g_source_unref);
  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (sp_secrets_folder_parent_class)->dispose (object);
}

static void
sp_secrets_folder_finalize (GObject *object)
{
  g_free (SP_SECRETS_FOLDER (object)->path);

  G_OBJECT_CLASS (sp_secrets_folder_parent_class)->finalize (object);
}

static void
sp_secrets_folder_class_init (SpSecretsFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_secrets_folder_dispose;
  G_OBJECT_CLASS (klass)->finalize = sp_secrets_folder_finalize;
}

static void
sp_secrets_folder_init (SpSecretsFolder *self)
{
}

/* A path is the person's own and shown whole: they are to find the file. */
static char *
quote_path (const char *path)
{
  g_autofree char *name = g_filename_display_name (path);

  return g_strdup_printf ("“%s”", name);
}

static char *
ensure_path (SpSecretsFolder *self, const char *account_id, GError **error)
{
  g_autofree char *quoted = NULL;

  if (account_id[0] != '\0' && account_id[0] != '.' && strchr (account_id, G_DIR_SEPARATOR) == NULL)
    return g_build_filename (self->path, account_id, NULL);

  quoted = sp_quote (account_id);
  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "%s is not the id of an account", quoted);
  return NULL;
}

static gboolean
explain_errno (int code, const char *path, GError **error)
{
  g_autofree char *quoted = quote_path (path);

  if (code == ENOENT)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_SECRET_NOT_FOUND,
                 "there is no secret in %s; write it there with mode 600",
                 quoted);
  else if (code == ELOOP)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_SECRETS_DENIED,
                 "%s is a symbolic link; put the file itself there",
                 quoted);
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_SECRETS_DENIED,
                 "%s cannot be used: %s",
                 quoted,
                 g_strerror (code));
  return FALSE;
}

/* A file of ours is for our eyes only. systemd lets a service read a credential of root's through
 * an access control list, whose mask shows up as the group's bits (systemd.exec(5), credentials). */
static gboolean
check_access (const struct stat *info, const char *path, GError **error)
{
  g_autofree char *quoted = quote_path (path);
  g_autofree char *argument = g_shell_quote (path);
  gboolean is_systems = info->st_uid == 0 && geteuid () != 0;
  mode_t forbidden = is_systems ? 0037 : 0077;

  if (!S_ISREG (info->st_mode))
    g_set_error (error, SP_ERROR, SP_ERROR_SECRETS_DENIED, "%s is not a file", quoted);
  else if (info->st_uid != geteuid () && !is_systems)
    g_set_error (error, SP_ERROR, SP_ERROR_SECRETS_DENIED, "%s belongs to another user", quoted);
  else if ((info->st_mode & forbidden) != 0)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_SECRETS_DENIED,
                 "others may read or write %s (mode %03o); do: chmod 600 %s",
                 quoted,
                 (guint) info->st_mode & 0777,
                 argument);
  else
    return TRUE;

  return FALSE;
}

static char *
read_text (int fd, const char *path, GError **error)
{
  g_autofree char *quoted = quote_path (path);
  char *text = g_malloc0 (MAX_SECRET_BYTES + 1);
  gsize length = 0;
  gssize count = 1;

  while (count > 0 && length <= MAX_SECRET_BYTES)
    {
      count = read (fd, text + length, MAX_SECRET_BYTES + 1 - length);
      length += count > 0 ? (gsize) count : 0;
    }

  if (count == 0 && memchr (text, '\0', length) == NULL)
    {
      text[length] = '\0';
      return text;
    }

  if (count < 0)
    explain_errno (errno, path, error);
  else
    g_set_error (error, SP_ERROR, SP_ERROR_BAD_FILE, "%s is not a text of at most 64 KiB", quoted);
  explicit_bzero (text, MAX_SECRET_BYTES + 1);
  g_clear_pointer (&text, g_free);
  return NULL;
}

static char *
load_text (const char *path, GError **error)
{
  /* without O_NONBLOCK a pipe of that name would stop the whole program */
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;
  char *text = NULL;

  if (fd < 0)
    {
      explain_errno (errno, path, error);
      return NULL;
    }

  if (fstat (fd, &info) != 0)
    explain_errno (errno, path, error);
  else if (check_access (&info, path, error))
    text = read_text (fd, path, error);
  close (fd);
  return text;
}

static SpCredentials *
load (SpSecretsFolder *self, const char *account_id, const char *only_field, GError **error)
{
  g_autofree char *path = ensure_path (self, account_id, error);
  g_autofree char *quoted = NULL;
  SpCredentials *credentials;
  char *text;

  if (path == NULL)
    return NULL;

  if (!g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      quoted = quote_path (self->path);
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_SECRETS_UNAVAILABLE,
                   "there is no folder %s for secrets",
                   quoted);
      return NULL;
    }

  text = load_text (path, error);
  if (text == NULL)
    return NULL;

  credentials = sp_credentials_from_text (text, only_field, error);
  sp_secret_text_free (text);
  if (credentials == NULL)
    {
      quoted = quote_path (path);
      g_prefix_error (error, "%s: ", quoted);
    }
  return credentials;
}

static void
sp_secrets_folder_lookup_async (SpSecrets *secrets,
                                const char *account_id,
                                const char *only_field,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (secrets, cancellable, callback, user_data);
  SpCredentials *credentials;
  GError *error = NULL;

  g_task_set_source_tag (task, sp_secrets_folder_lookup_async);
  credentials = load (SP_SECRETS_FOLDER (secrets), account_id, only_field, &error);
  if (credentials != NULL)
    g_task_return_pointer (task, credentials, (GDestroyNotify) sp_credentials_unref);
  else
    g_task_return_error (task, error);
}

static gboolean
ensure_folder (SpSecretsFolder *self, GError **error)
{
  g_autofree char *quoted = quote_path (self->path);

  if (g_mkdir_with_parents (self->path, 0700) == 0)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_SECRETS_DENIED,
               "the folder %s cannot be made: %s",
               quoted,
               g_strerror (errno));
  return FALSE;
}

static gboolean
save (SpSecretsFolder *self, const char *account_id, SpCredentials *credentials, GError **error)
{
  g_autofree char *path = ensure_path (self, account_id, error);
  g_autoptr (GError) local_error = NULL;
  gboolean is_saved;
  char *text;

  if (path == NULL)
    return FALSE;

  if (!ensure_folder (self, error))
    return FALSE;

  text = sp_credentials_to_text (credentials);
  /* a new file takes the place of the old one, or of a link, which is not followed */
  is_saved = g_file_set_contents_full (path,
                                       text,
                                       -1,
                                       G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                       0600,
                                       &local_error);
  sp_secret_text_free (text);
  if (!is_saved)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_SECRETS_DENIED,
                 "the secret cannot be written: %s",
                 local_error->message);
  return is_saved;
}

static void
return_plain (GTask *task, gboolean is_done, GError *error)
{
  if (is_done)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_error (task, error);
}

static void
sp_secrets_folder_store_async (SpSecrets *secrets,
                               const char *account_id,
                               const char *label,
                               SpCredentials *credentials,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (secrets, cancellable, callback, user_data);
  gboolean is_done;
  GError *error = NULL;

  g_task_set_source_tag (task, sp_secrets_folder_store_async);
  is_done = save (SP_SECRETS_FOLDER (secrets), account_id, credentials, &error);
  return_plain (task, is_done, error);
}

static gboolean
forget (SpSecretsFolder *self, const char *account_id, GError **error)
{
  g_autofree char *path = ensure_path (self, account_id, error);

  if (path == NULL)
    return FALSE;

  return g_unlink (path) == 0 || errno == ENOENT ? TRUE : explain_errno (errno, path, error);
}

static void
sp_secrets_folder_remove_async (SpSecrets *secrets,
                                const char *account_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (secrets, cancellable, callback, user_data);
  gboolean is_done;
  GError *error = NULL;

  g_task_set_source_tag (task, sp_secrets_folder_remove_async);
  is_done = forget (SP_SECRETS_FOLDER (secrets), account_id, &error);
  return_plain (task, is_done, error);
}

static void
sp_secrets_folder_unlock_async (SpSecrets *secrets,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (secrets, cancellable, callback, user_data);

  /* a folder is always open */
  g_task_set_source_tag (task, sp_secrets_folder_unlock_async);
  g_task_return_pointer (task, NULL, NULL);
}

static void
sp_secrets_folder_secrets_init (SpSecretsInterface *iface)
{
  iface->lookup_async = sp_secrets_folder_lookup_async;
  iface->store_async = sp_secrets_folder_store_async;
  iface->remove_async = sp_secrets_folder_remove_async;
  iface->unlock_async = sp_secrets_folder_unlock_async;
}

static void
folder_changed_cb (GFileMonitor *monitor,
                   GFile *file,
                   GFile *other_file,
                   GFileMonitorEvent event,
                   gpointer user_data)
{
  sp_secrets_emit_changed (SP_SECRETS (user_data));
}

static gboolean
quiet_cb (gpointer user_data)
{
  SpSecretsFolder *self = user_data;
  g_autoptr (GFile) folder = g_file_new_for_path (self->path);

  g_clear_pointer (&self->quiet, g_source_unref);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (folder_changed_cb), self, 0);
  return G_SOURCE_REMOVE;
}

/**
 * sp_secrets_folder_new:
 * @path: the folder; made with mode 700 when the first secret is stored
 *
 * Returns: (transfer full): the secrets in that folder
 */
SpSecrets *
sp_secrets_folder_new (const char *path)
{
  SpSecretsFolder *self = g_object_new (SP_TYPE_SECRETS_FOLDER, NULL);

  self->path = g_strdup (path);
  /* Watching costs a thread and more than reading a secret, so a start does not wait for it. */
  self->quiet = g_idle_source_new ();
  g_source_set_priority (self->quiet, G_PRIORITY_LOW);
  g_source_set_callback (self->quiet, quiet_cb, self, NULL);
  g_source_attach (self->quiet, g_main_context_get_thread_default ());
  return SP_SECRETS (self);
}
