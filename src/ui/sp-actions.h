/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

gint64 sp_pause_seconds (const char *until, GDateTime *now);
void sp_actions_add (SpApplication *application);

G_END_DECLS
