/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-tray.h"

#include "sp-indicator.h"
#include "sp-menu-renderer.h"
#include "sp-panel.h"
#include "sp-tray-menu.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>

struct _SpTray
{
  GObject parent_instance;

  AppIndicator *indicator; /* (owned) */
  SpPanel *panel;          /* (owned) */
  GtkWidget *menu;         /* (unowned): the indicator keeps it as long as it lives */
  GActionGroup *actions;   /* (unowned): the application, which owns the tray */
  SpStatus *status;        /* (owned) (nullable): %NULL before the engine started */
  char *style;             /* (owned): suffix of the icon's name */
  char *icon;              /* (owned) (nullable): what the panel was last told */
  char *description;       /* (owned) (nullable): likewise */
};

enum
{
  PROP_CONNECTED = 1,
  N_PROPERTIES,
};

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpTray, sp_tray, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void
draw_icon (SpTray *self, SpMark mark, const char *description)
{
  g_autofree char *icon =
      g_strconcat (SP_APPLICATION_ID "-", sp_mark_to_string (mark), "-", self->style, NULL);

  if (g_strcmp0 (icon, self->icon) == 0 && g_strcmp0 (description, self->description) == 0)
    return;

  app_indicator_set_icon_full (self->indicator, icon, description);
  g_clear_pointer (&self->icon, g_free);
  self->icon = g_steal_pointer (&icon);
  g_clear_pointer (&self->description, g_free);
  self->description = g_strdup (description);
}

/* A click with the middle button checks now, as soon as that can be done. */
static void
choose_middle_click (SpTray *self)
{
  GtkWidget *check = sp_menu_renderer_find (GTK_MENU_SHELL (self->menu), "app.check-now");

  if (check != app_indicator_get_secondary_activate_target (self->indicator))
    app_indicator_set_secondary_activate_target (self->indicator, check);
}

static void
draw (SpTray *self)
{
  g_autoptr (GMenuModel) model = sp_tray_menu (self->status);
  g_autoptr (SpWords) words = NULL;

  sp_menu_renderer_draw (GTK_MENU_SHELL (self->menu), model, self->actions);
  choose_middle_click (self);
  if (self->status != NULL)
    words = sp_wording_for_status (self->status);
  draw_icon (self,
             words != NULL ? words->mark : SP_MARK_WORKING,
             words != NULL ? words->sentence : _ ("Starting…"));
}

static void
panel_changed_cb (SpTray *self, GParamSpec *pspec, SpPanel *panel)
{
  if (sp_panel_is_present (panel))
    sp_indicator_set_fallback (SP_INDICATOR (self->indicator), FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTED]);
}

static void
panel_settled_cb (SpTray *self, SpPanel *panel)
{
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static void
sp_tray_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpTray *self = SP_TRAY (object);

  switch (id)
    {
    case PROP_CONNECTED:
      g_value_set_boolean (value, sp_panel_is_present (self->panel));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_tray_dispose (GObject *object)
{
  SpTray *self = SP_TRAY (object);

  g_clear_object (&self->panel);
  g_clear_object (&self->indicator);
  g_clear_pointer (&self->status, sp_status_unref);
  g_clear_pointer (&self->style, g_free);
  g_clear_pointer (&self->icon, g_free);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (sp_tray_parent_class)->dispose (object);
}

static void
sp_tray_class_init (SpTrayClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = sp_tray_dispose;
  object_class->get_property = sp_tray_get_property;

  /**
   * SpTray:connected:
   *
   * Whether a panel shows the icon at the moment.
   */
  properties[PROP_CONNECTED] = g_param_spec_boolean ("connected",
                                                     NULL,
                                                     NULL,
                                                     FALSE,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * SpTray::settled:
   *
   * Emitted once, when it is known for the first time whether a panel shows the icon.
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
sp_tray_init (SpTray *self)
{
  self->style = g_strdup ("symbolic");
}

/**
 * sp_tray_new:
 * @actions: the application's actions; must outlive the tray
 * @bus: (nullable): the session bus
 * @icon_folder: (nullable): where a panel finds the icons beside its own theme; %NULL in a sandbox,
 *   whose folders it cannot see and whose icons it has in its theme
 *
 * Registers the icon with the panel, with a menu that is complete from the start: some hosts never
 * open one that was empty at that moment.
 *
 * Returns: (transfer full): the tray
 */
SpTray *
sp_tray_new (GActionGroup *actions, GDBusConnection *bus, const char *icon_folder)
{
  SpTray *self = g_object_new (SP_TYPE_TRAY, NULL);

  self->actions = actions;
  self->panel = sp_panel_new (bus);
  g_signal_connect_object (self->panel,
                           "notify::present",
                           G_CALLBACK (panel_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel,
                           "settled",
                           G_CALLBACK (panel_settled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->menu = gtk_menu_new ();
  self->indicator = sp_indicator_new (SP_APPLICATION_ID, SP_APPLICATION_ID "-working-symbolic");
  if (icon_folder != NULL)
    app_indicator_set_icon_theme_path (self->indicator, icon_folder);
  app_indicator_set_title (self->indicator, _ ("Signpost"));
  draw (self);
  app_indicator_set_menu (self->indicator, GTK_MENU (self->menu));
  app_indicator_set_status (self->indicator, APP_INDICATOR_STATUS_ACTIVE);
  return self;
}

/**
 * sp_tray_set_status:
 * @self: the tray
 * @status: what the engine says now
 *
 * Shows @status; only what differs is sent to the panel.
 */
void
sp_tray_set_status (SpTray *self, SpStatus *status)
{
  g_return_if_fail (SP_IS_TRAY (self));

  sp_status_ref (status);
  g_clear_pointer (&self->status, sp_status_unref);
  self->status = status;
  draw (self);
}

/**
 * sp_tray_set_style:
 * @self: the tray
 * @style: “symbolic” (the panel colours it), “light”, “dark” or “colour”
 *
 * Chooses between the drawings of each state.
 */
void
sp_tray_set_style (SpTray *self, const char *style)
{
  g_return_if_fail (SP_IS_TRAY (self));

  if (g_strcmp0 (self->style, style) == 0)
    return;

  g_clear_pointer (&self->style, g_free);
  self->style = g_strdup (style);
  draw (self);
}

/**
 * sp_tray_is_connected:
 * @self: the tray
 *
 * Returns: whether a panel shows the icon at the moment
 */
gboolean
sp_tray_is_connected (SpTray *self)
{
  g_return_val_if_fail (SP_IS_TRAY (self), FALSE);

  return sp_panel_is_present (self->panel);
}
