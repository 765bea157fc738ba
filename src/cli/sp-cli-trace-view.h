/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-context.h"

G_BEGIN_DECLS

/* What was sent and what came back, for persons and for programs. */

void sp_cli_trace_print (SpCliContext *context, const SpTrace *trace);
gint64 sp_cli_trace_get_last_id (SpCliContext *context);
void sp_cli_trace_tell_since (SpCliContext *context, gint64 after_id);

G_END_DECLS
