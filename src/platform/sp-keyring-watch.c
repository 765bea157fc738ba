/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-keyring-watch.h"

#define SERVICE_NAME         "org.freedesktop.secrets"
#define SERVICE_INTERFACE    "org.freedesktop.Secret.Service"
#define COLLECTION_INTERFACE "org.freedesktop.Secret.Collection"
#define PROPERTIES_INTERFACE "org.freedesktop.DBus.Properties"

struct _SpKeyringWatch
{
  GCancellable *cancellable; /* (owned): ends the wait for the bus */
  GDBusConnection *bus;      /* (owned) (nullable): until it was reached */
  guint name_watch;
  guint lock_subscription;
  guint collections_subscription;
  guint items_subscription;
  gboolean is_settled; /* whether the present owner of the name is known */
  SpKeyringWatchFunc callback;
  gpointer user_data; /* (unowned): the caller frees the watch before it */
};

static void
owner_known (SpKeyringWatch *self)
{
  /* the first word on it is no change */
  if (self->is_settled)
    self->callback (self->user_data);
  self->is_settled = TRUE;
}

static void
name_appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  owner_known (user_data);
}

static void
name_vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  owner_known (user_data);
}

static void
properties_changed_cb (GDBusConnection *bus,
                       const char *sender,
                       const char *path,
                       const char *interface,
                       const char *signal,
                       GVariant *parameters,
                       gpointer user_data)
{
  SpKeyringWatch *self = user_data;
  g_autoptr (GVariant) properties = NULL;
  g_autoptr (GVariant) locked = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  properties = g_variant_get_child_value (parameters, 1);
  locked = g_variant_lookup_value (properties, "Locked", G_VARIANT_TYPE_BOOLEAN);
  if (locked != NULL)
    self->callback (self->user_data);
}

/* A keyring that was locked since its daemon started is read when it is opened: gnome-keyring 42 then
 * says only that the collection changed, and nothing of its lock. A new item may be the secret that
 * was missing. */
static void
contents_changed_cb (GDBusConnection *bus,
                     const char *sender,
                     const char *path,
                     const char *interface,
                     const char *signal,
                     GVariant *parameters,
                     gpointer user_data)
{
  SpKeyringWatch *self = user_data;

  self->callback (self->user_data);
}

static void
subscribe (SpKeyringWatch *self)
{
  self->name_watch = g_bus_watch_name_on_connection (self->bus,
                                                     SERVICE_NAME,
                                                     G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                     name_appeared_cb,
                                                     name_vanished_cb,
                                                     self,
                                                     NULL);
  self->lock_subscription = g_dbus_connection_signal_subscribe (self->bus,
                                                                SERVICE_NAME,
                                                                PROPERTIES_INTERFACE,
                                                                "PropertiesChanged",
                                                                NULL,
                                                                COLLECTION_INTERFACE,
                                                                G_DBUS_SIGNAL_FLAGS_NONE,
                                                                properties_changed_cb,
                                                                self,
                                                                NULL);
  self->collections_subscription = g_dbus_connection_signal_subscribe (self->bus,
                                                                       SERVICE_NAME,
                                                                       SERVICE_INTERFACE,
                                                                       NULL,
                                                                       NULL,
                                                                       NULL,
                                                                       G_DBUS_SIGNAL_FLAGS_NONE,
                                                                       contents_changed_cb,
                                                                       self,
                                                                       NULL);
  self->items_subscription = g_dbus_connection_signal_subscribe (self->bus,
                                                                 SERVICE_NAME,
                                                                 COLLECTION_INTERFACE,
                                                                 "ItemCreated",
                                                                 NULL,
                                                                 NULL,
                                                                 G_DBUS_SIGNAL_FLAGS_NONE,
                                                                 contents_changed_cb,
                                                                 self,
                                                                 NULL);
}

static void
got_bus_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpKeyringWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  /* after that error self may be gone; without a bus there is no keyring to wait for */
  if (bus == NULL)
    return;

  self->bus = g_steal_pointer (&bus);
  subscribe (self);
}

/**
 * sp_keyring_watch_new:
 * @callback: called from the main context after each change
 * @user_data: for @callback; must outlive the watch
 *
 * Returns: (transfer full): a watch
 */
SpKeyringWatch *
sp_keyring_watch_new (SpKeyringWatchFunc callback, gpointer user_data)
{
  SpKeyringWatch *self = g_new0 (SpKeyringWatch, 1);

  self->callback = callback;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  g_bus_get (G_BUS_TYPE_SESSION, self->cancellable, got_bus_cb, self);
  return self;
}

/**
 * sp_keyring_watch_free:
 * @self: (transfer full): a watch
 */
void
sp_keyring_watch_free (SpKeyringWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  if (self->bus != NULL)
    {
      g_bus_unwatch_name (self->name_watch);
      g_dbus_connection_signal_unsubscribe (self->bus, self->lock_subscription);
      g_dbus_connection_signal_unsubscribe (self->bus, self->collections_subscription);
      g_dbus_connection_signal_unsubscribe (self->bus, self->items_subscription);
    }
  g_clear_object (&self->bus);
  g_free (self);
}
