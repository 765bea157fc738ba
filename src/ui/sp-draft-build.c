/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-draft-build.h"

#include "base/sp-error.h"
#include "provider/sp-profile-check.h"

/* Makes values of a draft, and errors of what is not right yet. */

static gboolean
take_field (SpDraft *self,
            const SpRecipeField *field,
            SpAccount **account,
            SpCredentials *credentials,
            GError **error)
{
  const char *value = sp_draft_get_field (self, field->name);
  SpAccount *changed;

  if (field->secret)
    {
      if (*value != '\0')
        sp_credentials_set (credentials, field->name, value);
      return TRUE;
    }

  changed = sp_account_with (*account, field->name, value, error);
  if (changed == NULL)
    return FALSE;
  g_clear_pointer (account, sp_account_unref);
  *account = changed;
  return TRUE;
}

static gboolean
take_name (SpDraft *self, SpAccount **account, GError **error)
{
  const char *name = sp_draft_get_field (self, "name");
  SpAccount *changed;

  if (*name == '\0')
    return TRUE;

  changed = sp_account_with (*account, "name", name, error);
  if (changed == NULL)
    return FALSE;
  g_clear_pointer (account, sp_account_unref);
  *account = changed;
  return TRUE;
}

/**
 * sp_draft_build_account:
 * @self: a draft whose provider was chosen
 * @account: (out) (transfer full): the account
 * @credentials: (out) (transfer full): the secrets that were typed; empty if none was
 * @error: %SP_ERROR_BAD_INPUT if a field is missing or wrong
 *
 * Returns: whether the account is complete
 */
gboolean
sp_draft_build_account (SpDraft *self,
                        SpAccount **account,
                        SpCredentials **credentials,
                        GError **error)
{
  g_autoptr (SpAccount) built = sp_draft_begin_account (self, error);
  g_autoptr (SpCredentials) secrets = sp_credentials_new ();
  GPtrArray *fields = sp_recipe_get_fields (sp_draft_get_recipe (self));
  gboolean keep;

  if (built == NULL || !take_name (self, &built, error))
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    if (!take_field (self, g_ptr_array_index (fields, i), &built, secrets, error))
      return FALSE;

  keep = sp_credentials_is_empty (secrets) && sp_draft_has_stored_secret (self);
  if (!sp_catalogue_check_account (sp_draft_get_catalogue (self),
                                   built,
                                   keep ? NULL : secrets,
                                   error))
    return FALSE;

  *account = g_steal_pointer (&built);
  *credentials = g_steal_pointer (&secrets);
  return TRUE;
}

static gboolean
take_value (SpProfile **profile, const char *key, const char *value, GError **error)
{
  SpProfile *changed = sp_profile_with (*profile, key, value, error);

  if (changed == NULL)
    return FALSE;
  g_clear_pointer (profile, sp_profile_unref);
  *profile = changed;
  return TRUE;
}

static gboolean
take_hosts (SpDraft *self, SpProfile **profile, GError **error)
{
  GPtrArray *hosts = sp_draft_get_hosts (self);
  GString *text = g_string_new (NULL);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < hosts->len; i++)
    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? "," : "",
                            (const char *) g_ptr_array_index (hosts, i));
  joined = g_string_free (text, FALSE);
  return take_value (profile, "hosts", joined, error);
}

/**
 * sp_draft_build_profile:
 * @self: a draft whose provider was chosen
 * @error: %SP_ERROR_BAD_INPUT if something is missing or wrong
 *
 * Returns: (transfer full) (nullable): the profile
 */
SpProfile *
sp_draft_build_profile (SpDraft *self, GError **error)
{
  static const char *const keys[] = { "name",   "group",  "ipv4",         "ipv6",
                                      "device", "source", "allow-special" };
  static const char *const record_keys[] = { "ttl", "create" };
  SpRecipe *recipe = sp_draft_get_recipe (self);
  g_autoptr (SpProfile) profile = NULL;

  if (sp_draft_get_hosts (self)->len == 0)
    {
      g_set_error_literal (error,
                           SP_ERROR,
                           SP_ERROR_BAD_INPUT,
                           "there is no host name yet; enter at least one");
      return NULL;
    }

  profile = sp_draft_begin_profile (self);
  if (!take_hosts (self, &profile, error))
    return NULL;
  if (!take_value (&profile, "account", sp_draft_get_future_account_id (self), error))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *value = sp_draft_get (self, keys[i]);

      if (*value == '\0' && g_str_equal (keys[i], "name"))
        continue;
      if (!take_value (&profile, keys[i], value, error))
        return NULL;
    }
  /* What was entered for one provider is not for the next, who may not ask for it. */
  for (gsize i = 0; sp_profile_check_keeps_records (recipe) && i < G_N_ELEMENTS (record_keys); i++)
    if (!take_value (&profile, record_keys[i], sp_draft_get (self, record_keys[i]), error))
      return NULL;
  if (!sp_profile_check (profile,
                         recipe,
                         sp_store_list_profiles (sp_draft_get_store (self)),
                         error))
    return NULL;
  return g_steal_pointer (&profile);
}
