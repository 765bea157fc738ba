/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-account-variables.h"

/* The fields of one account, borrowed for the length of one call. */
typedef struct
{
  SpAccount *account;
  SpCredentials *credentials;
  SpVariables *variables;
  SpMask *mask;
} Reader;

static void
add_field (const Reader *reader, const SpRecipeField *field)
{
  const char *value;

  if (field->secret)
    {
      value = sp_credentials_get (reader->credentials, field->name);
      sp_variables_set_secret (reader->variables, field->name, value);
    }
  else
    {
      value = sp_account_get (reader->account, field->name);
      if (value == NULL || value[0] == '\0')
        value = field->fallback;
      sp_variables_set (reader->variables, field->name, value);
      if (g_str_has_prefix (field->name, "user"))
        sp_mask_add_name (reader->mask, value);
    }

  if (!field->secret || value == NULL)
    return;
  sp_mask_add (reader->mask, value);
  if (field->kind == SP_FIELD_TEMPLATE)
    sp_mask_add_url (reader->mask, value);
}

/* every user name with every password: which ones the recipe pairs is not worth knowing here */
static void
add_logins (const Reader *reader, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    for (guint j = 0; j < fields->len; j++)
      {
        const SpRecipeField *user = g_ptr_array_index (fields, i);
        const SpRecipeField *password = g_ptr_array_index (fields, j);

        if (password->secret && i != j)
          sp_mask_add_login (reader->mask,
                             sp_variables_get (reader->variables, user->name),
                             sp_variables_get (reader->variables, password->name));
      }
}

/**
 * sp_account_variables_new:
 * @recipe: the provider's recipe
 * @account: the plain fields
 * @credentials: the secret ones
 * @mask: gets the secrets and the logins that they are part of
 *
 * Returns: (transfer full): a value for each field of the recipe, perhaps ""
 */
SpVariables *
sp_account_variables_new (const SpRecipe *recipe,
                          SpAccount *account,
                          SpCredentials *credentials,
                          SpMask *mask)
{
  GPtrArray *fields = sp_recipe_get_fields (recipe);
  const Reader reader = { account, credentials, sp_variables_new (), mask };

  for (guint i = 0; i < fields->len; i++)
    add_field (&reader, g_ptr_array_index (fields, i));
  add_logins (&reader, fields);
  return reader.variables;
}
