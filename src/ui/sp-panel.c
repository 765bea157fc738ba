/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-panel.h"

#define WATCHER_NAME      "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH      "/StatusNotifierWatcher"
#define WATCHER_INTERFACE "org.kde.StatusNotifierWatcher"

/* A panel that is there and does not take the icon within this time is not worth waiting for. */
#define SETTLE_MS 1000

struct _SpPanel
{
  GObject parent_instance;

  GDBusConnection *bus;      /* (owned) (nullable): %NULL where there is no session bus */
  GCancellable *cancellable; /* (owned): of the question that is on its way */
  GSource *patience;         /* (owned) (nullable): until it is settled */
  guint watch;
  guint signals;
  gboolean present;
};

enum
{
  PROP_PRESENT = 1,
  N_PROPERTIES,
};

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpPanel, sp_panel, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
settle (SpPanel *self)
{
  if (self->patience == NULL)
    return;

  g_source_destroy (self->patience);
  g_clear_pointer (&self->patience, g_source_unref);
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static gboolean
patience_cb (gpointer user_data)
{
  settle (SP_PANEL (user_data));
  return G_SOURCE_REMOVE;
}

static void
set_present (SpPanel *self, gboolean present)
{
  if (self->present == present)
    return;

  self->present = present;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRESENT]);
}

static void
asked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  SpPanel *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* A watcher that does not know the question is a panel itself. */
  self = SP_PANEL (user_data);
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  set_present (self,
               value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) ||
                   g_variant_get_boolean (value));
}

/* There may be a watcher, which only keeps the list of icons, and nobody who draws them. */
static void
ask_for_host (SpPanel *self)
{
  g_dbus_connection_call (self->bus,
                          WATCHER_NAME,
                          WATCHER_PATH,
                          "org.freedesktop.DBus.Properties",
                          "Get",
                          g_variant_new ("(ss)",
                                         WATCHER_INTERFACE,
                                         "IsStatusNotifierHostRegistered"),
                          G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          -1,
                          self->cancellable,
                          asked_cb,
                          self);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  ask_for_host (SP_PANEL (user_data));
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  SpPanel *self = SP_PANEL (user_data);

  set_present (self, FALSE);
  settle (self);
}

static void
signal_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *signal,
           GVariant *parameters,
           gpointer user_data)
{
  SpPanel *self = SP_PANEL (user_data);
  const char *item = NULL;

  if (g_str_has_prefix (signal, "StatusNotifierHost"))
    {
      ask_for_host (self);
      return;
    }
  if (!g_str_equal (signal, "StatusNotifierItemRegistered") ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(s)")))
    return;

  g_variant_get (parameters, "(&s)", &item);
  if (g_str_has_prefix (item, g_dbus_connection_get_unique_name (bus)))
    settle (self);
}

static void
sp_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpPanel *self = SP_PANEL (object);

  switch (id)
    {
    case PROP_PRESENT:
      g_value_set_boolean (value, self->present);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_panel_dispose (GObject *object)
{
  SpPanel *self = SP_PANEL (object);

  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  if (self->signals != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signals);
  self->signals = 0;
  g_cancellable_cancel (self->cancellable);
  if (self->patience != NULL)
    g_source_destroy (self->patience);
  g_clear_pointer (&self->patience, g_source_unref);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (sp_panel_parent_class)->dispose (object);
}

static void
sp_panel_finalize (GObject *object)
{
  g_clear_object (&SP_PANEL (object)->cancellable);

  G_OBJECT_CLASS (sp_panel_parent_class)->finalize (object);
}

static void
sp_panel_class_init (SpPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = sp_panel_dispose;
  object_class->finalize = sp_panel_finalize;
  object_class->get_property = sp_panel_get_property;

  /**
   * SpPanel:present:
   *
   * Whether somebody shows tray icons at the moment.
   */
  properties[PROP_PRESENT] = g_param_spec_boolean ("present",
                                                   NULL,
                                                   NULL,
                                                   FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * SpPanel::settled:
   *
   * Emitted once: the icon is in the panel, or there is no panel.
   */
  signals[SIGNAL_SETTLED] = g_signal_new ("settled",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sp_panel_init (SpPanel *self)
{
  self->cancellable = g_cancellable_new ();
  self->patience = g_timeout_source_new (SETTLE_MS);
  g_source_set_callback (self->patience, patience_cb, self, NULL);
  g_source_attach (self->patience, NULL);
}

/**
 * sp_panel_new:
 * @bus: (nullable): the session bus; %NULL if there is none, and then no panel either
 *
 * Begins to look; to be made before the icon, so that its arrival is seen.
 *
 * Returns: (transfer full): the panel
 */
SpPanel *
sp_panel_new (GDBusConnection *bus)
{
  SpPanel *self = g_object_new (SP_TYPE_PANEL, NULL);

  if (bus == NULL)
    return self;

  self->bus = g_object_ref (bus);
  self->signals = g_dbus_connection_signal_subscribe (bus,
                                                      WATCHER_NAME,
                                                      WATCHER_INTERFACE,
                                                      NULL,
                                                      WATCHER_PATH,
                                                      NULL,
                                                      G_DBUS_SIGNAL_FLAGS_NONE,
                                                      signal_cb,
                                                      self,
                                                      NULL);
  self->watch = g_bus_watch_name_on_connection (bus,
                                                WATCHER_NAME,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                appeared_cb,
                                                vanished_cb,
                                                self,
                                                NULL);
  return self;
}

/**
 * sp_panel_is_present:
 * @self: the panel
 *
 * Returns: whether somebody shows tray icons at the moment
 */
gboolean
sp_panel_is_present (SpPanel *self)
{
  g_return_val_if_fail (SP_IS_PANEL (self), FALSE);

  return self->present;
}
