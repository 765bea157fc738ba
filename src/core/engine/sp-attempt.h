/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-parcel.h"
#include "provider/sp-secrets.h"
#include "provider/sp-ways.h"

G_BEGIN_DECLS

/**
 * SpAttemptGate:
 * @parcel: what is about to be sent
 * @user_data: as given
 * @error: why not
 *
 * Called when the credentials are there and before the first byte leaves: the last moment to say
 * no, and the moment to make the intents durable.
 *
 * Returns: %TRUE if it may be sent
 */
typedef gboolean (*SpAttemptGate) (SpParcel *parcel, gpointer user_data, GError **error);

void sp_attempt_run_async (const SpWays *ways,
                           SpSecrets *secrets,
                           SpParcel *parcel,
                           SpAttemptGate gate,
                           gpointer gate_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
SpBatch *sp_attempt_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
