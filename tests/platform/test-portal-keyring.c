/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-portal-keyring.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/sp-error.h"
#include "sp-fake-clock.h"

#define NAME        "org.freedesktop.portal.Desktop"
#define PATH        "/org/freedesktop/portal/desktop"
#define ACCOUNT     "0b3e9a52-7c2f-4b0e-9b83-6f5c2f5d2c11"
#define OTHER       "1b3e9a52-7c2f-4b0e-9b83-6f5c2f5d2c12"
#define MASTER_SIZE 64

/* The Secret portal, in a thread of its own, because libsecret waits for it. */
typedef struct
{
  GMainContext *context; /* (owned) */
  GMainLoop *loop;       /* (owned) */
  GThread *thread;       /* (owned) */
  GDBusConnection *bus;  /* (owned) */
  guint name;
  gboolean has_interface;
  char master; /* what the key consists of */
  guint32 response;
  gboolean is_waiting; /* as if it asked a person */
  char *sender;        /* (owned) (nullable): who asked last */
  char *token;         /* (owned) (nullable) */
  int n_calls;         /* atomic */
  int n_answered;      /* atomic: the number of the call that is answered */
  int is_ready;        /* atomic */
} Portal;

/* Runs inside with-session.sh, on a bus where nothing can be activated, and with SNAP_NAME, which
 * tells libsecret of a sandbox. */
typedef struct
{
  Portal portal;
  SpFakeClock *clock;         /* (owned) */
  SpSecrets *secrets;         /* (owned) */
  char *path;                 /* (owned): libsecret's file */
  SpCredentials *credentials; /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  gboolean is_done;
  guint n_changed;
} Fixture;

static const char introspection[] = "<node><interface name='org.freedesktop.portal.Secret'>"
                                    "<method name='RetrieveSecret'>"
                                    "<arg type='h' direction='in'/>"
                                    "<arg type='a{sv}' direction='in'/>"
                                    "<arg type='o' direction='out'/></method>"
                                    "<property name='version' type='u' access='read'/>"
                                    "</interface></node>";

static char *
make_handle (Portal *portal)
{
  g_autofree char *client = g_strdup (portal->sender + 1);

  return g_strdup_printf (PATH "/request/%s/%s", g_strdelimit (client, ".", '_'), portal->token);
}

static gboolean
respond_cb (gpointer user_data)
{
  Portal *portal = user_data;
  g_autofree char *handle = make_handle (portal);
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new_parsed ("@a{sv} {}"));

  if (g_atomic_int_get (&portal->n_calls) != g_atomic_int_get (&portal->n_answered))
    return G_SOURCE_REMOVE;

  g_dbus_connection_emit_signal (portal->bus,
                                 portal->sender,
                                 handle,
                                 "org.freedesktop.portal.Request",
                                 "Response",
                                 g_variant_new ("(u@a{sv})", portal->response, none),
                                 NULL);
  return G_SOURCE_CONTINUE;
}

/* libsecret 0.20 listens only when it has the handle, and nobody can see whether it does yet. So the
 * response is repeated until the next call. */
static void
respond_soon (Portal *portal)
{
  g_autoptr (GSource) source = g_timeout_source_new (10);

  g_atomic_int_set (&portal->n_answered, g_atomic_int_get (&portal->n_calls));
  g_source_set_callback (source, respond_cb, portal, NULL);
  g_source_attach (source, portal->context);
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
  Portal *portal = user_data;
  GUnixFDList *list = g_dbus_message_get_unix_fd_list (
      g_dbus_method_invocation_get_message (invocation));
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *handle = NULL;
  char key[MASTER_SIZE];
  int fd = g_unix_fd_list_get (list, 0, NULL);

  memset (key, portal->master, sizeof key);
  g_assert_cmpint (write (fd, key, sizeof key), ==, sizeof key);
  close (fd);
  g_clear_pointer (&portal->sender, g_free);
  g_clear_pointer (&portal->token, g_free);
  portal->sender = g_strdup (sender);
  /* libsecret 0.20 names none */
  if (!g_variant_lookup (options, "handle_token", "s", &portal->token))
    portal->token = g_strdup ("unnamed");
  handle = make_handle (portal);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  g_atomic_int_inc (&portal->n_calls);
  if (!portal->is_waiting)
    respond_soon (portal);
}

static GVariant *
get_version_cb (GDBusConnection *bus,
                const char *sender,
                const char *path,
                const char *interface,
                const char *property,
                GError **error,
                gpointer user_data)
{
  return g_variant_new_uint32 (1);
}

static void
acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_atomic_int_set (&((Portal *) user_data)->is_ready, TRUE);
}

static void
offer_interface (Portal *portal)
{
  static const GDBusInterfaceVTable vtable = { called_cb, get_version_cb, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (introspection, NULL);

  g_dbus_connection_register_object (portal->bus,
                                     PATH,
                                     node->interfaces[0],
                                     &vtable,
                                     portal,
                                     NULL,
                                     NULL);
}

static void
own_name (Portal *portal)
{
  portal->name = g_bus_own_name_on_connection (portal->bus,
                                               NAME,
                                               G_BUS_NAME_OWNER_FLAGS_NONE,
                                               acquired_cb,
                                               NULL,
                                               portal,
                                               NULL);
}

static gpointer
run_portal (gpointer data)
{
  Portal *portal = data;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  g_main_context_push_thread_default (portal->context);
  portal->bus =
      g_dbus_connection_new_for_address_sync (address,
                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                              NULL,
                                              NULL,
                                              NULL);
  if (portal->has_interface)
    offer_interface (portal);
  own_name (portal);
  g_main_loop_run (portal->loop);
  g_clear_handle_id (&portal->name, g_bus_unown_name);
  g_dbus_connection_close_sync (portal->bus, NULL, NULL);
  g_clear_object (&portal->bus);
  g_main_context_pop_thread_default (portal->context);
  return NULL;
}

static void
changed_cb (SpSecrets *secrets, gpointer user_data)
{
  ((Fixture *) user_data)->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  Portal *portal = &fixture->portal;

  fixture->clock = sp_fake_clock_new ();
  fixture->path = g_build_filename (g_get_user_data_dir (), "keyrings", "default.keyring", NULL);
  g_unlink (fixture->path);
  fixture->secrets = sp_portal_keyring_new (SP_CLOCK (fixture->clock), g_get_user_data_dir ());
  g_signal_connect (fixture->secrets, "changed", G_CALLBACK (changed_cb), fixture);

  portal->master = 'a';
  portal->has_interface = data == NULL;
  portal->context = g_main_context_new ();
  portal->loop = g_main_loop_new (portal->context, FALSE);
  portal->thread = g_thread_new ("portal", run_portal, portal);
  while (!g_atomic_int_get (&portal->is_ready))
    g_thread_yield ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  Portal *portal = &fixture->portal;

  g_clear_error (&fixture->error);
  g_clear_pointer (&fixture->credentials, sp_credentials_unref);
  g_clear_object (&fixture->secrets);
  g_main_loop_quit (portal->loop);
  g_thread_join (portal->thread);
  g_clear_pointer (&portal->loop, g_main_loop_unref);
  g_clear_pointer (&portal->context, g_main_context_unref);
  g_clear_pointer (&portal->sender, g_free);
  g_clear_pointer (&portal->token, g_free);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->path, g_free);
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  g_clear_pointer (&fixture->credentials, sp_credentials_unref);
  fixture->credentials = sp_secrets_lookup_finish (SP_SECRETS (object), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
wait (Fixture *fixture)
{
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  fixture->is_done = FALSE;
}

static void
look_up (Fixture *fixture, const char *account)
{
  sp_secrets_lookup_async (fixture->secrets, account, NULL, NULL, ended_cb, fixture);
}

static void
store (Fixture *fixture, const char *account, const char *password)
{
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();

  sp_credentials_set (credentials, "password", password);
  sp_secrets_store_async (fixture->secrets, account, "test", credentials, NULL, ended_cb, fixture);
  wait (fixture);
  g_assert_no_error (fixture->error);
}

static void
expect (Fixture *fixture, const char *account, const char *password)
{
  look_up (fixture, account);
  wait (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (sp_credentials_get (fixture->credentials, "password"), ==, password);
}

static void
expect_failure (Fixture *fixture, const char *account, SpError code)
{
  look_up (fixture, account);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, (int) code);
}

/* Somebody asked, and the portal lets them wait. */
static void
wait_for_call (Fixture *fixture, int before)
{
  while (g_atomic_int_get (&fixture->portal.n_calls) == before)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  expect_failure (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
  store (fixture, ACCOUNT, "one");
  expect (fixture, ACCOUNT, "one");
  expect_failure (fixture, OTHER, SP_ERROR_SECRET_NOT_FOUND);

  sp_secrets_remove_async (fixture->secrets, ACCOUNT, NULL, ended_cb, fixture);
  wait (fixture);
  g_assert_no_error (fixture->error);
  g_test_message ("removed by a person is not lost");
  expect_failure (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
}

static void
test_other_key (Fixture *fixture, gconstpointer data)
{
  store (fixture, ACCOUNT, "one");
  store (fixture, OTHER, "two");
  fixture->portal.master = 'b';
  expect_failure (fixture, ACCOUNT, SP_ERROR_SECRETS_LOST);
  expect_failure (fixture, OTHER, SP_ERROR_SECRETS_LOST);

  g_test_message ("entered again, it is there again; the other is missing");
  store (fixture, ACCOUNT, "three");
  expect (fixture, ACCOUNT, "three");
  expect_failure (fixture, OTHER, SP_ERROR_SECRET_NOT_FOUND);

  g_test_message ("and nothing of the old was lost, for who comes back with the old key");
  fixture->portal.master = 'a';
  expect (fixture, ACCOUNT, "one");
  expect (fixture, OTHER, "two");
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) listing = NULL;
  const char *name;
  guint n_aside = 0;
  gsize size;

  store (fixture, ACCOUNT, "one");
  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size / 2, NULL));
  expect_failure (fixture, ACCOUNT, SP_ERROR_SECRETS_LOST);

  store (fixture, ACCOUNT, "two");
  expect (fixture, ACCOUNT, "two");
  listing = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (listing)) != NULL)
    n_aside += strstr (name, ".damaged-") != NULL;
  g_assert_cmpuint (n_aside, ==, 1);
}

static void
test_prompt_outlasts (Fixture *fixture, gconstpointer data)
{
  store (fixture, ACCOUNT, "one");
  fixture->portal.is_waiting = TRUE;
  look_up (fixture, ACCOUNT);
  wait_for_call (fixture, 1);
  sp_fake_clock_advance_s (fixture->clock, 10);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_LOCKED);

  g_test_message ("nobody else asks meanwhile");
  expect_failure (fixture, OTHER, SP_ERROR_SECRETS_LOCKED);
  g_assert_cmpint (fixture->portal.n_calls, ==, 2);

  g_test_message ("the person answers after all");
  fixture->portal.is_waiting = FALSE;
  fixture->n_changed = 0;
  respond_soon (&fixture->portal);
  while (fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  expect (fixture, ACCOUNT, "one");
}

static gboolean
end_portal_cb (gpointer user_data)
{
  Portal *portal = user_data;

  g_clear_handle_id (&portal->name, g_bus_unown_name);
  return G_SOURCE_REMOVE;
}

static gboolean
start_portal_cb (gpointer user_data)
{
  own_name (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_portal_restarts (Fixture *fixture, gconstpointer data)
{
  Portal *portal = &fixture->portal;

  store (fixture, ACCOUNT, "one");
  g_test_message ("one who was left waiting, and one whose person still waits");
  portal->is_waiting = TRUE;
  look_up (fixture, ACCOUNT);
  wait_for_call (fixture, 1);
  sp_fake_clock_advance_s (fixture->clock, 10);
  wait (fixture);
  sp_secrets_unlock_async (fixture->secrets, NULL, ended_cb, fixture);
  wait_for_call (fixture, 2);

  g_main_context_invoke (portal->context, end_portal_cb, portal);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_LOCKED);
  while (fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);

  g_atomic_int_set (&portal->is_ready, FALSE);
  portal->is_waiting = FALSE;
  g_main_context_invoke (portal->context, start_portal_cb, portal);
  while (!g_atomic_int_get (&portal->is_ready))
    g_thread_yield ();
  expect (fixture, ACCOUNT, "one");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  store (fixture, ACCOUNT, "one");
  fixture->portal.is_waiting = TRUE;
  sp_secrets_lookup_async (fixture->secrets, ACCOUNT, NULL, cancellable, ended_cb, fixture);
  wait_for_call (fixture, 1);
  g_cancellable_cancel (cancellable);
  wait (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_test_message ("who was answered is not answered again when the time is up");
  sp_fake_clock_advance_s (fixture->clock, 10);

  fixture->portal.is_waiting = FALSE;
  respond_soon (&fixture->portal);
  while (fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  expect (fixture, ACCOUNT, "one");

  g_test_message ("cancelled before it began");
  sp_secrets_lookup_async (fixture->secrets, ACCOUNT, NULL, cancellable, ended_cb, fixture);
  wait (fixture);
  fixture->n_changed = 0;
  while (fixture->error != NULL && fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_prompt_closed (Fixture *fixture, gconstpointer data)
{
  for (guint32 response = 1; response <= 2; response++)
    {
      int before = g_atomic_int_get (&fixture->portal.n_calls);

      fixture->portal.response = response;
      expect_failure (fixture, ACCOUNT, SP_ERROR_SECRETS_DISMISSED);
      g_test_message ("who closed it is not asked again and again");
      expect_failure (fixture, ACCOUNT, SP_ERROR_SECRETS_DISMISSED);
      g_assert_cmpint (fixture->portal.n_calls, ==, before + 1);

      g_test_message ("but when they choose Unlock");
      fixture->portal.response = 0;
      sp_secrets_unlock_async (fixture->secrets, NULL, ended_cb, fixture);
      wait (fixture);
      g_assert_no_error (fixture->error);
      expect_failure (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
    }
}

static void
test_no_portal (Fixture *fixture, gconstpointer data)
{
  expect_failure (fixture, ACCOUNT, SP_ERROR_SECRETS_NO_PORTAL);
  sp_secrets_unlock_async (fixture->secrets, NULL, ended_cb, fixture);
  wait (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_NO_PORTAL);
}

int
main (int argc, char **argv)
{
  g_setenv ("SNAP_NAME", "signpost", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/portal-keyring/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/portal-keyring/other-key", Fixture, NULL, set_up, test_other_key, tear_down);
  g_test_add ("/portal-keyring/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/portal-keyring/prompt-outlasts",
              Fixture,
              NULL,
              set_up,
              test_prompt_outlasts,
              tear_down);
  g_test_add ("/portal-keyring/portal-restarts",
              Fixture,
              NULL,
              set_up,
              test_portal_restarts,
              tear_down);
  g_test_add ("/portal-keyring/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/portal-keyring/prompt-closed",
              Fixture,
              NULL,
              set_up,
              test_prompt_closed,
              tear_down);
  g_test_add ("/portal-keyring/no-portal", Fixture, "none", set_up, test_no_portal, tear_down);

  return g_test_run ();
}
