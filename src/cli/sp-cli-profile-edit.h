/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/* What the commands that show and edit profiles have in common. */

SpProfile *
sp_cli_profile_apply (SpCliContext *context, SpProfile *profile, char **pairs, GError **error);
gboolean sp_cli_profile_save (SpCliContext *context, SpProfile *profile, GError **error);
JsonNode *sp_cli_profile_to_json (SpProfile *profile);
void sp_cli_profile_print (SpCliContext *context, SpProfile *profile);
SpExit sp_cli_profile_switch (SpCliContext *context,
                              const SpCliCommand *command,
                              char **arguments,
                              const char *enabled);

G_END_DECLS
