/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-trial.h"

#include "sp-confirm.h"
#include "sp-saver.h"
#include "sp-trial-window.h"

#include "base/sp-error.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

#define RECIPE   "practice"
#define PASSWORD "practice"
#define HOST     "home.practice.test"
#define GROUP    "Practice"

struct _SpTrial
{
  GObject parent_instance;

  SpApplication *application; /* (unowned): it owns us */
  GSubprocess *provider;      /* (owned) (nullable): while it runs */
  GCancellable *cancellable;  /* (owned) */
  char *folder;               /* (owned) (nullable): holds the ports file */
  GFileMonitor *monitor;      /* (owned) (nullable): until the ports file is there */
  GKeyFile *ports;            /* (owned) (nullable): once it is */
  SpProfile *profile;         /* (owned) (nullable): what was made for it */
  GtkWidget *window;          /* (unowned): NULL when it is closed */
};

G_DEFINE_FINAL_TYPE (SpTrial, sp_trial, G_TYPE_OBJECT)

static char *
get_ports_path (SpTrial *self)
{
  return g_build_filename (self->folder, "ports", NULL);
}

static void
stop_provider (SpTrial *self)
{
  g_autofree char *ports = NULL;

  g_clear_object (&self->monitor);
  if (self->provider != NULL)
    g_subprocess_send_signal (self->provider, SIGTERM);
  g_clear_object (&self->provider);
  g_clear_pointer (&self->ports, g_key_file_unref);
  if (self->folder == NULL)
    return;

  ports = get_ports_path (self);
  g_unlink (ports);
  g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

static void
fail (SpTrial *self, const GError *error)
{
  stop_provider (self);
  sp_confirm_show_error (self->application,
                         _ ("The practice provider could not be started"),
                         error);
}

/* --- Removing it --- */

static void
remove_trial_cb (SpTrial *self, GtkWidget *window)
{
  SpServices *services = sp_application_get_services (self->application);
  g_autoptr (GError) error = NULL;
  const char *account_id = sp_profile_get_account_id (self->profile);

  gtk_widget_destroy (window);
  stop_provider (self);
  sp_secrets_remove_async (services->world.secrets, account_id, NULL, NULL, NULL);
  if (!sp_store_remove_profile (services->store, sp_profile_get_id (self->profile), &error) ||
      !sp_store_remove_account (services->store, account_id, &error))
    sp_confirm_show_error (self->application, _ ("Could not remove the profile"), error);
  g_clear_pointer (&self->profile, sp_profile_unref);
}

static void
window_destroyed_cb (SpTrial *self, GtkWidget *window)
{
  self->window = NULL;
}

static void
show_window (SpTrial *self)
{
  SpServices *services = sp_application_get_services (self->application);
  GtkWindow *parent = sp_application_present_window (self->application);

  if (self->window == NULL)
    {
      self->window = GTK_WIDGET (
          sp_trial_window_new (services,
                               g_key_file_get_integer (self->ports, GROUP, "http", NULL),
                               g_key_file_get_integer (self->ports, GROUP, "dns", NULL),
                               HOST));
      gtk_window_set_transient_for (GTK_WINDOW (self->window), parent);
      sp_application_add_window (self->application, GTK_WINDOW (self->window));
      g_signal_connect_object (self->window,
                               "remove-trial",
                               G_CALLBACK (remove_trial_cb),
                               self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->window,
                               "destroy",
                               G_CALLBACK (window_destroyed_cb),
                               self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->window,
                               "response",
                               G_CALLBACK (gtk_widget_destroy),
                               self->window,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

/* --- Account and profile, once it is known where the provider listens --- */

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpTrial) self = SP_TRIAL (user_data);
  g_autoptr (GError) error = NULL;

  if (!sp_saver_save_finish (result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        fail (self, error);
      return;
    }
  g_action_group_activate_action (G_ACTION_GROUP (self->application),
                                  "check-profile",
                                  g_variant_new_string (sp_profile_get_id (self->profile)));
  show_window (self);
}

/* Somebody who tries again keeps the account and profile of the last time. */
static SpAccount *
find_account (SpServices *services)
{
  GPtrArray *accounts = sp_store_list_accounts (services->store);

  for (guint i = 0; i < accounts->len; i++)
    if (g_str_equal (sp_account_get_provider (g_ptr_array_index (accounts, i)), RECIPE))
      return sp_account_ref (g_ptr_array_index (accounts, i));
  return NULL;
}

static SpProfile *
find_profile (SpServices *services, const char *account_id)
{
  GPtrArray *profiles = sp_store_list_profiles (services->store);

  for (guint i = 0; i < profiles->len; i++)
    if (g_str_equal (sp_profile_get_account_id (g_ptr_array_index (profiles, i)), account_id))
      return sp_profile_ref (g_ptr_array_index (profiles, i));
  return NULL;
}

static SpAccount *
make_account (SpTrial *self, SpServices *services, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *server = g_key_file_get_string (self->ports, GROUP, "server", error);
  g_autofree char *user = g_key_file_get_string (self->ports, GROUP, "user", error);
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpAccount) named = NULL;
  g_autoptr (SpAccount) placed = NULL;

  if (server == NULL || user == NULL)
    return NULL;

  account = find_account (services);
  if (account == NULL)
    account = sp_account_new (id, RECIPE);
  named = sp_account_with (account, "name", _ ("Practice"), error);
  if (named != NULL)
    placed = sp_account_with (named, "server", server, error);
  return placed != NULL ? sp_account_with (placed, "user", user, error) : NULL;
}

static SpProfile *
make_profile (SpTrial *self, SpServices *services, const char *account_id, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *echo = g_key_file_get_string (self->ports, GROUP, "echo", error);
  g_autofree char *source = g_strconcat ("url:", echo, NULL);
  const char *const values[][2] = {
    { "hosts", HOST },
    { "ipv6", "off" },
    { "source", source },
    { "allow-special", "true" },
  };
  SpProfile *profile = find_profile (services, account_id);

  if (profile == NULL)
    profile = sp_profile_new (id, _ ("Just trying"), account_id);
  for (gsize i = 0; i < G_N_ELEMENTS (values) && profile != NULL; i++)
    {
      SpProfile *changed = sp_profile_with (profile, values[i][0], values[i][1], error);

      g_clear_pointer (&profile, sp_profile_unref);
      profile = changed;
    }
  return profile;
}

static void
save (SpTrial *self)
{
  SpServices *services = sp_application_get_services (self->application);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = make_account (self, services, &error);
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();

  if (account == NULL)
    {
      fail (self, error);
      return;
    }

  g_clear_pointer (&self->profile, sp_profile_unref);
  self->profile = make_profile (self, services, sp_account_get_id (account), &error);
  if (self->profile == NULL)
    {
      fail (self, error);
      return;
    }

  sp_credentials_set (credentials, "pass", PASSWORD);
  sp_saver_save_async (services,
                       self->profile,
                       account,
                       credentials,
                       self->cancellable,
                       saved_cb,
                       g_object_ref (self));
}

/* --- The provider's process --- */

static void
ports_changed_cb (SpTrial *self)
{
  g_autofree char *path = get_ports_path (self);
  g_autoptr (GKeyFile) ports = g_key_file_new ();

  if (self->ports != NULL || !g_key_file_load_from_file (ports, path, G_KEY_FILE_NONE, NULL))
    return;

  g_clear_object (&self->monitor);
  self->ports = g_steal_pointer (&ports);
  save (self);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SpTrial) self = SP_TRIAL (user_data);
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL) ||
      self->provider != G_SUBPROCESS (object))
    return;

  g_set_error (&error,
               SP_ERROR,
               SP_ERROR_NOT_FOUND,
               "“signpostctl practice” ended; start it in a terminal to see why");
  fail (self, error);
}

/* Beside our own program when it was not installed, else where the shell would find it. */
static char *
find_signpostctl (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = own != NULL ? g_path_get_dirname (own) : g_strdup ("");
  g_autofree char *beside = g_build_filename (folder, "signpostctl", NULL);
  g_autofree char *built = g_build_filename (folder, "..", "cli", "signpostctl", NULL);

  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_find_program_in_path ("signpostctl");
}

static void
follow_parent_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static gboolean
watch_ports (SpTrial *self, GError **error)
{
  g_autoptr (GFile) file = NULL;

  self->folder = g_dir_make_tmp ("signpost-practice-XXXXXX", error);
  if (self->folder == NULL)
    return FALSE;

  file = g_file_new_build_filename (self->folder, "ports", NULL);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, error);
  if (self->monitor == NULL)
    return FALSE;
  g_signal_connect_object (self->monitor,
                           "changed",
                           G_CALLBACK (ports_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return TRUE;
}

static gboolean
start_provider (SpTrial *self, GError **error)
{
  g_autofree char *program = find_signpostctl ();
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autofree char *ports = NULL;

  if (program == NULL)
    {
      g_set_error_literal (error,
                           SP_ERROR,
                           SP_ERROR_NOT_FOUND,
                           "there is no program “signpostctl”; install it beside signpost");
      return FALSE;
    }
  if (!watch_ports (self, error))
    return FALSE;

  ports = get_ports_path (self);
  g_subprocess_launcher_set_child_setup (launcher, follow_parent_cb, NULL, NULL);
  self->provider = g_subprocess_launcher_spawn (launcher,
                                                error,
                                                program,
                                                "practice",
                                                "--http-port",
                                                "0",
                                                "--dns-port",
                                                "0",
                                                "--ports-file",
                                                ports,
                                                NULL);
  if (self->provider == NULL)
    return FALSE;
  g_subprocess_wait_async (self->provider, self->cancellable, ended_cb, g_object_ref (self));
  return TRUE;
}

static void
sp_trial_dispose (GObject *object)
{
  SpTrial *self = SP_TRIAL (object);

  g_cancellable_cancel (self->cancellable);
  stop_provider (self);

  G_OBJECT_CLASS (sp_trial_parent_class)->dispose (object);
}

static void
sp_trial_finalize (GObject *object)
{
  SpTrial *self = SP_TRIAL (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->profile, sp_profile_unref);

  G_OBJECT_CLASS (sp_trial_parent_class)->finalize (object);
}

static void
sp_trial_class_init (SpTrialClass *class)
{
  G_OBJECT_CLASS (class)->dispose = sp_trial_dispose;
  G_OBJECT_CLASS (class)->finalize = sp_trial_finalize;
}

static void
sp_trial_init (SpTrial *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * sp_trial_new:
 * @application: the application; must outlive the trial
 *
 * Returns: (transfer full): a trial that has not begun
 */
SpTrial *
sp_trial_new (SpApplication *application)
{
  SpTrial *self = g_object_new (SP_TYPE_TRIAL, NULL);

  self->application = application;
  return self;
}

/**
 * sp_trial_begin:
 * @self: the trial
 *
 * Starts the practice provider if it does not run, and shows its window when all is ready.
 */
void
sp_trial_begin (SpTrial *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (SP_IS_TRIAL (self));

  if (sp_application_get_services (self->application) == NULL)
    return;
  if (self->ports != NULL && self->profile != NULL)
    show_window (self);
  else if (self->provider == NULL && !start_provider (self, &error))
    fail (self, error);
}
