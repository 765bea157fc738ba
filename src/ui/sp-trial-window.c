/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-trial-window.h"

#include "wording/sp-wording.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SpTrialWindow
{
  GtkDialog parent_instance;

  SpServices *services;      /* (unowned): the application's */
  GCancellable *cancellable; /* (owned): ends what is on its way with the window */
  int http_port;

  /* Template widgets */
  GtkLabel *intro;
  GtkEntry *address;
  GtkWidget *move;
  GtkLabel *answer;
  GtkLabel *command;
};

enum
{
  SIGNAL_REMOVE,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpTrialWindow, sp_trial_window, GTK_TYPE_DIALOG)

static guint signals[N_SIGNALS];

static void
show_error (SpTrialWindow *self, const GError *error)
{
  g_autofree char *sentence = sp_wording_for_error (error);

  gtk_label_set_text (self->answer, sentence);
}

static void
moved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpTrialWindow *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpReply) reply = sp_transport_send_finish (SP_TRANSPORT (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = SP_TRIAL_WINDOW (user_data);
  gtk_widget_set_sensitive (self->move, TRUE);
  if (reply == NULL)
    show_error (self, error);
  else if (sp_reply_get_status (reply) >= 300)
    gtk_label_set_text (self->answer, sp_reply_get_text (reply));
  else
    {
      gtk_label_set_text (self->answer,
                          _ ("This place has moved. Watch the list: the name follows."));
      g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()),
                                      "check-now",
                                      NULL);
    }
}

static void
move_cb (SpTrialWindow *self, GtkWidget *widget)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAddress)
      address = sp_address_new_from_string (gtk_entry_get_text (self->address), &error);
  g_autoptr (SpRequest) request = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *url = NULL;
  g_autofree char *form = NULL;

  if (address == NULL)
    {
      show_error (self, error);
      return;
    }

  url = g_strdup_printf ("http://127.0.0.1:%d/practice/address", self->http_port);
  form = g_strdup_printf ("%s=%s",
                          sp_family_to_string (sp_address_get_family (address)),
                          sp_address_get_text (address));
  body = g_bytes_new (form, strlen (form));
  request = sp_request_new ("POST", url, url);
  sp_request_set_body (request, "application/x-www-form-urlencoded", body, form);
  gtk_widget_set_sensitive (self->move, FALSE);
  sp_transport_send_async (self->services->world.transport,
                           request,
                           self->cancellable,
                           moved_cb,
                           self);
}

static void
remove_cb (SpTrialWindow *self, GtkWidget *button)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
sp_trial_window_dispose (GObject *object)
{
  SpTrialWindow *self = SP_TRIAL_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (sp_trial_window_parent_class)->dispose (object);
}

static void
sp_trial_window_class_init (SpTrialWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_trial_window_dispose;

  /**
   * SpTrialWindow::remove-trial:
   *
   * The person asked to remove the account, the profile and the provider.
   */
  signals[SIGNAL_REMOVE] = g_signal_new ("remove-trial",
                                         G_TYPE_FROM_CLASS (class),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-trial-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SpTrialWindow, intro);
  gtk_widget_class_bind_template_child (widget_class, SpTrialWindow, address);
  gtk_widget_class_bind_template_child (widget_class, SpTrialWindow, move);
  gtk_widget_class_bind_template_child (widget_class, SpTrialWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, SpTrialWindow, command);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
sp_trial_window_init (SpTrialWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * sp_trial_window_new:
 * @services: must outlive the window
 * @http_port: where the practice provider takes orders
 * @dns_port: where it answers DNS
 * @host: the name it keeps
 *
 * Returns: (transfer none): a window, not shown yet; it belongs to GTK until it is destroyed
 */
SpTrialWindow *
sp_trial_window_new (SpServices *services, int http_port, int dns_port, const char *host)
{
  SpTrialWindow *self = g_object_new (SP_TYPE_TRIAL_WINDOW, "use-header-bar", TRUE, NULL);
  g_autofree char *intro = g_strdup_printf (
      _ ("A practice provider runs on this machine and keeps the name %s. Nothing leaves the "
         "machine, and the provider ends with Signpost."),
      host);
  g_autofree char *command = g_strdup_printf ("dig +short -p %d @127.0.0.1 %s", dns_port, host);

  self->services = services;
  self->http_port = http_port;
  gtk_label_set_text (self->intro, intro);
  gtk_label_set_text (self->command, command);
  return self;
}
