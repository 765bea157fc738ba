/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-zone-search.h"

#include <string.h>

#include "provider/sp-paging.h"
#include "provider/sp-record-name.h"

struct _SpZoneSearch
{
  const SpPhase *phase;   /* (unowned) (nullable): the recipe's, which lives as long */
  gboolean lists;         /* all zones come in a list */
  const char *unless;     /* (unowned) (nullable): the recipe's */
  SpVariables *variables; /* (unowned): the attempt's */
  SpSession *session;     /* (unowned): the attempt's */
  char *typed;            /* (owned) (nullable): what the person entered */
  char *name;             /* (owned) (nullable): whose zone is looked for */
  gboolean is_recalled;   /* the zone was not asked for */
  GHashTable *known;  /* (owned): name → what was taken of that zone, or NULL if there is none */
  gboolean listed;    /* known holds them all */
  GQueue *candidates; /* (owned) (element-type utf8): the first one is looked for */
  SpPaging paging;
};

static void
taken_unref (gpointer data)
{
  if (data != NULL)
    g_hash_table_unref (data);
}

/**
 * sp_zone_search_new:
 * @recipe: the sections of the conversation; must outlive the result
 * @variables: the fields of the account; gets what is asked for and found. Must outlive the result
 * @session: remembers zones; must outlive the result
 *
 * Returns: (transfer full): a search that knows no zone
 */
SpZoneSearch *
sp_zone_search_new (const SpRecordsRecipe *recipe, SpVariables *variables, SpSession *session)
{
  SpZoneSearch *self = g_new0 (SpZoneSearch, 1);
  const char *typed = sp_variables_get (variables, "zone");

  self->phase = recipe->phases[SP_PHASE_ZONE];
  self->lists = recipe->lists_zones;
  self->unless = recipe->unless;
  self->variables = variables;
  self->session = session;
  self->typed = typed[0] == '\0' ? NULL : sp_record_name_clean (typed);
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
  g_free (self->typed);
  g_free (self->name);
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

static void
set_zone (const SpZoneSearch *self, const char *zone)
{
  g_autofree char *sub = sp_record_name_get_sub (self->name, zone);

  sp_variables_set (self->variables, "zone", zone);
  sp_variables_set (self->variables, "sub", sub);
}

static void
tell_found (const SpZoneSearch *self, GHashTable *taken)
{
  sp_variables_set_all (self->variables, taken, FALSE);
  set_zone (self, g_hash_table_lookup (taken, "zone"));
}

/* a zone that lacks what every later request needs is an answer about something else */
static gboolean
is_whole (const SpZoneSearch *self, GHashTable *taken)
{
  const SpTake *first = self->phase->takes->len == 0 ? NULL : self->phase->takes->pdata[0];

  return first == NULL || g_hash_table_contains (taken, first->name);
}

static SpSearchStep
end_search (SpZoneSearch *self, GHashTable *taken)
{
  if (!is_whole (self, taken))
    return SP_SEARCH_BAFFLED;

  tell_found (self, taken);
  sp_session_keep_zone (self->session, self->name, taken);
  return SP_SEARCH_FOUND;
}

/* Takes what is known already off the candidates. */
static SpSearchStep
look (SpZoneSearch *self)
{
  while (!g_queue_is_empty (self->candidates))
    {
      const char *candidate = g_queue_peek_head (self->candidates);
      gpointer taken = NULL;

      if (!g_hash_table_lookup_extended (self->known, candidate, NULL, &taken) && !self->listed)
        return SP_SEARCH_MORE;
      if (taken != NULL)
        return end_search (self, taken);
      drop_candidate (self);
    }

  return SP_SEARCH_NONE;
}

static gboolean
recall (SpZoneSearch *self)
{
  g_autoptr (GHashTable) remembered = sp_session_recall_zone (self->session, self->name);

  if (remembered == NULL || !g_hash_table_contains (remembered, "zone"))
    return FALSE;

  tell_found (self, remembered);
  self->is_recalled = TRUE;
  return TRUE;
}

/* the person typed what the zone would be asked for, or nothing depends on the zone */
static gboolean
is_needless (const SpZoneSearch *self)
{
  return self->phase == NULL ||
         (self->unless != NULL && sp_variables_get (self->variables, self->unless)[0] != '\0');
}

/**
 * sp_zone_search_start:
 * @self: a search
 * @name: the host name whose zone is looked for
 *
 * Returns: how far the search is before any request
 */
SpSearchStep
sp_zone_search_start (SpZoneSearch *self, const char *name)
{
  g_queue_clear_full (self->candidates, g_free);
  sp_paging_start (&self->paging);
  g_clear_pointer (&self->name, g_free);
  self->name = g_strdup (name);
  self->is_recalled = FALSE;

  if (self->typed != NULL && !sp_record_name_is_in (name, self->typed))
    return SP_SEARCH_OUTSIDE;
  if (self->typed != NULL)
    set_zone (self, self->typed);
  if (is_needless (self) || recall (self))
    return SP_SEARCH_FOUND;

  if (self->typed != NULL)
    g_queue_push_tail (self->candidates, g_strdup (self->typed));
  else
    add_candidates (self, name);
  return look (self);
}

/**
 * sp_zone_search_is_recalled:
 * @self: a search that has found its zone
 *
 * Returns: %TRUE if it was remembered and not asked for
 */
gboolean
sp_zone_search_is_recalled (const SpZoneSearch *self)
{
  return self->is_recalled;
}

/**
 * sp_zone_search_get_typed:
 * @self: a search
 *
 * Returns: (transfer none) (nullable): the only zone that will do, because the person said so
 */
const char *
sp_zone_search_get_typed (const SpZoneSearch *self)
{
  return self->typed;
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
  return look (self);
}
