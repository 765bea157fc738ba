/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fake-clock.h"
#include "sp-netlink-network.h"
#include "sp-system-clock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

/* Each test has a network namespace of its own with a cable, d0–d1, both ends in it. The clock is
 * a fake one: bursts settle without waiting. What is waited for is the kernel's next event. */

#define DEADLINE_S 10
#define N_MANY     1000

typedef struct
{
  SpFakeClock *clock;        /* (owned) */
  SpNetlinkNetwork *network; /* (owned) */
  guint n_changed;
} World;

static guint n_overflows; /* counted by count_overflows(), a log writer */

static void
ip (const char *arguments)
{
  g_autofree char *command = g_strconcat ("ip ", arguments, NULL);
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, &errors, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", command, errors);
}

static gboolean
write_file (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC);
  gboolean is_written = fd >= 0 && write (fd, text, strlen (text)) == (gssize) strlen (text);

  if (fd >= 0)
    close (fd);
  return is_written;
}

static void
changed_cb (SpNetwork *network, gpointer user_data)
{
  World *world = user_data;

  world->n_changed++;
}

static void
open_namespace (void)
{
  g_assert_cmpint (unshare (CLONE_NEWNET), ==, 0);
  ip ("link set lo up");
  ip ("link add d0 type veth peer name d1");
  ip ("link set d0 addrgenmode none up");
  ip ("link set d1 addrgenmode none up");
}

static void
world_open (World *world)
{
  g_autoptr (GError) error = NULL;

  open_namespace ();
  world->n_changed = 0;
  world->clock = sp_fake_clock_new ();
  world->network = sp_netlink_network_new (SP_CLOCK (world->clock), &error);
  g_assert_no_error (error);
  g_signal_connect (world->network, "changed", G_CALLBACK (changed_cb), world);
}

static void
world_close (World *world)
{
  g_assert_finalize_object (world->network);
  sp_fake_clock_close (world->clock);
}

static gboolean
late_cb (gpointer user_data)
{
  g_error ("the kernel did not tell of it within %d s", DEADLINE_S);
  return G_SOURCE_REMOVE;
}

/* Until the kernel has told of something that is news. */
static void
wait_for_news (World *world)
{
  guint deadline = g_timeout_add_seconds (DEADLINE_S, late_cb, NULL);

  while (sp_fake_clock_get_n_pending (world->clock) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static void
expect_one_change (World *world)
{
  guint before = world->n_changed;

  wait_for_news (world);
  sp_fake_clock_advance_ms (world->clock, 699);
  g_assert_cmpuint (world->n_changed, ==, before);
  sp_fake_clock_advance_ms (world->clock, 1);
  g_assert_cmpuint (world->n_changed, ==, before + 1);
}

/* For what the kernel tells of before `ip` ends. */
static void
expect_no_news (World *world)
{
  sp_fake_clock_settle (world->clock);
  g_assert_cmpuint (sp_fake_clock_get_n_pending (world->clock), ==, 0);
}

static const SpInterfaceAddress *
find_row (GPtrArray *table, const char *text)
{
  for (guint i = 0; i < table->len; i++)
    {
      const SpInterfaceAddress *row = g_ptr_array_index (table, i);

      if (g_str_equal (sp_address_get_text (row->address), text))
        return row;
    }
  return NULL;
}

static void
test_table (void)
{
  static const struct
  {
    const char *sentence;
    const char *arguments;
    const char *address;
    guint prefix_length;
    guint32 flags;
    guint32 absent_flags;
    gboolean is_for_ever;
  } rows[] = {
    { "an address set by hand lasts for ever",
      "addr add 85.1.2.3/24 dev d0",
      "85.1.2.3",
      24,
      IFA_F_PERMANENT,
      IFA_F_SECONDARY,
      TRUE },
    { "a second one of its network is secondary, not temporary",
      "addr add 85.1.2.4/24 dev d0",
      "85.1.2.4",
      24,
      IFA_F_SECONDARY,
      0,
      TRUE },
    { "on a point-to-point link the local end is ours",
      "addr add 85.7.7.7 peer 85.8.8.8/32 dev d0",
      "85.7.7.7",
      32,
      IFA_F_PERMANENT,
      0,
      TRUE },
    { "flags above the eighth bit are seen",
      "addr add 2a02:1::7/64 dev d0 nodad noprefixroute valid_lft 900 preferred_lft 800",
      "2a02:1::7",
      64,
      IFA_F_NODAD | IFA_F_NOPREFIXROUTE,
      IFA_F_PERMANENT | IFA_F_DEPRECATED,
      FALSE },
    { "what is no longer preferred is deprecated",
      "addr add 2a02:2::7/64 dev d0 nodad valid_lft 900 preferred_lft 0",
      "2a02:2::7",
      64,
      IFA_F_DEPRECATED,
      0,
      FALSE },
  };
  World world;
  g_autoptr (GPtrArray) table = NULL;

  world_open (&world);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    ip (rows[i].arguments);

  table = sp_network_list_addresses (SP_NETWORK (world.network));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SpInterfaceAddress *row = find_row (table, rows[i].address);

      g_test_message ("%s", rows[i].sentence);
      g_assert_nonnull (row);
      g_assert_cmpstr (row->interface, ==, "d0");
      g_assert_cmpuint (row->prefix_length, ==, rows[i].prefix_length);
      g_assert_cmphex (row->flags & rows[i].flags, ==, rows[i].flags);
      g_assert_cmphex (row->flags & rows[i].absent_flags, ==, 0);
      g_assert_cmpint (row->preferred_s == G_MAXUINT32, ==, rows[i].is_for_ever);
    }
  g_assert_cmpuint (find_row (table, "2a02:1::7")->preferred_s, <=, 800);
  g_assert_cmpuint (find_row (table, "2a02:2::7")->preferred_s, ==, 0);

  g_test_message ("the loopback interface has no place in it, nor has a peer");
  g_assert_null (find_row (table, "127.0.0.1"));
  g_assert_null (find_row (table, "::1"));
  g_assert_null (find_row (table, "85.8.8.8"));

  sp_fake_clock_advance_s (world.clock, 6);
  world_close (&world);
}

static void
test_changes (void)
{
  static const struct
  {
    const char *sentence;
    const char *arguments;
    gboolean is_news;
  } steps[] = {
    { "an IPv4 address appears", "addr add 85.1.2.3/24 dev d0", TRUE },
    { "an IPv6 address appears",
      "addr add 2a02:1::7/64 dev d0 nodad valid_lft 900 preferred_lft 800",
      TRUE },
    { "its lifetime is refreshed, as every router does",
      "addr change 2a02:1::7/64 dev d0 nodad valid_lft 1900 preferred_lft 1800",
      FALSE },
    { "it is deprecated",
      "addr change 2a02:1::7/64 dev d0 nodad valid_lft 1900 preferred_lft 0",
      TRUE },
    { "it is preferred again",
      "addr change 2a02:1::7/64 dev d0 nodad valid_lft 1900 preferred_lft 1800",
      TRUE },
    { "it is removed", "addr del 2a02:1::7/64 dev d0", TRUE },
    { "a narrow route comes", "route add 10.9.0.0/16 dev d0", FALSE },
    { "and goes", "route del 10.9.0.0/16 dev d0", FALSE },
    { "the default route comes", "route add default dev d0", TRUE },
    { "a VPN client lays two halves over it", "route add 0.0.0.0/1 dev d1", TRUE },
    { "the default route of IPv6 comes", "-6 route add default dev d0", TRUE },
    { "traffic is sent elsewhere by rule", "rule add to 85.0.0.0/8 lookup 77", TRUE },
    { "a link that carries nothing of ours comes", "link add br9 type bridge", FALSE },
    { "and goes", "link del br9", FALSE },
    { "a link-local address comes", "addr add fe80::9/64 dev d0 nodad", FALSE },
    { "an address of the loopback interface comes", "addr add 85.3.3.3/32 dev lo", FALSE },
    { "the IPv4 address is removed", "addr del 85.1.2.3/24 dev d0", TRUE },
  };
  World world;

  world_open (&world);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_test_message ("%s", steps[i].sentence);
      ip (steps[i].arguments);
      if (steps[i].is_news)
        expect_one_change (&world);
      else
        expect_no_news (&world);
    }
  world_close (&world);
}

static void
test_burst (void)
{
  World world;

  world_open (&world);
  g_test_message ("ten addresses at once are one change");
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *arguments = g_strdup_printf ("addr add 85.1.%u.3/24 dev d0", i);

      ip (arguments);
    }
  expect_one_change (&world);

  g_test_message ("what never becomes quiet is told of after 5 s");
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *arguments = g_strdup_printf ("addr add 85.2.%u.3/24 dev d0", i);

      g_assert_cmpuint (world.n_changed, ==, 1);
      ip (arguments);
      sp_fake_clock_advance_ms (world.clock, 500);
    }
  g_assert_cmpuint (world.n_changed, ==, 2);
  world_close (&world);
}

static void
test_uplink (void)
{
  static const struct
  {
    const char *sentence;
    const char *arguments;
    const char *ipv4;
    const char *ipv6;
  } steps[] = {
    { "without a route there is no uplink", "link set d0 mtu 1400", NULL, NULL },
    { "an address is no way out", "addr add 85.1.2.3/24 dev d0", NULL, NULL },
    { "a default route is", "route add default via 85.1.2.1 metric 100", "d0", NULL },
    { "IPv6 has its own", "-6 route add default dev d1", "d0", "d1" },
    { "the better metric wins", "route add default dev d1 metric 50", "d1", "d1" },
    { "and loses when it is gone", "route del default dev d1 metric 50", "d0", "d1" },
    { "two halves of a VPN win over the default", "route add 128.0.0.0/1 dev d1", "d1", "d1" },
    { "until they are gone", "route del 128.0.0.0/1 dev d1", "d0", "d1" },
    { "a table alone moves nothing", "route add default dev d1 table 77", "d0", "d1" },
    { "a rule does, whatever the main table says", "rule add not fwmark 77 table 77", "d1", "d1" },
    { "until it is gone", "rule del not fwmark 77 table 77", "d0", "d1" },
    { "an unreachable route is none", "route add unreachable 128.0.0.0/1", NULL, "d1" },
    { "nor is a black hole", "-6 route add blackhole 2000::/3", NULL, NULL },
  };
  World world;

  world_open (&world);
  ip ("route flush table main");
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      SpNetwork *network = SP_NETWORK (world.network);

      g_test_message ("%s", steps[i].sentence);
      ip (steps[i].arguments);
      g_assert_cmpstr (sp_network_get_uplink (network, SP_FAMILY_IPV4), ==, steps[i].ipv4);
      g_assert_cmpstr (sp_network_get_uplink (network, SP_FAMILY_IPV6), ==, steps[i].ipv6);
      g_assert_cmpint (sp_network_get_connectivity (network) == SP_CONNECTIVITY_NONE,
                       ==,
                       steps[i].ipv4 == NULL && steps[i].ipv6 == NULL);
    }
  sp_fake_clock_advance_s (world.clock, 6);
  world_close (&world);
}

static void
test_carrier (void)
{
  World world;

  world_open (&world);
  g_test_message ("the cable of what is no uplink may be pulled");
  ip ("link set d1 down");
  expect_no_news (&world);
  ip ("link set d1 up");
  expect_no_news (&world);

  ip ("addr add 85.1.2.3/24 dev d0");
  ip ("route add default via 85.1.2.1");
  expect_one_change (&world);
  g_assert_cmpuint (sp_network_count_losses (SP_NETWORK (world.network)), ==, 0);
  g_test_message ("that of the uplink is news, although no address goes");
  ip ("link set d1 down");
  expect_one_change (&world);
  ip ("link set d1 up");
  expect_one_change (&world);
  g_assert_cmpuint (sp_network_count_losses (SP_NETWORK (world.network)), ==, 1);

  g_test_message ("another Wi-Fi gives out the same address before the burst has settled");
  ip ("addr del 85.1.2.3/24 dev d0");
  ip ("addr add 85.1.2.3/24 dev d0");
  expect_one_change (&world);
  g_assert_cmpuint (sp_network_count_losses (SP_NETWORK (world.network)), ==, 2);
  world_close (&world);
}

static const SpInterfaceAddress *
find_row_of (GPtrArray *table, const char *interface, const char *text)
{
  for (guint i = 0; i < table->len; i++)
    {
      const SpInterfaceAddress *row = g_ptr_array_index (table, i);

      if (g_str_equal (row->interface, interface) &&
          g_str_equal (sp_address_get_text (row->address), text))
        return row;
    }
  return NULL;
}

/* Duplicate address detection takes 0.1 s instead of 2, if the namespace lets us say so. */
static void
hurry_detection (void)
{
  write_file ("/proc/sys/net/ipv6/neigh/d0/retrans_time_ms", "100");
  write_file ("/proc/sys/net/ipv6/conf/d0/router_solicitation_delay", "0");
}

static void
test_duplicate (void)
{
  World world;
  g_autoptr (GPtrArray) table = NULL;

  world_open (&world);
  hurry_detection ();
  ip ("addr add 2a02:1::7/64 dev d1 nodad");
  expect_one_change (&world);

  g_test_message ("an address that is still being checked is no news");
  ip ("addr add 2a02:1::7/64 dev d0");
  expect_no_news (&world);

  g_test_message ("one that passes is, once");
  ip ("addr add 2a02:1::8/64 dev d0");
  expect_one_change (&world);

  g_test_message ("one that a neighbour has failed, and never was");
  table = sp_network_list_addresses (SP_NETWORK (world.network));
  g_assert_nonnull (find_row_of (table, "d0", "2a02:1::7"));
  g_assert_cmphex (find_row_of (table, "d0", "2a02:1::7")->flags & IFA_F_DADFAILED, !=, 0);
  g_assert_cmphex (find_row_of (table, "d0", "2a02:1::8")->flags & IFA_F_DADFAILED, ==, 0);
  g_assert_cmpuint (world.n_changed, ==, 2);

  ip ("addr del 2a02:1::7/64 dev d0");
  expect_no_news (&world);
  world_close (&world);
}

static GLogWriterOutput
count_overflows (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        strstr (fields[i].value, "dropped network events") != NULL)
      {
        n_overflows++;
        return G_LOG_WRITER_HANDLED;
      }
  return g_log_writer_default (level, fields, n_fields, user_data);
}

/* A thousand addresses, each with its routes, behind the back of a program that does not read. */
static void
add_many (void)
{
  g_autoptr (GString) batch = g_string_new (NULL);
  g_autofree char *path = NULL;
  g_autofree char *arguments = NULL;
  int fd = g_file_open_tmp ("signpost-batch-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  for (guint i = 0; i < N_MANY; i++)
    g_string_append_printf (batch, "addr add 85.%u.%u.3/24 dev d0\n", 10 + i / 250, i % 250);
  g_assert_true (g_file_set_contents (path, batch->str, (gssize) batch->len, NULL));
  arguments = g_strdup_printf ("-batch %s", path);
  ip (arguments);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_overflow (void)
{
  World world;
  g_autoptr (GPtrArray) table = NULL;

  world_open (&world);
  n_overflows = 0;
  add_many ();
  expect_one_change (&world);
  g_assert_cmpuint (n_overflows, >, 0);

  g_test_message ("nothing is missing");
  table = sp_network_list_addresses (SP_NETWORK (world.network));
  g_assert_cmpuint (table->len, ==, N_MANY);

  g_test_message ("what was dropped is known: a refreshed lifetime of it is no news");
  ip ("addr change 85.13.249.3/24 dev d0 valid_lft forever preferred_lft forever");
  expect_no_news (&world);

  g_test_message ("and it goes on listening");
  ip ("addr del 85.13.249.3/24 dev d0");
  expect_one_change (&world);
  world_close (&world);
}

/* A desktop's view of the network, of which only the connectivity is looked at. */
typedef struct
{
  GObject parent_instance;
  GNetworkConnectivity connectivity;
} PortalMonitor;

typedef GObjectClass PortalMonitorClass;

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static GType portal_monitor_get_type (void);
G_DEFINE_TYPE_WITH_CODE (PortalMonitor,
                         portal_monitor,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, NULL)
                             G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))

static void
portal_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, ((PortalMonitor *) object)->connectivity);
  else
    g_value_set_boolean (value, TRUE);
}

static void
portal_monitor_class_init (PortalMonitorClass *klass)
{
  klass->get_property = portal_monitor_get_property;
  g_object_class_override_property (klass, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (klass, PROP_METERED, "network-metered");
  g_object_class_override_property (klass, PROP_CONNECTIVITY, "connectivity");
}

static void
portal_monitor_init (PortalMonitor *self)
{
  self->connectivity = G_NETWORK_CONNECTIVITY_PORTAL;
}

static void
test_portal (void)
{
  g_autoptr (GObject) monitor = g_object_new (portal_monitor_get_type (), NULL);
  SpNetwork *network;
  World world;

  world_open (&world);
  network = SP_NETWORK (world.network);
  sp_netlink_network_set_monitor (world.network, G_NETWORK_MONITOR (monitor));
  g_test_message ("without a route a portal cannot be reached either");
  g_assert_cmpint (sp_network_get_connectivity (network), ==, SP_CONNECTIVITY_NONE);

  ip ("route add default dev d0");
  expect_one_change (&world);
  g_assert_cmpint (sp_network_get_connectivity (network), ==, SP_CONNECTIVITY_PORTAL);

  g_test_message ("that the person has signed in is news");
  ((PortalMonitor *) monitor)->connectivity = G_NETWORK_CONNECTIVITY_FULL;
  g_object_notify (monitor, "connectivity");
  expect_one_change (&world);
  g_assert_cmpint (sp_network_get_connectivity (network), ==, SP_CONNECTIVITY_FULL);
  world_close (&world);
}

/* Another process tells us of a default route. */
static void
test_forged (void)
{
  struct
  {
    struct nlmsghdr header;
    struct rtmsg body;
  } message = {
    .header = { .nlmsg_len = sizeof message, .nlmsg_type = RTM_NEWROUTE },
    .body = { .rtm_family = AF_INET, .rtm_type = RTN_UNICAST },
  };
  /* the first netlink socket of a process gets its process id for a port */
  struct sockaddr_nl victim = { .nl_family = AF_NETLINK, .nl_pid = (guint32) getpid () };
  World world;
  int fd;

  world_open (&world);
  fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (
      sendto (fd, &message, sizeof message, 0, (struct sockaddr *) &victim, sizeof victim),
      ==,
      sizeof message);
  close (fd);
  expect_no_news (&world);
  world_close (&world);
}

static void
stop_cb (SpNetwork *network, gpointer user_data)
{
  gint64 *when = user_data;

  *when = g_get_monotonic_time ();
}

static void
test_real_time (void)
{
  g_autoptr (SpClock) clock = sp_system_clock_new ();
  g_autoptr (SpNetlinkNetwork) network = NULL;
  guint deadline = g_timeout_add_seconds (DEADLINE_S, late_cb, NULL);
  gint64 changed_us = 0;
  gint64 began_us;

  open_namespace ();
  network = sp_netlink_network_new (clock, NULL);
  g_signal_connect (network, "changed", G_CALLBACK (stop_cb), &changed_us);
  began_us = g_get_monotonic_time ();
  ip ("addr add 85.1.2.3/24 dev d0");
  while (changed_us == 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  g_test_message ("settled after %" G_GINT64_FORMAT " ms", (changed_us - began_us) / 1000);
  g_assert_cmpint (changed_us - began_us, >=, 700 * 1000);
  /* it takes 0.7 s; the rest is for a machine that is busy */
  g_assert_cmpint (changed_us - began_us, <, 3 * G_USEC_PER_SEC);
}

/* As root a network namespace is enough; else it needs a user namespace around it, in which we
 * are root. Returns why it cannot be had. */
static const char *
enter_sandbox (void)
{
  g_autofree char *map = g_strdup_printf ("0 %u 1", getuid ());
  g_autofree char *program = g_find_program_in_path ("ip");
  int status;

  if (program == NULL)
    return "needs `ip` (package iproute2)";
  if (unshare (CLONE_NEWNET) != 0)
    {
      if (unshare (CLONE_NEWUSER | CLONE_NEWNET) != 0)
        return "this machine allows no network namespaces";
      if (!write_file ("/proc/self/setgroups", "deny") || !write_file ("/proc/self/uid_map", map))
        return "this machine allows no user namespaces";
    }
  if (!g_spawn_command_line_sync ("ip link add d0 type veth peer name d1",
                                  NULL,
                                  NULL,
                                  &status,
                                  NULL) ||
      !g_spawn_check_wait_status (status, NULL))
    return "this kernel has no veth";
  return NULL;
}

int
main (int argc, char **argv)
{
  const char *obstacle;

  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (count_overflows, NULL, NULL);

  obstacle = enter_sandbox ();
  if (obstacle != NULL)
    {
      g_print ("1..0 # SKIP %s\n", obstacle);
      return 0;
    }

  g_test_add_func ("/netlink-network/table", test_table);
  g_test_add_func ("/netlink-network/changes", test_changes);
  g_test_add_func ("/netlink-network/burst", test_burst);
  g_test_add_func ("/netlink-network/uplink", test_uplink);
  g_test_add_func ("/netlink-network/carrier", test_carrier);
  g_test_add_func ("/netlink-network/duplicate", test_duplicate);
  g_test_add_func ("/netlink-network/overflow", test_overflow);
  g_test_add_func ("/netlink-network/forged", test_forged);
  g_test_add_func ("/netlink-network/portal", test_portal);
  g_test_add_func ("/netlink-network/real-time", test_real_time);

  return g_test_run ();
}
