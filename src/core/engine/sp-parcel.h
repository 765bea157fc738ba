/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-roster.h"
#include "provider/sp-batch.h"

G_BEGIN_DECLS

/**
 * SpShipment:
 * @profile_id: (owned): the profile it is for
 * @host: (owned): the host
 * @family: the family
 * @address: (owned): what is sent
 * @position: number of the host in the batch
 * @generation: of the target when it was packed
 * @was_refresh: the provider has this address already
 * @old_intent: (owned) (nullable): what was on its way before, with no known end
 * @old_intent_at: since when
 *
 * One target on its way. Names its target instead of pointing at it: a person may remove it
 * meanwhile.
 */
typedef struct
{
  char *profile_id;
  char *host;
  SpFamily family;
  SpAddress *address;
  guint position;
  guint generation;
  gboolean was_refresh;
  SpAddress *old_intent;
  SpInstant old_intent_at;
} SpShipment;

/**
 * SpParcel:
 *
 * What one attempt sends: targets of one account that may go together, because their requests are
 * the same but for the host. Packed from what policy released; becomes an #SpBatch when the
 * credentials are there.
 */
typedef struct _SpParcel SpParcel;

SpParcel *sp_parcel_pack (GPtrArray *entries, SpMember *leader);
void sp_parcel_free (SpParcel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpParcel, sp_parcel_free)

SpRecipe *sp_parcel_get_recipe (const SpParcel *self);
SpAccount *sp_parcel_get_account (const SpParcel *self);
const char *sp_parcel_get_server (const SpParcel *self);
GPtrArray *sp_parcel_get_shipments (const SpParcel *self);
SpBatch *sp_parcel_to_batch (const SpParcel *self, SpCredentials *credentials);

G_END_DECLS
