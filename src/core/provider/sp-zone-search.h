/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-session.h"

G_BEGIN_DECLS

/**
 * SpSearchStep:
 * @SP_SEARCH_MORE: another request has to be made
 * @SP_SEARCH_FOUND: it is there
 * @SP_SEARCH_NONE: it is not there
 * @SP_SEARCH_BAFFLED: the answer makes no sense, and nothing is known
 * @SP_SEARCH_OUTSIDE: what the person typed rules it out
 *
 * How far a search is after an answer.
 */
typedef enum
{
  SP_SEARCH_MORE,
  SP_SEARCH_FOUND,
  SP_SEARCH_NONE,
  SP_SEARCH_BAFFLED,
  SP_SEARCH_OUTSIDE,
} SpSearchStep;

/**
 * SpZoneSearch:
 *
 * Which zone of an account holds a host name: the one that the person typed, the one that was found
 * before, or one that the provider is asked for. Then either every name from the host upwards is asked
 * for, or all zones are listed and the longest that fits is taken. What was learned for one host is
 * used for the next; a name is never concluded, only asked for or listed. When it is found, “zone”,
 * “sub” and what the recipe takes are among the variables. Lives as long as an attempt.
 */
typedef struct _SpZoneSearch SpZoneSearch;

SpZoneSearch *
sp_zone_search_new (const SpRecordsRecipe *recipe, SpVariables *variables, SpSession *session);
void sp_zone_search_free (SpZoneSearch *self);

SpSearchStep sp_zone_search_start (SpZoneSearch *self, const char *name);
gboolean sp_zone_search_is_recalled (const SpZoneSearch *self);
const char *sp_zone_search_get_typed (const SpZoneSearch *self);
void sp_zone_search_tell (const SpZoneSearch *self);
SpSearchStep sp_zone_search_read_absence (SpZoneSearch *self);
SpSearchStep sp_zone_search_read (SpZoneSearch *self, SpEvidence *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpZoneSearch, sp_zone_search_free)

G_END_DECLS
