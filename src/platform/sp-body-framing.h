/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpBodyFraming:
 *
 * Finds the end of one HTTP/1.1 reply body (RFC 9112 §6) and holds it against a size. Strict where
 * libsoup is silent: a bad chunk size, a missing last chunk, a short or a negative length are
 * errors and not an empty success. Fed with raw bytes; knows nothing of sockets.
 */
typedef struct _SpBodyFraming SpBodyFraming;

SpBodyFraming *sp_body_framing_new (const char *method,
                                    guint status,
                                    const char *transfer_encoding,
                                    const char *content_length,
                                    gsize cap_bytes,
                                    GError **error);
void sp_body_framing_free (SpBodyFraming *self);

gboolean
sp_body_framing_feed (SpBodyFraming *self, const guint8 *data, gsize length, GError **error);
gboolean sp_body_framing_end (SpBodyFraming *self, GError **error);
gboolean sp_body_framing_is_complete (const SpBodyFraming *self);
GBytes *sp_body_framing_steal_body (SpBodyFraming *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpBodyFraming, sp_body_framing_free)

G_END_DECLS
