/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-mask.h"
#include "provider/sp-ways.h"
#include "recipe/sp-records-recipe.h"

G_BEGIN_DECLS

/**
 * SpSession:
 *
 * What a conversation brings along and leaves behind: the token it was let in with, and the zones that
 * were found before. Takes them from #SpMemory where there is one, and puts them there.
 */
typedef struct _SpSession SpSession;

SpSession *sp_session_new (const SpRecordsRecipe *recipe,
                           const char *account_id,
                           SpVariables *variables,
                           SpMask *mask,
                           const SpWays *ways);
void sp_session_free (SpSession *self);

gboolean sp_session_is_open (const SpSession *self);
gboolean sp_session_recall (SpSession *self);
gboolean sp_session_open (SpSession *self, SpEvidence *evidence);
gboolean sp_session_close (SpSession *self);
GHashTable *sp_session_recall_zone (SpSession *self, const char *name);
void sp_session_keep_zone (SpSession *self, const char *name, GHashTable *zone);
void sp_session_forget (SpSession *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSession, sp_session_free)

G_END_DECLS
