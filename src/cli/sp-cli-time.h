/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Times and durations as they are typed and printed. */

gboolean sp_cli_parse_duration (const char *text, gint64 *seconds, GError **error);
gboolean sp_cli_parse_since (const char *text, gint64 now_s, gint64 *wall_s, GError **error);
char *sp_cli_format_time (gint64 wall_s);
char *sp_cli_format_time_utc (gint64 wall_s);

G_END_DECLS
