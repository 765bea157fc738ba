/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-provider-page.h"

#include <glib/gi18n.h>

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

struct _SpProviderPage
{
  GtkBox parent_instance;

  SpCatalogue *catalogue; /* (owned) (nullable): %NULL until it is set */
  guint n_found;
  guint n_shown;       /* rows below this rank are visible */
  gboolean is_filling; /* more become visible with each frame */
  GHashTable *rows;    /* (owned): id → GtkListBoxRow of the list, one for each that was found */
  GtkListBoxRow *ways_out[G_N_ELEMENTS (ways_out)]; /* (unowned): rows of the list */

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

/* The order of the rows: what was found, the ways out, and what was not found, which is hidden. */
#define LAST_RANK (G_MAXUINT / 2)
#define NO_RANK   G_MAXUINT

/* more than the window is high, and few enough to be laid out at once */
#define ROWS_A_FRAME 30

static gboolean
is_way_out (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ways_out); i++)
    if (g_str_equal (ways_out[i].id, id))
      return TRUE;
  return FALSE;
}

static gboolean
is_dead (const SpListing *listing)
{
  return sp_listing_get_status (listing) == SP_PROVIDER_DEAD;
}

static const char *
describe_mark (const SpListing *listing)
{
  const char *verified = sp_listing_get_verified (listing);

  if (is_dead (listing))
    return _ ("gone");
  if (sp_listing_is_custom (listing))
    return _ ("your own");
  if (sp_listing_get_status (listing) == SP_PROVIDER_MOVING)
    return _ ("moving");
  if (g_str_equal (verified, "official"))
    return _ ("documented");
  return g_str_equal (verified, "peer") ? _ ("from other programs") : _ ("inferred");
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

static GtkWidget *
add_row (SpProviderPage *self,
         const char *id,
         const char *title,
         const char *hint,
         const char *mark)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *name = create_label (title, FALSE);
  GtkWidget *line = create_label (hint, TRUE);

  g_object_set (grid, "margin", 6, "column-spacing", 12, NULL);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_grid_attach (GTK_GRID (grid), name, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), create_label (mark, TRUE), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), line, 0, 1, 2, 1);
  gtk_container_add (GTK_CONTAINER (row), grid);
  g_object_set_data_full (G_OBJECT (row), "recipe", g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (row), "name", name);
  g_object_set_data (G_OBJECT (row), "hint", line);
  atk_object_set_name (gtk_widget_get_accessible (row), title);
  gtk_widget_show_all (row);
  gtk_container_add (GTK_CONTAINER (self->list), row);
  return row;
}

/* It can be looked at, and a screen reader can stop at it; it cannot be taken. */
static void
bar_row (GtkWidget *row, const SpListing *listing)
{
  GtkWidget *name = g_object_get_data (G_OBJECT (row), "name");
  GtkLabel *hint = g_object_get_data (G_OBJECT (row), "hint");
  g_autofree char *said =
      g_strdup_printf ("%s: %s", sp_listing_get_name (listing), sp_listing_get_hint (listing));

  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_style_context_add_class (gtk_widget_get_style_context (name), "dim-label");
  gtk_label_set_ellipsize (hint, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_line_wrap (hint, TRUE);
  gtk_label_set_max_width_chars (hint, 40);
  atk_object_set_name (gtk_widget_get_accessible (row), said);
}

/* Made once and then hidden and shown: with hundreds of providers, rows that are made anew for each
 * key that is pressed would lag behind. */
static GtkWidget *
ensure_row (SpProviderPage *self, const SpListing *listing)
{
  const char *id = sp_listing_get_id (listing);
  GtkWidget *row = g_hash_table_lookup (self->rows, id);

  if (row != NULL)
    return row;

  row = add_row (self,
                 id,
                 sp_listing_get_name (listing),
                 is_dead (listing) ? sp_listing_get_hint (listing)
                                   : sp_listing_get_website (listing),
                 describe_mark (listing));
  if (is_dead (listing))
    bar_row (row, listing);
  g_hash_table_insert (self->rows, g_strdup (id), row);
  return row;
}

static void
set_rank (GtkWidget *row, guint rank)
{
  g_object_set_data (G_OBJECT (row), "rank", GUINT_TO_POINTER (rank));
}

static guint
get_rank (GtkListBoxRow *row)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "rank"));
}

static int
compare_rows (GtkListBoxRow *first, GtkListBoxRow *second, gpointer user_data)
{
  return get_rank (first) < get_rank (second) ? -1 : get_rank (first) > get_rank (second);
}

static void
add_ways_out (SpProviderPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways_out); i++)
    {
      GtkWidget *row =
          add_row (self, ways_out[i].id, _ (ways_out[i].title), _ (ways_out[i].hint), "");

      set_rank (row, LAST_RANK + i);
      self->ways_out[i] = GTK_LIST_BOX_ROW (row);
    }
}

/* Only rows that come or go are touched: each costs a layout, and a word to a screen reader. */
static void
show_found (SpProviderPage *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    gtk_widget_set_visible (row, get_rank (row) < self->n_shown);
}

/* The rest follows frame by frame, below what can be seen. */
static gboolean
show_more_cb (GtkWidget *list, GdkFrameClock *clock, gpointer user_data)
{
  SpProviderPage *self = user_data;

  self->n_shown += ROWS_A_FRAME;
  show_found (self);
  self->is_filling = self->n_shown < self->n_found;
  return self->is_filling ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
begin_to_show (SpProviderPage *self, guint n_found)
{
  self->n_found = n_found;
  self->n_shown = ROWS_A_FRAME;
  show_found (self);
  if (self->is_filling || n_found <= self->n_shown)
    return;

  self->is_filling = TRUE;
  gtk_widget_add_tick_callback (GTK_WIDGET (self->list), show_more_cb, self, NULL);
}

static void
forget_ranks (SpProviderPage *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    set_rank (row, NO_RANK);
}

/* What Enter takes: the first provider, or the way out that is searched for. Where all that was found
 * is gone, nothing: it is there to be read. */
static GtkListBoxRow *
find_best (SpProviderPage *self, const char *search, GPtrArray *listings)
{
  for (guint i = 0; i < listings->len; i++)
    {
      const char *id = sp_listing_get_id (listings->pdata[i]);

      if (is_way_out (id))
        continue;
      return is_dead (listings->pdata[i]) ? NULL : g_hash_table_lookup (self->rows, id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (ways_out); i++)
    if (g_str_match_string (search, _ (ways_out[i].title), TRUE))
      return self->ways_out[i];
  return self->ways_out[0];
}

static void
fill (SpProviderPage *self, const char *search)
{
  g_autoptr (GPtrArray) listings = sp_catalogue_search (self->catalogue, search);

  forget_ranks (self);
  for (guint i = 0; i < listings->len; i++)
    {
      GtkWidget *row;

      if (is_way_out (sp_listing_get_id (listings->pdata[i])))
        continue;
      row = ensure_row (self, listings->pdata[i]);
      set_rank (row, i);
    }
  begin_to_show (self, listings->len);
  gtk_list_box_invalidate_sort (self->list);
  gtk_adjustment_set_value (gtk_list_box_get_adjustment (self->list), 0);

  /* of nothing, too: gtk_list_box_unselect_all() would leave the last one */
  gtk_list_box_select_row (self->list, find_best (self, search, listings));
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
  SpProviderPage *self = SP_PROVIDER_PAGE (object);

  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->rows, g_hash_table_unref);

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
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
  add_ways_out (self);
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
