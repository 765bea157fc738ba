/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-recipe.h"
#include "sp-fuzz.h"

/* A recipe is whole or refused with a reason. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = sp_fuzz_take_text (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = sp_recipe_new_from_text ("fuzz.recipe", text, &error);

  sp_fuzz_check_error (error, recipe == NULL);
  if (recipe == NULL)
    return 0;

  g_assert_nonnull (sp_recipe_get_id (recipe));
  g_assert_nonnull (sp_recipe_get_name (recipe));
  for (guint i = 0; i < sp_recipe_get_fields (recipe)->len; i++)
    {
      const SpRecipeField *field = g_ptr_array_index (sp_recipe_get_fields (recipe), i);

      g_assert_true (sp_recipe_lookup_field (recipe, field->name) == field);
    }
  return 0;
}
