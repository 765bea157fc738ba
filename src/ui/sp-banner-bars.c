/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-banner-bars.h"

#include "sp-banners.h"

/* A bar is found again by its widget name, which is the banner's id. */

static GtkWidget *
find_bar (GtkBox *box, const char *id)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (box));

  for (GList *child = children; child != NULL; child = child->next)
    if (g_str_equal (gtk_widget_get_name (child->data), id))
      return child->data;
  return NULL;
}

static GtkWidget *
create_bar (const SpBanner *banner)
{
  GtkWidget *bar = gtk_info_bar_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_name (bar, banner->id);
  gtk_info_bar_set_message_type (GTK_INFO_BAR (bar),
                                 banner->serious ? GTK_MESSAGE_WARNING : GTK_MESSAGE_INFO);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_container_add (GTK_CONTAINER (gtk_info_bar_get_content_area (GTK_INFO_BAR (bar))), label);
  g_object_set_data (G_OBJECT (bar), "label", label);

  if (banner->label != NULL)
    {
      GtkWidget *button = gtk_info_bar_add_button (GTK_INFO_BAR (bar), banner->label, 0);

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), banner->action);
    }
  gtk_widget_show_all (bar);
  return bar;
}

static gboolean
has_banner (GPtrArray *banners, const char *id)
{
  for (guint i = 0; i < banners->len; i++)
    if (g_str_equal (((SpBanner *) g_ptr_array_index (banners, i))->id, id))
      return TRUE;
  return FALSE;
}

/**
 * sp_banner_bars_show:
 * @box: a vertical box that holds nothing else
 * @banners: (element-type SpBanner): what to show
 *
 * Shows one bar for each banner; a bar that stays is only given its new text.
 */
void
sp_banner_bars_show (GtkBox *box, GPtrArray *banners)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (box));

  for (GList *child = children; child != NULL; child = child->next)
    if (!has_banner (banners, gtk_widget_get_name (child->data)))
      gtk_widget_destroy (child->data);

  for (guint i = 0; i < banners->len; i++)
    {
      const SpBanner *banner = g_ptr_array_index (banners, i);
      GtkWidget *bar = find_bar (box, banner->id);

      if (bar == NULL)
        {
          bar = create_bar (banner);
          gtk_container_add (GTK_CONTAINER (box), bar);
        }
      gtk_box_reorder_child (box, bar, (int) i);
      gtk_label_set_text (g_object_get_data (G_OBJECT (bar), "label"), banner->text);
    }
}
