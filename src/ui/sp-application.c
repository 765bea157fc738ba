/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-application.h"

#include "sp-accelerators.h"
#include "sp-actions.h"
#include "sp-background.h"
#include "sp-messenger.h"
#include "sp-tray.h"
#include "sp-trial.h"
#include "sp-window.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/* A panel that starts at the same time as we do, or restarts, gets this long to come before the
 * window opens in the tray's place. */
#define PANEL_GRACE_S 10

struct _SpApplication
{
  GApplication parent_instance;

  SpServicesFunc build;
  const char *icon_folder; /* (unowned) (nullable): static */
  SpServices *services;    /* (owned) (nullable): %NULL until the panel answered or someone asked */
  SpStatus *status;        /* (owned) (nullable): what was drawn last */
  SpTray *tray;            /* (owned) */
  SpMessenger *messenger;  /* (owned) (nullable) */
  SpBackground *background;    /* (owned) (nullable) */
  SpTrial *trial;              /* (owned) (nullable): made when somebody tries */
  GPtrArray *windows;          /* (owned) (element-type GtkWindow): every open one, newest last */
  GtkAccelGroup *accelerators; /* (owned) (nullable): made with the first window */
  GSource *refresh;            /* (owned) (nullable): the one pending redraw */
  GSource *grace;              /* (owned) (nullable): runs while no panel is there */
  gboolean hidden;
  gboolean quitting;
  gboolean broken;
};

G_DEFINE_FINAL_TYPE (SpApplication, sp_application, G_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "hidden", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start in the tray, without a window"), NULL },
  { "check-now", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Check all addresses now"), NULL },
  { "preferences", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open the preferences"), NULL },
  { "version", 'V', 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and leave"), NULL },
  { NULL },
};

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
tell_desktop (SpApplication *self)
{
  g_autofree char *line = sp_wording_for_tray (self->status);

  sp_desktop_set_status (self->services->desktop, line);
}

static gboolean
refresh_cb (gpointer user_data)
{
  SpApplication *self = user_data;

  clear_source (&self->refresh);
  g_clear_pointer (&self->status, sp_status_unref);
  self->status = sp_engine_get_status (self->services->engine);
  sp_tray_set_status (self->tray, self->status);
  tell_desktop (self);
  sp_messenger_tell (self->messenger, self->status);
  return G_SOURCE_REMOVE;
}

static void
engine_changed_cb (SpApplication *self, SpEngine *engine)
{
  if (self->refresh != NULL)
    return;

  self->refresh = g_idle_source_new ();
  g_source_set_callback (self->refresh, refresh_cb, self, NULL);
  g_source_attach (self->refresh, NULL);
}

static void
tray_style_cb (SpApplication *self, const char *key, GSettings *settings)
{
  g_autofree char *style = g_settings_get_string (settings, SP_SETTING_TRAY_STYLE);

  sp_tray_set_style (self->tray, style);
}

static void
report_and_quit (SpApplication *self, const GError *error)
{
  g_autofree char *reason = sp_wording_for_error (error);
  GtkWidget *dialog = gtk_message_dialog_new (NULL,
                                              GTK_DIALOG_MODAL,
                                              GTK_MESSAGE_ERROR,
                                              GTK_BUTTONS_CLOSE,
                                              "%s",
                                              _ ("Signpost cannot start"));

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", reason);
  gtk_window_set_title (GTK_WINDOW (dialog), _ ("Signpost"));
  g_signal_connect_object (dialog,
                           "response",
                           G_CALLBACK (sp_application_quit),
                           self,
                           G_CONNECT_SWAPPED);
  sp_application_add_window (self, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
ensure_services (SpApplication *self)
{
  g_autoptr (GError) error = NULL;

  if (self->services != NULL)
    return TRUE;
  if (self->quitting || self->broken)
    return FALSE;

  self->services = self->build (G_APPLICATION (self), &error);
  if (self->services == NULL)
    {
      self->broken = TRUE;
      report_and_quit (self, error);
      return FALSE;
    }

  self->messenger = sp_messenger_new (G_APPLICATION (self), self->services);
  self->background = sp_background_new (self);
  g_signal_connect_object (self->services->engine,
                           "changed",
                           G_CALLBACK (engine_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->services->settings,
                           "changed::" SP_SETTING_TRAY_STYLE,
                           G_CALLBACK (tray_style_cb),
                           self,
                           G_CONNECT_SWAPPED);
  tray_style_cb (self, SP_SETTING_TRAY_STYLE, self->services->settings);
  sp_engine_start (self->services->engine);
  engine_changed_cb (self, self->services->engine);
  return TRUE;
}

static void
settled_cb (SpApplication *self, SpTray *tray)
{
  if (ensure_services (self) && self->windows->len == 0)
    sp_background_go_unseen (self->background);
}

static gboolean
grace_cb (gpointer user_data)
{
  SpApplication *self = user_data;

  clear_source (&self->grace);
  if (!ensure_services (self))
    return G_SOURCE_REMOVE;
  if (sp_tray_is_connected (self->tray) || self->windows->len > 0)
    return G_SOURCE_REMOVE;
  if (!sp_background_is_agreed (self->background))
    sp_application_present_window (self);
  return G_SOURCE_REMOVE;
}

static void
connected_cb (SpApplication *self, GParamSpec *pspec, SpTray *tray)
{
  clear_source (&self->grace);
  if (sp_tray_is_connected (tray))
    return;

  self->grace = g_timeout_source_new_seconds (PANEL_GRACE_S);
  g_source_set_callback (self->grace, grace_cb, self, NULL);
  g_source_attach (self->grace, NULL);
}

static void
window_destroyed_cb (SpApplication *self, GtkWidget *window)
{
  g_ptr_array_remove (self->windows, window);
}

static void
ensure_accelerators (SpApplication *self)
{
  if (self->accelerators != NULL)
    return;

  gtk_window_set_default_icon_name (SP_APPLICATION_ID);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_default (), SP_APPLICATION_PATH "/icons");
  self->accelerators = sp_accelerators_new (G_ACTION_GROUP (self));
}

static void
stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GApplication) application = G_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!sp_engine_stop_finish (SP_ENGINE (object), result, &error))
    g_warning ("stopping: %s", error->message);
  g_application_quit (application);
}

static int
sp_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  SpApplication *self = SP_APPLICATION (application);
  const char *action = g_variant_dict_contains (dict, "check-now")     ? "check-now"
                       : g_variant_dict_contains (dict, "preferences") ? "preferences"
                                                                       : NULL;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Signpost %s\n", SP_VERSION);
      return EXIT_SUCCESS;
    }

  self->hidden = g_variant_dict_contains (dict, "hidden") || action != NULL;
  if (!g_application_register (application, NULL, &error))
    {
      g_printerr ("signpost: %s\n", error->message);
      return EXIT_FAILURE;
    }

  if (action != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
  if (self->hidden && g_application_get_is_remote (application))
    return EXIT_SUCCESS;
  return -1;
}

static void
sp_application_startup (GApplication *application)
{
  SpApplication *self = SP_APPLICATION (application);

  G_APPLICATION_CLASS (sp_application_parent_class)->startup (application);

  /* The window manager finds the desktop file, and so the icon, by this name. */
  g_set_prgname (SP_APPLICATION_ID);
  g_set_application_name (_ ("Signpost"));
  if (!gtk_init_check (NULL, NULL))
    {
      g_printerr ("%s\n", _ ("There is no display here. Without one, use “signpostctl run”."));
      exit (EXIT_FAILURE);
    }

  g_application_hold (application);
  sp_actions_add (self);
  self->tray = sp_tray_new (G_ACTION_GROUP (self),
                            g_application_get_dbus_connection (application),
                            self->icon_folder);
  g_signal_connect_object (self->tray, "settled", G_CALLBACK (settled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tray,
                           "notify::connected",
                           G_CALLBACK (connected_cb),
                           self,
                           G_CONNECT_SWAPPED);
  connected_cb (self, NULL, self->tray);
}

static void
sp_application_activate (GApplication *application)
{
  SpApplication *self = SP_APPLICATION (application);

  if (self->hidden)
    self->hidden = FALSE;
  else
    sp_application_present_window (self);
}

static void
sp_application_shutdown (GApplication *application)
{
  SpApplication *self = SP_APPLICATION (application);

  clear_source (&self->refresh);
  clear_source (&self->grace);
  while (self->windows->len > 0)
    gtk_widget_destroy (g_ptr_array_index (self->windows, self->windows->len - 1));
  g_clear_object (&self->accelerators);
  g_clear_object (&self->trial);
  g_clear_object (&self->background);
  g_clear_object (&self->messenger);
  g_clear_object (&self->tray);
  g_clear_pointer (&self->status, sp_status_unref);
  g_clear_pointer (&self->services, sp_services_free);

  G_APPLICATION_CLASS (sp_application_parent_class)->shutdown (application);
}

static void
sp_application_finalize (GObject *object)
{
  SpApplication *self = SP_APPLICATION (object);

  g_clear_pointer (&self->windows, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_application_parent_class)->finalize (object);
}

static void
sp_application_class_init (SpApplicationClass *class)
{
  G_OBJECT_CLASS (class)->finalize = sp_application_finalize;
  G_APPLICATION_CLASS (class)->handle_local_options = sp_application_handle_local_options;
  G_APPLICATION_CLASS (class)->startup = sp_application_startup;
  G_APPLICATION_CLASS (class)->activate = sp_application_activate;
  G_APPLICATION_CLASS (class)->shutdown = sp_application_shutdown;
}

static void
sp_application_init (SpApplication *self)
{
  self->windows = g_ptr_array_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Keeps host names pointing at an address that changes."));
}

/**
 * sp_application_new:
 * @build: makes the services; called at most once
 * @icon_folder: (nullable): where a panel finds the icons beside its own theme, static; %NULL in a
 *   sandbox, whose folders it cannot see
 *
 * Returns: (transfer full): the application, not running yet
 */
SpApplication *
sp_application_new (SpServicesFunc build, const char *icon_folder)
{
  SpApplication *self = g_object_new (SP_TYPE_APPLICATION,
                                      "application-id",
                                      SP_APPLICATION_ID,
                                      "resource-base-path",
                                      SP_APPLICATION_PATH,
                                      NULL);

  self->build = build;
  self->icon_folder = icon_folder;
  return self;
}

/**
 * sp_application_get_services:
 * @self: the application
 *
 * Makes the services if nobody needed them yet.
 *
 * Returns: (transfer none) (nullable): the services; %NULL when they cannot be made, which the
 *   person has then been told
 */
SpServices *
sp_application_get_services (SpApplication *self)
{
  g_return_val_if_fail (SP_IS_APPLICATION (self), NULL);

  return ensure_services (self) ? self->services : NULL;
}

/**
 * sp_application_get_status:
 * @self: the application
 *
 * Returns: (transfer full) (nullable): what the engine says at this moment
 */
SpStatus *
sp_application_get_status (SpApplication *self)
{
  g_return_val_if_fail (SP_IS_APPLICATION (self), NULL);

  return ensure_services (self) ? sp_engine_get_status (self->services->engine) : NULL;
}

/**
 * sp_application_has_tray:
 * @self: the application
 *
 * Returns: whether the person sees the tray icon at the moment
 */
gboolean
sp_application_has_tray (SpApplication *self)
{
  g_return_val_if_fail (SP_IS_APPLICATION (self), FALSE);

  return sp_tray_is_connected (self->tray);
}

/**
 * sp_application_add_window:
 * @self: the application
 * @window: a new window of the program
 *
 * Gives @window the application's actions, the main window the keys too, and remembers it until it
 * is destroyed.
 */
void
sp_application_add_window (SpApplication *self, GtkWindow *window)
{
  g_return_if_fail (SP_IS_APPLICATION (self));
  g_return_if_fail (GTK_IS_WINDOW (window));

  ensure_accelerators (self);
  gtk_widget_insert_action_group (GTK_WIDGET (window), "app", G_ACTION_GROUP (self));
  /* A dialog wants an answer first. */
  if (SP_IS_WINDOW (window))
    gtk_window_add_accel_group (window, self->accelerators);
  g_ptr_array_add (self->windows, window);
  g_signal_connect_object (window,
                           "destroy",
                           G_CALLBACK (window_destroyed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sp_application_find_window:
 * @self: the application
 * @type: a type of window
 *
 * Returns: (transfer none) (nullable): the first open window of the type
 */
GtkWindow *
sp_application_find_window (SpApplication *self, GType type)
{
  g_return_val_if_fail (SP_IS_APPLICATION (self), NULL);

  for (guint i = 0; i < self->windows->len; i++)
    if (G_TYPE_CHECK_INSTANCE_TYPE (g_ptr_array_index (self->windows, i), type))
      return g_ptr_array_index (self->windows, i);
  return NULL;
}

/**
 * sp_application_present_window:
 * @self: the application
 *
 * Brings the main window to the front, and makes it if there is none.
 *
 * Returns: (transfer none) (nullable): the main window; %NULL when the program cannot start
 */
GtkWindow *
sp_application_present_window (SpApplication *self)
{
  GtkWindow *window;

  g_return_val_if_fail (SP_IS_APPLICATION (self), NULL);

  if (!ensure_services (self))
    return NULL;

  window = sp_application_find_window (self, SP_TYPE_WINDOW);
  if (window == NULL)
    {
      window = GTK_WINDOW (sp_window_new (self->services));
      sp_application_add_window (self, window);
      g_signal_connect_object (window,
                               "delete-event",
                               G_CALLBACK (sp_background_close),
                               self->background,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (window);
  return window;
}

/**
 * sp_application_get_parent:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the window that a new dialog belongs before
 */
GtkWindow *
sp_application_get_parent (SpApplication *self)
{
  g_return_val_if_fail (SP_IS_APPLICATION (self), NULL);

  if (self->windows->len == 0)
    return NULL;
  return g_ptr_array_index (self->windows, self->windows->len - 1);
}

/**
 * sp_application_get_trial:
 * @self: the application
 *
 * Returns: (transfer none): what runs the practice provider
 */
SpTrial *
sp_application_get_trial (SpApplication *self)
{
  g_return_val_if_fail (SP_IS_APPLICATION (self), NULL);

  if (self->trial == NULL)
    self->trial = sp_trial_new (self);
  return self->trial;
}

/**
 * sp_application_quit:
 * @self: the application
 *
 * Lets attempts that are on their way end, then leaves the main loop.
 */
void
sp_application_quit (SpApplication *self)
{
  g_return_if_fail (SP_IS_APPLICATION (self));

  if (self->quitting)
    return;

  self->quitting = TRUE;
  while (self->windows->len > 0)
    gtk_widget_destroy (g_ptr_array_index (self->windows, self->windows->len - 1));
  if (self->services == NULL)
    g_application_quit (G_APPLICATION (self));
  else
    sp_engine_stop_async (self->services->engine, stopped_cb, g_object_ref (self));
}
