/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-zone-search.h"

G_BEGIN_DECLS

/**
 * SpRecordSearch:
 *
 * Which records of a zone have a certain name and type, and what they hold. Every page is read before
 * anything is said, since a second record may stand on the last one. Lives as long as an attempt.
 */
typedef struct _SpRecordSearch SpRecordSearch;

SpRecordSearch *sp_record_search_new (const SpRecordsRecipe *recipe, SpVariables *variables);
void sp_record_search_free (SpRecordSearch *self);

void sp_record_search_start (SpRecordSearch *self, const char *name, const char *preferred);
void sp_record_search_tell (const SpRecordSearch *self);
SpSearchStep sp_record_search_read (SpRecordSearch *self, SpEvidence *evidence);
GPtrArray *sp_record_search_get_values (const SpRecordSearch *self);
JsonNode *sp_record_search_get_item (const SpRecordSearch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecordSearch, sp_record_search_free)

G_END_DECLS
