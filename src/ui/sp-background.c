/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-background.h"

#include <glib/gi18n.h>

struct _SpBackground
{
  GObject parent_instance;

  SpApplication *application; /* (unowned): it owns us */
  GCancellable *cancellable;  /* (owned) */
  gboolean has_asked;         /* the desktop, for leave to run unseen */
};

G_DEFINE_FINAL_TYPE (SpBackground, sp_background, G_TYPE_OBJECT)

static void
sp_background_dispose (GObject *object)
{
  SpBackground *self = SP_BACKGROUND (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (sp_background_parent_class)->dispose (object);
}

static void
sp_background_class_init (SpBackgroundClass *class)
{
  G_OBJECT_CLASS (class)->dispose = sp_background_dispose;
}

static void
sp_background_init (SpBackground *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
tell_refusal (SpBackground *self)
{
  g_autoptr (GNotification)
      notification = g_notification_new (_ ("Signpost may not run in the background"));

  g_notification_set_body (notification,
                           _ ("The desktop ends it soon after its window is closed. Allow it in "
                              "the desktop's settings for programs."));
  g_notification_set_default_action (notification, "app.open");
  g_application_send_notification (G_APPLICATION (self->application), "background", notification);
}

static void
desktop_answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpBackground *self = user_data;
  g_autoptr (GError) error = NULL;
  int leave = sp_desktop_ask_finish (SP_DESKTOP (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      g_info ("asking to run in the background: %s", error->message);
      return;
    }

  g_settings_set_boolean (sp_application_get_services (self->application)->settings,
                          SP_SETTING_START_AT_LOGIN,
                          (leave & SP_DESKTOP_START_AT_LOGIN) != 0);
  if ((leave & SP_DESKTOP_RUN_UNSEEN) == 0)
    tell_refusal (self);
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
    {
      gtk_widget_destroy (GTK_WIDGET (window));
      sp_background_go_unseen (self);
    }
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

  if (!sp_application_has_tray (self->application))
    {
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
    }

  sp_background_go_unseen (self);
  return FALSE;
}

/**
 * sp_background_go_unseen:
 * @self: the object
 *
 * There is no window any more. A sandbox's desktop ends programs that run so without its leave, so
 * it is asked, once; each time that is asked, it has to be told about the start at login, too.
 */
void
sp_background_go_unseen (SpBackground *self)
{
  SpServices *services = sp_application_get_services (self->application);

  if (self->has_asked || !sp_desktop_is_sandbox (services->desktop))
    return;

  self->has_asked = TRUE;
  sp_desktop_ask_async (services->desktop,
                        g_settings_get_boolean (services->settings, SP_SETTING_START_AT_LOGIN),
                        self->cancellable,
                        desktop_answered_cb,
                        self);
}
