/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-batch.h"
#include "provider/sp-ways.h"

G_BEGIN_DECLS

/* Runs the protocol of the batch's recipe: makes what is to be sent, sends it, judges the replies and
 * leaves one outcome per due target in the batch. Transport errors become outcomes too. Finish
 * fails only when cancelled, and then every target that was perhaps sent is “unknown”. */

void sp_protocol_update_async (const SpWays *ways,
                               SpBatch *batch,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean sp_protocol_update_finish (GAsyncResult *result, GError **error);

GPtrArray *sp_protocol_make_sendings (SpBatch *batch, GError **error);
gboolean sp_protocol_check (SpBatch *batch, GError **error);

G_END_DECLS
