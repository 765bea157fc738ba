/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-profiles-page.h"

#include "sp-banner-bars.h"
#include "sp-banners.h"
#include "sp-place-view.h"
#include "sp-profile-model.h"
#include "sp-profile-row.h"

#include <glib/gi18n.h>

struct _SpProfilesPage
{
  GtkBox parent_instance;

  SpServices *services; /* (unowned): the application's */
  GListStore *items;    /* (owned) (element-type SpProfileItem) */
  char *search;         /* (owned) */

  /* Template widgets */
  GtkBox *banners;
  GtkStack *stack;
  SpPlaceView *place; /* (unowned): part of the template */
  GtkListBox *list;
  GtkImage *picture;
};

G_DEFINE_FINAL_TYPE (SpProfilesPage, sp_profiles_page, GTK_TYPE_BOX)

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return sp_profile_row_new (SP_PROFILE_ITEM (item));
}

static const char *
group_of (GtkListBoxRow *row)
{
  return sp_profile_item_get_group (sp_profile_row_get_item (SP_PROFILE_ROW (row)));
}

static GtkWidget *
create_group_header (const char *group)
{
  GtkWidget *label = gtk_label_new (*group != '\0' ? group : _ ("Others"));
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  g_object_set (label, "margin", 6, "margin-start", 12, "margin-top", 12, NULL);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "dim-label");
  gtk_widget_show (label);
  return label;
}

/* A heading where a new group begins, if anybody made groups at all; a line elsewhere. */
static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *group = group_of (row);
  gboolean begins = before == NULL ? *group != '\0' : !g_str_equal (group, group_of (before));
  GtkWidget *header = NULL;

  if (begins)
    header = create_group_header (group);
  else if (before != NULL)
    {
      header = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
      gtk_widget_show (header);
    }
  gtk_list_box_row_set_header (row, header);
}

static void
row_activated_cb (SpProfilesPage *self, GtkListBoxRow *row, GtkListBox *list)
{
  sp_profile_row_set_open (SP_PROFILE_ROW (row), !sp_profile_row_is_open (SP_PROFILE_ROW (row)));
}

static void
sp_profiles_page_dispose (GObject *object)
{
  SpProfilesPage *self = SP_PROFILES_PAGE (object);

  g_clear_object (&self->items);
  g_clear_pointer (&self->search, g_free);

  G_OBJECT_CLASS (sp_profiles_page_parent_class)->dispose (object);
}

static void
sp_profiles_page_class_init (SpProfilesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_profiles_page_dispose;

  g_type_ensure (SP_TYPE_PLACE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-profiles-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpProfilesPage, banners);
  gtk_widget_class_bind_template_child (widget_class, SpProfilesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SpProfilesPage, place);
  gtk_widget_class_bind_template_child (widget_class, SpProfilesPage, list);
  gtk_widget_class_bind_template_child (widget_class, SpProfilesPage, picture);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
show_picture (SpProfilesPage *self)
{
  int size = gtk_image_get_pixel_size (self->picture);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GdkPixbuf)
      pixbuf = gdk_pixbuf_new_from_resource_at_scale (SP_APPLICATION_PATH "/icons/app.svg",
                                                      size * scale,
                                                      size * scale,
                                                      TRUE,
                                                      NULL);
  cairo_surface_t *surface;

  /* Without the loader for SVG there is no picture; the words below it say all. */
  if (pixbuf == NULL)
    return;

  surface = gdk_cairo_surface_create_from_pixbuf (pixbuf, scale, NULL);
  gtk_image_set_from_surface (self->picture, surface);
  cairo_surface_destroy (surface);
}

static void
sp_profiles_page_init (SpProfilesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_picture (self);
  self->search = g_strdup ("");
  self->items = g_list_store_new (SP_TYPE_PROFILE_ITEM);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->items), create_row, NULL, NULL);
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
}

/**
 * sp_profiles_page_set_services:
 * @self: the page
 * @services: must outlive the page
 *
 * Shows the engine's status from now on.
 */
void
sp_profiles_page_set_services (SpProfilesPage *self, SpServices *services)
{
  g_return_if_fail (SP_IS_PROFILES_PAGE (self));

  self->services = services;
  g_signal_connect_object (services->engine,
                           "changed",
                           G_CALLBACK (sp_profiles_page_refresh),
                           self,
                           G_CONNECT_SWAPPED);
  sp_profiles_page_refresh (self);
}

/**
 * sp_profiles_page_refresh:
 * @self: the page
 *
 * Brings every text up to date; also to be called now and then, as sentences speak of minutes.
 */
void
sp_profiles_page_refresh (SpProfilesPage *self)
{
  g_autoptr (SpStatus) status = sp_engine_get_status (self->services->engine);
  g_autoptr (GPtrArray) banners = sp_banners_list (status);

  sp_banner_bars_show (self->banners, banners);
  sp_place_view_show_status (self->place, status);
  sp_profile_model_update (self->items, status, self->search);
  gtk_stack_set_visible_child_name (self->stack,
                                    sp_status_get_profiles (status)->len > 0 ? "list" : "empty");
}

/**
 * sp_profiles_page_set_search:
 * @self: the page
 * @search: what the person looks for; “” for everything
 *
 * Lists only what matches.
 */
void
sp_profiles_page_set_search (SpProfilesPage *self, const char *search)
{
  g_return_if_fail (SP_IS_PROFILES_PAGE (self));

  g_clear_pointer (&self->search, g_free);
  self->search = g_strdup (search);
  sp_profiles_page_refresh (self);
}

/**
 * sp_profiles_page_open:
 * @self: the page
 * @profile_id: a profile; one that is not listed is ignored
 *
 * Opens the profile's row and gives it the focus, which also scrolls to it.
 */
void
sp_profiles_page_open (SpProfilesPage *self, const char *profile_id)
{
  guint length = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < length; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);
      SpProfileItem *item = sp_profile_row_get_item (SP_PROFILE_ROW (row));

      if (!g_str_equal (sp_profile_item_get_id (item), profile_id))
        continue;
      sp_profile_row_set_open (SP_PROFILE_ROW (row), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (row));
      return;
    }
}
