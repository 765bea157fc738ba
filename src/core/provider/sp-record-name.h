/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How providers write the name and the text of a record: with or without a final dot, in any case, as
 * A-labels or U-labels, whole or without the zone; a text with or without quotation marks. Names of
 * ours are A-labels in lower case. */

gboolean sp_record_name_equals (const char *written, const char *name);
gboolean sp_record_name_is_sub (const char *written, const char *name, const char *zone);
gboolean sp_record_name_is_in (const char *name, const char *zone);
char *sp_record_name_get_sub (const char *name, const char *zone);
char *sp_record_name_clean (const char *written);
gboolean sp_record_text_equals (const char *one, const char *other);

G_END_DECLS
