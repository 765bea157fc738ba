/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-portal-desktop.h"

#include <string.h>

#include "base/sp-error.h"

#define NAME   "org.freedesktop.portal.Desktop"
#define PATH   "/org/freedesktop/portal/desktop"
#define REASON "Because it is a test."

/* Runs inside with-session.sh, on a bus where no real portal can be activated. This one speaks from
 * a connection of its own, and answers as the test wants. */
typedef struct
{
  GDBusConnection *bus;    /* (owned): the program's */
  GDBusConnection *portal; /* (owned) */
  SpDesktop *desktop;      /* (owned) */
  guint name;
  guint registration;

  gboolean is_silent; /* whether requests stay without a response */
  guint32 response;
  const char *results;
  GVariant *options; /* (owned) (nullable): of the last call */
  guint n_statuses;

  GError *error; /* (owned) (nullable) */
  int leave;
  gboolean is_done;
} Fixture;

static const char introspection[] = "<node><interface name='org.freedesktop.portal.Background'>"
                                    "<method name='RequestBackground'>"
                                    "<arg type='s' direction='in'/>"
                                    "<arg type='a{sv}' direction='in'/>"
                                    "<arg type='o' direction='out'/></method>"
                                    "<method name='SetStatus'>"
                                    "<arg type='a{sv}' direction='in'/></method>"
                                    "</interface></node>";

static GDBusConnection *
connect_anew (void)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  GDBusConnection *bus =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              NULL);

  g_assert_nonnull (bus);
  return bus;
}

/* The response is sent before the call returns, as a quick portal may. */
static void
respond (Fixture *fixture, const char *sender, GDBusMethodInvocation *invocation)
{
  g_autofree char *client = g_strdup (sender + 1);
  g_autofree char *handle = NULL;
  const char *token = NULL;

  g_assert_true (g_variant_lookup (fixture->options, "handle_token", "&s", &token));
  handle = g_strdup_printf (PATH "/request/%s/%s", g_strdelimit (client, ".", '_'), token);
  if (!fixture->is_silent)
    g_dbus_connection_emit_signal (fixture->portal,
                                   sender,
                                   handle,
                                   "org.freedesktop.portal.Request",
                                   "Response",
                                   g_variant_new ("(u@a{sv})",
                                                  fixture->response,
                                                  g_variant_new_parsed (fixture->results)),
                                   NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
}

static void
called_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_pointer (&fixture->options, g_variant_unref);
  if (strcmp (method, "SetStatus") == 0)
    {
      fixture->options = g_variant_get_child_value (parameters, 0);
      fixture->n_statuses++;
      g_dbus_method_invocation_return_value (invocation, NULL);
      return;
    }

  fixture->options = g_variant_get_child_value (parameters, 1);
  respond (fixture, sender, invocation);
}

static void
offer_portal (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { called_cb, NULL, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);

  fixture->registration = g_dbus_connection_register_object (fixture->portal,
                                                             PATH,
                                                             node->interfaces[0],
                                                             &vtable,
                                                             fixture,
                                                             NULL,
                                                             NULL);
}

static void
acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ((Fixture *) user_data)->is_done = TRUE;
}

static void
wait (Fixture *fixture)
{
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  fixture->is_done = FALSE;
}

static void
own_name (Fixture *fixture)
{
  fixture->name = g_bus_own_name_on_connection (fixture->portal,
                                                NAME,
                                                G_BUS_NAME_OWNER_FLAGS_NONE,
                                                acquired_cb,
                                                NULL,
                                                fixture,
                                                NULL);
  wait (fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = connect_anew ();
  fixture->portal = connect_anew ();
  fixture->desktop = sp_portal_desktop_new (fixture->bus, REASON);
  fixture->results = "{'background': <true>, 'autostart': <true>}";
  own_name (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_error (&fixture->error);
  g_clear_pointer (&fixture->options, g_variant_unref);
  g_clear_object (&fixture->desktop);
  if (fixture->registration != 0)
    g_dbus_connection_unregister_object (fixture->portal, fixture->registration);
  g_clear_handle_id (&fixture->name, g_bus_unown_name);
  g_dbus_connection_close_sync (fixture->portal, NULL, NULL);
  g_dbus_connection_close_sync (fixture->bus, NULL, NULL);
  g_clear_object (&fixture->portal);
  g_clear_object (&fixture->bus);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  fixture->leave = sp_desktop_ask_finish (SP_DESKTOP (object), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
ask (Fixture *fixture, gboolean start_at_login)
{
  sp_desktop_ask_async (fixture->desktop, start_at_login, NULL, answered_cb, fixture);
}

static void
test_asked (Fixture *fixture, gconstpointer data)
{
  for (int wish = FALSE; wish <= TRUE; wish++)
    {
      g_autofree const char **command = NULL;
      const char *reason = NULL;
      gboolean autostart = !wish;
      gboolean by_bus = TRUE;

      offer_portal (fixture);
      ask (fixture, wish);
      wait (fixture);
      g_test_message ("every call says what it wants, whichever that is");
      g_assert_true (g_variant_lookup (fixture->options, "autostart", "b", &autostart));
      g_assert_cmpint (autostart, ==, wish);
      g_assert_true (g_variant_lookup (fixture->options, "commandline", "^a&s", &command));
      g_assert_cmpstrv (command, ((const char *[]){ "signpost", "--hidden", NULL }));
      g_assert_true (g_variant_lookup (fixture->options, "dbus-activatable", "b", &by_bus));
      g_assert_false (by_bus);
      g_assert_true (g_variant_lookup (fixture->options, "reason", "&s", &reason));
      g_assert_cmpstr (reason, ==, REASON);
      g_dbus_connection_unregister_object (fixture->portal, fixture->registration);
      fixture->registration = 0;
    }
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  const int both = SP_DESKTOP_RUN_UNSEEN | SP_DESKTOP_START_AT_LOGIN;
  const struct
  {
    const char *what;
    guint32 response;
    const char *results;
    int leave;
  } table[] = {
    { "granted", 0, "{'background': <true>, 'autostart': <true>}", both },
    { "only the background", 0, "{'background': <true>, 'autostart': <false>}", 1 },
    { "refused", 1, "{'background': <false>, 'autostart': <false>}", 0 },
    { "refused in short", 1, "@a{sv} {}", 0 },
    { "of another type", 0, "{'background': <'yes'>, 'autostart': <uint32 1>}", 0 },
    { "ended", 2, "@a{sv} {}", -1 },
  };

  offer_portal (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s", table[i].what);
      fixture->response = table[i].response;
      fixture->results = table[i].results;
      ask (fixture, TRUE);
      wait (fixture);
      g_assert_cmpint (fixture->leave, ==, table[i].leave);
      if (table[i].leave < 0)
        g_assert_error (fixture->error, SP_ERROR, SP_ERROR_INTERRUPTED);
    }
}

static void
test_not_offered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpDesktop) busless = sp_portal_desktop_new (NULL, REASON);

  g_test_message ("a portal without the interface");
  ask (fixture, TRUE);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_NOT_FOUND);

  g_test_message ("no portal");
  g_clear_handle_id (&fixture->name, g_bus_unown_name);
  g_dbus_connection_flush_sync (fixture->portal, NULL, NULL);
  ask (fixture, TRUE);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_NOT_FOUND);

  g_test_message ("no bus");
  sp_desktop_set_status (busless, "nobody hears it");
  sp_desktop_ask_async (busless, TRUE, NULL, answered_cb, fixture);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_NOT_FOUND);
}

static void
test_portal_restarts (Fixture *fixture, gconstpointer data)
{
  offer_portal (fixture);
  fixture->is_silent = TRUE;
  ask (fixture, TRUE);
  while (fixture->options == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&fixture->name, g_bus_unown_name);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_INTERRUPTED);

  g_test_message ("the next one answers");
  own_name (fixture);
  fixture->is_silent = FALSE;
  ask (fixture, TRUE);
  wait (fixture);
  g_assert_no_error (fixture->error);
}

static void
set_status (Fixture *fixture, const char *text)
{
  guint before = fixture->n_statuses;

  sp_desktop_set_status (fixture->desktop, text);
  while (fixture->n_statuses == before)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (200, 'x');
  const char *message = NULL;

  offer_portal (fixture);
  set_status (fixture, "3 names up to date · 203.0.113.7");
  g_assert_true (g_variant_lookup (fixture->options, "message", "&s", &message));
  g_assert_cmpstr (message, ==, "3 names up to date · 203.0.113.7");

  g_test_message ("the same again is not said; the next is");
  sp_desktop_set_status (fixture->desktop, "3 names up to date · 203.0.113.7");
  set_status (fixture, long_text);
  g_assert_cmpuint (fixture->n_statuses, ==, 2);
  g_assert_true (g_variant_lookup (fixture->options, "message", "&s", &message));
  g_assert_cmpint (g_utf8_strlen (message, -1), ==, 96);
  g_assert_true (g_str_has_suffix (message, "x…"));
}

static void
test_told (Fixture *fixture, gconstpointer data)
{
  g_assert_true (sp_desktop_is_sandbox (fixture->desktop));
  g_assert_true (sp_desktop_starts_at_login (fixture->desktop, TRUE));
  g_assert_false (sp_desktop_starts_at_login (fixture->desktop, FALSE));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/portal-desktop/asked", test_asked },
    { "/portal-desktop/answers", test_answers },
    { "/portal-desktop/not-offered", test_not_offered },
    { "/portal-desktop/portal-restarts", test_portal_restarts },
    { "/portal-desktop/status", test_status },
    { "/portal-desktop/told", test_told },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
