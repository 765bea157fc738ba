/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-draft.h"

G_BEGIN_DECLS

gboolean sp_draft_build_account (SpDraft *self,
                                 SpAccount **account,
                                 SpCredentials **credentials,
                                 GError **error);
SpProfile *sp_draft_build_profile (SpDraft *self, GError **error);

G_END_DECLS
