/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-listing.h"

#include "recipe/sp-recipe-text.h"

#include <string.h>

#define PROVIDER "Provider"

/* The text is what collect-recipes.py takes out of a recipe and of dead.ini, or a whole recipe of
 * the person's own. The rest is made of it once, since every key that is pressed in a search asks
 * for it. */
struct _SpListing
{
  SpRecipeText *text; /* (owned) */
  char **folded;      /* (owned): name, id and aliases, to be searched in; the name first */
  char **suffixes;    /* (owned): folded; what host names of this provider end in, with the dot */
  SpProviderStatus status;
  gboolean is_custom;
};

static void
clear_listing (gpointer data)
{
  SpListing *self = data;

  g_clear_pointer (&self->text, sp_recipe_text_free);
  g_clear_pointer (&self->folded, g_strfreev);
  g_clear_pointer (&self->suffixes, g_strfreev);
}

/**
 * sp_listing_fold:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): @text in lower case and without accents, so that “Bücher” is found by
 *   “bucher”
 */
char *
sp_listing_fold (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (decomposed == NULL ? "" : decomposed, -1);
  GString *plain = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_ismark (g_utf8_get_char (at)))
      g_string_append_unichar (plain, g_utf8_get_char (at));

  return g_string_free (plain, FALSE);
}

static void
read_words (SpListing *self)
{
  g_auto (GStrv) aliases = sp_recipe_text_get_list (self->text, PROVIDER, "Aliases");
  const char *suffix = sp_recipe_text_get (self->text, PROVIDER, "NameSuffix");
  g_autoptr (GPtrArray) folded = g_ptr_array_new ();
  g_autoptr (GPtrArray) suffixes = g_ptr_array_new ();

  g_ptr_array_add (folded, sp_listing_fold (sp_listing_get_name (self)));
  g_ptr_array_add (folded, sp_listing_fold (sp_listing_get_id (self)));
  if (suffix != NULL)
    g_ptr_array_add (suffixes, sp_listing_fold (suffix));
  for (char **alias = aliases; *alias != NULL; alias++)
    {
      char *word = sp_listing_fold (*alias);

      g_ptr_array_add (folded, word);
      if (strchr (word, '.') != NULL)
        g_ptr_array_add (suffixes, g_strconcat (".", word, NULL));
    }

  g_ptr_array_add (folded, NULL);
  g_ptr_array_add (suffixes, NULL);
  self->folded = (char **) g_ptr_array_steal (folded, NULL);
  self->suffixes = (char **) g_ptr_array_steal (suffixes, NULL);
}

static SpProviderStatus
read_status (const SpListing *self)
{
  const char *word = sp_recipe_text_get (self->text, PROVIDER, "Status");

  if (g_strcmp0 (word, "dead") == 0)
    return SP_PROVIDER_DEAD;
  return g_strcmp0 (word, "moving") == 0 ? SP_PROVIDER_MOVING : SP_PROVIDER_ACTIVE;
}

/**
 * sp_listing_new:
 * @text: a recipe that is in order, or what collect-recipes.py makes of one
 * @is_custom: whether it comes from the person's own folder
 *
 * Returns: (transfer full): what a list says of it
 */
SpListing *
sp_listing_new (const char *text, gboolean is_custom)
{
  SpListing *self = g_atomic_rc_box_new0 (SpListing);
  g_autoptr (SpProblems) problems = sp_problems_new ("listing");

  self->text = sp_recipe_text_new (text, problems);
  self->status = read_status (self);
  self->is_custom = is_custom;
  read_words (self);
  return self;
}

/**
 * sp_listing_ref:
 * @self: a listing
 *
 * Returns: (transfer full): @self
 */
SpListing *
sp_listing_ref (SpListing *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sp_listing_unref:
 * @self: (transfer full): a listing
 */
void
sp_listing_unref (SpListing *self)
{
  g_atomic_rc_box_release_full (self, clear_listing);
}

static const char *
get_text (const SpListing *self, const char *key)
{
  const char *value = sp_recipe_text_get (self->text, PROVIDER, key);

  return value != NULL ? value : "";
}

/**
 * sp_listing_get_id:
 * @self: a listing
 *
 * Returns: (transfer none): the provider's id
 */
const char *
sp_listing_get_id (const SpListing *self)
{
  return get_text (self, "Id");
}

/**
 * sp_listing_get_name:
 * @self: a listing
 *
 * Returns: (transfer none): its name, in the person's language if it is a word and not a name
 */
const char *
sp_listing_get_name (const SpListing *self)
{
  const char *name = sp_recipe_text_get_translated (self->text, PROVIDER, "Name");

  return name != NULL ? name : "";
}

/**
 * sp_listing_get_website:
 * @self: a listing
 *
 * Returns: (transfer none): its page for people; empty if it is gone
 */
const char *
sp_listing_get_website (const SpListing *self)
{
  return get_text (self, "Website");
}

/**
 * sp_listing_get_protocol:
 * @self: a listing
 *
 * Returns: (transfer none): as the recipe says it; empty if it is gone
 */
const char *
sp_listing_get_protocol (const SpListing *self)
{
  return get_text (self, "Protocol");
}

/**
 * sp_listing_get_verified:
 * @self: a listing
 *
 * Returns: (transfer none): “official”, “peer” or “inferred”; empty if it is gone
 */
const char *
sp_listing_get_verified (const SpListing *self)
{
  return get_text (self, "Verified");
}

/**
 * sp_listing_get_checked:
 * @self: a listing
 *
 * Returns: (transfer none): the day the provider's page was last read; empty if it is gone
 */
const char *
sp_listing_get_checked (const SpListing *self)
{
  return get_text (self, "Checked");
}

/**
 * sp_listing_has_family:
 * @self: a listing
 * @family: a family
 *
 * Returns: %TRUE if the provider takes addresses of it
 */
gboolean
sp_listing_has_family (const SpListing *self, SpFamily family)
{
  g_auto (GStrv) families = sp_recipe_text_get_list (self->text, PROVIDER, "Families");

  return g_strv_contains ((const char *const *) families, sp_family_to_string (family));
}

/**
 * sp_listing_keeps_txt:
 * @self: a listing
 *
 * Returns: %TRUE if the recipe can keep TXT records as well
 */
gboolean
sp_listing_keeps_txt (const SpListing *self)
{
  for (guint i = 0; i < sp_recipe_text_get_n_sections (self->text); i++)
    {
      const char *section = sp_recipe_text_get_section (self->text, i);
      const char *value = sp_recipe_text_get (self->text, section, "Txt");

      if (value != NULL && strcmp (value, "false") != 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * sp_listing_get_n_transcripts:
 * @self: a listing
 *
 * Returns: how many recorded conversations prove the recipe; 0 for one of the person's own
 */
guint
sp_listing_get_n_transcripts (const SpListing *self)
{
  return sp_recipe_text_get_number (self->text, "Index", "Transcripts", 0);
}

/**
 * sp_listing_get_status:
 * @self: a listing
 *
 * Returns: whether it works, and for how long
 */
SpProviderStatus
sp_listing_get_status (const SpListing *self)
{
  return self->status;
}

/**
 * sp_listing_get_hint:
 * @self: a listing
 *
 * Returns: (transfer none) (nullable): what a person should know of a provider that is moving or
 *   gone, in sentences, in their language
 */
const char *
sp_listing_get_hint (const SpListing *self)
{
  return sp_recipe_text_get_translated (self->text, PROVIDER, "StatusHint");
}

/**
 * sp_listing_get_since:
 * @self: a listing
 *
 * Returns: (transfer none) (nullable): since when it is gone, as 2024, 2024-12 or 2024-12-20, if
 *   that is known
 */
const char *
sp_listing_get_since (const SpListing *self)
{
  return sp_recipe_text_get (self->text, PROVIDER, "Since");
}

/**
 * sp_listing_is_custom:
 * @self: a listing
 *
 * Returns: %TRUE if the recipe comes from the person's own folder
 */
gboolean
sp_listing_is_custom (const SpListing *self)
{
  return self->is_custom;
}

static gboolean
starts_word (const char *text, const char *wanted)
{
  for (const char *at = strstr (text, wanted); at != NULL; at = strstr (at + 1, wanted))
    if (at == text || !g_ascii_isalnum (at[-1]))
      return TRUE;

  return FALSE;
}

static SpMatch
match_text (const char *text, const char *wanted)
{
  if (strcmp (text, wanted) == 0)
    return SP_MATCH_EXACT;
  if (g_str_has_prefix (text, wanted))
    return SP_MATCH_START;
  if (starts_word (text, wanted))
    return SP_MATCH_WORD;
  return strstr (text, wanted) != NULL ? SP_MATCH_PART : SP_MATCH_NONE;
}

/* “home.duckdns.org” finds the provider whose names end in “.duckdns.org” */
static gboolean
is_host_of (const SpListing *self, const char *wanted)
{
  for (char **suffix = self->suffixes; *suffix != NULL; suffix++)
    if (g_str_has_suffix (wanted, *suffix) || strcmp (wanted, *suffix + 1) == 0)
      return TRUE;

  return FALSE;
}

/**
 * sp_listing_match:
 * @self: a listing
 * @folded: what is looked for, from sp_listing_fold()
 *
 * Returns: how well it fits the name, the id, an alias or the host names of the provider
 */
SpMatch
sp_listing_match (const SpListing *self, const char *folded)
{
  SpMatch best = SP_MATCH_NONE;

  /* who is called so goes before whom others call so */
  if (strcmp (self->folded[0], folded) == 0)
    return SP_MATCH_NAME;

  for (char **word = self->folded; *word != NULL; word++)
    best = MIN (best, match_text (*word, folded));

  return is_host_of (self, folded) ? MIN (best, SP_MATCH_SUFFIX) : best;
}

/**
 * sp_listing_get_sort_key:
 * @self: a listing
 *
 * Returns: (transfer none): the name, folded
 */
const char *
sp_listing_get_sort_key (const SpListing *self)
{
  return self->folded[0];
}
