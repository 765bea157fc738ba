/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/* What “providers” and “providers show” have in common. */

void sp_cli_provider_add_summary (SpCliContext *context, SpRecipe *recipe, JsonBuilder *builder);
const char *sp_cli_provider_describe_families (SpRecipe *recipe);
const char *sp_cli_provider_describe_origin (SpCliContext *context, SpRecipe *recipe);

G_END_DECLS
