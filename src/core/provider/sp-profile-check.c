/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-profile-check.h"

#include <string.h>

#include "base/sp-error.h"
#include "base/sp-quote.h"
#include "profile/sp-host-name.h"

static const char *const family_names[SP_N_FAMILIES] = { "IPv4", "IPv6" };

/**
 * sp_profile_check_host:
 * @host: a normalized host name
 * @recipe: the provider that is to keep it
 * @error: %SP_ERROR_BAD_INPUT if it takes no such name
 *
 * Returns: %TRUE if the provider may know the name
 */
gboolean
sp_profile_check_host (const char *host, const SpRecipe *recipe, GError **error)
{
  const char *suffix = sp_recipe_get_name_suffix (recipe);
  g_autofree char *shown = NULL;

  if (sp_host_name_is_wildcard (host) && !sp_recipe_allows_wildcard (recipe))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s takes no names that begin with “*.”",
                   sp_recipe_get_name (recipe));
      return FALSE;
    }
  if (suffix == NULL || *suffix == '\0' || g_str_has_suffix (host, suffix))
    return TRUE;

  shown = sp_quote (host);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s does not end in “%s”, as the names at %s do",
               shown,
               suffix,
               sp_recipe_get_name (recipe));
  return FALSE;
}

/**
 * sp_profile_check_keeps_records:
 * @recipe: a provider
 *
 * Returns: %TRUE if it lets the person say what a record is like and whether it may be made; %FALSE
 *   if it is told an address and does the rest by itself
 */
gboolean
sp_profile_check_keeps_records (const SpRecipe *recipe)
{
  SpProtocolKind protocol = sp_recipe_get_protocol (recipe);

  return protocol != SP_PROTOCOL_DYNDNS2 && protocol != SP_PROTOCOL_ONESHOT;
}

static gboolean
check_records (SpProfile *profile, const SpRecipe *recipe, GError **error)
{
  if (sp_profile_check_keeps_records (recipe))
    return TRUE;

  if (sp_profile_get_ttl_s (profile) != 0)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BAD_INPUT,
                 "%s decides itself how long an address is remembered; leave ttl empty",
                 sp_recipe_get_name (recipe));
  else if (!sp_profile_may_create (profile))
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BAD_INPUT,
                 "%s decides itself whether it makes a record that is missing; set create to true",
                 sp_recipe_get_name (recipe));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_family (SpProfile *profile, SpFamily family, const SpRecipe *recipe, GError **error)
{
  SpRowMode row = sp_profile_get_row (profile, family);

  if ((row == SP_ROW_AUTOMATIC || row == SP_ROW_FIXED) && !sp_recipe_has_family (recipe, family))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s takes no %s addresses; switch %s off",
                   sp_recipe_get_name (recipe),
                   family_names[family],
                   family_names[family]);
      return FALSE;
    }
  if (row == SP_ROW_LEAVE && sp_recipe_has_family (recipe, family) &&
      sp_recipe_wants_both_families (recipe))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s does not keep an address that it is not sent, so %s cannot be left alone; "
                   "switch it off or give it a fixed address",
                   sp_recipe_get_name (recipe),
                   family_names[family]);
      return FALSE;
    }
  return TRUE;
}

/* Sent for a second name, the login would change the first one again and report success. */
static gboolean
check_login (SpProfile *profile, const SpRecipe *recipe, GPtrArray *profiles, GError **error)
{
  if (sp_profile_get_hosts (profile)[0] != NULL && sp_profile_get_hosts (profile)[1] != NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "a login of %s stands for one host name; make an account for each name",
                   sp_recipe_get_name (recipe));
      return FALSE;
    }

  for (guint i = 0; i < profiles->len; i++)
    {
      SpProfile *other = g_ptr_array_index (profiles, i);
      g_autofree char *name = NULL;

      if (strcmp (sp_profile_get_id (other), sp_profile_get_id (profile)) == 0 ||
          strcmp (sp_profile_get_account_id (other), sp_profile_get_account_id (profile)) != 0)
        continue;

      name = sp_quote (sp_profile_get_name (other));
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "a login of %s stands for one host name, and the profile %s uses this one; make "
                   "another account",
                   sp_recipe_get_name (recipe),
                   name);
      return FALSE;
    }
  return TRUE;
}

/**
 * sp_profile_check:
 * @profile: a profile
 * @recipe: the provider of its account
 * @profiles: (element-type SpProfile): the others; one with the same id is not looked at
 * @error: %SP_ERROR_BAD_INPUT with what to change
 *
 * Returns: %TRUE if the provider can keep it
 */
gboolean
sp_profile_check (SpProfile *profile, const SpRecipe *recipe, GPtrArray *profiles, GError **error)
{
  const char *const *hosts = sp_profile_get_hosts (profile);

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    if (!check_family (profile, (SpFamily) family, recipe, error))
      return FALSE;
  if (!check_records (profile, recipe, error))
    return FALSE;

  for (guint i = 0; hosts[i] != NULL; i++)
    if (!sp_profile_check_host (hosts[i], recipe, error))
      return FALSE;

  return sp_recipe_names_hosts (recipe) || check_login (profile, recipe, profiles, error);
}
