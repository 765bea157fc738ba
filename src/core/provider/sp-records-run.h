/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-records.h"

G_BEGIN_DECLS

/* Holds a conversation with the real world: sends what #SpRecords makes and gives it the replies. */

void sp_records_run_async (SpRecords *records,
                           const SpWays *ways,
                           const SpPass *pass,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
SpOutcome *sp_records_run_finish (GAsyncResult *result);
void sp_records_leave_async (SpRecords *records,
                             const SpWays *ways,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void sp_records_leave_finish (GAsyncResult *result);

G_END_DECLS
