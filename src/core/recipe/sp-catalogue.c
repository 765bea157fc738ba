/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-catalogue.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-account-check.h"
#include "recipe/sp-recipe-text.h"
#include "sp-recipe-resources.h"

#define RESOURCE_FOLDER "/io/github/signpostdns/Signpost/providers"
#define SUFFIX          ".recipe"

struct _SpCatalogue
{
  GObject parent_instance;
  char *custom_folder; /* (owned) (nullable) */
  GResource *resource; /* (owned) */
  GHashTable *recipes; /* (owned): id → SpRecipe, those that were asked for */
};

G_DEFINE_FINAL_TYPE (SpCatalogue, sp_catalogue, G_TYPE_OBJECT)

static void
sp_catalogue_finalize (GObject *object)
{
  SpCatalogue *self = SP_CATALOGUE (object);

  g_free (self->custom_folder);
  g_resource_unref (self->resource);
  g_hash_table_unref (self->recipes);

  G_OBJECT_CLASS (sp_catalogue_parent_class)->finalize (object);
}

static void
sp_catalogue_class_init (SpCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_catalogue_finalize;
  /* a static library has no constructor that would do it */
  sp_recipe_register_resource ();
}

static void
sp_catalogue_init (SpCatalogue *self)
{
  self->resource = g_resource_ref (sp_recipe_get_resource ());
  self->recipes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sp_recipe_unref);
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
    return sp_recipe_new_from_text (path, text, error);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_RECIPE,
               "cannot read the recipe: %s",
               problem->message);
  return NULL;
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

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_NOT_FOUND,
               "there is no provider “%s”; “signpostctl providers” lists them",
               id);
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
list_ids (SpCatalogue *self)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) shipped = g_resource_enumerate_children (self->resource,
                                                          RESOURCE_FOLDER,
                                                          G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                          NULL);
  g_autoptr (GDir) folder = NULL;
  const char *name;

  for (guint i = 0; shipped != NULL && shipped[i] != NULL; i++)
    take_id (ids, shipped[i]);

  folder = self->custom_folder == NULL ? NULL : g_dir_open (self->custom_folder, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    take_id (ids, name);

  return ids;
}

/* Lower case, without accents: “Bücher” is found by “bucher”. */
static char *
fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (decomposed == NULL ? "" : decomposed, -1);
  GString *plain = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (plain, g_utf8_get_char (at));

  return g_string_free (plain, FALSE);
}

typedef enum
{
  MATCH_EXACT,
  MATCH_SUFFIX,
  MATCH_START,
  MATCH_WORD,
  MATCH_PART,
  MATCH_NONE,
} Match;

static gboolean
starts_word (const char *text, const char *wanted)
{
  for (const char *at = strstr (text, wanted); at != NULL; at = strstr (at + 1, wanted))
    if (at == text || !g_ascii_isalnum (at[-1]))
      return TRUE;

  return FALSE;
}

static Match
match_text (const char *candidate, const char *wanted)
{
  g_autofree char *text = fold (candidate);

  if (strcmp (text, wanted) == 0)
    return MATCH_EXACT;
  if (g_str_has_prefix (text, wanted))
    return MATCH_START;
  if (starts_word (text, wanted))
    return MATCH_WORD;
  return strstr (text, wanted) != NULL ? MATCH_PART : MATCH_NONE;
}

/* “home.duckdns.org” finds the provider whose names end in “.duckdns.org” */
static gboolean
is_host_of (const SpRecipe *recipe, const char *wanted)
{
  const char *suffix = sp_recipe_get_name_suffix (recipe);
  const char *const *aliases = sp_recipe_get_aliases (recipe);

  if (suffix != NULL && (g_str_has_suffix (wanted, suffix) || strcmp (wanted, suffix + 1) == 0))
    return TRUE;

  for (; *aliases != NULL; aliases++)
    {
      g_autofree char *dotted = g_strconcat (".", *aliases, NULL);

      if (strchr (*aliases, '.') != NULL && g_str_has_suffix (wanted, dotted))
        return TRUE;
    }

  return FALSE;
}

static Match
match_recipe (const SpRecipe *recipe, const char *wanted)
{
  const char *const *aliases = sp_recipe_get_aliases (recipe);
  Match best = MIN (match_text (sp_recipe_get_id (recipe), wanted),
                    match_text (sp_recipe_get_name (recipe), wanted));

  for (; *aliases != NULL; aliases++)
    best = MIN (best, match_text (*aliases, wanted));

  return is_host_of (recipe, wanted) ? MIN (best, MATCH_SUFFIX) : best;
}

typedef struct
{
  Match match;
  char *key;        /* (owned): for the order of names */
  SpRecipe *recipe; /* (owned) (nullable): given to the result */
} Hit;

static void
hit_free (gpointer data)
{
  Hit *hit = data;

  g_free (hit->key);
  g_clear_pointer (&hit->recipe, sp_recipe_unref);
  g_free (hit);
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *first = *(const Hit *const *) a;
  const Hit *second = *(const Hit *const *) b;

  if (first->match != second->match)
    return (int) first->match - (int) second->match;
  return strcmp (first->key, second->key);
}

static void
consider (GPtrArray *hits, SpRecipe *recipe, const char *wanted)
{
  Match match = wanted[0] == '\0' ? MATCH_EXACT : match_recipe (recipe, wanted);
  Hit *hit;

  if (match == MATCH_NONE)
    return;

  hit = g_new0 (Hit, 1);
  hit->match = match;
  hit->key = fold (sp_recipe_get_name (recipe));
  hit->recipe = sp_recipe_ref (recipe);
  g_ptr_array_add (hits, hit);
}

/**
 * sp_catalogue_search:
 * @self: the catalogue
 * @text: (nullable): part of a name, an id, an alias, or a host name; "" or %NULL finds all
 *
 * Upper case, accents and spaces around @text do not matter. A recipe with problems is passed
 * over; sp_catalogue_lookup() tells what is wrong with it.
 *
 * Returns: (transfer full) (element-type SpRecipe): what fits, best first, then by name
 */
GPtrArray *
sp_catalogue_search (SpCatalogue *self, const char *text)
{
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (hit_free);
  g_autofree char *trimmed = g_strstrip (g_utf8_make_valid (text == NULL ? "" : text, -1));
  g_autofree char *wanted = fold (trimmed);
  GPtrArray *found;
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (SP_IS_CATALOGUE (self), NULL);

  ids = list_ids (self);
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (SpRecipe) recipe = sp_catalogue_lookup (self, id, NULL);

      if (recipe != NULL)
        consider (hits, recipe, wanted);
    }

  g_ptr_array_sort (hits, compare_hits);
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_recipe_unref);
  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (found, g_steal_pointer (&((Hit *) g_ptr_array_index (hits, i))->recipe));
  return found;
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
