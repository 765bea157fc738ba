/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "dns/sp-dns-message.h"
#include "dns/sp-dns-transport.h"
#include "dns/sp-tsig.h"

G_BEGIN_DECLS

/**
 * SpDnsCall:
 *
 * One message for one server, the key it is signed with, and once it was sent what came back and
 * what that is worth. It is signed when it is sent, because the signature holds the time. Reference
 * counted.
 */
typedef struct _SpDnsCall SpDnsCall;

SpDnsCall *sp_dns_call_new (const char *server, guint16 port, GBytes *message, SpTsigKey *key);
SpDnsCall *sp_dns_call_ref (SpDnsCall *self);
void sp_dns_call_unref (SpDnsCall *self);

SpDnsCall *sp_dns_call_make_question (const SpDnsCall *self);
char *sp_dns_call_get_place (const SpDnsCall *self);
char *sp_dns_call_to_trace (const SpDnsCall *self);
void sp_dns_call_send_async (SpDnsCall *self,
                             SpDnsTransport *transport,
                             SpClock *clock,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean sp_dns_call_send_finish (SpDnsCall *self, GAsyncResult *result, GError **error);
const SpDnsMessage *sp_dns_call_get_reply (const SpDnsCall *self);
const SpTsigFinding *sp_dns_call_get_finding (const SpDnsCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDnsCall, sp_dns_call_unref)

G_END_DECLS
