/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-account.h"
#include "profile/sp-profile.h"

G_BEGIN_DECLS

/* Two profiles that keep the same family of the same name at the same server would undo each
 * other's work, and the provider would take that for abuse. */

gboolean sp_claim_check (GPtrArray *profiles,
                         GPtrArray *accounts,
                         SpProfile *profile,
                         SpAccount *account,
                         GError **error);

G_END_DECLS
