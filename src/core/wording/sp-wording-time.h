/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *sp_wording_for_time (gint64 wall_s, gint64 now_s);
char *sp_wording_for_next (gint64 wall_s, gint64 now_s);

G_END_DECLS
