/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* The signatures that AWS brought up and others took over: a text that describes the request is
 * signed with a key that holds for a day, a region and a service. */

void sp_scope_sign_aws4 (const SpSigning *signing, SpRequest *request);
void sp_scope_sign_volcengine (const SpSigning *signing, SpRequest *request);
void sp_scope_sign_jdcloud (const SpSigning *signing, SpRequest *request);
void sp_scope_sign_tc3 (const SpSigning *signing, SpRequest *request);
void sp_scope_sign_huawei (const SpSigning *signing, SpRequest *request);

G_END_DECLS
