/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-netlink-message.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>

/* A route at least this wide can carry the traffic to the Internet: the default, its two halves
 * that VPN clients put over it (0/1 and 128/1), and 2000::/3. */
#define WIDE_IPV4_BITS 1
#define WIDE_IPV6_BITS 3

static gboolean
read_family (int af, SpFamily *family, gsize *length)
{
  if (af != AF_INET && af != AF_INET6)
    return FALSE;

  *family = af == AF_INET ? SP_FAMILY_IPV4 : SP_FAMILY_IPV6;
  *length = af == AF_INET ? 4 : 16;
  return TRUE;
}

/**
 * sp_netlink_read_address:
 * @message: a whole message
 * @address: (out): what it says
 *
 * Returns: %TRUE if it tells of an address of a family we know
 */
gboolean
sp_netlink_read_address (const struct nlmsghdr *message, SpNetlinkAddress *address)
{
  const struct ifaddrmsg *header = NLMSG_DATA (message);
  gboolean has_local = FALSE;
  gboolean has_bytes = FALSE;
  gsize length;
  int rest;

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof *header) ||
      !read_family (header->ifa_family, &address->family, &length))
    return FALSE;

  address->ifindex = (int) header->ifa_index;
  address->prefix_length = header->ifa_prefixlen;
  address->flags = header->ifa_flags;
  address->preferred_s = G_MAXUINT32;
  memset (address->bytes, 0, sizeof address->bytes);

  rest = (int) IFA_PAYLOAD (message);
  for (const struct rtattr *attribute = IFA_RTA (header); RTA_OK (attribute, rest);
       attribute = RTA_NEXT (attribute, rest))
    {
      const void *data = RTA_DATA (attribute);
      gsize size = RTA_PAYLOAD (attribute);

      /* On point-to-point links IFA_ADDRESS is the peer. */
      if ((attribute->rta_type == IFA_LOCAL ||
           (attribute->rta_type == IFA_ADDRESS && !has_local)) &&
          size >= length)
        {
          memcpy (address->bytes, data, length);
          has_bytes = TRUE;
          has_local = attribute->rta_type == IFA_LOCAL;
        }
      else if (attribute->rta_type == IFA_FLAGS && size >= sizeof (guint32))
        memcpy (&address->flags, data, sizeof (guint32));
      else if (attribute->rta_type == IFA_CACHEINFO && size >= sizeof (struct ifa_cacheinfo))
        address->preferred_s = ((const struct ifa_cacheinfo *) data)->ifa_prefered;
    }
  return has_bytes && address->prefix_length <= length * 8;
}

/**
 * sp_netlink_read_link:
 * @message: a whole message
 * @ifindex: (out): the interface
 * @is_running: (out): whether it can carry traffic
 *
 * Returns: %TRUE if it tells of a link
 */
gboolean
sp_netlink_read_link (const struct nlmsghdr *message, int *ifindex, gboolean *is_running)
{
  const struct ifinfomsg *header = NLMSG_DATA (message);

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof *header))
    return FALSE;

  *ifindex = header->ifi_index;
  *is_running = message->nlmsg_type == RTM_NEWLINK &&
                (header->ifi_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
  return TRUE;
}

/**
 * sp_netlink_is_wide_route:
 * @message: a whole message
 *
 * Local, multicast, cached and other narrow routes come and go by the dozen and change nothing.
 *
 * Returns: %TRUE if it tells of a route that the Internet could be reached by
 */
gboolean
sp_netlink_is_wide_route (const struct nlmsghdr *message)
{
  const struct rtmsg *header = NLMSG_DATA (message);
  SpFamily family;
  gsize length;

  if (message->nlmsg_len < NLMSG_LENGTH (sizeof *header) ||
      !read_family (header->rtm_family, &family, &length) ||
      (header->rtm_flags & RTM_F_CLONED) != 0)
    return FALSE;

  return header->rtm_type != RTN_MULTICAST && header->rtm_type != RTN_LOCAL &&
         header->rtm_type != RTN_ANYCAST && header->rtm_type != RTN_BROADCAST &&
         header->rtm_dst_len <= (family == SP_FAMILY_IPV4 ? WIDE_IPV4_BITS : WIDE_IPV6_BITS);
}

/**
 * sp_netlink_read_exit:
 * @message: the answer to RTM_GETROUTE
 *
 * Returns: the interface the packet would leave by, or 0 if it would leave by none
 */
int
sp_netlink_read_exit (const struct nlmsghdr *message)
{
  const struct rtmsg *header = NLMSG_DATA (message);
  int ifindex = 0;
  int rest;

  if (message->nlmsg_type != RTM_NEWROUTE || message->nlmsg_len < NLMSG_LENGTH (sizeof *header) ||
      header->rtm_type != RTN_UNICAST)
    return 0;

  rest = (int) RTM_PAYLOAD (message);
  for (const struct rtattr *attribute = RTM_RTA (header); RTA_OK (attribute, rest);
       attribute = RTA_NEXT (attribute, rest))
    if (attribute->rta_type == RTA_OIF && RTA_PAYLOAD (attribute) >= sizeof ifindex)
      memcpy (&ifindex, RTA_DATA (attribute), sizeof ifindex);
  return ifindex;
}
