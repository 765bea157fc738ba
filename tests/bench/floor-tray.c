/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick for memory and start-up: the least a GTK 3 tray program can be that has done one
 * HTTPS request and one keyring lookup. Prints “ready” when its icon is registered.
 *
 *   floor-tray [URL]      without an URL only the tray: what start-up is held against
 */
#include <gtk/gtk.h>
#include <libayatana-appindicator/app-indicator.h>
#include <libsecret/secret.h>
#include <libsoup/soup.h>
#include <stdio.h>

static const SecretSchema schema = {
  "org.example.FloorTray",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *password = secret_password_lookup_finish (result, &error);

  puts (error == NULL ? "looked up" : error->message);
  fflush (stdout);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      body = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  /* A refused certificate has loaded the system's store all the same, which is what it costs. */
  puts (body != NULL ? "answered" : error->message);
  secret_password_lookup (&schema, NULL, looked_up_cb, NULL, "account", "nobody", NULL);
}

static void
connected_cb (AppIndicator *indicator, gboolean connected, gpointer user_data)
{
  const char *url = user_data;
  static SoupSession *session;
  g_autoptr (SoupMessage) message = NULL;

  if (!connected || session != NULL)
    return;

  puts ("ready");
  fflush (stdout);
  if (url == NULL)
    return;

  session = soup_session_new ();
  message = soup_message_new (SOUP_METHOD_GET, url);
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, answered_cb, NULL);
}

int
main (int argc, char *argv[])
{
  static const char *const labels[] = { "Status", "Open",  "Check",       "Force",
                                        "Copy",   "Pause", "Preferences", "Quit" };
  GtkWidget *menu;
  AppIndicator *indicator;

  gtk_init (&argc, &argv);
  menu = gtk_menu_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_menu_shell_append (GTK_MENU_SHELL (menu), gtk_menu_item_new_with_label (labels[i]));
  gtk_widget_show_all (menu);

  indicator = app_indicator_new ("floor-tray",
                                 "network-transmit-receive-symbolic",
                                 APP_INDICATOR_CATEGORY_APPLICATION_STATUS);
  g_signal_connect (indicator,
                    APP_INDICATOR_SIGNAL_CONNECTION_CHANGED,
                    G_CALLBACK (connected_cb),
                    argc > 1 ? argv[1] : NULL);
  app_indicator_set_status (indicator, APP_INDICATOR_STATUS_ACTIVE);
  app_indicator_set_menu (indicator, GTK_MENU (menu));
  gtk_main ();
  return 0;
}
