/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-address.h"

#include "address/sp-special-purpose.h"
#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <arpa/inet.h>
#include <string.h>

/* One IPv4 or IPv6 address in network order, with the text it is always written as (RFC 5952).
 * Made by the strict parser or from the kernel's bytes, never changed afterwards. Reference
 * counted, so that targets, findings and outcomes share one. */
struct _SpAddress
{
  SpFamily family;
  guint8 bytes[16];
  char text[INET6_ADDRSTRLEN];
};

static const char *const family_names[] = { "ipv4", "ipv6" };
G_STATIC_ASSERT (G_N_ELEMENTS (family_names) == SP_N_FAMILIES);

static const gsize family_lengths[] = { 4, 16 };
G_STATIC_ASSERT (G_N_ELEMENTS (family_lengths) == SP_N_FAMILIES);

static const int family_domains[] = { AF_INET, AF_INET6 };
G_STATIC_ASSERT (G_N_ELEMENTS (family_domains) == SP_N_FAMILIES);

/**
 * sp_family_to_string:
 * @family: a family
 *
 * Returns: “ipv4” or “ipv6”, the name used in files, on the command line and in JSON
 */
const char *
sp_family_to_string (SpFamily family)
{
  g_return_val_if_fail (family < SP_N_FAMILIES, NULL);

  return family_names[family];
}

/**
 * sp_family_from_string:
 * @text: (nullable): perhaps the name of a family
 * @family: (out): the family, set on success only
 *
 * Returns: %TRUE if @text is what sp_family_to_string() writes
 */
gboolean
sp_family_from_string (const char *text, SpFamily *family)
{
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    if (g_strcmp0 (text, family_names[i]) == 0)
      {
        *family = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * sp_address_new_from_string:
 * @text: (nullable): text from anywhere
 * @error: %SP_ERROR_BAD_INPUT if @text is not exactly one address
 *
 * The strict parser for every source of addresses. The whole text is one address: no blanks,
 * brackets, port, prefix length or zone, no leading zeros, no hexadecimal or shortened IPv4 (those
 * mean different addresses to different programs, RFC 6943 §3.1.1), no digits other than ASCII.
 * An IPv4-mapped address stays IPv6; see sp_address_unwrap().
 *
 * Returns: (transfer full): the address, or %NULL
 */
SpAddress *
sp_address_new_from_string (const char *text, GError **error)
{
  g_autofree char *quoted = NULL;
  guint8 bytes[16];

  /* inet_pton() of some C libraries reads a zone; the address it leaves means another one here. */
  if (text != NULL && strchr (text, '%') == NULL)
    for (guint i = 0; i < SP_N_FAMILIES; i++)
      if (inet_pton (family_domains[i], text, bytes) == 1)
        return sp_address_new_from_bytes (i, bytes);

  quoted = sp_quote (text);
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "%s is not one IPv4 or IPv6 address such as 198.51.100.7 or 2001:db8::7",
               quoted);
  return NULL;
}

/**
 * sp_address_new_from_bytes:
 * @family: the family
 * @bytes: 4 or 16 bytes in network order
 *
 * Returns: (transfer full): the address
 */
SpAddress *
sp_address_new_from_bytes (SpFamily family, const guint8 *bytes)
{
  SpAddress *self;

  g_return_val_if_fail (family < SP_N_FAMILIES, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_atomic_rc_box_new0 (SpAddress);
  self->family = family;
  memcpy (self->bytes, bytes, family_lengths[family]);
  inet_ntop (family_domains[family], self->bytes, self->text, sizeof self->text);
  return self;
}

/**
 * sp_address_ref:
 * @self: an address
 *
 * Returns: (transfer full): @self
 */
SpAddress *
sp_address_ref (SpAddress *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sp_address_unref:
 * @self: (transfer full): an address
 */
void
sp_address_unref (SpAddress *self)
{
  g_atomic_rc_box_release (self);
}

/**
 * sp_address_unwrap:
 * @self: an address
 *
 * Servers that listen on an IPv6 socket name an IPv4 caller ::ffff:a.b.c.d (RFC 4291 §2.5.5.2).
 * Only a caller that asked over IPv4 may take that for the IPv4 address it holds.
 *
 * Returns: (transfer full): the IPv4 address inside an IPv4-mapped one, else @self
 */
SpAddress *
sp_address_unwrap (SpAddress *self)
{
  static const guint8 mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

  if (self->family == SP_FAMILY_IPV6 && sp_address_has_prefix (self, mapped, 8 * sizeof mapped))
    return sp_address_new_from_bytes (SP_FAMILY_IPV4, self->bytes + sizeof mapped);

  return sp_address_ref (self);
}

/**
 * sp_address_get_family:
 * @self: an address
 *
 * Returns: its family
 */
SpFamily
sp_address_get_family (const SpAddress *self)
{
  return self->family;
}

/**
 * sp_address_get_text:
 * @self: an address
 *
 * Returns: its one canonical text, lower case and shortened after RFC 5952; lives as long as @self
 */
const char *
sp_address_get_text (const SpAddress *self)
{
  return self->text;
}

/**
 * sp_address_get_bytes:
 * @self: an address
 * @length: (out) (optional): 4 or 16
 *
 * Returns: its bytes in network order; they live as long as @self
 */
const guint8 *
sp_address_get_bytes (const SpAddress *self, gsize *length)
{
  if (length != NULL)
    *length = family_lengths[self->family];
  return self->bytes;
}

/**
 * sp_address_equal:
 * @a: (nullable): an address
 * @b: (nullable): an address
 *
 * Returns: %TRUE if both are the same address, or both %NULL
 */
gboolean
sp_address_equal (const SpAddress *a, const SpAddress *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return a->family == b->family && memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/**
 * sp_address_is_loopback:
 * @self: an address
 *
 * Returns: %TRUE for 127.0.0.0/8 and ::1, which never leave this machine
 */
gboolean
sp_address_is_loopback (const SpAddress *self)
{
  static const guint8 ipv6_loopback[16] = { [15] = 1 };

  if (self->family == SP_FAMILY_IPV4)
    return self->bytes[0] == 127;

  return sp_address_has_prefix (self, ipv6_loopback, 128);
}

/**
 * sp_address_has_prefix:
 * @self: an address
 * @prefix: the bytes of an address of the same family; those past the prefix are not read
 * @prefix_length: in bits, 0…32 or 0…128
 *
 * Returns: %TRUE if the first @prefix_length bits of @self are those of @prefix
 */
gboolean
sp_address_has_prefix (const SpAddress *self, const guint8 *prefix, guint prefix_length)
{
  gsize whole = prefix_length / 8;
  guint8 mask = (guint8) (0xff00 >> prefix_length % 8);

  g_return_val_if_fail (prefix_length <= 8 * family_lengths[self->family], FALSE);

  return memcmp (self->bytes, prefix, whole) == 0 &&
         (mask == 0 || ((self->bytes[whole] ^ prefix[whole]) & mask) == 0);
}

/**
 * sp_address_shares_prefix:
 * @a: an address
 * @b: an address
 * @prefix_length: in bits, 0…32 or 0…128
 *
 * Returns: %TRUE if both are of one family and their first @prefix_length bits are the same
 */
gboolean
sp_address_shares_prefix (const SpAddress *a, const SpAddress *b, guint prefix_length)
{
  return a->family == b->family && sp_address_has_prefix (a, b->bytes, prefix_length);
}

/**
 * sp_address_get_special_purpose:
 * @self: an address
 *
 * Whether the address is one that no host on the Internet can be reached at. The names are English
 * noun phrases, one of sp_special_purpose_list_names(); the wording translates them.
 *
 * Returns: (nullable): the name of the range, or %NULL for a public address
 */
const char *
sp_address_get_special_purpose (const SpAddress *self)
{
  return sp_special_purpose_lookup (self);
}
