/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-field-row.h"

#include <glib/gi18n.h>

static void
changed_cb (GtkEntry *entry, SpDraft *draft)
{
  sp_draft_set_field (draft,
                      g_object_get_data (G_OBJECT (entry), "field"),
                      gtk_entry_get_text (entry));
}

static void
reveal_cb (GtkEntry *entry, GtkEntryIconPosition position, GdkEvent *event, gpointer user_data)
{
  gboolean reveal = !gtk_entry_get_visibility (entry);

  gtk_entry_set_visibility (entry, reveal);
  gtk_entry_set_icon_from_icon_name (entry,
                                     GTK_ENTRY_ICON_SECONDARY,
                                     reveal ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_entry_set_icon_tooltip_text (entry,
                                   GTK_ENTRY_ICON_SECONDARY,
                                   reveal ? _ ("Hide") : _ ("Show"));
}

static void
make_secret (GtkEntry *entry, gboolean stored)
{
  gtk_entry_set_visibility (entry, FALSE);
  gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_input_hints (entry, GTK_INPUT_HINT_NO_SPELLCHECK);
  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_SECONDARY, "view-reveal-symbolic");
  gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_SECONDARY, _ ("Show"));
  g_signal_connect_object (entry, "icon-press", G_CALLBACK (reveal_cb), entry, 0);
  if (stored)
    gtk_entry_set_placeholder_text (entry, _ ("Stays as it is in the keyring"));
}

static GtkWidget *
create_entry (SpDraft *draft, const SpRecipeField *field)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_text (GTK_ENTRY (entry), sp_draft_get_field (draft, field->name));
  g_object_set_data_full (G_OBJECT (entry), "field", g_strdup (field->name), g_free);
  if (field->secret)
    make_secret (GTK_ENTRY (entry), sp_draft_has_stored_secret (draft));
  atk_object_set_name (gtk_widget_get_accessible (entry), field->label);
  g_signal_connect_object (entry, "changed", G_CALLBACK (changed_cb), draft, 0);
  return entry;
}

static GtkWidget *
create_hint (const SpRecipeField *field)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *text = g_markup_escape_text (field->where != NULL ? field->where : "", -1);
  g_autofree char *markup = NULL;

  if (field->link != NULL && *field->link != '\0')
    {
      g_autofree char *link = g_markup_escape_text (field->link, -1);

      markup = g_strdup_printf ("%s <a href=\"%s\">%s</a>", text, link, _ ("Open the page"));
    }
  gtk_label_set_markup (GTK_LABEL (label), markup != NULL ? markup : text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_style_context_add_class (gtk_widget_get_style_context (label), "dim-label");
  return label;
}

/**
 * sp_field_row_new:
 * @draft: takes what is typed
 * @field: a field of the draft's recipe
 *
 * Returns: (transfer floating): label, entry and the line that says where to find it
 */
GtkWidget *
sp_field_row_new (SpDraft *draft, const SpRecipeField *field)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = create_entry (draft, field);
  g_autofree char *title = field->optional ? g_strdup_printf (_ ("%s (optional)"), field->label)
                                           : g_strdup (field->label);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), entry);
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (box), entry);
  if (field->where != NULL && *field->where != '\0')
    gtk_container_add (GTK_CONTAINER (box), create_hint (field));
  g_object_set_data (G_OBJECT (box), "entry", entry);
  gtk_widget_show_all (box);
  return box;
}

/**
 * sp_field_row_get_entry:
 * @row: what sp_field_row_new() returned
 *
 * Returns: (transfer none): where to type
 */
GtkWidget *
sp_field_row_get_entry (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "entry");
}
