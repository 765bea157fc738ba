/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* Signatures of the moment alone: whoever knows the secret can sign the time of day. */

void sp_time_sign_dnsme (const SpSigning *signing, SpRequest *request);
void sp_time_sign_constellix (const SpSigning *signing, SpRequest *request);
void sp_time_sign_nifty (const SpSigning *signing, SpRequest *request);
char *sp_time_assert_wedos (const SpSigning *signing);

G_END_DECLS
