/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-ranking.h"

#include <string.h>

typedef struct
{
  SpMatch match;
  SpListing *listing; /* (owned) (nullable): given to the result */
} Hit;

struct _SpRanking
{
  char *wanted;    /* (owned): folded; empty for everything */
  GPtrArray *hits; /* (owned) (element-type Hit) */
};

static void
hit_free (gpointer data)
{
  Hit *hit = data;

  g_clear_pointer (&hit->listing, sp_listing_unref);
  g_free (hit);
}

static gboolean
is_dead (const SpListing *listing)
{
  return sp_listing_get_status (listing) == SP_PROVIDER_DEAD;
}

/* What can be chosen stands before what cannot. */
static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *first = *(const Hit *const *) a;
  const Hit *second = *(const Hit *const *) b;
  int by_name;

  if (is_dead (first->listing) != is_dead (second->listing))
    return is_dead (first->listing) - is_dead (second->listing);
  if (first->match != second->match)
    return (int) first->match - (int) second->match;

  by_name = strcmp (sp_listing_get_sort_key (first->listing),
                    sp_listing_get_sort_key (second->listing));
  return by_name != 0
             ? by_name
             : strcmp (sp_listing_get_id (first->listing), sp_listing_get_id (second->listing));
}

/**
 * sp_ranking_new:
 * @text: what a person typed; with nothing but spaces, everything that can be used is found
 *
 * Returns: (transfer full): a ranking without a hit
 */
SpRanking *
sp_ranking_new (const char *text)
{
  SpRanking *self = g_new0 (SpRanking, 1);
  g_autofree char *trimmed = g_strstrip (g_utf8_make_valid (text, -1));

  self->wanted = sp_listing_fold (trimmed);
  self->hits = g_ptr_array_new_with_free_func (hit_free);
  return self;
}

/**
 * sp_ranking_free:
 * @self: (transfer full): a ranking
 */
void
sp_ranking_free (SpRanking *self)
{
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_free);
  g_free (self);
}

/**
 * sp_ranking_consider:
 * @self: a ranking
 * @listing: a provider, taken up if it fits
 */
void
sp_ranking_consider (SpRanking *self, SpListing *listing)
{
  SpMatch match;
  Hit *hit;

  /* one that is gone is told of, but not offered */
  if (self->wanted[0] == '\0')
    match = is_dead (listing) ? SP_MATCH_NONE : SP_MATCH_EXACT;
  else
    match = sp_listing_match (listing, self->wanted);
  if (match == SP_MATCH_NONE)
    return;

  hit = g_new0 (Hit, 1);
  hit->match = match;
  hit->listing = sp_listing_ref (listing);
  g_ptr_array_add (self->hits, hit);
}

/**
 * sp_ranking_take:
 * @self: a ranking; it has no hits any more afterwards
 *
 * Returns: (transfer full) (element-type SpListing): what fits, best first, then by name; those that
 *   are gone come last
 */
GPtrArray *
sp_ranking_take (SpRanking *self)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_listing_unref);

  g_ptr_array_sort (self->hits, compare_hits);
  for (guint i = 0; i < self->hits->len; i++)
    g_ptr_array_add (found, g_steal_pointer (&((Hit *) self->hits->pdata[i])->listing));
  g_ptr_array_set_size (self->hits, 0);
  return found;
}
