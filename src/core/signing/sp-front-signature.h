/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* Signatures with a key of the moment: the header's own front part, signed with the secret, signs the
 * request. */

void sp_front_sign_bce (const SpSigning *signing, SpRequest *request);
void sp_front_sign_edgegrid (const SpSigning *signing, SpRequest *request);

G_END_DECLS
