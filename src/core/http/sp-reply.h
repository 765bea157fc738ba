/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpReply:
 *
 * A whole HTTP reply: status, headers and the decoded body, which a transport has already held
 * against the limits of the request. Immutable and reference counted. The body is text from
 * outside: it may hold anything but NUL bytes.
 */
typedef struct _SpReply SpReply;

SpReply *sp_reply_new (guint status, GHashTable *headers, GBytes *body, SpAddress *remote);
SpReply *sp_reply_ref (SpReply *self);
void sp_reply_unref (SpReply *self);

guint sp_reply_get_status (const SpReply *self);
const char *sp_reply_get_header (const SpReply *self, const char *name);
const char *sp_reply_get_text (const SpReply *self);
gsize sp_reply_get_length (const SpReply *self);
SpAddress *sp_reply_get_remote (const SpReply *self);
gboolean sp_reply_get_date (const SpReply *self, gint64 *wall_s);
gint64 sp_reply_get_retry_after_s (const SpReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpReply, sp_reply_unref)

G_END_DECLS
