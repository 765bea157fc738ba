/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-confirm.h"

#include "wording/sp-wording.h"

#include <glib/gi18n.h>

static const SpProfileStatus *
lookup (SpStatus *status, const char *profile_id)
{
  return status != NULL && profile_id != NULL ? sp_status_lookup_profile (status, profile_id)
                                              : NULL;
}

static void
ask (SpApplication *application,
     const char *profile_id,
     const char *title,
     const char *text,
     const char *button,
     const char *style,
     GCallback answered)
{
  GtkWidget *dialog = gtk_message_dialog_new (sp_application_get_parent (application),
                                              GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                              GTK_MESSAGE_QUESTION,
                                              GTK_BUTTONS_NONE,
                                              "%s",
                                              title);
  GtkWidget *accept;

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", text);
  gtk_dialog_add_button (GTK_DIALOG (dialog), _ ("_Cancel"), GTK_RESPONSE_CANCEL);
  accept = gtk_dialog_add_button (GTK_DIALOG (dialog), button, GTK_RESPONSE_ACCEPT);
  gtk_style_context_add_class (gtk_widget_get_style_context (accept), style);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_CANCEL);
  g_object_set_data_full (G_OBJECT (dialog), "profile", g_strdup (profile_id), g_free);
  g_signal_connect_object (dialog, "response", answered, application, G_CONNECT_SWAPPED);
  sp_application_add_window (application, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
send_answered_cb (SpApplication *application, int response, GtkWidget *dialog)
{
  g_autofree char *profile_id = g_strdup (g_object_get_data (G_OBJECT (dialog), "profile"));

  gtk_widget_destroy (dialog);
  if (response == GTK_RESPONSE_ACCEPT)
    g_action_group_activate_action (G_ACTION_GROUP (application),
                                    "force-update",
                                    g_variant_new_string (profile_id));
}

/* What is published stays published: only what this machine knows of it goes. */
static void
remove_answered_cb (SpApplication *application, int response, GtkWidget *dialog)
{
  g_autofree char *profile_id = g_strdup (g_object_get_data (G_OBJECT (dialog), "profile"));
  SpServices *services = sp_application_get_services (application);
  g_autoptr (GError) error = NULL;

  gtk_widget_destroy (dialog);
  if (response != GTK_RESPONSE_ACCEPT)
    return;
  if (!sp_store_remove_profile (services->store, profile_id, &error))
    sp_confirm_show_error (application, _ ("Could not remove the profile"), error);
}

/**
 * sp_confirm_send:
 * @application: the application
 * @profile_id: (nullable): a profile; one that does not exist is ignored
 *
 * Asks whether to send an update although nothing changed, and does so.
 */
void
sp_confirm_send (SpApplication *application, const char *profile_id)
{
  g_autoptr (SpStatus) status = sp_application_get_status (application);
  const SpProfileStatus *profile = lookup (status, profile_id);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (profile == NULL)
    return;

  title = g_strdup_printf (_ ("Send the address of %s although it did not change?"),
                           sp_profile_get_name (profile->profile));
  text = g_strdup_printf (
      _ ("%s is told the address once more. Providers may take many such updates for abuse and "
         "block the name, so this is done once in ten minutes at most, and never while the "
         "provider has stopped the account."),
      profile->provider_name != NULL ? profile->provider_name : _ ("The provider"));
  ask (application,
       profile_id,
       title,
       text,
       _ ("_Send"),
       "suggested-action",
       G_CALLBACK (send_answered_cb));
}

/**
 * sp_confirm_remove:
 * @application: the application
 * @profile_id: (nullable): a profile; one that does not exist is ignored
 *
 * Asks whether to remove a profile, and does so.
 */
void
sp_confirm_remove (SpApplication *application, const char *profile_id)
{
  g_autoptr (SpStatus) status = sp_application_get_status (application);
  const SpProfileStatus *profile = lookup (status, profile_id);
  g_autofree char *title = NULL;

  if (profile == NULL)
    return;

  title = g_strdup_printf (_ ("Remove %s?"), sp_profile_get_name (profile->profile));
  ask (application,
       profile_id,
       title,
       _ ("Signpost no longer keeps its names up to date. At the provider nothing is changed: the "
          "names go on pointing where they point now. The account is kept."),
       _ ("_Remove"),
       "destructive-action",
       G_CALLBACK (remove_answered_cb));
}

/**
 * sp_confirm_show_error:
 * @application: the application
 * @title: what did not work
 * @error: why
 *
 * Tells the person in a dialog.
 */
void
sp_confirm_show_error (SpApplication *application, const char *title, const GError *error)
{
  g_autofree char *reason = sp_wording_for_error (error);
  GtkWidget *dialog = gtk_message_dialog_new (sp_application_get_parent (application),
                                              GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                              GTK_MESSAGE_ERROR,
                                              GTK_BUTTONS_CLOSE,
                                              "%s",
                                              title);

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", reason);
  g_signal_connect_object (dialog,
                           "response",
                           G_CALLBACK (gtk_widget_destroy),
                           dialog,
                           G_CONNECT_SWAPPED);
  sp_application_add_window (application, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}
