/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-menu-renderer.h"

/* Draws a GMenuModel into plain GtkMenuItems. gtk_menu_new_from_model() will not do: its items are
 * check items, and hosts of the exported menu draw a box beside every one of them. Widgets are kept
 * by position and changed in place, because hosts close or misplace a menu that is rebuilt while it
 * is open. */

typedef enum
{
  KIND_LINE,
  KIND_ITEM,
  KIND_SUBMENU,
} Kind;

typedef struct
{
  Kind kind;
  char *label;         /* (owned) (nullable) */
  char *action;        /* (owned) (nullable): with its “app.” prefix */
  GVariant *target;    /* (owned) (nullable) */
  GMenuModel *submenu; /* (owned) (nullable) */
  gboolean visible;
} Entry;

static GQuark action_quark (void);
static GQuark target_quark (void);
static GQuark group_quark (void);
G_DEFINE_QUARK (sp - menu - action, action)
G_DEFINE_QUARK (sp - menu - target, target)
G_DEFINE_QUARK (sp - menu - group, group)

static void
entry_free (Entry *entry)
{
  g_free (entry->label);
  g_free (entry->action);
  g_clear_pointer (&entry->target, g_variant_unref);
  g_clear_object (&entry->submenu);
  g_free (entry);
}

static Entry *
read_entry (GMenuModel *model, int position)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autofree char *hidden_when = NULL;

  g_menu_model_get_item_attribute (model, position, G_MENU_ATTRIBUTE_LABEL, "s", &entry->label);
  g_menu_model_get_item_attribute (model, position, G_MENU_ATTRIBUTE_ACTION, "s", &entry->action);
  g_menu_model_get_item_attribute (model, position, "hidden-when", "s", &hidden_when);
  entry->target =
      g_menu_model_get_item_attribute_value (model, position, G_MENU_ATTRIBUTE_TARGET, NULL);
  entry->submenu = g_menu_model_get_item_link (model, position, G_MENU_LINK_SUBMENU);
  entry->kind = entry->submenu != NULL ? KIND_SUBMENU : KIND_ITEM;
  entry->visible = hidden_when == NULL || entry->action != NULL;
  return entry;
}

static void
collect_entries (GMenuModel *model, GPtrArray *entries)
{
  int length = g_menu_model_get_n_items (model);

  for (int i = 0; i < length; i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);

      if (section == NULL)
        {
          g_ptr_array_add (entries, read_entry (model, i));
          continue;
        }

      if (entries->len > 0 && g_menu_model_get_n_items (section) > 0)
        {
          Entry *line = g_new0 (Entry, 1);

          line->visible = TRUE;
          g_ptr_array_add (entries, line);
        }
      collect_entries (section, entries);
    }
}

static Kind
kind_of (GtkWidget *widget)
{
  if (GTK_IS_SEPARATOR_MENU_ITEM (widget))
    return KIND_LINE;

  return gtk_menu_item_get_submenu (GTK_MENU_ITEM (widget)) != NULL ? KIND_SUBMENU : KIND_ITEM;
}

static void
activate_cb (GtkMenuItem *item, gpointer user_data)
{
  const char *action = g_object_get_qdata (G_OBJECT (item), action_quark ());
  GVariant *target = g_object_get_qdata (G_OBJECT (item), target_quark ());
  GActionGroup *group = g_object_get_qdata (G_OBJECT (item), group_quark ());

  if (action != NULL)
    g_action_group_activate_action (group, action + strlen ("app."), target);
}

static GtkWidget *
create_widget (const Entry *entry, GActionGroup *actions)
{
  GtkWidget *widget;

  if (entry->kind == KIND_LINE)
    return gtk_separator_menu_item_new ();

  widget = gtk_menu_item_new_with_mnemonic (entry->label);
  if (entry->kind == KIND_SUBMENU)
    gtk_menu_item_set_submenu (GTK_MENU_ITEM (widget), gtk_menu_new ());
  g_object_set_qdata_full (G_OBJECT (widget),
                           group_quark (),
                           g_object_ref (actions),
                           g_object_unref);
  g_signal_connect_object (widget, "activate", G_CALLBACK (activate_cb), widget, 0);
  return widget;
}

static void
update_widget (GtkWidget *widget, const Entry *entry, GActionGroup *actions)
{
  GtkMenuItem *item = GTK_MENU_ITEM (widget);
  gboolean sensitive = entry->action != NULL || entry->kind == KIND_SUBMENU;

  /* Every setter that changes nothing would still be sent to the host. */
  if (gtk_widget_get_visible (widget) != entry->visible)
    gtk_widget_set_visible (widget, entry->visible);
  if (entry->kind == KIND_LINE)
    return;

  if (g_strcmp0 (gtk_menu_item_get_label (item), entry->label) != 0)
    gtk_menu_item_set_label (item, entry->label);
  if (gtk_widget_get_sensitive (widget) != sensitive)
    gtk_widget_set_sensitive (widget, sensitive);

  g_object_set_qdata_full (G_OBJECT (widget), action_quark (), g_strdup (entry->action), g_free);
  g_object_set_qdata_full (G_OBJECT (widget),
                           target_quark (),
                           entry->target != NULL ? g_variant_ref (entry->target) : NULL,
                           (GDestroyNotify) g_variant_unref);

  if (entry->kind == KIND_SUBMENU)
    sp_menu_renderer_draw (GTK_MENU_SHELL (gtk_menu_item_get_submenu (item)),
                           entry->submenu,
                           actions);
}

/**
 * sp_menu_renderer_draw:
 * @shell: the menu to fill
 * @model: what it shall show; items without an action are insensitive, and hidden if they also
 *   have the attribute “hidden-when”
 * @actions: the group that the actions, named “app.…” in @model, belong to
 *
 * Makes @shell show @model. What is already right is not touched.
 */
void
sp_menu_renderer_draw (GtkMenuShell *shell, GMenuModel *model, GActionGroup *actions)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (shell));
  GList *next = children;

  collect_entries (model, entries);

  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);
      GtkWidget *widget = next != NULL ? next->data : NULL;

      next = next != NULL ? next->next : NULL;
      if (widget != NULL && kind_of (widget) != entry->kind)
        g_clear_pointer (&widget, gtk_widget_destroy);
      if (widget == NULL)
        {
          widget = create_widget (entry, actions);
          gtk_menu_shell_insert (shell, widget, (int) i);
        }
      update_widget (widget, entry, actions);
    }

  for (; next != NULL; next = next->next)
    gtk_widget_destroy (next->data);
}

/**
 * sp_menu_renderer_find:
 * @shell: a menu that was drawn
 * @action: an action with its prefix, such as “app.check-now”
 *
 * Returns: (transfer none) (nullable): the first item of @shell itself, not of its submenus, that
 *   activates @action
 */
GtkWidget *
sp_menu_renderer_find (GtkMenuShell *shell, const char *action)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (shell));

  for (GList *child = children; child != NULL; child = child->next)
    {
      const char *name = g_object_get_qdata (child->data, action_quark ());

      if (g_strcmp0 (name, action) == 0)
        return child->data;
    }

  return NULL;
}
