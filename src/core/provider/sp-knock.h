/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-sending.h"

G_BEGIN_DECLS

/* Whether the server of a sending is there at all, asked without credentials and without changing
 * anything: the front page of a web server, the SOA of a name server's zone. */

char *sp_knock_get_place (const SpSending *sending);
void sp_knock_async (const SpSending *sending,
                     const SpWays *ways,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);
gboolean sp_knock_finish (GAsyncResult *result, GError **error);

G_END_DECLS
