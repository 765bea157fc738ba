/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

#include <linux/netlink.h>

G_BEGIN_DECLS

/**
 * SpNetlinkAddress:
 * @ifindex: the interface
 * @family: the family
 * @bytes: the address in network order, 4 or 16 bytes of it; on point-to-point links the local one
 * @prefix_length: 0…32 or 0…128
 * @flags: IFA_F_*, all 32 bits
 * @preferred_s: remaining preferred lifetime; G_MAXUINT32 is for ever
 *
 * What an RTM_NEWADDR or RTM_DELADDR message says. Plain data.
 */
typedef struct
{
  int ifindex;
  SpFamily family;
  guint8 bytes[16];
  guint prefix_length;
  guint32 flags;
  guint32 preferred_s;
} SpNetlinkAddress;

gboolean sp_netlink_read_address (const struct nlmsghdr *message, SpNetlinkAddress *address);
gboolean sp_netlink_read_link (const struct nlmsghdr *message, int *ifindex, gboolean *is_running);
gboolean sp_netlink_is_wide_route (const struct nlmsghdr *message);
int sp_netlink_read_exit (const struct nlmsghdr *message);

G_END_DECLS
