/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-catalogue.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-account-check.h"
#include "recipe/sp-ranking.h"
#include "recipe/sp-recipe-text.h"
#include "sp-recipe-resources.h"

#define RESOURCE_FOLDER "/io/github/signpostdns/Signpost/providers"
#define SUFFIX          ".recipe"
#define INDEX           RESOURCE_FOLDER "/providers.index"
#define EXCERPT         "[Provider]\n"

struct _SpCatalogue
{
  GObject parent_instance;
  char *custom_folder; /* (owned) (nullable) */
  GResource *resource; /* (owned) */
  GHashTable *recipes; /* (owned): id → SpRecipe, those that were asked for */
  GHashTable *index;  /* (owned) (nullable): id → SpListing, what ships; %NULL until it is read */
  GHashTable *custom; /* (owned): id → SpListing, of the person's own recipes that were read */
};

G_DEFINE_FINAL_TYPE (SpCatalogue, sp_catalogue, G_TYPE_OBJECT)

static void
sp_catalogue_finalize (GObject *object)
{
  SpCatalogue *self = SP_CATALOGUE (object);

  g_free (self->custom_folder);
  g_resource_unref (self->resource);
  g_hash_table_unref (self->recipes);
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_hash_table_unref (self->custom);

  G_OBJECT_CLASS (sp_catalogue_parent_class)->finalize (object);
}

static void
sp_catalogue_class_init (SpCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_catalogue_finalize;
  /* a static library has no constructor that would do it */
  sp_recipe_register_resource ();
}

static GHashTable *
new_listings (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_listing_unref);
}

static void
sp_catalogue_init (SpCatalogue *self)
{
  self->resource = g_resource_ref (sp_recipe_get_resource ());
  self->recipes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_recipe_unref);
  self->custom = new_listings ();
}

/**
 * sp_catalogue_new:
 * @custom_folder: (nullable): where the person keeps recipes; it need not exist
 *
 * Returns: (transfer full): every provider that can be chosen
 */
SpCatalogue *
sp_catalogue_new (const char *custom_folder)
{
  SpCatalogue *self = g_object_new (SP_TYPE_CATALOGUE, NULL);

  self->custom_folder = g_strdup (custom_folder);
  return self;
}

static gboolean
is_id (const char *text)
{
  return text[0] != '\0' && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (text);
}

static char *
build_custom_path (SpCatalogue *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);

  return self->custom_folder == NULL ? NULL : g_build_filename (self->custom_folder, name, NULL);
}

/* A recipe is a page; whatever else lies under its name is not read into memory. */
static char *
read_custom (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = g_malloc0 (SP_RECIPE_MAX_BYTES + 2);
  gsize n_read;

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream),
                                                  text,
                                                  SP_RECIPE_MAX_BYTES + 1,
                                                  &n_read,
                                                  NULL,
                                                  error))
    return NULL;

  if (strlen (text) == n_read)
    return g_steal_pointer (&text);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_RECIPE,
               "%s holds a zero byte; save it as plain text",
               path);
  return NULL;
}

static SpRecipe *
load_custom (SpCatalogue *self, const char *id, GError **error)
{
  g_autofree char *path = build_custom_path (self, id);
  g_autoptr (GError) problem = NULL;
  g_autofree char *text = read_custom (path, &problem);

  if (text != NULL)
    {
      SpRecipe *recipe = sp_recipe_new_from_text (path, text, error);

      if (recipe != NULL)
        g_hash_table_replace (self->custom, g_strdup (id), sp_listing_new (text, TRUE));
      return recipe;
    }

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_RECIPE,
               "cannot read the recipe: %s",
               problem->message);
  return NULL;
}

static void
set_not_found (SpCatalogue *self, const char *id, GError **error)
{
  g_autoptr (SpListing) dead = sp_catalogue_find_dead (self, id);

  if (dead != NULL)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NOT_FOUND,
                 "%s is gone: %s",
                 sp_listing_get_name (dead),
                 sp_listing_get_hint (dead));
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NOT_FOUND,
                 "there is no provider “%s”; “signpostctl providers” lists them",
                 id);
}

static SpRecipe *
load_shipped (SpCatalogue *self, const char *id, GError **error)
{
  g_autofree char *name = g_strconcat (id, SUFFIX, NULL);
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER "/", name, NULL);
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_resource_lookup_data (self->resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes != NULL)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      return sp_recipe_new_from_text (name, text, error);
    }

  set_not_found (self, id, error);
  return NULL;
}

/**
 * sp_catalogue_lookup:
 * @self: the catalogue
 * @id: a provider's id
 * @error: return location for %SP_ERROR_NOT_FOUND, or %SP_ERROR_BAD_RECIPE with file and line
 *
 * Returns: (transfer full): the recipe, parsed now if it was not yet; or %NULL
 */
SpRecipe *
sp_catalogue_lookup (SpCatalogue *self, const char *id, GError **error)
{
  SpRecipe *recipe;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  recipe = g_hash_table_lookup (self->recipes, id);
  if (recipe != NULL)
    return sp_recipe_ref (recipe);

  g_debug ("reading the recipe of %s", id);
  recipe = sp_catalogue_is_custom (self, id) ? load_custom (self, id, error)
                                             : load_shipped (self, id, error);
  if (recipe != NULL)
    g_hash_table_replace (self->recipes, g_strdup (id), sp_recipe_ref (recipe));
  return recipe;
}

/**
 * sp_catalogue_is_custom:
 * @self: the catalogue
 * @id: a provider's id
 *
 * Returns: %TRUE if the recipe comes from the person's own folder
 */
gboolean
sp_catalogue_is_custom (SpCatalogue *self, const char *id)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), FALSE);

  path = is_id (id) ? build_custom_path (self, id) : NULL;
  return path != NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
take_id (GHashTable *ids, const char *name)
{
  g_autofree char *id = NULL;

  if (!g_str_has_suffix (name, SUFFIX))
    return;

  id = g_strndup (name, strlen (name) - strlen (SUFFIX));
  if (is_id (id))
    g_hash_table_add (ids, g_steal_pointer (&id));
}

static GHashTable *
new_ids (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
take_custom_ids (SpCatalogue *self, GHashTable *ids)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  folder = self->custom_folder == NULL ? NULL : g_dir_open (self->custom_folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    take_id (ids, name);
}

static GHashTable *
list_custom_ids (SpCatalogue *self)
{
  GHashTable *ids = new_ids ();

  take_custom_ids (self, ids);
  return ids;
}

static GHashTable *
list_ids (SpCatalogue *self)
{
  GHashTable *ids = new_ids ();
  g_auto (GStrv) shipped = g_resource_enumerate_children (self->resource,
                                                          RESOURCE_FOLDER,
                                                          G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                          NULL);

  for (guint i = 0; shipped != NULL && shipped[i] != NULL; i++)
    take_id (ids, shipped[i]);
  take_custom_ids (self, ids);
  return ids;
}

/* The index is what collect-recipes.py takes out of the recipes, one after the other. */
static GHashTable *
ensure_index (SpCatalogue *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) excerpts = NULL;

  if (self->index != NULL)
    return self->index;

  bytes = g_resource_lookup_data (self->resource, INDEX, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  excerpts = g_strsplit (text, EXCERPT, -1);
  self->index = new_listings ();
  for (guint i = 1; excerpts[i] != NULL; i++)
    {
      g_autofree char *excerpt = g_strconcat (EXCERPT, excerpts[i], NULL);
      SpListing *listing = sp_listing_new (excerpt, FALSE);

      g_hash_table_insert (self->index, g_strdup (sp_listing_get_id (listing)), listing);
    }
  return self->index;
}

/**
 * sp_catalogue_describe:
 * @self: the catalogue
 * @id: a provider's id
 *
 * Returns: (transfer full) (nullable): what is known of it without its recipe, also if it is gone;
 *   %NULL if there is no such provider, or the person's own recipe of it cannot be used
 */
SpListing *
sp_catalogue_describe (SpCatalogue *self, const char *id)
{
  GHashTable *listings = NULL;
  g_autoptr (SpRecipe) recipe = NULL;
  SpListing *listing;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  listings = ensure_index (self);
  if (sp_catalogue_is_custom (self, id))
    {
      /* reading it makes the listing, if it is in order */
      recipe = sp_catalogue_lookup (self, id, NULL);
      listings = self->custom;
    }
  listing = g_hash_table_lookup (listings, id);
  return listing != NULL ? sp_listing_ref (listing) : NULL;
}

/**
 * sp_catalogue_find_dead:
 * @self: the catalogue
 * @name: the id, the name or another name of a provider
 *
 * Upper case and accents in @name do not matter.
 *
 * Returns: (transfer full) (nullable): the provider that ended, if it was one of that name
 */
SpListing *
sp_catalogue_find_dead (SpCatalogue *self, const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *wanted = sp_listing_fold (valid);
  GHashTableIter iter;
  gpointer listing;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), NULL);

  g_hash_table_iter_init (&iter, ensure_index (self));
  while (g_hash_table_iter_next (&iter, NULL, &listing))
    if (sp_listing_get_status (listing) == SP_PROVIDER_DEAD &&
        sp_listing_match (listing, wanted) <= SP_MATCH_EXACT)
      return sp_listing_ref (listing);

  return NULL;
}

static void
consider_all (SpCatalogue *self, SpRanking *ranking)
{
  g_autoptr (GHashTable) own = list_custom_ids (self);
  GHashTableIter iter;
  gpointer id, listing;

  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (SpListing) described = sp_catalogue_describe (self, id);

      if (described != NULL)
        sp_ranking_consider (ranking, described);
    }

  g_hash_table_iter_init (&iter, ensure_index (self));
  while (g_hash_table_iter_next (&iter, &id, &listing))
    if (!g_hash_table_contains (own, id))
      sp_ranking_consider (ranking, listing);
}

/**
 * sp_catalogue_search:
 * @self: the catalogue
 * @text: (nullable): part of a name, an id, an alias, or a host name; "" or %NULL finds all that can
 *   be used
 *
 * Upper case, accents and spaces around @text do not matter. No recipe that ships with the program is
 * read. One of the person's own with problems is passed over; sp_catalogue_lookup() tells what is
 * wrong with it.
 *
 * Returns: (transfer full) (element-type SpListing): what fits, best first, then by name; those that
 *   are gone come last
 */
GPtrArray *
sp_catalogue_search (SpCatalogue *self, const char *text)
{
  g_autoptr (SpRanking) ranking = NULL;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), NULL);

  ranking = sp_ranking_new (text == NULL ? "" : text);
  consider_all (self, ranking);
  return sp_ranking_take (ranking);
}

/**
 * sp_catalogue_list_problems:
 * @self: the catalogue
 *
 * Returns: (transfer full) (element-type utf8): a sentence, with file and line, for each recipe
 *   that cannot be used
 */
GPtrArray *
sp_catalogue_list_problems (SpCatalogue *self)
{
  g_autoptr (GHashTable) ids = NULL;
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), problems);

  ids = list_ids (self);
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpRecipe) recipe = sp_catalogue_lookup (self, id, &error);

      if (recipe == NULL)
        g_ptr_array_add (problems, g_strdup (error->message));
    }

  return problems;
}

/**
 * sp_catalogue_check_account:
 * @self: the catalogue
 * @account: an account
 * @credentials: (nullable): its secret fields; %NULL leaves them out of the check
 * @error: return location for %SP_ERROR_BAD_INPUT with the field's label and a remedy, or an error
 *   of sp_catalogue_lookup()
 *
 * Returns: %TRUE if the account has all that its provider needs, and nothing it does not know
 */
gboolean
sp_catalogue_check_account (SpCatalogue *self,
                            SpAccount *account,
                            SpCredentials *credentials,
                            GError **error)
{
  g_autoptr (SpRecipe) recipe = NULL;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), FALSE);

  recipe = sp_catalogue_lookup (self, sp_account_get_provider (account), error);
  return recipe != NULL && sp_account_check (account, recipe, credentials, error);
}
