/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-zone-search.h"

#include <string.h>

#include "provider/sp-paging.h"
#include "provider/sp-record-name.h"

struct _SpZoneSearch
{
  const SpPhase *phase;   /* (unowned): the recipe's, which lives as long as the attempt */
  gboolean lists;         /* all zones come in a list */
  SpVariables *variables; /* (unowned): the attempt's */
  GHashTable *known;  /* (owned): name → what was taken of that zone, or NULL if there is none */
  gboolean listed;    /* known holds them all */
  GQueue *candidates; /* (owned) (element-type utf8): the first one is looked for */
  SpPaging paging;
  GHashTable *found; /* (unowned) (nullable): of known */
};

static void
taken_unref (gpointer data)
{
  if (data != NULL)
    g_hash_table_unref (data);
}

/**
 * sp_zone_search_new:
 * @recipe: the sections of the conversation, [Zone] among them; must outlive the result
 * @variables: gets “candidate”, “page” and “offset”; must outlive the result
 *
 * Returns: (transfer full): a search that knows no zone
 */
SpZoneSearch *
sp_zone_search_new (const SpRecordsRecipe *recipe, SpVariables *variables)
{
  SpZoneSearch *self = g_new0 (SpZoneSearch, 1);

  self->phase = recipe->phases[SP_PHASE_ZONE];
  self->lists = recipe->lists_zones;
  self->variables = variables;
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, taken_unref);
  self->candidates = g_queue_new ();
  return self;
}

/**
 * sp_zone_search_free:
 * @self: (transfer full): a search
 */
void
sp_zone_search_free (SpZoneSearch *self)
{
  g_queue_free_full (self->candidates, g_free);
  g_hash_table_unref (self->known);
  sp_paging_start (&self->paging);
  g_free (self);
}

/* The host name itself and what it is below, down to two labels. */
static void
add_candidates (SpZoneSearch *self, const char *name)
{
  const char *candidate = g_str_has_prefix (name, "*.") ? name + 2 : name;

  while (candidate != NULL && strchr (candidate, '.') != NULL)
    {
      g_queue_push_tail (self->candidates, g_strdup (candidate));
      candidate = strchr (candidate, '.') + 1;
    }
}

static void
drop_candidate (SpZoneSearch *self)
{
  g_autofree char *dropped = g_queue_pop_head (self->candidates);
}

/* Takes what is known already off the candidates. */
static SpSearchStep
look (SpZoneSearch *self)
{
  while (!g_queue_is_empty (self->candidates))
    {
      gpointer taken;

      if (g_hash_table_lookup_extended (self->known,
                                        g_queue_peek_head (self->candidates),
                                        NULL,
                                        &taken))
        self->found = taken;
      else if (!self->listed)
        return SP_SEARCH_MORE;

      if (self->found != NULL)
        return SP_SEARCH_FOUND;
      drop_candidate (self);
    }

  return SP_SEARCH_NONE;
}

/**
 * sp_zone_search_start:
 * @self: a search
 * @name: the host name whose zone is looked for
 * @typed: (nullable): the only zone that will do, because the person said so
 *
 * Returns: how far the search is before any request
 */
SpSearchStep
sp_zone_search_start (SpZoneSearch *self, const char *name, const char *typed)
{
  g_queue_clear_full (self->candidates, g_free);
  self->found = NULL;
  sp_paging_start (&self->paging);
  if (typed != NULL)
    g_queue_push_tail (self->candidates, sp_record_name_clean (typed));
  else
    add_candidates (self, name);

  return look (self);
}

/**
 * sp_zone_search_tell:
 * @self: a search that needs a request
 *
 * Sets the variables that the request is made of.
 */
void
sp_zone_search_tell (const SpZoneSearch *self)
{
  sp_variables_set (self->variables, "candidate", g_queue_peek_head (self->candidates));
  sp_paging_tell (&self->paging, self->phase, self->variables);
}

static void
learn (SpZoneSearch *self, const char *zone, GHashTable *taken)
{
  if (taken != NULL && !g_hash_table_contains (taken, "zone"))
    g_hash_table_insert (taken, g_strdup ("zone"), g_strdup (zone));
  g_hash_table_replace (self->known, g_strdup (zone), taken);
}

/**
 * sp_zone_search_read_absence:
 * @self: a search
 *
 * The answer was that there is no such zone.
 *
 * Returns: how far the search is
 */
SpSearchStep
sp_zone_search_read_absence (SpZoneSearch *self)
{
  if (self->lists)
    self->listed = TRUE;
  else
    learn (self, g_queue_peek_head (self->candidates), NULL);
  sp_paging_start (&self->paging);
  return look (self);
}

/* Without a list, the answer is about the candidate and about nothing else. */
static gboolean
learn_item (SpZoneSearch *self, SpEvidence *evidence, JsonNode *item)
{
  g_autofree char *written = sp_extract_find (self->phase->name, evidence, item);
  g_autofree char *zone = NULL;

  if (self->phase->name == NULL)
    zone = g_strdup (g_queue_peek_head (self->candidates));
  else if (written != NULL)
    zone = sp_record_name_clean (written);

  if (zone == NULL || !sp_phase_meets_conditions (self->phase, evidence, item, self->variables))
    return FALSE;

  learn (self, zone, sp_phase_take (self->phase, evidence, item));
  return TRUE;
}

/* a zone that lacks what every later request needs is an answer about something else */
static gboolean
is_whole (const SpZoneSearch *self, GHashTable *taken)
{
  const SpTake *first = self->phase->takes->len == 0 ? NULL : self->phase->takes->pdata[0];

  return first == NULL || g_hash_table_contains (taken, first->name);
}

/**
 * sp_zone_search_read:
 * @self: a search
 * @evidence: a good answer
 *
 * Returns: how far the search is
 */
SpSearchStep
sp_zone_search_read (SpZoneSearch *self, SpEvidence *evidence)
{
  g_autoptr (GPtrArray) items = sp_phase_list_items (self->phase, evidence);
  SpSearchStep step;

  if (items == NULL || !sp_phase_understands (self->phase, evidence))
    return SP_SEARCH_BAFFLED;

  for (guint i = 0; i < items->len; i++)
    learn_item (self, evidence, items->pdata[i]);
  if (sp_paging_go_on (&self->paging, self->phase, evidence, items->len))
    return SP_SEARCH_MORE;

  if (self->lists)
    self->listed = TRUE;
  else if (!g_hash_table_contains (self->known, g_queue_peek_head (self->candidates)))
    learn (self, g_queue_peek_head (self->candidates), NULL);
  sp_paging_start (&self->paging);
  step = look (self);
  return step == SP_SEARCH_FOUND && !is_whole (self, self->found) ? SP_SEARCH_BAFFLED : step;
}

/**
 * sp_zone_search_get_found:
 * @self: a search that has found its zone
 *
 * Returns: (transfer none) (element-type utf8 utf8): value by name of what was taken, “zone” among it
 */
GHashTable *
sp_zone_search_get_found (const SpZoneSearch *self)
{
  return self->found;
}
