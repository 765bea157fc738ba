/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-host-editor.h"

#include "profile/sp-host-name.h"
#include "wording/sp-wording.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SpHostEditor
{
  GtkBox parent_instance;

  SpDraft *draft; /* (owned) (nullable): %NULL until it is set */

  /* Template widgets */
  GtkFlowBox *chips;
  GtkEntry *entry;
  GtkWidget *add;
  GtkLabel *preview;
};

G_DEFINE_FINAL_TYPE (SpHostEditor, sp_host_editor, GTK_TYPE_BOX)

static void
remove_cb (SpHostEditor *self, GtkButton *button)
{
  g_autofree char *host = g_strdup (g_object_get_data (G_OBJECT (button), "host"));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  sp_draft_remove_host (self->draft, host);
}

static GtkWidget *
create_chip (SpHostEditor *self, const char *host)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic", GTK_ICON_SIZE_MENU);
  g_autofree char *shown = sp_host_name_to_display (host);
  g_autofree char *title = g_strdup_printf (_ ("Remove %s"), shown);
  GtkWidget *label = gtk_label_new (shown);

  gtk_style_context_add_class (gtk_widget_get_style_context (chip), "linked");
  gtk_style_context_add_class (gtk_widget_get_style_context (chip), "frame");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_margin_start (label, 9);
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_widget_set_tooltip_text (button, title);
  atk_object_set_name (gtk_widget_get_accessible (button), title);
  g_object_set_data_full (G_OBJECT (button), "host", g_strdup (host), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  gtk_container_add (GTK_CONTAINER (chip), label);
  gtk_container_add (GTK_CONTAINER (chip), button);
  gtk_widget_set_halign (chip, GTK_ALIGN_START);
  gtk_widget_show_all (chip);
  return chip;
}

static void
show_chips (SpHostEditor *self)
{
  GPtrArray *hosts = sp_draft_get_hosts (self->draft);
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self->chips));

  for (GList *child = children; child != NULL; child = child->next)
    gtk_widget_destroy (child->data);
  for (guint i = 0; i < hosts->len; i++)
    {
      GtkWidget *chip = create_chip (self, g_ptr_array_index (hosts, i));

      gtk_flow_box_insert (self->chips, chip, -1);
      gtk_widget_set_can_focus (gtk_widget_get_parent (chip), FALSE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->chips), hosts->len > 0);
}

/* What the name will be when it is sent, with everything that was added to what was typed. */
static char *
describe_host (const char *host)
{
  g_autofree char *shown = sp_host_name_to_display (host);

  if (sp_host_name_is_wildcard (host))
    return g_strdup_printf (_ ("%s – every name below %s"), shown, shown + strlen ("*."));
  if (!g_str_equal (shown, host))
    return g_strdup_printf (_ ("%s – sent as %s"), shown, host);
  return g_strdup (shown);
}

static void
show_preview (SpHostEditor *self, const char *text, gboolean wrong)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self->preview));
  GtkStyleContext *entry = gtk_widget_get_style_context (GTK_WIDGET (self->entry));

  gtk_label_set_text (self->preview, text);
  if (wrong)
    {
      gtk_style_context_remove_class (context, "dim-label");
      gtk_style_context_add_class (entry, "error");
    }
  else
    {
      gtk_style_context_add_class (context, "dim-label");
      gtk_style_context_remove_class (entry, "error");
    }
}

/* In a small window the line below the field would stay below the window's edge. */
static void
reveal_preview (SpHostEditor *self)
{
  GtkWidget *preview = GTK_WIDGET (self->preview);
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *position;
  int top;

  if (view == NULL || !gtk_widget_has_focus (GTK_WIDGET (self->entry)) ||
      !gtk_widget_translate_coordinates (preview, view, 0, 0, NULL, &top))
    return;

  position = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (view));
  top += (int) gtk_adjustment_get_value (position);
  gtk_adjustment_clamp_page (position, top, top + gtk_widget_get_allocated_height (preview));
}

static void
preview_placed_cb (SpHostEditor *self, GdkRectangle *place, GtkWidget *preview)
{
  reveal_preview (self);
}

static gboolean
entry_entered_cb (SpHostEditor *self, GdkEvent *event, GtkWidget *entry)
{
  reveal_preview (self);
  return GDK_EVENT_PROPAGATE;
}

static const char *
get_hint (SpRecipe *recipe)
{
  if (recipe == NULL || sp_recipe_names_hosts (recipe))
    return _ ("Several names can be added, one after the other.");
  return _ ("Here a login stands for one name: the one that it belongs to at the provider.");
}

/* What is said below the field: how the name in it will be sent, or what belongs into it. */
static void
explain_entry (SpHostEditor *self)
{
  const char *text = gtk_entry_get_text (self->entry);
  SpRecipe *recipe = self->draft != NULL ? sp_draft_get_recipe (self->draft) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  g_autofree char *sentence = NULL;

  if (*text == '\0' || recipe == NULL)
    {
      show_preview (self, get_hint (recipe), FALSE);
      return;
    }

  host = sp_draft_complete_host (self->draft, text, &error);
  sentence = host != NULL ? describe_host (host) : sp_wording_for_error (error);
  show_preview (self, sentence, host == NULL);
}

static void
entry_changed_cb (SpHostEditor *self, GtkEntry *entry)
{
  gtk_widget_set_sensitive (self->add, *gtk_entry_get_text (entry) != '\0');
  if (self->draft != NULL)
    sp_draft_touch (self->draft);
  explain_entry (self);
}

static void
add_cb (SpHostEditor *self, GtkWidget *widget)
{
  g_autoptr (GError) error = NULL;

  if (sp_host_editor_finish (self, &error))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  else
    explain_entry (self);
}

static void
sp_host_editor_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (SP_HOST_EDITOR (widget)->entry));
}

static void
sp_host_editor_dispose (GObject *object)
{
  g_clear_object (&SP_HOST_EDITOR (object)->draft);

  G_OBJECT_CLASS (sp_host_editor_parent_class)->dispose (object);
}

static void
sp_host_editor_class_init (SpHostEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_host_editor_dispose;
  widget_class->grab_focus = sp_host_editor_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-host-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SpHostEditor, chips);
  gtk_widget_class_bind_template_child (widget_class, SpHostEditor, entry);
  gtk_widget_class_bind_template_child (widget_class, SpHostEditor, add);
  gtk_widget_class_bind_template_child (widget_class, SpHostEditor, preview);
  gtk_widget_class_bind_template_callback (widget_class, entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, preview_placed_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
sp_host_editor_init (SpHostEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  entry_changed_cb (self, self->entry);
}

static void
draft_changed_cb (SpHostEditor *self)
{
  show_chips (self);
  explain_entry (self);
}

/**
 * sp_host_editor_set_draft:
 * @self: the editor
 * @draft: whose host names to edit
 *
 * Shows and changes the host names of @draft from now on.
 */
void
sp_host_editor_set_draft (SpHostEditor *self, SpDraft *draft)
{
  g_return_if_fail (SP_IS_HOST_EDITOR (self));

  g_set_object (&self->draft, draft);
  g_signal_connect_object (draft,
                           "changed",
                           G_CALLBACK (draft_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  draft_changed_cb (self);
}

/**
 * sp_host_editor_finish:
 * @self: the editor
 * @error: %SP_ERROR_BAD_INPUT if what was typed is no host name
 *
 * Adds what is still in the field.
 *
 * Returns: whether nothing wrong is left in it
 */
gboolean
sp_host_editor_finish (SpHostEditor *self, GError **error)
{
  const char *text;

  g_return_val_if_fail (SP_IS_HOST_EDITOR (self), FALSE);

  text = gtk_entry_get_text (self->entry);
  if (*text != '\0' && !sp_draft_add_host (self->draft, text, error))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
      return FALSE;
    }
  gtk_entry_set_text (self->entry, "");
  return TRUE;
}
