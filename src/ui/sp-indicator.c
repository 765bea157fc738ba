/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-indicator.h"

struct _SpIndicator
{
  AppIndicator parent_instance;

  gboolean fallback;
};

G_DEFINE_FINAL_TYPE (SpIndicator, sp_indicator, APP_INDICATOR_TYPE)

static GtkStatusIcon *
sp_indicator_fallback (AppIndicator *indicator)
{
  if (!SP_INDICATOR (indicator)->fallback)
    return NULL;

  return APP_INDICATOR_CLASS (sp_indicator_parent_class)->fallback (indicator);
}

static void
sp_indicator_class_init (SpIndicatorClass *class)
{
  APP_INDICATOR_CLASS (class)->fallback = sp_indicator_fallback;
}

static void
sp_indicator_init (SpIndicator *self)
{
  self->fallback = TRUE;
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

/**
 * sp_indicator_set_fallback:
 * @self: an item
 * @allowed: whether it may fall back on an icon of the old kind
 *
 * At first it may.
 */
void
sp_indicator_set_fallback (SpIndicator *self, gboolean allowed)
{
  g_return_if_fail (SP_IS_INDICATOR (self));

  self->fallback = allowed;
}
