/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "recipe/sp-catalogue.h"
#include "sp-scratch.h"

/* What is wanted is 2 ms for a recipe and a frame of a screen, 16 ms, for a search. What is asserted is
 * what no machine, however busy, and no sanitizer should reach; the numbers themselves are printed. */
#define RECIPE_MOST_MS 150.0
#define SEARCH_MOST_MS 400.0
#define N_MANY         240
#define N_WORST        5

static const char *const texts[] = { "", "d", "dyn", "home.dedyn.io", "google domains", "zzzz" };

/* counted by the log, since reading is nothing that can be seen from outside */
static guint n_read;

typedef struct
{
  char *id; /* (owned) */
  double ms;
} Time;

static void
time_free (gpointer data)
{
  Time *self = data;

  g_free (self->id);
  g_free (self);
}

static GLogWriterOutput
count_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0 &&
        g_str_has_prefix (fields[i].value, "reading the recipe of "))
      {
        n_read++;
        return G_LOG_WRITER_HANDLED;
      }

  return g_log_writer_default (level, fields, n_fields, user_data);
}

static double
get_ms_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const Time *first = *(const Time *const *) a;
  const Time *second = *(const Time *const *) b;

  return first->ms < second->ms ? 1 : first->ms > second->ms ? -1 : 0;
}

static void
test_recipes (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);
  g_autoptr (GPtrArray) all = sp_catalogue_search (catalogue, NULL);
  g_autoptr (GPtrArray) times = g_ptr_array_new_with_free_func (time_free);
  double sum_ms = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const char *id = sp_listing_get_id (all->pdata[i]);
      gint64 start_us = g_get_monotonic_time ();
      g_autoptr (SpRecipe) recipe = sp_catalogue_lookup (catalogue, id, NULL);
      Time *time = g_new0 (Time, 1);

      time->ms = get_ms_since (start_us);
      time->id = g_strdup (id);
      g_assert_nonnull (recipe);
      sum_ms += time->ms;
      g_ptr_array_add (times, time);
    }

  g_ptr_array_sort (times, compare_times);
  g_test_message ("%u recipes are read in %.2f ms; the slowest:", times->len, sum_ms);
  for (guint i = 0; i < MIN (N_WORST, times->len); i++)
    g_test_message ("  %s %.2f ms", ((Time *) times->pdata[i])->id, ((Time *) times->pdata[i])->ms);
  g_assert_cmpfloat (((Time *) times->pdata[0])->ms, <, RECIPE_MOST_MS);
}

static double
search (SpCatalogue *catalogue, const char *text)
{
  gint64 start_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) found = sp_catalogue_search (catalogue, text);
  double ms = get_ms_since (start_us);

  g_test_message ("“%s” finds %u in %.2f ms", text, found->len, ms);
  return ms;
}

static void
test_search (void)
{
  g_autoptr (SpCatalogue) catalogue = sp_catalogue_new (NULL);

  n_read = 0;
  g_test_message ("with the reading of the index:");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpfloat (search (catalogue, texts[i]), <, SEARCH_MOST_MS);
  g_assert_cmpuint (n_read, ==, 0);
}

static void
write_many (const char *folder)
{
  for (guint i = 0; i < N_MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("many-%u.recipe", i);
      g_autofree char *text = g_strdup_printf (
          "[Provider]\nFormat=1\nId=many-%u\nName=Provider %u\nAliases=many%u.example;dyn%u;\n"
          "Website=https://many.example/\nSource=https://many.example/\nChecked=2026-11-22\n"
          "Verified=inferred\nProtocol=dyndns2\nHosts=many.example;\nFamilies=ipv4;\n"
          "[Field user]\nLabel=U\n[Field pass]\nLabel=P\nSecret=true\n"
          "[Dyndns2]\nUrl=https://many.example/nic/update\n",
          i,
          i,
          i,
          i);

      sp_scratch_write (folder, name, text);
    }
}

static void
test_many (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (SpCatalogue) catalogue = NULL;

  write_many (folder);
  catalogue = sp_catalogue_new (folder);
  g_test_message ("%u of the person's own are read:", N_MANY);
  search (catalogue, "");
  g_test_message ("and then:");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpfloat (search (catalogue, texts[i]), <, SEARCH_MOST_MS);
  sp_scratch_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (count_cb, NULL, NULL);

  g_test_add_func ("/catalogue-speed/recipes", test_recipes);
  g_test_add_func ("/catalogue-speed/search", test_search);
  g_test_add_func ("/catalogue-speed/many", test_many);

  return g_test_run ();
}
