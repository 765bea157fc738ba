/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SP_TSIG_MAC_MAX_BYTES 64

/**
 * SpTsigKey:
 *
 * A secret that a DNS server shares with those who may change a zone (RFC 8945): a name, an
 * algorithm and the secret itself, which is wiped when the key is freed. Immutable.
 */
typedef struct _SpTsigKey SpTsigKey;

SpTsigKey *
sp_tsig_key_new (const char *name, const char *algorithm, const char *secret, GError **error);
SpTsigKey *sp_tsig_key_new_from_block (const char *block, GError **error);
void sp_tsig_key_free (SpTsigKey *self);

const char *sp_tsig_key_get_name (const SpTsigKey *self);
const char *sp_tsig_key_get_algorithm (const SpTsigKey *self);
const char *sp_tsig_key_get_algorithm_name (const SpTsigKey *self);
gboolean sp_tsig_key_is_weak (const SpTsigKey *self);
gsize sp_tsig_key_get_mac_length (const SpTsigKey *self);
void sp_tsig_key_compute_mac (const SpTsigKey *self, const GByteArray *data, guint8 *mac);

gboolean sp_tsig_key_is_block (const char *text);
char *sp_tsig_key_flatten_block (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTsigKey, sp_tsig_key_free)

G_END_DECLS
