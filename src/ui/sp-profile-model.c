/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-profile-model.h"

#include "profile/sp-host-name.h"
#include "sp-profile-item.h"

/* The list of profiles follows the status by the smallest change: a row stays the same widget, at
 * the same place and with the same focus, while its texts change. */

static const char *
get_group (const SpProfileStatus *profile)
{
  const char *group = sp_profile_get_group (profile->profile);

  return group != NULL ? group : "";
}

static int
compare_profiles (gconstpointer a, gconstpointer b)
{
  const SpProfileStatus *one = *(const SpProfileStatus *const *) a;
  const SpProfileStatus *other = *(const SpProfileStatus *const *) b;
  int order = g_utf8_collate (get_group (one), get_group (other));

  if (order == 0)
    order = g_utf8_collate (sp_profile_get_name (one->profile),
                            sp_profile_get_name (other->profile));
  if (order == 0)
    order = g_strcmp0 (sp_profile_get_id (one->profile), sp_profile_get_id (other->profile));
  return order;
}

static GPtrArray *
choose_profiles (SpStatus *status, const char *search)
{
  GPtrArray *all = sp_status_get_profiles (status);
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    if (sp_profile_model_matches (g_ptr_array_index (all, i), search))
      g_ptr_array_add (chosen, g_ptr_array_index (all, i));
  g_ptr_array_sort (chosen, compare_profiles);
  return chosen;
}

static gboolean
item_is_of (GListModel *items, guint position, const SpProfileStatus *profile)
{
  g_autoptr (SpProfileItem) item = g_list_model_get_item (items, position);

  return g_str_equal (sp_profile_item_get_id (item), sp_profile_get_id (profile->profile));
}

static SpProfileItem *
find_or_create (GListModel *items, const SpProfileStatus *profile)
{
  guint length = g_list_model_get_n_items (items);

  for (guint i = 0; i < length; i++)
    if (item_is_of (items, i, profile))
      return g_list_model_get_item (items, i);
  return sp_profile_item_new (sp_profile_get_id (profile->profile));
}

static gboolean
contains (const char *text, const char *folded_search)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;
  folded = g_utf8_casefold (text, -1);
  return strstr (folded, folded_search) != NULL;
}

/**
 * sp_profile_model_matches:
 * @profile: a profile
 * @search: what the person looks for; “” finds everything
 *
 * Returns: whether the name, the group, the account, the provider or a host name holds @search
 */
gboolean
sp_profile_model_matches (const SpProfileStatus *profile, const char *search)
{
  g_autofree char *folded = g_utf8_casefold (search, -1);
  const char *const *hosts = sp_profile_get_hosts (profile->profile);

  if (*folded == '\0' || contains (sp_profile_get_name (profile->profile), folded) ||
      contains (get_group (profile), folded) || contains (profile->account_name, folded) ||
      contains (profile->provider_name, folded))
    return TRUE;

  for (gsize i = 0; hosts[i] != NULL; i++)
    {
      g_autofree char *shown = sp_host_name_to_display (hosts[i]);

      if (contains (hosts[i], folded) || contains (shown, folded))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_profile_model_update:
 * @items: (element-type SpProfileItem): the list to bring up to date
 * @status: what is true now
 * @search: only profiles that match are listed; “” lists all
 *
 * Sorts by group and name. Only the part of @items whose order really changed is replaced; items of
 * profiles that stay are kept.
 */
void
sp_profile_model_update (GListStore *items, SpStatus *status, const char *search)
{
  GListModel *model = G_LIST_MODEL (items);
  g_autoptr (GPtrArray) profiles = choose_profiles (status, search);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  guint length = g_list_model_get_n_items (model);
  guint head = 0;
  guint tail = 0;

  for (guint i = 0; i < profiles->len; i++)
    {
      const SpProfileStatus *profile = g_ptr_array_index (profiles, i);
      SpProfileItem *item = find_or_create (model, profile);

      sp_profile_item_update (item, status, profile);
      g_ptr_array_add (wanted, item);
    }

  while (head < length && head < profiles->len &&
         item_is_of (model, head, g_ptr_array_index (profiles, head)))
    head++;
  while (
      tail < length - head && tail < profiles->len - head &&
      item_is_of (model, length - 1 - tail, g_ptr_array_index (profiles, profiles->len - 1 - tail)))
    tail++;

  if (head + tail < length || head + tail < profiles->len)
    g_list_store_splice (items,
                         head,
                         length - head - tail,
                         wanted->pdata + head,
                         profiles->len - head - tail);
}
