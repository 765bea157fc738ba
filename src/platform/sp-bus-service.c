/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-bus-service.h"

#include <string.h>

#include "base/sp-bus-interface.h"
#include "base/sp-error.h"

/* The bus itself answers, or there is none worth speaking of. */
#define FIND_TIMEOUT_MS 2000

/**
 * SpBusService:
 *
 * Lets other programs of the same user, above all signpostctl, ask and direct the running engine
 * over the session bus; the bus itself keeps other users out. Takes its name when it is made and
 * gives it back when it goes. Whoever has the name acts and every other one views, because a native
 * and a Flatpak copy have no lock in common; the name passes on to who waits for it. Without a bus
 * it does nothing.
 */
struct _SpBusService
{
  GObject parent_instance;

  SpEngine *engine;          /* (owned) */
  SpStore *store;            /* (owned) */
  GDBusConnection *bus;      /* (owned) (nullable): while the object is exported */
  GCancellable *cancellable; /* (owned): of the calls that wait for the engine */
  guint registration;
  guint name;
};

G_DEFINE_FINAL_TYPE (SpBusService, sp_bus_service, G_TYPE_OBJECT)

static void
sp_bus_service_dispose (GObject *object)
{
  SpBusService *self = SP_BUS_SERVICE (object);

  g_clear_handle_id (&self->name, g_bus_unown_name);
  if (self->bus != NULL && self->registration != 0)
    g_dbus_connection_unregister_object (self->bus, self->registration);
  self->registration = 0;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->bus);
  g_clear_object (&self->store);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (sp_bus_service_parent_class)->dispose (object);
}

static void
sp_bus_service_class_init (SpBusServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_bus_service_dispose;
}

static void
sp_bus_service_init (SpBusService *self)
{
  self->cancellable = g_cancellable_new ();
}

/* The ids of a call, which live as long as @parameters, or %NULL for all profiles. */
static const char **
get_ids (GVariant *parameters)
{
  const char **ids;

  g_variant_get_child (parameters, 0, "^a&s", &ids);
  if (ids[0] == NULL)
    g_clear_pointer (&ids, g_free);
  return ids;
}

static void
return_nothing (GDBusMethodInvocation *invocation, const GError *error)
{
  if (error != NULL)
    g_dbus_method_invocation_return_gerror (invocation, error);
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
return_status (GDBusMethodInvocation *invocation, const SpStatus *status, const GError *error)
{
  g_autofree const char **ids = get_ids (g_dbus_method_invocation_get_parameters (invocation));
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (status == NULL)
    {
      g_dbus_method_invocation_return_gerror (invocation, error);
      return;
    }

  node = sp_status_select_to_json (status, ids);
  text = json_to_string (node, FALSE);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", text));
}

static void
get_status (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (SpStatus) status = sp_engine_get_status (self->engine);

  return_status (invocation, status, NULL);
}

static void
checked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStatus) status = sp_engine_check_finish (SP_ENGINE (object), result, &error);

  return_status (user_data, status, error);
}

static void
check (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree const char **ids = get_ids (parameters);

  sp_engine_check_async (self->engine, ids, self->cancellable, checked_cb, invocation);
}

static void
updated_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpStatus) status = sp_engine_update_finish (SP_ENGINE (object), result, &error);

  return_status (user_data, status, error);
}

static void
update (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree const char **ids = get_ids (parameters);
  gboolean force;

  g_variant_get_child (parameters, 1, "b", &force);
  sp_engine_update_async (self->engine,
                          ids,
                          force ? SP_UPDATE_FORCE : SP_UPDATE_DUE,
                          self->cancellable,
                          updated_cb,
                          invocation);
}

static void
pause_profiles (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree const char **ids = get_ids (parameters);
  g_autoptr (GError) error = NULL;
  gint64 seconds;

  g_variant_get_child (parameters, 1, "x", &seconds);
  if (seconds < 0)
    g_set_error (&error, SP_ERROR, SP_ERROR_BAD_INPUT, "a pause cannot last less than no time");
  else
    sp_engine_pause (self->engine, ids, seconds, &error);
  return_nothing (invocation, error);
}

static void
resume (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autofree const char **ids = get_ids (parameters);
  g_autoptr (GError) error = NULL;

  sp_engine_resume (self->engine, ids, &error);
  return_nothing (invocation, error);
}

static void
retry (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;
  const char *id;

  g_variant_get_child (parameters, 0, "&s", &id);
  sp_engine_retry (self->engine, id, &error);
  return_nothing (invocation, error);
}

static void
note_credentials (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *account_id;

  g_variant_get_child (parameters, 0, "&s", &account_id);
  sp_engine_credentials_changed (self->engine, account_id);
  return_nothing (invocation, NULL);
}

static void
unlock (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  sp_engine_unlock (self->engine);
  return_nothing (invocation, NULL);
}

static void
reload (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GError) error = NULL;

  /* loading alone tells nobody, and the monitor of the files will then find nothing new */
  if (sp_store_load (self->store, &error))
    g_signal_emit_by_name (self->store, "changed");
  return_nothing (invocation, error);
}

static const struct
{
  const char *name;
  void (*call) (SpBusService *self, GVariant *parameters, GDBusMethodInvocation *invocation);
} methods[] = {
  { "GetStatus", get_status },
  { "Check", check },
  { "Update", update },
  { "Pause", pause_profiles },
  { "Resume", resume },
  { "Retry", retry },
  { "CredentialsChanged", note_credentials },
  { "Unlock", unlock },
  { "Reload", reload },
};

static void
method_called_cb (GDBusConnection *bus,
                  const char *sender,
                  const char *path,
                  const char *interface,
                  const char *name,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  /* GDBus has held name and types against the interface before it calls */
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (methods[i].name, name) == 0)
      {
        methods[i].call (user_data, parameters, invocation);
        return;
      }

  g_return_if_reached ();
}

static GVariant *
get_property_cb (GDBusConnection *bus,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *name,
                 GError **error,
                 gpointer user_data)
{
  return g_variant_new_string (SP_VERSION);
}

static void
bus_acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  static const GDBusInterfaceVTable vtable = { method_called_cb, get_property_cb, NULL, { NULL } };
  SpBusService *self = user_data;
  g_autoptr (GError) error = NULL;

  self->bus = g_object_ref (bus);
  /* an engine without a desktop outlives the session that it was started from */
  g_dbus_connection_set_exit_on_close (bus, FALSE);
  self->registration = g_dbus_connection_register_object (bus,
                                                          SP_BUS_PATH,
                                                          sp_bus_interface_get_info (),
                                                          &vtable,
                                                          self,
                                                          NULL,
                                                          &error);
  if (self->registration == 0)
    g_warning ("nobody can ask this Signpost over D-Bus: %s", error->message);
}

static void
name_lost_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  SpBusService *self = user_data;

  if (bus != NULL)
    g_message ("another Signpost is at work; this one waits until that ends");
  sp_engine_set_view_only (self->engine, bus != NULL);
}

static void
name_acquired_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  sp_engine_set_view_only (((SpBusService *) user_data)->engine, FALSE);
}

/* Before the engine starts: the name itself is asked for while it runs. */
static gboolean
has_owner (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  gboolean is_owned = FALSE;

  if (bus == NULL)
    return FALSE;
  reply = g_dbus_connection_call_sync (bus,
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

static void
engine_changed_cb (SpEngine *engine, gpointer user_data)
{
  SpBusService *self = user_data;

  if (self->registration != 0)
    g_dbus_connection_emit_signal (self->bus,
                                   NULL,
                                   SP_BUS_PATH,
                                   SP_BUS_INTERFACE,
                                   "Changed",
                                   NULL,
                                   NULL);
}

/**
 * sp_bus_service_new:
 * @engine: what is asked and directed
 * @store: where its profiles come from
 *
 * Begins to own the name; a session bus is used if there is one.
 *
 * Returns: (transfer full): the service; it lasts until the last reference goes
 */
SpBusService *
sp_bus_service_new (SpEngine *engine, SpStore *store)
{
  SpBusService *self = g_object_new (SP_TYPE_BUS_SERVICE, NULL);

  sp_bus_interface_register_errors ();
  self->engine = g_object_ref (engine);
  self->store = g_object_ref (store);
  g_signal_connect_object (engine, "changed", G_CALLBACK (engine_changed_cb), self, 0);
  sp_engine_set_view_only (engine, has_owner ());
  self->name = g_bus_own_name (G_BUS_TYPE_SESSION,
                               SP_BUS_NAME,
                               G_BUS_NAME_OWNER_FLAGS_NONE,
                               bus_acquired_cb,
                               name_acquired_cb,
                               name_lost_cb,
                               self,
                               NULL);
  return self;
}
