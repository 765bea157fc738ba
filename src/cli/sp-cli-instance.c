/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-instance.h"

#include "base/sp-bus-interface.h"

/* An update waits for its provider, which has 30 s, and perhaps for others before it. */
#define CALL_TIMEOUT_MS (5 * 60 * 1000)
/* Whether there is one must be known soon. */
#define FIND_TIMEOUT_MS 2000

struct _SpCliInstance
{
  GDBusConnection *connection; /* (owned) */
  guint watch;                 /* 0 for none */
  SpCliChangedFunc callback;
  gpointer user_data; /* (unowned): outlives the watch, as sp_cli_instance_watch() says */
};

/**
 * sp_cli_instance_has_bus:
 *
 * Looks for a session bus without starting one, as GLib would where there is a display.
 *
 * Returns: %TRUE if there is one
 */
gboolean
sp_cli_instance_has_bus (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);

  return g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL || g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
has_owner (GDBusConnection *connection)
{
  g_autoptr (GVariant) reply = NULL;
  gboolean is_owned = FALSE;

  reply = g_dbus_connection_call_sync (connection,
                                       "org.freedesktop.DBus",
                                       "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus",
                                       "NameHasOwner",
                                       g_variant_new ("(s)", SP_BUS_NAME),
                                       G_VARIANT_TYPE ("(b)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       FIND_TIMEOUT_MS,
                                       NULL,
                                       NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &is_owned);

  return is_owned;
}

/**
 * sp_cli_instance_find:
 *
 * Returns: (transfer full) (nullable): the running Signpost; %NULL if there is none
 */
SpCliInstance *
sp_cli_instance_find (void)
{
  g_autoptr (GDBusConnection) connection = NULL;
  SpCliInstance *self;

  if (!sp_cli_instance_has_bus ())
    return NULL;

  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (connection == NULL)
    return NULL;
  g_dbus_connection_set_exit_on_close (connection, FALSE);
  if (!has_owner (connection))
    return NULL;

  sp_bus_interface_register_errors ();
  sp_bus_interface_register_errors ();
  self = g_new0 (SpCliInstance, 1);
  self->connection = g_steal_pointer (&connection);
  return self;
}

/**
 * sp_cli_instance_free:
 * @self: (transfer full): an instance
 */
void
sp_cli_instance_free (SpCliInstance *self)
{
  if (self->watch != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->watch);
  g_clear_object (&self->connection);
  g_free (self);
}

/**
 * sp_cli_instance_call:
 * @self: an instance
 * @method: a method of the interface
 * @arguments: (nullable) (transfer floating): its arguments
 * @error: return location for an #SpError or a #GDBusError
 *
 * Returns: (transfer full) (nullable): the text it answers; the empty text for methods without one
 */
char *
sp_cli_instance_call (SpCliInstance *self, const char *method, GVariant *arguments, GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) reason = NULL;
  char *text = NULL;

  reply = g_dbus_connection_call_sync (self->connection,
                                       SP_BUS_NAME,
                                       SP_BUS_PATH,
                                       SP_BUS_INTERFACE,
                                       method,
                                       arguments,
                                       NULL,
                                       G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                       CALL_TIMEOUT_MS,
                                       NULL,
                                       &reason);
  if (reply == NULL)
    {
      g_dbus_error_strip_remote_error (reason);
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  if (g_variant_is_of_type (reply, G_VARIANT_TYPE ("(s)")))
    g_variant_get (reply, "(s)", &text);
  return text != NULL ? text : g_strdup ("");
}

static void
signal_cb (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  SpCliInstance *self = user_data;

  self->callback (self->user_data);
}

/**
 * sp_cli_instance_watch:
 * @self: an instance
 * @callback: called when its status has changed
 * @user_data: for @callback; must outlive @self
 */
void
sp_cli_instance_watch (SpCliInstance *self, SpCliChangedFunc callback, gpointer user_data)
{
  g_return_if_fail (self->watch == 0);

  self->callback = callback;
  self->user_data = user_data;
  self->watch = g_dbus_connection_signal_subscribe (self->connection,
                                                    SP_BUS_NAME,
                                                    SP_BUS_INTERFACE,
                                                    "Changed",
                                                    SP_BUS_PATH,
                                                    NULL,
                                                    G_DBUS_SIGNAL_FLAGS_NONE,
                                                    signal_cb,
                                                    self,
                                                    NULL);
}
