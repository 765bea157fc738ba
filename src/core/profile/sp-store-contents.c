/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-store-contents.h"

#include "profile/sp-claim.h"
#include "profile/sp-store-folder.h"

#include <string.h>

/* As a person looks for them: by site, then by name. */
static int
compare_profiles (gconstpointer a, gconstpointer b)
{
  const SpProfile *profile_a = *(const SpProfile *const *) a;
  const SpProfile *profile_b = *(const SpProfile *const *) b;
  int order = g_utf8_collate (sp_profile_get_group (profile_a), sp_profile_get_group (profile_b));

  if (order == 0)
    order = g_utf8_collate (sp_profile_get_name (profile_a), sp_profile_get_name (profile_b));
  if (order == 0)
    order = strcmp (sp_profile_get_id (profile_a), sp_profile_get_id (profile_b));
  return order;
}

static int
compare_accounts (gconstpointer a, gconstpointer b)
{
  const SpAccount *account_a = *(const SpAccount *const *) a;
  const SpAccount *account_b = *(const SpAccount *const *) b;
  int order = g_utf8_collate (sp_account_get_name (account_a), sp_account_get_name (account_b));

  if (order == 0)
    order = strcmp (sp_account_get_id (account_a), sp_account_get_id (account_b));
  return order;
}

static gboolean
take_account (gpointer user_data, const char *id, const char *text, GError **error)
{
  SpStoreContents *self = user_data;
  SpAccount *account = sp_account_from_text (id, text, error);

  if (account == NULL)
    return FALSE;

  g_ptr_array_add (self->accounts, account);
  return TRUE;
}

static gboolean
take_profile (gpointer user_data, const char *id, const char *text, GError **error)
{
  SpStoreContents *self = user_data;
  g_autoptr (SpProfile) profile = sp_profile_from_text (id, text, error);
  SpAccount *account;

  if (profile == NULL)
    return FALSE;

  account = sp_store_contents_find_account (self, sp_profile_get_account_id (profile));
  if (account != NULL && !sp_claim_check (self->profiles, self->accounts, profile, account, error))
    return FALSE;

  g_ptr_array_add (self->profiles, g_steal_pointer (&profile));
  return TRUE;
}

/**
 * sp_store_contents_new:
 *
 * Returns: (transfer full): the contents of a store without files
 */
SpStoreContents *
sp_store_contents_new (void)
{
  SpStoreContents *self = g_new0 (SpStoreContents, 1);

  self->profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_profile_unref);
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_account_unref);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  return self;
}

/**
 * sp_store_contents_read:
 * @profiles_folder: where the profiles are; one that is not there is empty
 * @accounts_folder: where the accounts are
 * @error: %SP_ERROR_STORAGE if a folder cannot be read
 *
 * Returns: (transfer full): what all files say; a file that cannot be used is a problem in it
 */
SpStoreContents *
sp_store_contents_read (const char *profiles_folder, const char *accounts_folder, GError **error)
{
  g_autoptr (SpStoreContents) self = sp_store_contents_new ();

  /* The accounts first: whether two profiles meet depends on them. */
  if (!sp_store_folder_load (accounts_folder,
                             SP_STORE_ACCOUNT_SUFFIX,
                             take_account,
                             self,
                             self->problems,
                             error) ||
      !sp_store_folder_load (profiles_folder,
                             SP_STORE_PROFILE_SUFFIX,
                             take_profile,
                             self,
                             self->problems,
                             error))
    return NULL;

  g_ptr_array_sort (self->profiles, compare_profiles);
  g_ptr_array_sort (self->accounts, compare_accounts);
  return g_steal_pointer (&self);
}

/**
 * sp_store_contents_free:
 * @self: (transfer full): contents
 */
void
sp_store_contents_free (SpStoreContents *self)
{
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_store_contents_find_account:
 * @self: contents
 * @id: the id of an account
 *
 * Returns: (transfer none) (nullable): the account
 */
SpAccount *
sp_store_contents_find_account (const SpStoreContents *self, const char *id)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      SpAccount *account = g_ptr_array_index (self->accounts, i);

      if (strcmp (sp_account_get_id (account), id) == 0)
        return account;
    }
  return NULL;
}

static gboolean
is_same_list (GPtrArray *a, GPtrArray *b, GEqualFunc is_equal)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!is_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_problem (gconstpointer a, gconstpointer b)
{
  return strcmp (((const GError *) a)->message, ((const GError *) b)->message) == 0;
}

/**
 * sp_store_contents_equal:
 * @a: contents
 * @b: contents
 *
 * Returns: %TRUE if both say the same, problems included
 */
gboolean
sp_store_contents_equal (const SpStoreContents *a, const SpStoreContents *b)
{
  return is_same_list (a->profiles, b->profiles, (GEqualFunc) sp_profile_equal) &&
         is_same_list (a->accounts, b->accounts, (GEqualFunc) sp_account_equal) &&
         is_same_list (a->problems, b->problems, is_same_problem);
}
