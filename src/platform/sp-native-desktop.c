/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-native-desktop.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/sp-error.h"

/**
 * SpNativeDesktop:
 *
 * The desktop of a program that is installed on it. Leave is nobody's to give: a file in the
 * person's autostart folder (Desktop Application Autostart Specification 0.5) is all it takes to be
 * started at login, and the file itself is the answer to whether it is.
 */
struct _SpNativeDesktop
{
  GObject parent_instance;

  char *path;    /* (owned): the file */
  char *program; /* (owned) */
};

static void sp_native_desktop_desktop_init (SpDesktopInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpNativeDesktop,
                               sp_native_desktop,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_DESKTOP,
                                                      sp_native_desktop_desktop_init))

static void
sp_native_desktop_finalize (GObject *object)
{
  SpNativeDesktop *self = SP_NATIVE_DESKTOP (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->program, g_free);

  G_OBJECT_CLASS (sp_native_desktop_parent_class)->finalize (object);
}

static void
sp_native_desktop_class_init (SpNativeDesktopClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_native_desktop_finalize;
}

static void
sp_native_desktop_init (SpNativeDesktop *self)
{
}

static gboolean
sp_native_desktop_is_sandbox (SpDesktop *desktop)
{
  return FALSE;
}

/* Desktops switch an entry off by one of two keys and keep the file. */
static gboolean
sp_native_desktop_starts_at_login (SpDesktop *desktop, gboolean told)
{
  SpNativeDesktop *self = SP_NATIVE_DESKTOP (desktop);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  const char *const group = G_KEY_FILE_DESKTOP_GROUP;
  const char *const gnome_key = "X-GNOME-Autostart-enabled";

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL) ||
      g_key_file_get_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return FALSE;
  return !g_key_file_has_key (file, group, gnome_key, NULL) ||
         g_key_file_get_boolean (file, group, gnome_key, NULL);
}

/* Desktop Entry Specification 1.5, “The Exec key”; the key file adds its own level of escapes. */
static char *
make_command_line (const char *program)
{
  GString *quoted = g_string_new (program);

  g_string_replace (quoted, "\\", "\\\\", 0);
  g_string_replace (quoted, "\"", "\\\"", 0);
  g_string_replace (quoted, "`", "\\`", 0);
  g_string_replace (quoted, "$", "\\$", 0);
  g_string_replace (quoted, "%", "%%", 0);
  g_string_prepend_c (quoted, '"');
  g_string_append (quoted, "\" --hidden");
  return g_string_free (quoted, FALSE);
}

static char *
make_entry (SpNativeDesktop *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *command_line = make_command_line (self->program);
  const char *const group = G_KEY_FILE_DESKTOP_GROUP;

  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_TYPE, "Application");
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_NAME, "Signpost");
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_ICON, SP_APPLICATION_ID);
  g_key_file_set_string (file, group, G_KEY_FILE_DESKTOP_KEY_EXEC, command_line);
  g_key_file_set_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_TERMINAL, FALSE);
  g_key_file_set_boolean (file, group, G_KEY_FILE_DESKTOP_KEY_STARTUP_NOTIFY, FALSE);
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
add_entry (SpNativeDesktop *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *text = make_entry (self);
  g_autoptr (GError) reason = NULL;

  if (g_mkdir_with_parents (folder, 0700) == 0 &&
      g_file_set_contents_full (self->path,
                                text,
                                -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0644,
                                &reason))
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "%s cannot be written (%s); make the folder writable",
               self->path,
               reason != NULL ? reason->message : g_strerror (errno));
  return FALSE;
}

static gboolean
remove_entry (SpNativeDesktop *self, GError **error)
{
  if (g_unlink (self->path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "%s cannot be removed (%s); make the folder writable",
               self->path,
               g_strerror (errno));
  return FALSE;
}

static void
sp_native_desktop_ask_async (SpDesktop *desktop,
                             gboolean start_at_login,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  SpNativeDesktop *self = SP_NATIVE_DESKTOP (desktop);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, sp_native_desktop_ask_async);
  if (start_at_login ? add_entry (self, &error) : remove_entry (self, &error))
    g_task_return_int (task,
                       start_at_login ? SP_DESKTOP_RUN_UNSEEN | SP_DESKTOP_START_AT_LOGIN
                                      : SP_DESKTOP_RUN_UNSEEN);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static int
sp_native_desktop_ask_finish (SpDesktop *desktop, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, desktop), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}

/* Nobody shows it: there is the tray. */
static void
sp_native_desktop_set_status (SpDesktop *desktop, const char *text)
{
}

static void
sp_native_desktop_desktop_init (SpDesktopInterface *iface)
{
  iface->is_sandbox = sp_native_desktop_is_sandbox;
  iface->starts_at_login = sp_native_desktop_starts_at_login;
  iface->ask_async = sp_native_desktop_ask_async;
  iface->ask_finish = sp_native_desktop_ask_finish;
  iface->set_status = sp_native_desktop_set_status;
}

/**
 * sp_native_desktop_new:
 * @config_folder: the person's folder of settings, ~/.config as a rule
 * @program: the path of the program that is to be started at login
 *
 * Returns: (transfer full): the desktop around a program that is in no sandbox
 */
SpDesktop *
sp_native_desktop_new (const char *config_folder, const char *program)
{
  SpNativeDesktop *self = g_object_new (SP_TYPE_NATIVE_DESKTOP, NULL);

  self->path = g_build_filename (config_folder, "autostart", SP_APPLICATION_ID ".desktop", NULL);
  self->program = g_strdup (program);
  return SP_DESKTOP (self);
}
