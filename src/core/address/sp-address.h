/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpFamily:
 * @SP_FAMILY_IPV4: A records
 * @SP_FAMILY_IPV6: AAAA records
 *
 * Usable as an array index; see %SP_N_FAMILIES.
 */
typedef enum
{
  SP_FAMILY_IPV4,
  SP_FAMILY_IPV6,
} SpFamily;

#define SP_N_FAMILIES 2

const char *sp_family_to_string (SpFamily family);
gboolean sp_family_from_string (const char *text, SpFamily *family);

/**
 * SpAddress:
 *
 * One IPv4 or IPv6 address. Immutable and reference counted. Whatever text it came from, it was
 * exactly one address and nothing else: there is no “empty” address, absence is another type
 * (#SpFinding) or %NULL.
 */
typedef struct _SpAddress SpAddress;

SpAddress *sp_address_new_from_string (const char *text, GError **error);
SpAddress *sp_address_new_from_bytes (SpFamily family, const guint8 *bytes);
SpAddress *sp_address_ref (SpAddress *self);
void sp_address_unref (SpAddress *self);
SpAddress *sp_address_unwrap (SpAddress *self);

SpFamily sp_address_get_family (const SpAddress *self);
const char *sp_address_get_text (const SpAddress *self);
const guint8 *sp_address_get_bytes (const SpAddress *self, gsize *length);
gboolean sp_address_equal (const SpAddress *a, const SpAddress *b);
gboolean sp_address_is_loopback (const SpAddress *self);
gboolean sp_address_has_prefix (const SpAddress *self, const guint8 *prefix, guint prefix_length);
gboolean sp_address_shares_prefix (const SpAddress *a, const SpAddress *b, guint prefix_length);
const char *sp_address_get_special_purpose (const SpAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAddress, sp_address_unref)

G_END_DECLS
