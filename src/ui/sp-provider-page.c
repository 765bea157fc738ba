/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-provider-page.h"

#include <glib/gi18n.h>

struct _SpProviderPage
{
  GtkBox parent_instance;

  SpCatalogue *catalogue; /* (owned) (nullable): %NULL until it is set */

  /* Template widgets */
  GtkEntry *search;
  GtkListBox *list;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

G_DEFINE_FINAL_TYPE (SpProviderPage, sp_provider_page, GTK_TYPE_BOX)

static guint signals[N_SIGNALS];

/* These are not found but always offered, at the end. */
static const struct
{
  const char *id;
  const char *title;
  const char *hint;
} ways_out[] = {
  { "dyndns2",
    N_ ("Not listed: a server that speaks dyndns2"),
    N_ ("Most providers do: server, user name and password") },
  { "url",
    N_ ("Not listed: an address of your own"),
    N_ ("Any URL that takes the address, with placeholders") },
  { "practice",
    N_ ("Just trying: the practice provider"),
    N_ ("On this machine, without an account") },
};

static gboolean
is_way_out (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways_out); i++)
    if (g_str_equal (ways_out[i].id, id))
      return TRUE;
  return FALSE;
}

static const char *
describe_mark (SpProviderPage *self, SpRecipe *recipe)
{
  if (sp_catalogue_is_custom (self->catalogue, sp_recipe_get_id (recipe)))
    return _ ("your own");

  switch (sp_recipe_get_verified (recipe))
    {
    case SP_VERIFIED_OFFICIAL:
      return _ ("documented");
    case SP_VERIFIED_PEER:
      return _ ("from other programs");
    case SP_VERIFIED_INFERRED:
      return _ ("inferred");
    default:
      return "";
    }
}

static GtkWidget *
create_label (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (dim)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), "dim-label");
  return label;
}

static void
add_row (SpProviderPage *self,
         const char *id,
         const char *title,
         const char *hint,
         const char *mark)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *name = create_label (title, FALSE);

  g_object_set (grid, "margin", 6, "column-spacing", 12, NULL);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_grid_attach (GTK_GRID (grid), name, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), create_label (mark, TRUE), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), create_label (hint, TRUE), 0, 1, 2, 1);
  gtk_container_add (GTK_CONTAINER (row), grid);
  g_object_set_data_full (G_OBJECT (row), "recipe", g_strdup (id), g_free);
  atk_object_set_name (gtk_widget_get_accessible (row), title);
  gtk_widget_show_all (row);
  gtk_container_add (GTK_CONTAINER (self->list), row);
}

/* What Enter takes: the first provider, or the way out that is searched for. */
static int
find_best (const char *search, guint n_providers)
{
  for (guint i = 0; n_providers == 0 && i < G_N_ELEMENTS (ways_out); i++)
    if (g_str_match_string (search, _ (ways_out[i].title), TRUE))
      return (int) i;
  return 0;
}

static void
fill (SpProviderPage *self, const char *search)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self->list));
  g_autoptr (GPtrArray) recipes = sp_catalogue_search (self->catalogue, search);
  guint n_providers = 0;

  for (GList *child = children; child != NULL; child = child->next)
    gtk_widget_destroy (child->data);

  for (guint i = 0; i < recipes->len; i++)
    {
      SpRecipe *recipe = g_ptr_array_index (recipes, i);

      if (is_way_out (sp_recipe_get_id (recipe)))
        continue;
      add_row (self,
               sp_recipe_get_id (recipe),
               sp_recipe_get_name (recipe),
               sp_recipe_get_website (recipe),
               describe_mark (self, recipe));
      n_providers++;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ways_out); i++)
    add_row (self, ways_out[i].id, _ (ways_out[i].title), _ (ways_out[i].hint), "");
  gtk_list_box_select_row (self->list,
                           gtk_list_box_get_row_at_index (self->list,
                                                          find_best (search, n_providers)));
}

static void
choose (SpProviderPage *self, GtkListBoxRow *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, g_object_get_data (G_OBJECT (row), "recipe"));
}

static void
search_changed_cb (SpProviderPage *self, GtkEntry *entry)
{
  fill (self, gtk_entry_get_text (entry));
}

static void
search_activated_cb (SpProviderPage *self, GtkEntry *entry)
{
  choose (self, gtk_list_box_get_selected_row (self->list));
}

static void
row_activated_cb (SpProviderPage *self, GtkListBoxRow *row, GtkListBox *list)
{
  choose (self, row);
}

static void
sp_provider_page_dispose (GObject *object)
{
  g_clear_object (&SP_PROVIDER_PAGE (object)->catalogue);

  G_OBJECT_CLASS (sp_provider_page_parent_class)->dispose (object);
}

static void
sp_provider_page_class_init (SpProviderPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = sp_provider_page_dispose;

  /**
   * SpProviderPage::chosen:
   * @recipe_id: the provider
   *
   * The person chose a provider.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         G_TYPE_FROM_CLASS (class),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               SP_APPLICATION_PATH "/ui/sp-provider-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, search);
  gtk_widget_class_bind_template_child (widget_class, SpProviderPage, list);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sp_provider_page_init (SpProviderPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_provider_page_set_catalogue:
 * @self: the page
 * @catalogue: the providers
 *
 * Lists all of them.
 */
void
sp_provider_page_set_catalogue (SpProviderPage *self, SpCatalogue *catalogue)
{
  g_return_if_fail (SP_IS_PROVIDER_PAGE (self));

  g_set_object (&self->catalogue, catalogue);
  fill (self, "");
}
