/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-about.h"

#include <glib/gi18n.h>

/**
 * sp_about_open:
 * @application: the application
 *
 * Shows version, licence and website.
 */
void
sp_about_open (SpApplication *application)
{
  GtkWidget *dialog = gtk_about_dialog_new ();
  GtkAboutDialog *about = GTK_ABOUT_DIALOG (dialog);

  gtk_about_dialog_set_program_name (about, _ ("Signpost"));
  gtk_about_dialog_set_version (about, SP_VERSION);
  gtk_about_dialog_set_comments (about,
                                 _ ("Keeps host names pointing at an address that changes."));
  gtk_about_dialog_set_website (about, SP_WEBSITE);
  gtk_about_dialog_set_website_label (about, _ ("Website"));
  gtk_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  /* Translators: replace by your own names, one a line */
  gtk_about_dialog_set_translator_credits (about, _ ("translator-credits"));
  gtk_about_dialog_set_logo_icon_name (about, SP_APPLICATION_ID);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), sp_application_get_parent (application));
  gtk_window_set_modal (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog,
                           "response",
                           G_CALLBACK (gtk_widget_destroy),
                           dialog,
                           G_CONNECT_SWAPPED);
  sp_application_add_window (application, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
shortcuts_gone_cb (gpointer box, GObject *window)
{
  gtk_container_remove (GTK_CONTAINER (window), box);
}

/* GTK 3.24 destroys the sections of such a window and forgets the box that they are in: it stays
 * behind with a parent that is freed, and a screen reader asks what it shows for its parents. The
 * window uses the box until its own last moment. */
static void
free_box_with (GtkWindow *window)
{
  GtkWidget *box = gtk_bin_get_child (GTK_BIN (window));

  g_object_set_data_full (G_OBJECT (window), "box", g_object_ref (box), g_object_unref);
  g_object_weak_ref (G_OBJECT (window), shortcuts_gone_cb, box);
}

/**
 * sp_about_show_shortcuts:
 * @application: the application
 *
 * Shows the keys.
 */
void
sp_about_show_shortcuts (SpApplication *application)
{
  g_autoptr (GtkBuilder)
      builder = gtk_builder_new_from_resource (SP_APPLICATION_PATH "/ui/sp-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, sp_application_get_parent (application));
  free_box_with (window);
  sp_application_add_window (application, window);
  gtk_window_present (window);
}
