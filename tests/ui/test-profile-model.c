/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-profile-item.h"
#include "sp-profile-model.h"

#define NOW_S G_GINT64_CONSTANT (1795344300)

/* @names are “group/name” with commas between; the name is the id, too. */
static SpStatus *
make_status (const char *names)
{
  SpStatus *status = sp_status_new (NOW_S);
  g_auto (GStrv) words = g_strsplit (names, ",", -1);

  for (gsize i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "/", 2);
      g_autoptr (SpProfile) bare = sp_profile_new (parts[1], parts[1], "0a");
      g_autoptr (SpProfile) grouped = sp_profile_with (bare, "group", parts[0], NULL);
      g_autoptr (SpProfile)
          profile = sp_profile_with (grouped, "hosts", "xn--mller-kva.example.org", NULL);
      SpProfileStatus *row = sp_profile_status_new (profile, "Home", "No-IP");

      g_ptr_array_add (row->targets,
                       sp_target_status_new ("xn--mller-kva.example.org", SP_FAMILY_IPV4));
      sp_status_add_profile (status, row);
    }
  return status;
}

static char *
write_items (GListModel *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (SpProfileItem) item = g_list_model_get_item (items, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", sp_profile_item_get_id (item));
    }
  return g_string_free (text, FALSE);
}

static void
count_cb (GListModel *items, guint position, guint removed, guint added, guint *moved)
{
  *moved += removed + added;
}

static void
test_update (void)
{
  static const struct
  {
    const char *proves;
    const char *before;
    const char *after;
    const char *search;
    const char *order;
    guint moved;
  } rows[] = {
    { "an equal list moves nothing", "Home/a,Home/b", "Home/a,Home/b", "", "a,b", 0 },
    { "a new one is put in its place", "Home/a,Home/c", "Home/a,Home/b,Home/c", "", "a,b,c", 1 },
    { "the last one goes", "Home/a,Home/b", "Home/a", "", "a", 1 },
    { "the group comes before the name", "", "Shop/a,Home/b", "", "b,a", 2 },
    { "search looks into names", "Home/a,Home/b", "Home/a,Home/b", "B", "b", 1 },
    { "search knows the name as it is shown", "", "Home/a", "MÜLLER", "a", 1 },
    { "search knows the provider", "", "Home/a", "no-ip", "a", 1 },
    { "search finds nothing", "Home/a", "Home/a", "zzz", "", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GListStore) items = g_list_store_new (SP_TYPE_PROFILE_ITEM);
      g_autoptr (SpStatus) before = make_status (rows[i].before);
      g_autoptr (SpStatus) after = make_status (rows[i].after);
      g_autofree char *order = NULL;
      guint moved = 0;

      g_test_message ("%s", rows[i].proves);
      sp_profile_model_update (items, before, "");
      g_signal_connect (items, "items-changed", G_CALLBACK (count_cb), &moved);
      sp_profile_model_update (items, after, rows[i].search);
      order = write_items (G_LIST_MODEL (items));
      g_assert_cmpstr (order, ==, rows[i].order);
      g_assert_cmpuint (moved, ==, rows[i].moved);
    }
}

static void
notify_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  *count += 1;
}

static void
test_item_keeps_still (void)
{
  g_autoptr (GListStore) items = g_list_store_new (SP_TYPE_PROFILE_ITEM);
  g_autoptr (SpStatus) one = make_status ("Home/a");
  g_autoptr (SpStatus) same = make_status ("Home/a");
  g_autoptr (SpProfileItem) item = NULL;
  guint notified = 0;

  sp_profile_model_update (items, one, "");
  item = g_list_model_get_item (G_LIST_MODEL (items), 0);
  g_signal_connect (item, "notify", G_CALLBACK (notify_cb), &notified);
  sp_profile_model_update (items, same, "");
  g_assert_cmpuint (notified, ==, 0);
  g_assert_true (sp_profile_item_get_status (item) == same);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile-model/update", test_update);
  g_test_add_func ("/profile-model/item-keeps-still", test_item_keeps_still);
  return g_test_run ();
}
