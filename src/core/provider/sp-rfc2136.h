/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-verdict.h"

G_BEGIN_DECLS

/* DNS UPDATE (RFC 2136), signed with TSIG (RFC 8945): the addresses of one's own zone, told to its
 * primary server. */

gboolean sp_rfc2136_check_server (const char *text, GError **error);
gboolean sp_rfc2136_check_key (const char *text, GError **error);

gboolean sp_rfc2136_takes_host (const SpBatch *batch,
                                guint host,
                                const SpVariables *variables,
                                GError **error);
SpDnsCall *sp_rfc2136_make_call (const SpBatch *batch,
                                 const SpPlanStep *step,
                                 const SpVariables *variables,
                                 GError **error);
void sp_rfc2136_judge (const SpVerdict *verdict);

G_END_DECLS
