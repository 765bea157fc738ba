/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

void sp_profile_model_update (GListStore *items, SpStatus *status, const char *search);
gboolean sp_profile_model_matches (const SpProfileStatus *profile, const char *search);

G_END_DECLS
