/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dns/sp-dns-call.h"
#include "http/sp-reply.h"
#include "http/sp-request.h"
#include "provider/sp-ways.h"

G_BEGIN_DECLS

/**
 * SpSending:
 *
 * What one step of an attempt sends, over HTTP or to a name server, and once it was sent what came
 * back. Made by a protocol, sent once. Tells whoever watches the ways what became of it.
 */
typedef struct _SpSending SpSending;

SpSending *sp_sending_new_request (SpRequest *request);
SpSending *sp_sending_new_call (SpDnsCall *call);
void sp_sending_free (SpSending *self);

SpRequest *sp_sending_get_request (const SpSending *self);
SpDnsCall *sp_sending_get_call (const SpSending *self);
SpReply *sp_sending_get_reply (const SpSending *self);
char *sp_sending_to_trace (const SpSending *self);
void sp_sending_set_login (SpSending *self);
void sp_sending_send_async (SpSending *self,
                            const SpWays *ways,
                            const SpMask *mask,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean sp_sending_send_finish (SpSending *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSending, sp_sending_free)

G_END_DECLS
