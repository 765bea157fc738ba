/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpRequest:
 *
 * One HTTP request and, beside every part of it, the redacted twin that may be logged. Filled in
 * by a protocol or a source, then handed to a #SpTransport and not changed any more. Reference
 * counted.
 */
typedef struct _SpRequest SpRequest;

SpRequest *sp_request_new (const char *method, const char *url, const char *redacted_url);
SpRequest *sp_request_ref (SpRequest *self);
void sp_request_unref (SpRequest *self);

void
sp_request_set_header (SpRequest *self, const char *name, const char *value, const char *redacted);
void
sp_request_set_body (SpRequest *self, const char *content_type, GBytes *body, const char *redacted);
void sp_request_append_query (SpRequest *self, const char *pairs, const char *redacted);
void sp_request_append_form (SpRequest *self, const char *pairs, const char *redacted);
void sp_request_force_family (SpRequest *self, SpFamily family);
void sp_request_bind_address (SpRequest *self, SpAddress *local);
void sp_request_set_ca_file (SpRequest *self, const char *path);
void sp_request_set_limits (SpRequest *self, guint deadline_s, gsize body_cap_bytes);
void sp_request_set_direct (SpRequest *self, gboolean direct);

const char *sp_request_get_method (const SpRequest *self);
const char *sp_request_get_url (const SpRequest *self);
GPtrArray *sp_request_get_header_names (const SpRequest *self);
const char *sp_request_get_header (const SpRequest *self, const char *name);
const char *sp_request_get_content_type (const SpRequest *self);
GBytes *sp_request_get_body (const SpRequest *self);
gboolean sp_request_get_forced_family (const SpRequest *self, SpFamily *family);
SpAddress *sp_request_get_bound_address (const SpRequest *self);
const char *sp_request_get_ca_file (const SpRequest *self);
guint sp_request_get_deadline_s (const SpRequest *self);
gsize sp_request_get_body_cap (const SpRequest *self);
gboolean sp_request_is_direct (const SpRequest *self);
char *sp_request_to_trace (const SpRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRequest, sp_request_unref)

G_END_DECLS
