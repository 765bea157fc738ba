/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-account.h"
#include "provider/sp-secrets.h"
#include "recipe/sp-outcome.h"
#include "recipe/sp-recipe.h"

G_BEGIN_DECLS

/**
 * SpBatch:
 *
 * What one attempt sends: hosts of one account and, per host and family, the address that is due
 * or the one that is already there and must stay. A family with neither is left alone, unless the
 * person switched it off (sp_batch_set_off): only then may a provider forget it. Built by the
 * engine, read by a protocol, answered with one outcome per due target. Reference counted.
 */
typedef struct _SpBatch SpBatch;

SpBatch *sp_batch_new (SpRecipe *recipe, SpAccount *account, SpCredentials *credentials);
SpBatch *sp_batch_ref (SpBatch *self);
void sp_batch_unref (SpBatch *self);

guint sp_batch_add_host (SpBatch *self, const char *host);
void sp_batch_set_due (SpBatch *self, guint host, SpAddress *address);
void sp_batch_set_kept (SpBatch *self, guint host, SpAddress *address);
void sp_batch_set_off (SpBatch *self, guint host, SpFamily family);
void sp_batch_set_ttl (SpBatch *self, guint host, guint ttl_s);
void sp_batch_set_create (SpBatch *self, guint host, gboolean create);
void sp_batch_set_outcome (SpBatch *self, guint host, SpFamily family, SpOutcome *outcome);
void sp_batch_set_outcome_of_all (SpBatch *self, SpOutcome *outcome);

SpRecipe *sp_batch_get_recipe (const SpBatch *self);
SpAccount *sp_batch_get_account (const SpBatch *self);
SpCredentials *sp_batch_get_credentials (const SpBatch *self);
guint sp_batch_get_n_hosts (const SpBatch *self);
const char *sp_batch_get_host (const SpBatch *self, guint host);
SpAddress *sp_batch_get_due (const SpBatch *self, guint host, SpFamily family);
SpAddress *sp_batch_get_kept (const SpBatch *self, guint host, SpFamily family);
gboolean sp_batch_is_off (const SpBatch *self, guint host, SpFamily family);
guint sp_batch_get_ttl (const SpBatch *self, guint host);
gboolean sp_batch_get_create (const SpBatch *self, guint host);
SpOutcome *sp_batch_get_outcome (const SpBatch *self, guint host, SpFamily family);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpBatch, sp_batch_unref)

G_END_DECLS
