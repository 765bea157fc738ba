/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-bus-service.h"

#include <string.h>

#include "base/sp-bus-interface.h"
#include "base/sp-error.h"
#include "sp-fake-clock.h"
#include "sp-fake-dns-transport.h"
#include "sp-fake-network.h"
#include "sp-fake-secrets.h"
#include "sp-fake-transport.h"
#include "sp-scratch.h"

#define NOBODY "0b3e9a52-7c2f-4b0e-9b83-6f5c2f5d2c11"

/* Runs inside with-session.sh. The client speaks from a connection of its own, as another program. */
typedef struct
{
  char *folder;               /* (owned) */
  SpFakeClock *clock;         /* (owned) */
  SpFakeNetwork *network;     /* (owned) */
  SpFakeSecrets *secrets;     /* (owned) */
  SpFakeTransport *transport; /* (owned) */
  SpFakeDnsTransport *dns;    /* (owned) */
  SpStore *store;             /* (owned) */
  SpEngine *engine;           /* (owned) */
  SpBusService *service;      /* (owned) */
  GDBusConnection *client;    /* (owned) */
  GVariant *reply;            /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  guint n_changed;
} Fixture;

static void
changed_cb (GDBusConnection *bus,
            const char *sender,
            const char *path,
            const char *interface,
            const char *signal,
            GVariant *parameters,
            gpointer user_data)
{
  ((Fixture *) user_data)->n_changed++;
}

static void
make_engine (Fixture *fixture)
{
  SpWorld world = { SP_CLOCK (fixture->clock),
                    SP_TRANSPORT (fixture->transport),
                    SP_SECRETS (fixture->secrets),
                    SP_NETWORK (fixture->network),
                    SP_DNS_TRANSPORT (fixture->dns) };
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (SpJournal) journal = sp_journal_open (fixture->folder, FALSE, NULL);

  fixture->engine = sp_engine_new (&world, fixture->store, catalogue, journal, NULL);
}

static void
connect_client (Fixture *fixture)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  fixture->client =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              NULL);
  g_assert_nonnull (fixture->client);
  g_dbus_connection_signal_subscribe (fixture->client,
                                      SP_BUS_NAME,
                                      SP_BUS_INTERFACE,
                                      "Changed",
                                      SP_BUS_PATH,
                                      NULL,
                                      G_DBUS_SIGNAL_FLAGS_NONE,
                                      changed_cb,
                                      fixture,
                                      NULL);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
wait_for_name (Fixture *fixture)
{
  gboolean is_there = FALSE;
  guint watch = g_bus_watch_name_on_connection (fixture->client,
                                                SP_BUS_NAME,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                appeared_cb,
                                                NULL,
                                                &is_there,
                                                NULL);

  while (!is_there)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = sp_scratch_new ();
  fixture->clock = sp_fake_clock_new ();
  fixture->network = sp_fake_network_new ();
  fixture->secrets = sp_fake_secrets_new ();
  fixture->dns = sp_fake_dns_transport_new ();
  fixture->transport = sp_fake_transport_new (SP_CLOCK (fixture->clock));
  fixture->store = sp_store_new (fixture->folder);
  g_assert_true (sp_store_load (fixture->store, NULL));
  make_engine (fixture);
  connect_client (fixture);
  fixture->service = sp_bus_service_new (fixture->engine, fixture->store);
  wait_for_name (fixture);
}

static void
stopped_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (sp_engine_stop_finish (SP_ENGINE (object), result, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gboolean is_stopped = FALSE;

  g_assert_finalize_object (fixture->service);
  sp_engine_stop_async (fixture->engine, stopped_cb, &is_stopped);
  while (!is_stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_dbus_connection_close_sync (fixture->client, NULL, NULL));
  g_clear_object (&fixture->client);
  g_clear_pointer (&fixture->reply, g_variant_unref);
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->engine);
  g_object_unref (fixture->store);
  g_object_unref (fixture->network);
  g_object_unref (fixture->secrets);
  sp_fake_transport_close (fixture->transport);
  sp_fake_dns_transport_close (fixture->dns);
  sp_fake_clock_close (fixture->clock);
  sp_scratch_remove (fixture->folder);
  g_free (fixture->folder);
}

static void
called_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &fixture->error);
  if (fixture->error != NULL)
    g_dbus_error_strip_remote_error (fixture->error);
}

static void
call (Fixture *fixture, const char *interface, const char *method, const char *arguments)
{
  GVariant *parameters = g_variant_new_parsed (arguments); /* floating: the call takes it */

  g_clear_pointer (&fixture->reply, g_variant_unref);
  g_clear_error (&fixture->error);
  g_dbus_connection_call (fixture->client,
                          SP_BUS_NAME,
                          SP_BUS_PATH,
                          interface,
                          method,
                          parameters,
                          NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          NULL,
                          called_cb,
                          fixture);
  while (fixture->reply == NULL && fixture->error == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static const struct
{
  const char *sentence;
  const char *method;
  const char *arguments;
  int code; /* of SP_ERROR; -1: answers */
} rows[] = {
  { "all profiles", "GetStatus", "(@as [],)", -1 },
  { "nothing to detect is no failure", "Check", "(@as [],)", -1 },
  { "nothing to send is no failure", "Update", "(@as [], false)", -1 },
  { "all are paused", "Pause", "(@as [], @x 3600)", -1 },
  { "and go on", "Resume", "(@as [],)", -1 },
  { "asking for the keyring never fails by itself", "Unlock", "()", -1 },
  { "an account got another secret", "CredentialsChanged", "('" NOBODY "',)", -1 },
  { "the files are read again", "Reload", "()", -1 },
  { "a stranger cannot be checked", "Check", "(['" NOBODY "'],)", SP_ERROR_NOT_FOUND },
  { "nor updated", "Update", "(['" NOBODY "'], true)", SP_ERROR_NOT_FOUND },
  { "nor paused", "Pause", "(['" NOBODY "'], @x 0)", SP_ERROR_NOT_FOUND },
  { "nor resumed", "Resume", "(['" NOBODY "'],)", SP_ERROR_NOT_FOUND },
  { "nor tried again", "Retry", "('" NOBODY "',)", SP_ERROR_NOT_FOUND },
  { "a pause lasts some time", "Pause", "(@as [], @x -1)", SP_ERROR_BAD_INPUT },
};

static void
test_methods (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].sentence);
      call (fixture, SP_BUS_INTERFACE, rows[i].method, rows[i].arguments);
      if (rows[i].code == -1)
        g_assert_no_error (fixture->error);
      else
        g_assert_error (fixture->error, SP_ERROR, rows[i].code);
    }
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) node = NULL;
  const char *text;

  call (fixture, SP_BUS_INTERFACE, "GetStatus", "(@as [],)");
  g_assert_no_error (fixture->error);
  g_variant_get (fixture->reply, "(&s)", &text);
  node = json_from_string (text, NULL);
  g_assert_nonnull (node);
  g_assert_true (json_object_has_member (json_node_get_object (node), "profiles"));
}

static void
test_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) value = NULL;

  call (fixture, "org.freedesktop.DBus.Properties", "Get", "('" SP_BUS_INTERFACE "', 'Version')");
  g_assert_no_error (fixture->error);
  g_variant_get (fixture->reply, "(v)", &value);
  g_assert_cmpstr (g_variant_get_string (value, NULL), ==, SP_VERSION);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  call (fixture, SP_BUS_INTERFACE, "Pause", "(@as [], @x 3600)");
  while (fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_wrong_arguments (Fixture *fixture, gconstpointer data)
{
  call (fixture, SP_BUS_INTERFACE, "Pause", "('x',)");
  g_assert_error (fixture->error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS);
  call (fixture, SP_BUS_INTERFACE, "GetSecret", "()");
  g_assert_error (fixture->error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

static gboolean
is_owned_by (Fixture *fixture, GDBusConnection *bus)
{
  g_autoptr (GVariant) reply = NULL;
  const char *owner = NULL;

  reply = g_dbus_connection_call_sync (bus,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "GetNameOwner",
                                       g_variant_new ("(s)", SP_BUS_NAME),
                                       G_VARIANT_TYPE ("(s)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       NULL);
  if (reply != NULL)
    g_variant_get (reply, "(&s)", &owner);
  return g_strcmp0 (owner, g_dbus_connection_get_unique_name (bus)) == 0;
}

/* The client has the name, as a Flatpak's Signpost would. */
static guint
take_name (Fixture *fixture)
{
  return g_bus_own_name_on_connection (fixture->client,
                                       SP_BUS_NAME,
                                       G_BUS_NAME_OWNER_FLAGS_NONE,
                                       NULL,
                                       NULL,
                                       NULL,
                                       NULL);
}

static void
wait_for_view_only (Fixture *fixture, gboolean is_view_only)
{
  for (;;)
    {
      g_autoptr (SpStatus) status = sp_engine_get_status (fixture->engine);

      if (sp_status_is_view_only (status) == is_view_only)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_second (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpStatus) status = NULL;
  guint name;

  wait_for_view_only (fixture, FALSE);
  name = take_name (fixture);
  g_clear_object (&fixture->service);
  while (!is_owned_by (fixture, fixture->client))
    g_main_context_iteration (NULL, TRUE);

  g_test_message ("who comes second views, from the beginning");
  fixture->service = sp_bus_service_new (fixture->engine, fixture->store);
  status = sp_engine_get_status (fixture->engine);
  g_assert_true (sp_status_is_view_only (status));

  g_test_message ("and acts when the first one ends");
  g_bus_unown_name (name);
  wait_for_view_only (fixture, FALSE);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/bus-service/methods", test_methods },
    { "/bus-service/status", test_status },
    { "/bus-service/version", test_version },
    { "/bus-service/changed", test_changed },
    { "/bus-service/wrong-arguments", test_wrong_arguments },
    { "/bus-service/second", test_second },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
