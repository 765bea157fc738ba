/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/* The IANA special-purpose address registries (RFC 6890 and its successors): ranges that are never
 * somebody's public address. */

const char *sp_special_purpose_lookup (const SpAddress *address);
const char *const *sp_special_purpose_list_names (void);

G_END_DECLS
