/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-profile-row.h"

#include "sp-profile-details.h"

#include <glib/gi18n.h>

struct _SpProfileRow
{
  GtkListBoxRow parent_instance;

  SpProfileItem *item; /* (owned) */

  /* Template widgets */
  GtkImage *mark;
  GtkLabel *name;
  GtkLabel *hosts;
  GtkLabel *address;
  GtkImage *arrow;
  GtkLabel *sentence;
  GtkRevealer *revealer;
  GtkGrid *details;
  GtkSwitch *enabled;
  GtkWidget *change;
  GtkWidget *retry;
  GtkWidget *check;
  GtkWidget *send;
  GtkWidget *test;
  GtkWidget *edit;
  GtkWidget *log;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE (SpProfileRow, sp_profile_row, GTK_TYPE_LIST_BOX_ROW)

static gboolean
enabled_set_cb (SpProfileRow *self, gboolean enabled)
{
  gboolean was_enabled;

  g_object_get (self->item, "enabled", &was_enabled, NULL);
  if (enabled != was_enabled)
    g_action_group_activate_action (
        gtk_widget_get_action_group (gtk_widget_get_toplevel (GTK_WIDGET (self)), "app"),
        enabled ? "enable-profile" : "disable-profile",
        g_variant_new_string (sp_profile_item_get_id (self->item)));
  return FALSE;
}

static void
describe (SpProfileRow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *description = NULL;

  g_object_get (self->item, "name", &name, "mark-title", &title, "sentence", &sentence, NULL);
  description = g_strdup_printf ("%s: %s", title, sentence);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name);
  atk_object_set_description (gtk_widget_get_accessible (GTK_WIDGET (self)), description);
  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self->mark)), title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->mark), title);
}

static void
changed_cb (SpProfileRow *self, SpProfileItem *item)
{
  describe (self);
  if (sp_profile_row_is_open (self))
    sp_profile_details_show (self->details,
                             sp_profile_item_get_status (item),
                             sp_profile_item_get_profile (item));
}

/* The box that lets the buttons flow wraps each in a place that could be focused and seen, too. */
static void
wrap (GtkWidget *button)
{
  GtkWidget *place = gtk_widget_get_parent (button);

  if (!GTK_IS_FLOW_BOX_CHILD (place))
    return;

  gtk_widget_set_can_focus (place, FALSE);
  g_object_bind_property (button, "visible", place, "visible", G_BINDING_SYNC_CREATE);
}

static void
bind (SpProfileRow *self)
{
  SpProfileItem *item = self->item;
  GtkWidget *buttons[] = { self->change, self->retry, self->check, self->send,
                           self->test,   self->edit,  self->log,   self->remove };

  g_object_bind_property (item, "name", self->name, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "hosts", self->hosts, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "hosts", self->hosts, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "address", self->address, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "sentence", self->sentence, "label", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "mark-icon", self->mark, "icon-name", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "enabled", self->enabled, "active", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "blocked", self->change, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "blocked", self->retry, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item,
                          "blocked",
                          self->edit,
                          "visible",
                          G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]),
                                        "s",
                                        sp_profile_item_get_id (item));
      wrap (buttons[i]);
    }
  g_signal_connect_object (item, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  describe (self);
}

static void
sp_profile_row_dispose (GObject *object)
{
  SpProfileRow *self = SP_PROFILE_ROW (object);

  g_clear_object (&self->item);

  G_OBJECT_CLASS (sp_profile_row_parent_class)->dispose (object);
}

static void
sp_profile_row_class_init (SpProfileRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_profile_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-profile-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, mark);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, name);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, hosts);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, address);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, sentence);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, revealer);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, details);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, enabled);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, change);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, retry);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, check);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, send);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, test);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, edit);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, log);
  gtk_widget_class_bind_template_child (widget_class, SpProfileRow, remove);
  gtk_widget_class_bind_template_callback (widget_class, enabled_set_cb);
}

static void
sp_profile_row_init (SpProfileRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_profile_row_new:
 * @item: what to show; already updated once
 *
 * Returns: (transfer floating): a closed row
 */
GtkWidget *
sp_profile_row_new (SpProfileItem *item)
{
  SpProfileRow *self = g_object_new (SP_TYPE_PROFILE_ROW, NULL);

  self->item = g_object_ref (item);
  bind (self);
  return GTK_WIDGET (self);
}

/**
 * sp_profile_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
SpProfileItem *
sp_profile_row_get_item (SpProfileRow *self)
{
  g_return_val_if_fail (SP_IS_PROFILE_ROW (self), NULL);

  return self->item;
}

/**
 * sp_profile_row_is_open:
 * @self: a row
 *
 * Returns: whether the details are shown
 */
gboolean
sp_profile_row_is_open (SpProfileRow *self)
{
  g_return_val_if_fail (SP_IS_PROFILE_ROW (self), FALSE);

  return gtk_revealer_get_reveal_child (self->revealer);
}

/**
 * sp_profile_row_set_open:
 * @self: a row
 * @open: whether to show the details
 *
 * Opens or closes the row. In an open one the sentence is shown whole.
 */
void
sp_profile_row_set_open (SpProfileRow *self, gboolean open)
{
  g_return_if_fail (SP_IS_PROFILE_ROW (self));

  if (open)
    sp_profile_details_show (self->details,
                             sp_profile_item_get_status (self->item),
                             sp_profile_item_get_profile (self->item));
  gtk_revealer_set_reveal_child (self->revealer, open);
  gtk_image_set_from_icon_name (self->arrow,
                                open ? "pan-up-symbolic" : "pan-down-symbolic",
                                GTK_ICON_SIZE_MENU);
  gtk_label_set_line_wrap (self->sentence, open);
  gtk_label_set_ellipsize (self->sentence, open ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
}
