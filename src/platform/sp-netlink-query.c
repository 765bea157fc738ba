/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-netlink-query.h"

#include "base/sp-error.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define REPLY_BYTES   32768 /* the largest the kernel makes (netlink_dump()) */
#define MAX_DUMPS     3
#define TIMEOUT_S     2
#define ADDRESS_BYTES 16

struct _SpNetlinkQuery
{
  int fd; /* (owned) */
  guint32 sequence;
};

typedef void (*MessageFunc) (const struct nlmsghdr *message, gpointer user_data);

typedef struct
{
  guint32 sequence;
  MessageFunc func;
  gpointer user_data; /* (unowned): outlives the exchange */
  gboolean is_over;
  gboolean is_interrupted; /* the table changed while it was being dumped */
  int code;                /* an errno */
} Exchange;

/* Where the Internet is, for questions about routes: a.root-servers.net. Nothing is sent there. */
static const guint8 somewhere[SP_N_FAMILIES][ADDRESS_BYTES] = {
  { 198, 41, 0, 4 },
  { 0x20, 0x01, 0x05, 0x03, 0xba, 0x3e, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x30 },
};
static const guint8 lengths[SP_N_FAMILIES] = { 4, 16 };
static const guint8 domains[SP_N_FAMILIES] = { AF_INET, AF_INET6 };

static void
set_errno (GError **error, const char *what, int code)
{
  g_set_error (error, SP_ERROR, SP_ERROR_NETWORK, "%s the kernel: %s", what, g_strerror (code));
}

static void
take_message (Exchange *exchange, const struct nlmsghdr *message)
{
  if (message->nlmsg_seq != exchange->sequence)
    return;

  if ((message->nlmsg_flags & NLM_F_DUMP_INTR) != 0)
    exchange->is_interrupted = TRUE;

  if (message->nlmsg_type == NLMSG_DONE)
    exchange->is_over = TRUE;
  else if (message->nlmsg_type == NLMSG_ERROR)
    {
      const struct nlmsgerr *refusal = NLMSG_DATA (message);

      exchange->is_over = TRUE;
      exchange->code = message->nlmsg_len >= NLMSG_LENGTH (sizeof *refusal) ? -refusal->error
                                                                            : EBADMSG;
    }
  else
    {
      exchange->func (message, exchange->user_data);
      exchange->is_over = (message->nlmsg_flags & NLM_F_MULTI) == 0;
    }
}

static gboolean
receive (int fd, Exchange *exchange)
{
  g_autofree char *buffer = g_malloc (REPLY_BYTES);

  while (!exchange->is_over)
    {
      struct sockaddr_nl sender = { 0 };
      struct iovec part = { buffer, REPLY_BYTES };
      struct msghdr envelope = { .msg_name = &sender,
                                 .msg_namelen = sizeof sender,
                                 .msg_iov = &part,
                                 .msg_iovlen = 1 };
      gssize received = recvmsg (fd, &envelope, 0);
      guint rest = (guint) MAX (received, 0);

      if (received < 0 && errno == EINTR)
        continue;
      if (received < 0 || (envelope.msg_flags & MSG_TRUNC) != 0)
        {
          exchange->code = received < 0 ? errno : EMSGSIZE;
          return FALSE;
        }
      /* Only the kernel has the port 0; other processes may write to us. */
      if (sender.nl_pid != 0)
        continue;

      for (const struct nlmsghdr *message = (const struct nlmsghdr *) buffer;
           NLMSG_OK (message, rest) && !exchange->is_over;
           message = NLMSG_NEXT (message, rest))
        take_message (exchange, message);
    }
  return exchange->code == 0;
}

static gboolean
ask (SpNetlinkQuery *self, struct nlmsghdr *question, Exchange *exchange)
{
  struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
  const struct sockaddr *address = (const struct sockaddr *) &kernel;

  question->nlmsg_seq = exchange->sequence = ++self->sequence;
  if (sendto (self->fd, question, question->nlmsg_len, 0, address, sizeof kernel) < 0)
    {
      exchange->code = errno;
      return FALSE;
    }
  return receive (self->fd, exchange);
}

/**
 * sp_netlink_open:
 * @groups: RTMGRP_* to listen to, without waiting; 0 for a socket to ask questions with
 * @error: %SP_ERROR_NETWORK if the kernel or a sandbox refuses
 *
 * Returns: a file descriptor to close(), or -1
 */
int
sp_netlink_open (guint32 groups, GError **error)
{
  struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = groups };
  struct timeval timeout = { .tv_sec = TIMEOUT_S };
  int type = SOCK_RAW | SOCK_CLOEXEC | (groups != 0 ? SOCK_NONBLOCK : 0);
  int fd = socket (AF_NETLINK, type, NETLINK_ROUTE);

  if (fd < 0)
    {
      set_errno (error, "opening a socket to", errno);
      return -1;
    }
  if (bind (fd, (struct sockaddr *) &address, sizeof address) < 0 ||
      setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) < 0)
    {
      set_errno (error, "listening to", errno);
      close (fd);
      return -1;
    }
  return fd;
}

/**
 * sp_netlink_query_new:
 * @error: %SP_ERROR_NETWORK if the kernel or a sandbox refuses
 *
 * Returns: (transfer full) (nullable): a way to ask
 */
SpNetlinkQuery *
sp_netlink_query_new (GError **error)
{
  int fd = sp_netlink_open (0, error);
  SpNetlinkQuery *self;

  if (fd < 0)
    return NULL;

  self = g_new0 (SpNetlinkQuery, 1);
  self->fd = fd;
  return self;
}

/**
 * sp_netlink_query_free:
 * @self: (transfer full): a query
 */
void
sp_netlink_query_free (SpNetlinkQuery *self)
{
  close (self->fd);
  g_free (self);
}

static void
take_address (const struct nlmsghdr *message, gpointer user_data)
{
  GArray *table = user_data;
  SpNetlinkAddress address;

  if (message->nlmsg_type == RTM_NEWADDR && sp_netlink_read_address (message, &address))
    g_array_append_val (table, address);
}

/**
 * sp_netlink_query_dump_addresses:
 * @self: a query
 * @error: %SP_ERROR_NETWORK
 *
 * Returns: (transfer full) (element-type SpNetlinkAddress): the whole table of both families
 */
GArray *
sp_netlink_query_dump_addresses (SpNetlinkQuery *self, GError **error)
{
  g_autoptr (GArray) table = g_array_new (FALSE, FALSE, sizeof (SpNetlinkAddress));
  struct
  {
    struct nlmsghdr header;
    struct ifaddrmsg body;
  } question = {
    .header = { .nlmsg_len = sizeof question,
                .nlmsg_type = RTM_GETADDR,
                .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
    .body = { .ifa_family = AF_UNSPEC },
  };

  for (guint i = 0; i < MAX_DUMPS; i++)
    {
      Exchange exchange = { .func = take_address, .user_data = table };

      g_array_set_size (table, 0);
      if (!ask (self, &question.header, &exchange))
        {
          set_errno (error, "reading the address table of", exchange.code);
          return NULL;
        }
      if (!exchange.is_interrupted)
        return g_steal_pointer (&table);
    }

  set_errno (error, "reading the address table of", EAGAIN);
  return NULL;
}

static void
take_route (const struct nlmsghdr *message, gpointer user_data)
{
  int *ifindex = user_data;

  *ifindex = sp_netlink_read_exit (message);
}

/* No route, or one of the types unreachable, prohibit and blackhole. */
static gboolean
is_no_way (int code)
{
  return code == ENETUNREACH || code == EHOSTUNREACH || code == EACCES || code == EINVAL;
}

/**
 * sp_netlink_query_find_exit:
 * @self: a query
 * @family: a family
 * @ifindex: (out): the interface a packet to the Internet would leave by; 0 if there is no way
 * @error: %SP_ERROR_NETWORK if the kernel does not tell
 *
 * The kernel is asked for the route of an address instead of reading the table, since policy
 * routing (`ip rule`) sends traffic where the table does not show it: with wg-quick the main
 * table goes on saying that the LAN is the default.
 *
 * Returns: %TRUE if it is certain
 */
gboolean
sp_netlink_query_find_exit (SpNetlinkQuery *self, SpFamily family, int *ifindex, GError **error)
{
  struct
  {
    struct nlmsghdr header;
    struct rtmsg body;
    struct rtattr destination;
    guint8 bytes[ADDRESS_BYTES];
  } question = {
    .header = { .nlmsg_type = RTM_GETROUTE, .nlmsg_flags = NLM_F_REQUEST },
    .body = { .rtm_family = domains[family], .rtm_dst_len = (guint8) (lengths[family] * 8) },
    .destination = { .rta_len = (guint16) RTA_LENGTH (lengths[family]), .rta_type = RTA_DST },
  };
  Exchange exchange = { .func = take_route, .user_data = ifindex };

  *ifindex = 0;
  memcpy (question.bytes, somewhere[family], lengths[family]);
  question.header.nlmsg_len = (guint32) (offsetof (typeof (question), bytes) + lengths[family]);

  if (ask (self, &question.header, &exchange) || is_no_way (exchange.code))
    return TRUE;

  set_errno (error, "asking for a route of", exchange.code);
  return FALSE;
}
