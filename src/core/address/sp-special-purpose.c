/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-special-purpose.h"

/* What a range is for. */
typedef enum
{
  UNSPECIFIED,
  THIS_NETWORK,
  PRIVATE,
  SHARED,
  LOOPBACK,
  LINK_LOCAL,
  SITE_LOCAL,
  UNIQUE_LOCAL,
  PROTOCOLS,
  DS_LITE,
  DOCUMENTATION,
  AS112,
  AMT,
  RELAY_6TO4,
  TUNNEL_6TO4,
  TEREDO,
  BENCHMARK,
  ORCHID,
  DRONE_ID,
  MULTICAST,
  RESERVED,
  IPV4_MAPPED,
  IPV4_IN_IPV6,
  NAT64,
  DISCARD,
  WITHDRAWN_6,
  N_PURPOSES,
} Purpose;

static const char *const names[] = {
  [UNSPECIFIED] = "unspecified address",
  [THIS_NETWORK] = "“this network” range",
  [PRIVATE] = "private network",
  [SHARED] = "carrier-grade NAT range",
  [LOOPBACK] = "loopback range",
  [LINK_LOCAL] = "link-local range",
  [SITE_LOCAL] = "withdrawn site-local range",
  [UNIQUE_LOCAL] = "unique local network",
  [PROTOCOLS] = "range for protocol assignments",
  [DS_LITE] = "DS-Lite range",
  [DOCUMENTATION] = "documentation range",
  [AS112] = "AS112 range",
  [AMT] = "multicast tunnel range",
  [RELAY_6TO4] = "withdrawn 6to4 relay range",
  [TUNNEL_6TO4] = "6to4 tunnel range",
  [TEREDO] = "Teredo tunnel range",
  [BENCHMARK] = "benchmarking range",
  [ORCHID] = "range for cryptographic identifiers",
  [DRONE_ID] = "range for drone identifiers",
  [MULTICAST] = "multicast range",
  [RESERVED] = "reserved range",
  [IPV4_MAPPED] = "IPv4-mapped range",
  [IPV4_IN_IPV6] = "withdrawn IPv4-compatible range",
  [NAT64] = "NAT64 range",
  [DISCARD] = "discard-only range",
  [WITHDRAWN_6] = "withdrawn 6bone range",
  [N_PURPOSES] = NULL,
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == N_PURPOSES + 1);

/* One range; the bytes left out are zero. */
typedef struct
{
  Purpose purpose;
  guint prefix_length;
  guint8 bytes[16];
} Range;

/* https://www.iana.org/assignments/iana-ipv4-special-registry; the first match wins, so a range
 * stands before the one that holds it. */
static const Range ipv4_ranges[] = {
  { UNSPECIFIED, 32, { 0 } },
  { THIS_NETWORK, 8, { 0 } },           /* RFC 791 §3.2 */
  { PRIVATE, 8, { 10 } },               /* RFC 1918 */
  { SHARED, 10, { 100, 64 } },          /* RFC 6598 */
  { LOOPBACK, 8, { 127 } },             /* RFC 1122 §3.2.1.3 */
  { LINK_LOCAL, 16, { 169, 254 } },     /* RFC 3927 */
  { PRIVATE, 12, { 172, 16 } },         /* RFC 1918 */
  { DS_LITE, 29, { 192, 0, 0 } },       /* RFC 7335: also 464XLAT */
  { PROTOCOLS, 24, { 192, 0, 0 } },     /* RFC 6890 §2.1 */
  { DOCUMENTATION, 24, { 192, 0, 2 } }, /* RFC 5737 */
  { AS112, 24, { 192, 31, 196 } },      /* RFC 7535 */
  { AMT, 24, { 192, 52, 193 } },        /* RFC 7450 */
  { RELAY_6TO4, 24, { 192, 88, 99 } },  /* RFC 7526 */
  { PRIVATE, 16, { 192, 168 } },        /* RFC 1918 */
  { AS112, 24, { 192, 175, 48 } },      /* RFC 7534 */
  { BENCHMARK, 15, { 198, 18 } },       /* RFC 2544 */
  { DOCUMENTATION, 24, { 198, 51, 100 } },
  { DOCUMENTATION, 24, { 203, 0, 113 } },
  { MULTICAST, 4, { 224 } }, /* RFC 5771 */
  { RESERVED, 4, { 240 } },  /* RFC 1112 §4, with 255.255.255.255 of RFC 919 */
};

/* https://www.iana.org/assignments/iana-ipv6-special-registry. What is outside 2000::/3 is not
 * global unicast at all (RFC 4291 §2.4); the named ones only make a better sentence. */
static const Range ipv6_ranges[] = {
  { UNSPECIFIED, 128, { 0 } },
  { LOOPBACK, 128, { [15] = 1 } },
  { IPV4_MAPPED, 96, { [10] = 0xff, 0xff } },            /* RFC 4291 §2.5.5.2 */
  { IPV4_IN_IPV6, 96, { 0 } },                           /* RFC 4291 §2.5.5.1 */
  { NAT64, 96, { 0x00, 0x64, 0xff, 0x9b } },             /* RFC 6052 */
  { NAT64, 48, { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 } }, /* RFC 8215 */
  { DISCARD, 64, { 0x01, 0x00 } },                       /* RFC 6666 */
  { TEREDO, 32, { 0x20, 0x01 } },                        /* RFC 4380 */
  { BENCHMARK, 48, { 0x20, 0x01, 0x00, 0x02 } },         /* RFC 5180 */
  { AMT, 32, { 0x20, 0x01, 0x00, 0x03 } },               /* RFC 7450 */
  { AS112, 48, { 0x20, 0x01, 0x00, 0x04, 0x01, 0x12 } }, /* RFC 7535 */
  { ORCHID, 28, { 0x20, 0x01, 0x00, 0x10 } },            /* RFC 4843 */
  { ORCHID, 28, { 0x20, 0x01, 0x00, 0x20 } },            /* RFC 7343 */
  { DRONE_ID, 28, { 0x20, 0x01, 0x00, 0x30 } },          /* RFC 9374 */
  { PROTOCOLS, 23, { 0x20, 0x01 } },                     /* RFC 2928 */
  { DOCUMENTATION, 32, { 0x20, 0x01, 0x0d, 0xb8 } },     /* RFC 3849 */
  { TUNNEL_6TO4, 16, { 0x20, 0x02 } },                   /* RFC 3056 */
  { AS112, 48, { 0x26, 0x20, 0x00, 0x4f, 0x80, 0x00 } }, /* RFC 7534 */
  { WITHDRAWN_6, 16, { 0x3f, 0xfe } },                   /* RFC 3701 */
  { DOCUMENTATION, 20, { 0x3f, 0xff } },                 /* RFC 9637 */
  { UNIQUE_LOCAL, 7, { 0xfc } },                         /* RFC 4193 */
  { LINK_LOCAL, 10, { 0xfe, 0x80 } },                    /* RFC 4291 §2.5.6 */
  { SITE_LOCAL, 10, { 0xfe, 0xc0 } },                    /* RFC 3879 */
  { MULTICAST, 8, { 0xff } },                            /* RFC 4291 §2.7 */
};

static const char *
lookup_in (const Range *ranges, gsize n_ranges, const SpAddress *address)
{
  for (gsize i = 0; i < n_ranges; i++)
    if (sp_address_has_prefix (address, ranges[i].bytes, ranges[i].prefix_length))
      return names[ranges[i].purpose];
  return NULL;
}

/**
 * sp_special_purpose_lookup:
 * @address: an address
 *
 * Returns: (nullable): the name of the special-purpose range that holds @address, one of
 *   sp_special_purpose_list_names(), or %NULL if it is public
 */
const char *
sp_special_purpose_lookup (const SpAddress *address)
{
  static const guint8 global_unicast[] = { 0x20 }; /* 2000::/3 */
  const char *name;

  if (sp_address_get_family (address) == SP_FAMILY_IPV4)
    return lookup_in (ipv4_ranges, G_N_ELEMENTS (ipv4_ranges), address);

  name = lookup_in (ipv6_ranges, G_N_ELEMENTS (ipv6_ranges), address);
  if (name == NULL && !sp_address_has_prefix (address, global_unicast, 3))
    return names[RESERVED];
  return name;
}

/**
 * sp_special_purpose_list_names:
 *
 * Returns: (transfer none) (array zero-terminated=1): every name a range can have
 */
const char *const *
sp_special_purpose_list_names (void)
{
  return names;
}
