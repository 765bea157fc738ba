/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-account-page.h"

#include "sp-draft-build.h"
#include "sp-field-row.h"
#include "sp-host-editor.h"

#include <glib/gi18n.h>

#define NEW_ACCOUNT "new"

struct _SpAccountPage
{
  GtkBox parent_instance;

  SpDraft *draft; /* (owned) (nullable): %NULL until it is set */
  char *shown;    /* (owned) (nullable): recipe and account whose fields are shown */
  gboolean filling;

  /* Template widgets */
  GtkLabel *heading;
  GtkLabel *status;
  GtkWidget *account_row;
  GtkComboBoxText *account;
  GtkBox *fields;
  SpHostEditor *hosts; /* (unowned): part of the template */
};

G_DEFINE_FINAL_TYPE (SpAccountPage, sp_account_page, GTK_TYPE_BOX)

static void
account_chosen_cb (SpAccountPage *self, GtkComboBox *combo)
{
  const char *id = gtk_combo_box_get_active_id (combo);

  if (self->filling || id == NULL)
    return;
  sp_draft_choose_account (self->draft, g_str_equal (id, NEW_ACCOUNT) ? NULL : id);
}

static void
show_accounts (SpAccountPage *self)
{
  g_autoptr (GPtrArray) accounts = sp_draft_list_accounts (self->draft);
  const char *chosen = sp_draft_get_account_id (self->draft);

  self->filling = TRUE;
  gtk_combo_box_text_remove_all (self->account);
  for (guint i = 0; i < accounts->len; i++)
    {
      SpAccount *account = g_ptr_array_index (accounts, i);

      gtk_combo_box_text_append (self->account,
                                 sp_account_get_id (account),
                                 sp_account_get_name (account));
    }
  gtk_combo_box_text_append (self->account, NEW_ACCOUNT, _ ("A new account"));
  gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->account),
                               chosen != NULL ? chosen : NEW_ACCOUNT);
  gtk_widget_set_visible (self->account_row, accounts->len > 0);
  self->filling = FALSE;
}

static void
show_fields (SpAccountPage *self)
{
  GPtrArray *fields = sp_recipe_get_fields (sp_draft_get_recipe (self->draft));
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self->fields));

  for (GList *child = children; child != NULL; child = child->next)
    gtk_widget_destroy (child->data);
  for (guint i = 0; i < fields->len; i++)
    gtk_container_add (GTK_CONTAINER (self->fields),
                       sp_field_row_new (self->draft, g_ptr_array_index (fields, i)));
}

/* Whoever is at a provider that is moving is told where to. */
static void
show_status (SpAccountPage *self, SpRecipe *recipe)
{
  SpCatalogue *catalogue = sp_draft_get_catalogue (self->draft);
  g_autoptr (SpListing) listing = sp_catalogue_describe (catalogue, sp_recipe_get_id (recipe));
  const char *hint = listing == NULL || sp_listing_get_status (listing) == SP_PROVIDER_ACTIVE
                         ? NULL
                         : sp_listing_get_hint (listing);

  gtk_label_set_text (self->status, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), hint != NULL);
}

/* The draft also changes with each host name; what is being typed must then stay. */
static void
draft_changed_cb (SpAccountPage *self, SpDraft *draft)
{
  SpRecipe *recipe = sp_draft_get_recipe (draft);
  const char *account_id = sp_draft_get_account_id (draft);
  g_autofree char *shown = NULL;

  if (recipe == NULL)
    return;

  shown =
      g_strdup_printf ("%s %s", sp_recipe_get_id (recipe), account_id != NULL ? account_id : "");
  if (g_strcmp0 (shown, self->shown) == 0)
    return;

  g_clear_pointer (&self->shown, g_free);
  self->shown = g_steal_pointer (&shown);
  gtk_label_set_text (self->heading, sp_recipe_get_name (recipe));
  show_status (self, recipe);
  show_accounts (self);
  show_fields (self);
}

/* The first thing to type is what the page is for. */
static void
sp_account_page_grab_focus (GtkWidget *widget)
{
  SpAccountPage *self = SP_ACCOUNT_PAGE (widget);
  g_autoptr (GList) rows = gtk_container_get_children (GTK_CONTAINER (self->fields));
  gboolean new = sp_draft_get_account_id (self->draft) == NULL;

  if (rows == NULL || !new)
    gtk_widget_grab_focus (GTK_WIDGET (self->hosts));
  else
    gtk_widget_grab_focus (sp_field_row_get_entry (rows->data));
}

static void
sp_account_page_dispose (GObject *object)
{
  SpAccountPage *self = SP_ACCOUNT_PAGE (object);

  g_clear_object (&self->draft);
  g_clear_pointer (&self->shown, g_free);

  G_OBJECT_CLASS (sp_account_page_parent_class)->dispose (object);
}

static void
sp_account_page_class_init (SpAccountPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_account_page_dispose;
  widget_class->grab_focus = sp_account_page_grab_focus;

  g_type_ensure (SP_TYPE_HOST_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-account-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpAccountPage, heading);
  gtk_widget_class_bind_template_child (widget_class, SpAccountPage, status);
  gtk_widget_class_bind_template_child (widget_class, SpAccountPage, account_row);
  gtk_widget_class_bind_template_child (widget_class, SpAccountPage, account);
  gtk_widget_class_bind_template_child (widget_class, SpAccountPage, fields);
  gtk_widget_class_bind_template_child (widget_class, SpAccountPage, hosts);
  gtk_widget_class_bind_template_callback (widget_class, account_chosen_cb);
}

static void
sp_account_page_init (SpAccountPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_account_page_set_draft:
 * @self: the page
 * @draft: what to edit
 *
 * Shows and changes @draft from now on.
 */
void
sp_account_page_set_draft (SpAccountPage *self, SpDraft *draft)
{
  g_return_if_fail (SP_IS_ACCOUNT_PAGE (self));

  g_set_object (&self->draft, draft);
  sp_host_editor_set_draft (self->hosts, draft);
  g_signal_connect_object (draft,
                           "changed",
                           G_CALLBACK (draft_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  draft_changed_cb (self, draft);
}

/**
 * sp_account_page_finish:
 * @self: the page
 * @error: %SP_ERROR_BAD_INPUT if something is missing or wrong
 *
 * Returns: whether the account and the names are complete
 */
gboolean
sp_account_page_finish (SpAccountPage *self, GError **error)
{
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpCredentials) credentials = NULL;
  g_autoptr (SpProfile) profile = NULL;

  g_return_val_if_fail (SP_IS_ACCOUNT_PAGE (self), FALSE);

  if (!sp_host_editor_finish (self->hosts, error) ||
      !sp_draft_build_account (self->draft, &account, &credentials, error))
    return FALSE;

  profile = sp_draft_build_profile (self->draft, error);
  return profile != NULL;
}
