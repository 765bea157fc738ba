/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-indicator.h"

struct _SpIndicator
{
  AppIndicator parent_instance;

  gboolean had_panel;
};

G_DEFINE_FINAL_TYPE (SpIndicator, sp_indicator, APP_INDICATOR_TYPE)

static GtkStatusIcon *
sp_indicator_fallback (AppIndicator *indicator)
{
  if (SP_INDICATOR (indicator)->had_panel)
    return NULL;

  return APP_INDICATOR_CLASS (sp_indicator_parent_class)->fallback (indicator);
}

static void
sp_indicator_connection_changed (AppIndicator *indicator, gboolean connected, gpointer user_data)
{
  SP_INDICATOR (indicator)->had_panel |= connected;
}

static void
sp_indicator_class_init (SpIndicatorClass *class)
{
  AppIndicatorClass *indicator_class = APP_INDICATOR_CLASS (class);

  indicator_class->fallback = sp_indicator_fallback;
  indicator_class->connection_changed = sp_indicator_connection_changed;
}

static void
sp_indicator_init (SpIndicator *self)
{
}

/**
 * sp_indicator_new:
 * @id: names the item on the bus
 * @icon: name of an icon of the theme
 *
 * Returns: (transfer full): an item without a menu, not shown yet
 */
AppIndicator *
sp_indicator_new (const char *id, const char *icon)
{
  return g_object_new (SP_TYPE_INDICATOR,
                       "id",
                       id,
                       "category",
                       "ApplicationStatus",
                       "icon-name",
                       icon,
                       NULL);
}
