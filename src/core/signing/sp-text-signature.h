/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* Signatures of one text, made of parts of the request. */

void sp_text_sign_ovh (const SpSigning *signing, SpRequest *request);
void sp_text_sign_nfsn (const SpSigning *signing, SpRequest *request);
void sp_text_sign_active24 (const SpSigning *signing, SpRequest *request);
void sp_text_sign_exo2 (const SpSigning *signing, SpRequest *request);
void sp_text_sign_dynadot (const SpSigning *signing, SpRequest *request);
void sp_text_sign_xinnet (const SpSigning *signing, SpRequest *request);

G_END_DECLS
