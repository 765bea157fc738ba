/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A domain name as text is in lower case and has no dot at its end; the root is "". What a message
 * holds and text cannot say is escaped as “\DDD” (RFC 1035 §5.1). */

#define SP_DNS_NAME_MAX_BYTES 255 /* RFC 1035 §2.3.4, with the length of each label */

char *sp_dns_name_normalize (const char *text, GError **error);
gboolean sp_dns_name_is_in_zone (const char *name, const char *zone);
void sp_dns_name_append (GByteArray *bytes, const char *name);
char *sp_dns_name_read (const guint8 *data, gsize length, gsize *at);

G_END_DECLS
