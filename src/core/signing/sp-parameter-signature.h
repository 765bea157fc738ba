/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* Signatures that are one more parameter: all others are sorted, joined and signed. They are looked
 * for in the query and in a form; what is added goes into the form if there is one. */

void sp_parameter_sign_aliyun (const SpSigning *signing, SpRequest *request);
void sp_parameter_sign_nowcn (const SpSigning *signing, SpRequest *request);
void sp_parameter_sign_ucloud (const SpSigning *signing, SpRequest *request);
void sp_parameter_sign_gname (const SpSigning *signing, SpRequest *request);

G_END_DECLS
