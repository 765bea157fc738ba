/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-interface-choice.h"

#include "base/sp-error.h"

#include <linux/if_addr.h>
#include <string.h>

#define SUBNET_BITS 64

/* What speaks for an address, the strongest first. Bits, so that one comparison of two numbers
 * decides. */
enum
{
  IS_SINGLE = 1 << 0, /* a /128 is a lease (DHCPv6) */
  IS_BASE = 1 << 1,   /* the kernel derives temporary addresses from it */
  IS_EUI64 = 1 << 2,
  IS_STABLE_PRIVACY = 1 << 3,
  IS_FOR_EVER = 1 << 4,
  IS_PRIMARY = 1 << 5,
  IS_IN_PUBLISHED_SUBNET = 1 << 6,
  IS_PUBLISHED = 1 << 7,
  IS_PUBLIC = 1 << 8,
};

typedef enum
{
  ROW_UNFIT,
  ROW_PENDING,
  ROW_FIT,
} RowFitness;

static gboolean
is_link_local (const SpAddress *address)
{
  static const guint8 fe80[] = { 0xfe, 0x80 };

  return sp_address_get_family (address) == SP_FAMILY_IPV6 &&
         sp_address_has_prefix (address, fe80, 10);
}

/* Such a host part is the network itself (IPv4) or the anycast address of its routers (RFC 4291
 * §2.6.1). Point-to-point links (/31, /127: RFC 3021, RFC 6164) have real hosts there. */
static gboolean
is_subnet_address (const SpInterfaceAddress *row)
{
  gsize length;
  const guint8 *bytes = sp_address_get_bytes (row->address, &length);

  if (row->prefix_length + 1 >= length * 8)
    return FALSE;

  for (gsize bit = row->prefix_length; bit < length * 8; bit++)
    if ((bytes[bit / 8] & (0x80 >> bit % 8)) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
is_eui64 (const SpAddress *address)
{
  const guint8 *bytes = sp_address_get_bytes (address, NULL);

  return bytes[11] == 0xff && bytes[12] == 0xfe;
}

static RowFitness
judge_row (const SpInterfaceAddress *row, gboolean allow_special)
{
  /* The bit 0x01 means “temporary” on IPv6 alone; on IPv4 it is “secondary”, a good address. */
  guint32 unfit = IFA_F_DEPRECATED | IFA_F_DADFAILED;

  if (sp_address_get_family (row->address) == SP_FAMILY_IPV6)
    unfit |= IFA_F_TEMPORARY;

  if ((row->flags & unfit) != 0 || row->preferred_s == 0 || is_link_local (row->address) ||
      is_subnet_address (row))
    return ROW_UNFIT;
  if (!allow_special && sp_address_get_special_purpose (row->address) != NULL)
    return ROW_UNFIT;
  if ((row->flags & IFA_F_TENTATIVE) != 0 && (row->flags & IFA_F_OPTIMISTIC) == 0)
    return ROW_PENDING;
  return ROW_FIT;
}

static guint
rank_row (const SpInterfaceAddress *row, SpAddress *published)
{
  guint rank = 0;

  if (sp_address_get_special_purpose (row->address) == NULL)
    rank |= IS_PUBLIC;
  if (sp_address_equal (row->address, published))
    rank |= IS_PUBLISHED;

  if (sp_address_get_family (row->address) == SP_FAMILY_IPV4)
    return (row->flags & IFA_F_SECONDARY) == 0 ? rank | IS_PRIMARY : rank;

  if (published != NULL && sp_address_shares_prefix (row->address, published, SUBNET_BITS))
    rank |= IS_IN_PUBLISHED_SUBNET;
  if ((row->flags & IFA_F_PERMANENT) != 0)
    rank |= IS_FOR_EVER;
  if ((row->flags & IFA_F_STABLE_PRIVACY) != 0)
    rank |= IS_STABLE_PRIVACY;
  if (is_eui64 (row->address))
    rank |= IS_EUI64;
  if ((row->flags & IFA_F_MANAGETEMPADDR) != 0)
    rank |= IS_BASE;
  if (row->prefix_length == 128)
    rank |= IS_SINGLE;
  return rank;
}

static gboolean
is_better (const SpInterfaceAddress *a, const SpInterfaceAddress *b, SpAddress *published)
{
  guint rank_a = rank_row (a, published);
  guint rank_b = rank_row (b, published);
  gsize length;
  const guint8 *bytes = sp_address_get_bytes (a->address, &length);

  if (rank_a != rank_b)
    return rank_a > rank_b;
  if (a->preferred_s != b->preferred_s)
    return a->preferred_s > b->preferred_s;
  return memcmp (bytes, sp_address_get_bytes (b->address, NULL), length) < 0;
}

static void
set_reason (GError **error,
            const char *interface,
            SpFamily family,
            const SpInterfaceAddress *pending)
{
  if (pending != NULL)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NETWORK,
                 "the address %s on %s is still being checked for duplicates",
                 sp_address_get_text (pending->address),
                 interface);
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NOT_FOUND,
                 "no lasting %s address on %s",
                 family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6",
                 interface);
}

/**
 * sp_interface_choose:
 * @table: (element-type SpInterfaceAddress): the kernel's address table
 * @interface: the interface whose address is wanted
 * @family: its family
 * @published: (nullable): what is published now; kept while it is fit, so that a second prefix
 *   moves nothing until the first is deprecated
 * @allow_special: whether addresses of special-purpose ranges may be chosen, after all others
 * @error: %SP_ERROR_NOT_FOUND if no address is fit to be published, %SP_ERROR_NETWORK if one is
 *   there whose duplicate address detection has not ended
 *
 * The address that stays: neither temporary (RFC 8981), deprecated, tentative, failed in duplicate
 * detection nor link-local. Among those the published one, then one of its /64, set by hand,
 * stable-privacy (RFC 7217), EUI-64, the base of temporary ones, a lease, the longest preferred,
 * the smallest. A pure function.
 *
 * Returns: (transfer full) (nullable): the address
 */
SpAddress *
sp_interface_choose (GPtrArray *table,
                     const char *interface,
                     SpFamily family,
                     SpAddress *published,
                     gboolean allow_special,
                     GError **error)
{
  const SpInterfaceAddress *best = NULL;
  const SpInterfaceAddress *pending = NULL;

  for (guint i = 0; i < table->len; i++)
    {
      const SpInterfaceAddress *row = g_ptr_array_index (table, i);
      RowFitness fitness;

      if (sp_address_get_family (row->address) != family ||
          !g_str_equal (row->interface, interface))
        continue;

      fitness = judge_row (row, allow_special);
      if (fitness == ROW_PENDING)
        pending = row;
      else if (fitness == ROW_FIT && (best == NULL || is_better (row, best, published)))
        best = row;
    }

  if (best == NULL)
    {
      set_reason (error, interface, family, pending);
      return NULL;
    }
  return sp_address_ref (best->address);
}
