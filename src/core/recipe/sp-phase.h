/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-extract.h"
#include "recipe/sp-request-blank.h"

G_BEGIN_DECLS

/**
 * SpTake:
 * @name: (owned): the name that templates know it by
 * @where: (owned): where it stands in the answer
 *
 * A `TakeN=name=path`.
 */
typedef struct
{
  char *name;
  SpExtract *where;
} SpTake;

/**
 * SpCondition:
 * @where: (owned): where a value stands in an item
 * @wanted: (owned): what it must be
 *
 * A `WhereN=path = template`.
 */
typedef struct
{
  SpExtract *where;
  SpTemplate *wanted;
} SpCondition;

/**
 * SpPhase:
 * @form: (owned): server, login and headers
 * @blank: (owned): method, query and body
 * @absences: (owned) (element-type GPtrArray): each some #SpTest that together mean “not there”
 * @items: (owned) (nullable): the path of the list; without it the whole answer is the one item
 * @name: (owned) (nullable): where an item has the name of its zone or record, in full
 * @sub: (owned) (nullable): where it has the name of its record without the zone
 * @conditions: (owned) (element-type SpCondition): what else an item must meet
 * @value: (owned) (nullable): where an item has its address or addresses
 * @takes: (owned) (element-type SpTake): what is kept of the item or the answer
 * @cursor: (owned) (nullable): where the answer says what ${page} is next
 * @pages: (owned) (nullable): where it says how many pages there are
 * @page_size: items of a full page; 0 if that tells nothing
 * @expires: (owned) (nullable): where it says how long a token lives
 * @lifetime_s: the same in seconds, where the recipe knows it
 * @echoes: the body begins as a copy of the item that was found
 * @echo_drop: (owned): members that are not sent back
 *
 * One request of a conversation and what to make of its answer: a section such as [Zone] or [Find]
 * of a recipe whose protocol is “records”. Made by the loader, then not changed.
 */
typedef struct
{
  SpRequestForm *form;
  SpRequestBlank *blank;
  GPtrArray *absences;
  SpPath *items;
  SpExtract *name;
  SpExtract *sub;
  GPtrArray *conditions;
  SpExtract *value;
  GPtrArray *takes;
  SpExtract *cursor;
  SpExtract *pages;
  guint page_size;
  SpExtract *expires;
  guint lifetime_s;
  gboolean echoes;
  char **echo_drop;
} SpPhase;

void sp_phase_announce_takes (const SpRecipeText *text, const char *section, SpNames *names);
SpPhase *sp_phase_new (const SpRecipeText *text,
                       const char *section,
                       const SpRequestForm *base,
                       gboolean inherits,
                       SpNames *names,
                       SpProblems *problems);
void sp_phase_free (SpPhase *self);

SpRequest *sp_phase_make_request (const SpPhase *self,
                                  const SpVariables *variables,
                                  JsonNode *found,
                                  GError **error);
gboolean sp_phase_says_absent (const SpPhase *self, SpEvidence *evidence);
gboolean sp_phase_understands (const SpPhase *self, SpEvidence *evidence);
GPtrArray *sp_phase_list_items (const SpPhase *self, SpEvidence *evidence);
GHashTable *sp_phase_take (const SpPhase *self, SpEvidence *evidence, JsonNode *item);
gboolean sp_phase_has_all (const SpPhase *self, GHashTable *taken);
gboolean sp_phase_meets_conditions (const SpPhase *self,
                                    SpEvidence *evidence,
                                    JsonNode *item,
                                    const SpVariables *variables);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPhase, sp_phase_free)

G_END_DECLS
