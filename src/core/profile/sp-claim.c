/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-claim.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

static gboolean
keeps_family (SpProfile *profile, SpFamily family)
{
  SpRowMode row = sp_profile_get_row (profile, family);

  return row == SP_ROW_AUTOMATIC || row == SP_ROW_FIXED;
}

static const char *
find_common_host (SpProfile *a, SpProfile *b)
{
  for (const char *const *host = sp_profile_get_hosts (a); *host != NULL; host++)
    if (g_strv_contains (sp_profile_get_hosts (b), *host))
      return *host;
  return NULL;
}

static SpAccount *
find_account (GPtrArray *accounts, const char *id)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      SpAccount *account = g_ptr_array_index (accounts, i);

      if (strcmp (sp_account_get_id (account), id) == 0)
        return account;
    }
  return NULL;
}

static gboolean
is_same_server (SpAccount *a, SpAccount *b)
{
  return strcmp (sp_account_get_provider (a), sp_account_get_provider (b)) == 0 &&
         g_strcmp0 (sp_account_get (a, "server"), sp_account_get (b, "server")) == 0;
}

static gboolean
check_pair (SpProfile *profile, SpProfile *other, GError **error)
{
  const char *host = find_common_host (profile, other);

  if (host == NULL)
    return TRUE;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    if (keeps_family (profile, family) && keeps_family (other, family))
      {
        g_autofree char *name = sp_quote (sp_profile_get_name (other));

        g_set_error (error,
                     SP_ERROR,
                     SP_ERROR_BAD_INPUT,
                     "the profile %s already keeps %s of %s at this provider; take the name out of "
                     "one of them or switch one off",
                     name,
                     sp_family_to_string (family),
                     host);
        return FALSE;
      }
  return TRUE;
}

/**
 * sp_claim_check:
 * @profiles: (element-type SpProfile): what is there; a profile with the id of @profile is not looked at
 * @accounts: (element-type SpAccount): the accounts they use
 * @profile: a profile that shall be added
 * @account: its account
 * @error: %SP_ERROR_BAD_INPUT if another profile keeps the same name already
 *
 * A profile that is switched off claims nothing, and neither does a family that is off or left
 * alone.
 *
 * Returns: %TRUE if @profile can stand beside the others
 */
gboolean
sp_claim_check (GPtrArray *profiles,
                GPtrArray *accounts,
                SpProfile *profile,
                SpAccount *account,
                GError **error)
{
  if (!sp_profile_is_enabled (profile))
    return TRUE;

  for (guint i = 0; i < profiles->len; i++)
    {
      SpProfile *other = g_ptr_array_index (profiles, i);
      SpAccount *other_account = find_account (accounts, sp_profile_get_account_id (other));

      if (strcmp (sp_profile_get_id (other), sp_profile_get_id (profile)) == 0 ||
          !sp_profile_is_enabled (other) || other_account == NULL ||
          !is_same_server (account, other_account))
        continue;

      if (!check_pair (profile, other, error))
        return FALSE;
    }
  return TRUE;
}
