/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-netlink-network.h"

#include "sp-netlink-query.h"

#include <errno.h>
#include <glib-unix.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <unistd.h>

#define QUIET_US         (700 * G_TIME_SPAN_MILLISECOND)
#define BURST_US         (5 * G_TIME_SPAN_SECOND)
#define EVENT_BYTES      16384
#define READS_PER_WAKE   64
#define LOOPBACK_INDEX   1 /* LOOPBACK_IFINDEX of the kernel, the same in every namespace */
#define RTMGRP_IPV6_RULE (1u << (RTNLGRP_IPV6_RULE - 1))
#define GROUPS                                                                                     \
  (RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_ROUTE | \
   RTMGRP_IPV4_RULE | RTMGRP_IPV6_RULE)

struct _SpNetlinkNetwork
{
  GObject parent_instance;

  SpClock *clock;        /* (owned) */
  SpNetlinkQuery *query; /* (owned) */
  int event_fd;          /* (owned) */
  GSource *events;       /* (owned) */
  SpAlarm *settled;      /* (owned) (nullable): when the burst is over */
  gint64 burst_us;       /* when it began */

  GHashTable *known;   /* (element-type SpNetlinkAddress SpNetlinkAddress) (owned): the table, to
                          tell news from refreshed lifetimes */
  GHashTable *stopped; /* (element-type int int) (owned): interfaces without a carrier */
  gboolean is_stale;   /* whether anything happened since the kernel was asked for these */
  int uplinks[SP_N_FAMILIES];
  const char *uplink_names[SP_N_FAMILIES]; /* (unowned) (nullable): interned */
  guint n_losses;

  GNetworkMonitor *monitor; /* (owned) (nullable) */
};

static void sp_netlink_network_network_init (SpNetworkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SpNetlinkNetwork,
                               sp_netlink_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SP_TYPE_NETWORK,
                                                      sp_netlink_network_network_init))

static guint
hash_address (gconstpointer key)
{
  const SpNetlinkAddress *address = key;
  guint32 words[4];

  memcpy (words, address->bytes, sizeof words);
  return words[0] ^ words[1] * 31 ^ words[2] * 131 ^ words[3] * 1031 ^ (guint) address->ifindex;
}

static gboolean
is_same_row (gconstpointer a, gconstpointer b)
{
  const SpNetlinkAddress *row_a = a;
  const SpNetlinkAddress *row_b = b;

  return row_a->ifindex == row_b->ifindex && row_a->family == row_b->family &&
         row_a->prefix_length == row_b->prefix_length &&
         memcmp (row_a->bytes, row_b->bytes, sizeof row_a->bytes) == 0;
}

static gboolean
is_link_local (const SpNetlinkAddress *address)
{
  return address->family == SP_FAMILY_IPV6 && address->bytes[0] == 0xfe &&
         (address->bytes[1] & 0xc0) == 0x80;
}

/* Whether the address can be used yet, or at all. */
static gboolean
is_usable (const SpNetlinkAddress *address)
{
  if ((address->flags & IFA_F_DADFAILED) != 0)
    return FALSE;
  return (address->flags & IFA_F_TENTATIVE) == 0 || (address->flags & IFA_F_OPTIMISTIC) != 0;
}

static gboolean
is_lifetime_refresh (const SpNetlinkAddress *before, const SpNetlinkAddress *after)
{
  return before->flags == after->flags && (before->preferred_s == 0) == (after->preferred_s == 0);
}

static void
remember (SpNetlinkNetwork *self, const SpNetlinkAddress *address)
{
  g_hash_table_add (self->known, g_memdup2 (address, sizeof *address));
}

static void
remember_all (SpNetlinkNetwork *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) table = sp_netlink_query_dump_addresses (self->query, &error);

  g_hash_table_remove_all (self->known);
  if (table == NULL)
    {
      g_info ("%s", error->message);
      return;
    }
  for (guint i = 0; i < table->len; i++)
    remember (self, &g_array_index (table, SpNetlinkAddress, i));
}

/* Keeps what was known when the kernel does not tell. */
static void
ask_for_uplink (SpNetlinkNetwork *self, SpFamily family)
{
  g_autoptr (GError) error = NULL;
  char name[IF_NAMESIZE];
  int ifindex;

  if (!sp_netlink_query_find_exit (self->query, family, &ifindex, &error))
    {
      g_info ("%s", error->message);
      return;
    }

  self->uplinks[family] = ifindex;
  if (ifindex == 0 || ifindex == LOOPBACK_INDEX || if_indextoname ((guint) ifindex, name) == NULL)
    self->uplink_names[family] = NULL;
  else
    self->uplink_names[family] = g_intern_string (name);
}

static void
ask_for_uplinks (SpNetlinkNetwork *self)
{
  self->is_stale = FALSE;
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    ask_for_uplink (self, family);
}

static void
settled_cb (gpointer user_data)
{
  SpNetlinkNetwork *self = user_data;

  g_clear_pointer (&self->settled, sp_alarm_free);
  ask_for_uplinks (self);
  sp_network_emit_changed (SP_NETWORK (self));
}

static void
note_news (SpNetlinkNetwork *self)
{
  SpInstant now = sp_clock_now (self->clock);

  if (self->settled == NULL)
    self->burst_us = now.boot_us;
  g_clear_pointer (&self->settled, sp_alarm_free);
  self->settled = sp_clock_add_alarm (self->clock,
                                      MIN (now.boot_us + QUIET_US, self->burst_us + BURST_US),
                                      settled_cb,
                                      self);
}

static gboolean
is_news_of_address (SpNetlinkNetwork *self, const struct nlmsghdr *message)
{
  SpNetlinkAddress after;
  SpNetlinkAddress before = { 0 };
  const SpNetlinkAddress *row;
  gboolean was_usable;

  if (!sp_netlink_read_address (message, &after) || after.ifindex == LOOPBACK_INDEX ||
      is_link_local (&after))
    return FALSE;

  row = g_hash_table_lookup (self->known, &after);
  was_usable = row != NULL && is_usable (row);
  if (row != NULL)
    before = *row;

  if (message->nlmsg_type == RTM_DELADDR)
    {
      g_hash_table_remove (self->known, &after);
      self->n_losses += was_usable ? 1 : 0;
      return was_usable;
    }

  remember (self, &after);
  if (!was_usable && !is_usable (&after))
    return FALSE;
  return row == NULL || !is_lifetime_refresh (&before, &after);
}

static gboolean
is_news_of_link (SpNetlinkNetwork *self, const struct nlmsghdr *message)
{
  gboolean was_running;
  gboolean is_running;
  int ifindex;

  if (!sp_netlink_read_link (message, &ifindex, &is_running))
    return FALSE;

  was_running = !g_hash_table_contains (self->stopped, GINT_TO_POINTER (ifindex));
  if (is_running || message->nlmsg_type == RTM_DELLINK)
    g_hash_table_remove (self->stopped, GINT_TO_POINTER (ifindex));
  else
    g_hash_table_add (self->stopped, GINT_TO_POINTER (ifindex));

  /* Wi-Fi scans and containers talk a lot about links that carry nothing of ours. */
  if (was_running == is_running ||
      (ifindex != self->uplinks[SP_FAMILY_IPV4] && ifindex != self->uplinks[SP_FAMILY_IPV6]))
    return FALSE;

  self->n_losses += was_running ? 1 : 0;
  return TRUE;
}

static gboolean
is_news (SpNetlinkNetwork *self, const struct nlmsghdr *message)
{
  switch (message->nlmsg_type)
    {
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return is_news_of_address (self, message);
    case RTM_NEWLINK:
    case RTM_DELLINK:
      return is_news_of_link (self, message);
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
      return sp_netlink_is_wide_route (message);
    case RTM_NEWRULE:
    case RTM_DELRULE:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Events were lost: whatever is in the table now is news. */
static void
start_over (SpNetlinkNetwork *self)
{
  g_info ("the kernel dropped network events; reading its table again");
  remember_all (self);
  g_hash_table_remove_all (self->stopped);
}

/* Returns FALSE when there is nothing more to read now. */
static gboolean
read_events (SpNetlinkNetwork *self, gboolean *has_news)
{
  union
  {
    struct nlmsghdr header;
    char bytes[EVENT_BYTES];
  } buffer;
  struct sockaddr_nl sender = { 0 };
  struct iovec part = { &buffer, sizeof buffer };
  struct msghdr envelope = { .msg_name = &sender,
                             .msg_namelen = sizeof sender,
                             .msg_iov = &part,
                             .msg_iovlen = 1 };
  gssize received = recvmsg (self->event_fd, &envelope, 0);
  guint rest = (guint) MAX (received, 0);

  if (received < 0)
    {
      if (errno == EINTR)
        return TRUE;
      if (errno == EAGAIN)
        return FALSE;
    }
  self->is_stale = TRUE;
  if (received < 0 || (envelope.msg_flags & MSG_TRUNC) != 0)
    {
      start_over (self);
      *has_news = TRUE;
      return TRUE;
    }
  /* Only the kernel has the port 0; other processes may write to us. */
  if (sender.nl_pid != 0)
    return TRUE;

  for (const struct nlmsghdr *message = &buffer.header; NLMSG_OK (message, rest);
       message = NLMSG_NEXT (message, rest))
    if (is_news (self, message))
      *has_news = TRUE;
  return TRUE;
}

static void
read_all_events (SpNetlinkNetwork *self)
{
  gboolean has_news = FALSE;

  /* A storm of events must not starve the rest of the program. */
  for (guint i = 0; i < READS_PER_WAKE; i++)
    if (!read_events (self, &has_news))
      break;

  if (has_news)
    note_news (self);
}

static gboolean
events_cb (int fd, GIOCondition condition, gpointer user_data)
{
  read_all_events (user_data);
  return G_SOURCE_CONTINUE;
}

static GPtrArray *
sp_netlink_network_list_addresses (SpNetwork *network)
{
  SpNetlinkNetwork *self = SP_NETLINK_NETWORK (network);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) table = sp_netlink_query_dump_addresses (self->query, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_interface_address_free);
  char name[IF_NAMESIZE] = "";
  int named = 0;

  if (table == NULL)
    {
      g_info ("%s", error->message);
      return rows;
    }

  for (guint i = 0; i < table->len; i++)
    {
      const SpNetlinkAddress *row = &g_array_index (table, SpNetlinkAddress, i);
      g_autoptr (SpAddress) address = sp_address_new_from_bytes (row->family, row->bytes);

      if (row->ifindex == LOOPBACK_INDEX)
        continue;
      if (row->ifindex != named && if_indextoname ((guint) row->ifindex, name) == NULL)
        continue;
      named = row->ifindex;
      g_ptr_array_add (rows,
                       sp_interface_address_new (name,
                                                 address,
                                                 row->prefix_length,
                                                 row->flags,
                                                 row->preferred_s));
    }
  return rows;
}

static const char *
sp_netlink_network_get_uplink (SpNetwork *network, SpFamily family)
{
  SpNetlinkNetwork *self = SP_NETLINK_NETWORK (network);

  /* Events that wait may say that it moved; where there are none, it did not. */
  read_all_events (self);
  if (self->is_stale)
    ask_for_uplinks (self);
  return self->uplink_names[family];
}

static SpConnectivity
sp_netlink_network_get_connectivity (SpNetwork *network)
{
  SpNetlinkNetwork *self = SP_NETLINK_NETWORK (network);

  if (sp_netlink_network_get_uplink (network, SP_FAMILY_IPV4) == NULL &&
      sp_netlink_network_get_uplink (network, SP_FAMILY_IPV6) == NULL)
    return SP_CONNECTIVITY_NONE;

  if (self->monitor != NULL &&
      g_network_monitor_get_connectivity (self->monitor) == G_NETWORK_CONNECTIVITY_PORTAL)
    return SP_CONNECTIVITY_PORTAL;

  return SP_CONNECTIVITY_FULL;
}

static guint
sp_netlink_network_count_losses (SpNetwork *network)
{
  return SP_NETLINK_NETWORK (network)->n_losses;
}

static void
sp_netlink_network_network_init (SpNetworkInterface *iface)
{
  iface->list_addresses = sp_netlink_network_list_addresses;
  iface->get_uplink = sp_netlink_network_get_uplink;
  iface->get_connectivity = sp_netlink_network_get_connectivity;
  iface->count_losses = sp_netlink_network_count_losses;
}

static void
sp_netlink_network_finalize (GObject *object)
{
  SpNetlinkNetwork *self = SP_NETLINK_NETWORK (object);

  g_clear_pointer (&self->settled, sp_alarm_free);
  if (self->events != NULL)
    g_source_destroy (self->events);
  g_clear_pointer (&self->events, g_source_unref);
  if (self->event_fd >= 0)
    close (self->event_fd);
  g_clear_pointer (&self->query, sp_netlink_query_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->stopped, g_hash_table_unref);
  g_clear_object (&self->monitor);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_netlink_network_parent_class)->finalize (object);
}

static void
sp_netlink_network_class_init (SpNetlinkNetworkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_netlink_network_finalize;
}

static void
sp_netlink_network_init (SpNetlinkNetwork *self)
{
  self->event_fd = -1;
  self->known = g_hash_table_new_full (hash_address, is_same_row, g_free, NULL);
  self->stopped = g_hash_table_new (NULL, NULL);
}

/**
 * sp_netlink_network_new:
 * @clock: on which bursts of events settle
 * @error: %SP_ERROR_NETWORK if the kernel or a sandbox does not let us listen
 *
 * Returns: (transfer full) (nullable): the network of this machine, or of the namespace we are in
 */
SpNetlinkNetwork *
sp_netlink_network_new (SpClock *clock, GError **error)
{
  g_autoptr (SpNetlinkNetwork) self = g_object_new (SP_TYPE_NETLINK_NETWORK, NULL);

  self->clock = g_object_ref (clock);
  self->event_fd = sp_netlink_open (GROUPS, error);
  if (self->event_fd < 0)
    return NULL;

  self->query = sp_netlink_query_new (error);
  if (self->query == NULL)
    return NULL;

  /* Listening began first: nothing is lost between. */
  remember_all (self);
  ask_for_uplinks (self);

  self->events = g_unix_fd_source_new (self->event_fd, G_IO_IN);
  g_source_set_callback (self->events, G_SOURCE_FUNC (events_cb), self, NULL);
  g_source_attach (self->events, g_main_context_get_thread_default ());
  return g_steal_pointer (&self);
}

/**
 * sp_netlink_network_set_monitor:
 * @self: a network
 * @monitor: whom to ask about captive portals
 *
 * The kernel knows nothing of captive portals. Where a desktop does (NetworkManager, the portal of
 * a sandbox), its monitor is worth a connection to the bus; a program without a desktop leaves it
 * alone, and there the echo services refuse the portal's page.
 */
void
sp_netlink_network_set_monitor (SpNetlinkNetwork *self, GNetworkMonitor *monitor)
{
  g_set_object (&self->monitor, monitor);
  g_signal_connect_object (monitor,
                           "notify::connectivity",
                           G_CALLBACK (note_news),
                           self,
                           G_CONNECT_SWAPPED);
}
