/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SP_RSA_SHA256,
  SP_RSA_SHA512,
  SP_RSA_PSS_SHA256,
} SpRsaScheme;

/**
 * SpRsaKey:
 *
 * A private RSA key, as a person pasted it. The signatures are those of RFC 8017: §8.2 and, where
 * the name has PSS, §8.1. Wiped when freed.
 */
typedef struct _SpRsaKey SpRsaKey;

SpRsaKey *sp_rsa_key_new (const char *text, GError **error);
void sp_rsa_key_free (SpRsaKey *self);
char *sp_rsa_key_sign (const SpRsaKey *self, SpRsaScheme scheme, const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRsaKey, sp_rsa_key_free)

G_END_DECLS
