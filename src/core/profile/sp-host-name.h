/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A host name is stored and sent as its A-label form: ASCII, lower case, no trailing dot, an
 * optional leading “*.” label. It is shown as its U-label form (RFC 5890). */

char *sp_host_name_normalize (const char *text, GError **error);
char *sp_host_name_to_display (const char *host_name);
gboolean sp_host_name_is_wildcard (const char *host_name);

G_END_DECLS
