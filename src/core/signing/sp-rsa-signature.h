/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* Signatures of requests with a private RSA key. */

gboolean sp_rsa_sign_oci (const SpSigning *signing, SpRequest *request, GError **error);
gboolean sp_rsa_sign_transip (const SpSigning *signing, SpRequest *request, GError **error);

G_END_DECLS
