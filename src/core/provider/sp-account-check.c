/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-account-check.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-name.h"
#include "http/sp-server.h"
#include "provider/sp-rfc2136.h"
#include "recipe/sp-pattern.h"

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (SP_ERROR, SP_ERROR_BAD_INPUT, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
has_control (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text < 0x20 || *text == 0x7f)
      return TRUE;

  return FALSE;
}

static gboolean
check_words (const char *value, GError **error)
{
  gsize length = strlen (value);
  g_autofree char *source = NULL;
  g_autoptr (GRegex) pattern = NULL;

  if (length < 3 || value[0] != '/' || value[length - 1] != '/')
    return TRUE;

  source = g_strndup (value + 1, length - 2);
  pattern = sp_pattern_new (source, error);
  return pattern != NULL;
}

static gboolean
check_kind (const SpRecipeField *field, const char *value, GError **error)
{
  g_autoptr (SpServer) server = NULL;
  g_autofree char *domain = NULL;

  switch (field->kind)
    {
    case SP_FIELD_SERVER:
      server = sp_server_parse (value, error);
      return server != NULL;
    case SP_FIELD_TEMPLATE:
      return sp_endpoint_check_template (value, NULL, NULL, error);
    case SP_FIELD_WORDS:
      return check_words (value, error);
    case SP_FIELD_NAME_SERVER:
      return sp_rfc2136_check_server (value, error);
    case SP_FIELD_DOMAIN:
      domain = sp_dns_name_normalize (value, error);
      return domain != NULL;
    case SP_FIELD_KEY:
      return sp_rfc2136_check_key (value, error);
    case SP_FIELD_TEXT:
    default:
      return TRUE;
    }
}

static gboolean
check_value (const SpRecipeField *field, const char *value, GError **error)
{
  g_autoptr (GRegex) pattern = NULL;
  g_autoptr (GError) problem = NULL;

  if (!g_utf8_validate (value, -1, NULL) || has_control (value))
    return refuse (error,
                   "“%s” holds a line break or another control character; remove it",
                   field->label);

  if (!check_kind (field, value, &problem))
    return refuse (error, "“%s”: %s", field->label, problem->message);

  pattern = field->pattern == NULL ? NULL : sp_pattern_new (field->pattern, NULL);
  if (pattern == NULL || sp_pattern_find (pattern, value, NULL, NULL))
    return TRUE;
  if (field->where != NULL)
    return refuse (error,
                   "“%s” does not look right; it is found here: %s",
                   field->label,
                   field->where);
  return refuse (error, "“%s” does not look right; correct it", field->label);
}

static gboolean
check_field (const SpRecipeField *field,
             const SpAccount *account,
             const SpCredentials *credentials,
             GError **error)
{
  const char *value = sp_account_get (account, field->name);

  if (field->secret && value != NULL)
    return refuse (error,
                   "“%s” is a secret and does not belong into the account file; keep it in the "
                   "keyring",
                   field->name);
  if (field->secret && credentials == NULL)
    return TRUE;
  if (field->secret)
    value = sp_credentials_get (credentials, field->name);

  if (value != NULL && value[0] != '\0')
    return check_value (field, value, error);
  if (field->optional)
    return TRUE;
  return refuse (error, "“%s” is missing; fill it in", field->label);
}

static gboolean
is_account_key (const char *key)
{
  static const char *const keys[] = { "provider", "name", "ca-file", "spacing", NULL };

  return g_strv_contains (keys, key);
}

static gboolean
check_keys (const SpRecipe *recipe, const SpAccount *account, GError **error)
{
  g_auto (GStrv) keys = sp_account_list_keys (account);
  const char *ca_file = sp_account_get (account, "ca-file");

  for (guint i = 0; keys[i] != NULL; i++)
    if (!is_account_key (keys[i]) && sp_recipe_lookup_field (recipe, keys[i]) == NULL)
      return refuse (error,
                     "%s knows no “%s”; “signpostctl providers show %s” lists its fields",
                     sp_recipe_get_name (recipe),
                     keys[i],
                     sp_recipe_get_id (recipe));

  if (sp_account_get (account, "spacing") != NULL && !sp_recipe_allows_spacing (recipe))
    return refuse (error,
                   "“spacing” is for one's own server alone; %s decides itself how often it may be "
                   "asked",
                   sp_recipe_get_name (recipe));
  if (ca_file != NULL && ca_file[0] != '\0' && !g_path_is_absolute (ca_file))
    return refuse (error, "“ca-file” must be a whole path; begin it with “/”");

  return TRUE;
}

static gboolean
check_secrets (const SpRecipe *recipe, const SpCredentials *credentials, GError **error)
{
  g_auto (GStrv) names = credentials == NULL ? NULL : sp_credentials_list_fields (credentials);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const SpRecipeField *field = sp_recipe_lookup_field (recipe, names[i]);

      if (field == NULL || !field->secret)
        return refuse (error,
                       "%s has no secret “%s”; “signpostctl providers show %s” lists its fields",
                       sp_recipe_get_name (recipe),
                       names[i],
                       sp_recipe_get_id (recipe));
    }

  return TRUE;
}

/**
 * sp_account_check:
 * @account: an account
 * @recipe: its provider
 * @credentials: (nullable): its secret fields; %NULL leaves them out of the check
 * @error: return location for %SP_ERROR_BAD_INPUT with the field's label and a remedy
 *
 * Returns: %TRUE if the account has all that its provider needs, and nothing it does not know
 */
gboolean
sp_account_check (const SpAccount *account,
                  const SpRecipe *recipe,
                  const SpCredentials *credentials,
                  GError **error)
{
  GPtrArray *fields = sp_recipe_get_fields (recipe);

  if (!check_keys (recipe, account, error) || !check_secrets (recipe, credentials, error))
    return FALSE;

  for (guint i = 0; i < fields->len; i++)
    if (!check_field (g_ptr_array_index (fields, i), account, credentials, error))
      return FALSE;

  return TRUE;
}
