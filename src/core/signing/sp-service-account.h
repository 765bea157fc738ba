/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "signing/sp-signing.h"

G_BEGIN_DECLS

/* The statements, signed with RSA, by which a service account asks for a token (RFC 7523). The
 * parameter `key` is the whole JSON file that the provider gave out for the account. */

char *sp_service_account_assert_google (const SpSigning *signing, GError **error);
char *sp_service_account_assert_yandex (const SpSigning *signing, GError **error);

G_END_DECLS
