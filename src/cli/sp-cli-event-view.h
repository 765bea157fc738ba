/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/* Rows of the journal, as “history” and “log” print them. */

const char *sp_cli_event_get_kind (const SpEvent *event);
const char *sp_cli_event_get_family (const SpEvent *event);
void sp_cli_event_add_json (const SpEvent *event, JsonBuilder *builder);

G_END_DECLS
