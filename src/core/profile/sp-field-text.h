/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The rules that the text values of profiles and accounts share. */

gboolean sp_field_text_is_id (const char *text);
gboolean sp_field_text_check_line (const char *key, const char *value, GError **error);
gboolean sp_field_text_check_web_address (const char *key, const char *value, GError **error);
gboolean sp_field_text_parse_number (const char *key,
                                     const char *value,
                                     guint minimum,
                                     guint maximum,
                                     guint *number,
                                     GError **error);
gboolean
sp_field_text_parse_boolean (const char *key, const char *value, gboolean *truth, GError **error);

G_END_DECLS
