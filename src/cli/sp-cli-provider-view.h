/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/* What “providers” and “providers show” have in common. */

void sp_cli_provider_add_summary (const SpListing *listing, JsonBuilder *builder);
const char *sp_cli_provider_describe_addresses (const SpListing *listing);
const char *sp_cli_provider_describe_origin (const SpListing *listing);
char *sp_cli_provider_describe_proof (const SpListing *listing);
char *sp_cli_provider_describe_status (const SpListing *listing);

G_END_DECLS
