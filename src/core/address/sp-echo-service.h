/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpEchoFormat:
 * @SP_ECHO_TEXT: the whole body is one address
 * @SP_ECHO_TRACE: Cloudflare's `key=value` lines; `h` must be the host asked and `warp` off
 * @SP_ECHO_LINE: one `key=value` line of a declared key
 * @SP_ECHO_JSON: one string member of a JSON object
 *
 * How an echo service writes the address down.
 */
typedef enum
{
  SP_ECHO_TEXT,
  SP_ECHO_TRACE,
  SP_ECHO_LINE,
  SP_ECHO_JSON,
} SpEchoFormat;

/**
 * SpEchoService:
 *
 * One server outside that tells callers their own address. Two services are independent only when
 * both their operators and the networks that carry them differ. Immutable and reference counted.
 */
typedef struct _SpEchoService SpEchoService;

GPtrArray *sp_echo_service_list_builtin (void);
SpEchoService *sp_echo_service_new_from_line (const char *line, GError **error);
SpEchoService *sp_echo_service_ref (SpEchoService *self);
void sp_echo_service_unref (SpEchoService *self);

const char *sp_echo_service_get_name (const SpEchoService *self);
const char *sp_echo_service_get_operator (const SpEchoService *self);
const char *sp_echo_service_get_url (const SpEchoService *self, SpFamily family);
char *sp_echo_service_dup_host (const SpEchoService *self, SpFamily family);
SpEchoFormat sp_echo_service_get_format (const SpEchoService *self);
const char *sp_echo_service_get_field (const SpEchoService *self);
guint sp_echo_service_get_weight (const SpEchoService *self);
gboolean sp_echo_service_is_loopback (const SpEchoService *self);
gboolean sp_echo_service_has_literal_host (const SpEchoService *self);
gboolean sp_echo_service_is_independent (const SpEchoService *self, const SpEchoService *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpEchoService, sp_echo_service_unref)

G_END_DECLS
