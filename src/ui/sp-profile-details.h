/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

void
sp_profile_details_show (GtkGrid *grid, const SpStatus *status, const SpProfileStatus *profile);

G_END_DECLS
