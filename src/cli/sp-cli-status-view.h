/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/* A status as a person reads it in a terminal. It is made from the JSON form, because that is also
 * what a running Signpost answers. */

JsonNode *sp_cli_status_parse (const char *text, GError **error);
void sp_cli_status_print (JsonObject *status);
SpExit sp_cli_status_show (SpCliContext *context, JsonNode *status);

G_END_DECLS
