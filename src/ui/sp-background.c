/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-background.h"

#include <glib/gi18n.h>

struct _SpBackground
{
  GObject parent_instance;

  SpApplication *application; /* (unowned): it owns us */
};

G_DEFINE_FINAL_TYPE (SpBackground, sp_background, G_TYPE_OBJECT)

static void
sp_background_class_init (SpBackgroundClass *class)
{
}

static void
sp_background_init (SpBackground *self)
{
}

static void
answered_cb (SpBackground *self, int response, GtkWidget *dialog)
{
  SpServices *services = sp_application_get_services (self->application);
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  gboolean stay = response == GTK_RESPONSE_YES;

  gtk_widget_destroy (dialog);
  if (response != GTK_RESPONSE_YES && response != GTK_RESPONSE_NO)
    return;

  g_settings_set_boolean (services->settings, SP_SETTING_RUN_IN_BACKGROUND, stay);
  if (stay)
    gtk_widget_destroy (GTK_WIDGET (window));
  else
    sp_application_quit (self->application);
}

static void
ask (SpBackground *self, GtkWindow *window)
{
  GtkWidget *dialog = gtk_message_dialog_new (window,
                                              GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                              GTK_MESSAGE_QUESTION,
                                              GTK_BUTTONS_NONE,
                                              "%s",
                                              _ ("Keep running in the background?"));

  gtk_message_dialog_format_secondary_text (
      GTK_MESSAGE_DIALOG (dialog),
      "%s",
      _ ("This desktop shows no tray icon. In the background, Signpost keeps the names up to date; "
         "start it again to see this window. Preferences can change this later."));
  gtk_dialog_add_buttons (GTK_DIALOG (dialog),
                          _ ("_Quit"),
                          GTK_RESPONSE_NO,
                          _ ("_Keep running"),
                          GTK_RESPONSE_YES,
                          NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_YES);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_show (dialog);
}

/**
 * sp_background_new:
 * @application: the application; must outlive the object
 *
 * Returns: (transfer full): the object
 */
SpBackground *
sp_background_new (SpApplication *application)
{
  SpBackground *self = g_object_new (SP_TYPE_BACKGROUND, NULL);

  self->application = application;
  return self;
}

/**
 * sp_background_is_agreed:
 * @self: the object
 *
 * Returns: whether the person was asked and said that it may run without being seen
 */
gboolean
sp_background_is_agreed (SpBackground *self)
{
  GSettings *settings = sp_application_get_services (self->application)->settings;
  g_autoptr (GVariant) answer = g_settings_get_user_value (settings, SP_SETTING_RUN_IN_BACKGROUND);

  return answer != NULL && g_variant_get_boolean (answer);
}

/**
 * sp_background_close:
 * @self: the object
 * @event: what asked for it
 * @window: the main window, which is about to close
 *
 * Handler of “delete-event” of the main window.
 *
 * Returns: %TRUE if the window has to stay for now
 */
gboolean
sp_background_close (SpBackground *self, GdkEvent *event, GtkWindow *window)
{
  GSettings *settings = sp_application_get_services (self->application)->settings;
  g_autoptr (GVariant) answer = g_settings_get_user_value (settings, SP_SETTING_RUN_IN_BACKGROUND);

  if (sp_application_has_tray (self->application))
    return FALSE;

  if (answer == NULL)
    {
      ask (self, window);
      return TRUE;
    }
  if (!g_variant_get_boolean (answer))
    {
      sp_application_quit (self->application);
      return TRUE;
    }
  return FALSE;
}
