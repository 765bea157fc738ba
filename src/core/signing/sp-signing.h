/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-twin.h"

G_BEGIN_DECLS

/**
 * SpSigning:
 *
 * What a signature is made with beside the request: the parameters that the recipe fills in, each
 * with its redacted twin, the time, and a text that is used once. Made for one request. Wiped when
 * freed.
 */
typedef struct _SpSigning SpSigning;

SpSigning *sp_signing_new (gint64 now_s, const char *nonce);
void sp_signing_free (SpSigning *self);
void sp_signing_take (SpSigning *self, const char *parameter, SpTwin *value);
const char *sp_signing_get (const SpSigning *self, const char *parameter);
void sp_signing_append_to (const SpSigning *self, const char *parameter, SpTwin *twin);
gint64 sp_signing_get_now_s (const SpSigning *self);
const char *sp_signing_get_nonce (const SpSigning *self);
gboolean sp_signing_has_time (const SpSigning *self);
char *sp_signing_format_time (const SpSigning *self, const char *format);
char *sp_signing_format_seconds (const SpSigning *self);
char *sp_signing_format_http_date (const SpSigning *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSigning, sp_signing_free)

G_END_DECLS
