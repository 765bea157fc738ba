/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Regular expressions of recipes and of persons: anchored, so that a page which merely mentions
 * “good” is no success, and bounded, so that none of them can hold up the program. */

GRegex *sp_pattern_new (const char *pattern, GError **error);
gboolean sp_pattern_find (GRegex *pattern, const char *text, char **group, GError **error);

G_END_DECLS
