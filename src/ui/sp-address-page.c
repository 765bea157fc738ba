/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-address-page.h"

#include "provider/sp-profile-check.h"

#include <glib/gi18n.h>
#include <string.h>

/* the least that a profile may ask for; nothing below it but 0, which stands for nothing */
#define MIN_TTL_S 30

struct _SpAddressPage
{
  GtkBox parent_instance;

  SpDraft *draft;  /* (owned) (nullable): %NULL until it is set */
  SpRecipe *shown; /* (unowned): only compared; whose families are offered */
  gboolean filling;

  /* Template widgets */
  GtkEntry *name;
  GtkEntry *group;
  GtkComboBox *device;
  GtkLabel *device_hint;
  GtkComboBox *ipv4;
  GtkComboBox *ipv6;
  GtkEntry *fixed4;
  GtkEntry *fixed6;
  GtkLabel *family_hint;
  GtkExpander *expander;
  GtkComboBox *source;
  GtkEntry *source_text;
  GtkToggleButton *special;
  GtkExpander *record;
  GtkSpinButton *ttl;
  GtkToggleButton *create;
};

G_DEFINE_FINAL_TYPE (SpAddressPage, sp_address_page, GTK_TYPE_BOX)

/* A value such as “fixed:203.0.113.7” is a choice and a text; these two put it apart and together. */

static void
show_choice (GtkComboBox *combo, GtkEntry *entry, const char *value)
{
  const char *colon = strchr (value, ':');
  g_autofree char *choice = colon != NULL ? g_strndup (value, (gsize) (colon - value))
                                          : g_strdup (value);

  gtk_combo_box_set_active_id (combo, choice);
  gtk_entry_set_text (entry, colon != NULL ? colon + 1 : "");
  gtk_widget_set_visible (GTK_WIDGET (entry), colon != NULL);
}

static void
take_choice (SpDraft *draft, const char *key, GtkComboBox *combo, GtkEntry *entry)
{
  const char *choice = gtk_combo_box_get_active_id (combo);
  gboolean has_text = g_strcmp0 (choice, "fixed") == 0 || g_strcmp0 (choice, "interface") == 0 ||
                      g_strcmp0 (choice, "url") == 0;
  g_autofree char *value = NULL;

  if (choice == NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (entry), has_text);
  value = has_text ? g_strconcat (choice, ":", gtk_entry_get_text (entry), NULL)
                   : g_strdup (choice);
  sp_draft_set (draft, key, value);
}

static void
show_hints (SpAddressPage *self)
{
  gboolean network = g_strcmp0 (gtk_combo_box_get_active_id (self->device), "this-network") == 0;
  const char *source = gtk_combo_box_get_active_id (self->source);

  gtk_label_set_text (self->device_hint,
                      network ? _ ("The address that this network has outside; for IPv6, too, "
                                   "the one that services on the Internet see.")
                              : _ ("For IPv6, this computer's own address that stays; for IPv4, "
                                   "the one that its network has outside."));
  gtk_entry_set_placeholder_text (self->source_text,
                                  g_strcmp0 (source, "interface") == 0 ? "eth0"
                                                                       : "https://ip.example.net/");
}

/* GtkSpinButton::input: nothing is 0, and too little becomes the least. */
static int
ttl_input_cb (GtkSpinButton *button, double *value, gpointer user_data)
{
  guint64 seconds = g_ascii_strtoull (gtk_entry_get_text (GTK_ENTRY (button)), NULL, 10);

  *value = seconds == 0 ? 0 : (double) MAX (seconds, MIN_TTL_S);
  return TRUE;
}

/* GtkSpinButton::output: an empty one shows its placeholder. */
static gboolean
ttl_output_cb (GtkSpinButton *button, gpointer user_data)
{
  int seconds = gtk_spin_button_get_value_as_int (button);
  g_autofree char *text = seconds == 0 ? g_strdup ("") : g_strdup_printf ("%d", seconds);

  if (!g_str_equal (text, gtk_entry_get_text (GTK_ENTRY (button))))
    gtk_entry_set_text (GTK_ENTRY (button), text);
  return TRUE;
}

static void
take_record (SpAddressPage *self)
{
  int seconds = gtk_spin_button_get_value_as_int (self->ttl);
  /* the arrows step over what nobody may ask for */
  g_autofree char *ttl = seconds == 0 ? g_strdup ("")
                                      : g_strdup_printf ("%d", MAX (seconds, MIN_TTL_S));

  sp_draft_set (self->draft, "ttl", ttl);
  sp_draft_set (self->draft,
                "create",
                gtk_toggle_button_get_active (self->create) ? "true" : "false");
}

static void
show_record (SpAddressPage *self, SpRecipe *recipe)
{
  const char *ttl = sp_draft_get (self->draft, "ttl");
  gboolean may_create = g_str_equal (sp_draft_get (self->draft, "create"), "true");

  gtk_widget_set_visible (GTK_WIDGET (self->record), sp_profile_check_keeps_records (recipe));
  gtk_spin_button_set_value (self->ttl, (double) g_ascii_strtoull (ttl, NULL, 10));
  gtk_toggle_button_set_active (self->create, may_create);
  gtk_expander_set_expanded (self->record, *ttl != '\0' || !may_create);
}

static void
changed_cb (SpAddressPage *self, GtkWidget *widget)
{
  if (self->filling || self->draft == NULL)
    return;

  sp_draft_set (self->draft, "name", gtk_entry_get_text (self->name));
  sp_draft_set (self->draft, "group", gtk_entry_get_text (self->group));
  sp_draft_set (self->draft, "device", gtk_combo_box_get_active_id (self->device));
  sp_draft_set (self->draft,
                "allow-special",
                gtk_toggle_button_get_active (self->special) ? "true" : "false");
  take_choice (self->draft, "ipv4", self->ipv4, self->fixed4);
  take_choice (self->draft, "ipv6", self->ipv6, self->fixed6);
  take_choice (self->draft, "source", self->source, self->source_text);
  take_record (self);
  show_hints (self);
}

static void
offer_families (SpAddressPage *self, SpRecipe *recipe)
{
  gboolean has4 = sp_recipe_has_family (recipe, SP_FAMILY_IPV4);
  gboolean has6 = sp_recipe_has_family (recipe, SP_FAMILY_IPV6);
  g_autofree char *hint = NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->ipv4), has4);
  gtk_widget_set_sensitive (GTK_WIDGET (self->ipv6), has6);
  if (!has6)
    hint = g_strdup_printf (_ ("%s takes no IPv6 addresses."), sp_recipe_get_name (recipe));
  else if (!has4)
    hint = g_strdup_printf (_ ("%s takes no IPv4 addresses."), sp_recipe_get_name (recipe));
  gtk_label_set_text (self->family_hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->family_hint), hint != NULL);
}

static void
draft_changed_cb (SpAddressPage *self, SpDraft *draft)
{
  SpRecipe *recipe = sp_draft_get_recipe (draft);

  if (recipe == NULL || recipe == self->shown)
    return;

  self->shown = recipe;
  self->filling = TRUE;
  offer_families (self, recipe);
  gtk_entry_set_text (self->name, sp_draft_get (draft, "name"));
  gtk_entry_set_text (self->group, sp_draft_get (draft, "group"));
  gtk_combo_box_set_active_id (self->device, sp_draft_get (draft, "device"));
  gtk_toggle_button_set_active (self->special,
                                g_str_equal (sp_draft_get (draft, "allow-special"), "true"));
  show_choice (self->ipv4, self->fixed4, sp_draft_get (draft, "ipv4"));
  show_choice (self->ipv6, self->fixed6, sp_draft_get (draft, "ipv6"));
  show_choice (self->source, self->source_text, sp_draft_get (draft, "source"));
  gtk_expander_set_expanded (self->expander,
                             !g_str_equal (sp_draft_get (draft, "source"), "automatic") ||
                                 gtk_toggle_button_get_active (self->special));
  show_record (self, recipe);
  show_hints (self);
  self->filling = FALSE;
}

static void
sp_address_page_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (GTK_WIDGET (SP_ADDRESS_PAGE (widget)->name));
}

static void
sp_address_page_dispose (GObject *object)
{
  g_clear_object (&SP_ADDRESS_PAGE (object)->draft);

  G_OBJECT_CLASS (sp_address_page_parent_class)->dispose (object);
}

static void
sp_address_page_class_init (SpAddressPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_address_page_dispose;
  widget_class->grab_focus = sp_address_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-address-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, name);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, group);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, device);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, device_hint);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, ipv4);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, ipv6);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, fixed4);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, fixed6);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, family_hint);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, expander);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, source);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, source_text);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, special);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, record);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, ttl);
  gtk_widget_class_bind_template_child (widget_class, SpAddressPage, create);
  gtk_widget_class_bind_template_callback (widget_class, ttl_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, ttl_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
sp_address_page_init (SpAddressPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_address_page_set_draft:
 * @self: the page
 * @draft: what to edit
 *
 * Shows and changes @draft from now on.
 */
void
sp_address_page_set_draft (SpAddressPage *self, SpDraft *draft)
{
  g_return_if_fail (SP_IS_ADDRESS_PAGE (self));

  g_set_object (&self->draft, draft);
  g_signal_connect_object (draft,
                           "changed",
                           G_CALLBACK (draft_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  draft_changed_cb (self, draft);
}
