/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Hashes and keyed hashes as the signatures write them. */

char *sp_digest_hash_base64 (GChecksumType type, GBytes *data);
char *sp_digest_hash_hex (GChecksumType type, GBytes *data);
char *sp_digest_sign_base64 (GChecksumType type, const char *key, const char *text);
char *sp_digest_sign_hex (GChecksumType type, const char *key, const char *text);
char *sp_digest_chain_hex (GChecksumType type, const char *key, const char *const *texts);

G_END_DECLS
