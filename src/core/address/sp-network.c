/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-network.h"

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (SpNetwork, sp_network, G_TYPE_OBJECT)

static void
sp_network_default_init (SpNetworkInterface *iface)
{
  /**
   * SpNetwork::changed:
   * @self: the network
   *
   * Something about addresses, routes or connectivity changed and has settled.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   SP_TYPE_NETWORK,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

/**
 * sp_interface_address_new:
 * @interface: the kernel's name of the interface
 * @address: the address
 * @prefix_length: 0…32 or 0…128
 * @flags: IFA_F_* of linux/if_addr.h
 * @preferred_s: remaining preferred lifetime in seconds; %G_MAXUINT32 is for ever
 *
 * Returns: (transfer full): a row of the address table
 */
SpInterfaceAddress *
sp_interface_address_new (const char *interface,
                          SpAddress *address,
                          guint prefix_length,
                          guint32 flags,
                          guint32 preferred_s)
{
  SpInterfaceAddress *self = g_new0 (SpInterfaceAddress, 1);

  self->interface = g_strdup (interface);
  self->address = sp_address_ref (address);
  self->prefix_length = prefix_length;
  self->flags = flags;
  self->preferred_s = preferred_s;
  return self;
}

/**
 * sp_interface_address_free:
 * @self: (transfer full): a row
 */
void
sp_interface_address_free (SpInterfaceAddress *self)
{
  g_clear_pointer (&self->interface, g_free);
  g_clear_pointer (&self->address, sp_address_unref);
  g_free (self);
}

/**
 * sp_network_list_addresses:
 * @self: a network
 *
 * Returns: (transfer container) (element-type SpInterfaceAddress): the kernel's address table,
 *   without loopback interfaces, in an array that frees its rows
 */
GPtrArray *
sp_network_list_addresses (SpNetwork *self)
{
  g_return_val_if_fail (SP_IS_NETWORK (self), NULL);

  return SP_NETWORK_GET_IFACE (self)->list_addresses (self);
}

/**
 * sp_network_get_uplink:
 * @self: a network
 * @family: a family
 *
 * Returns: (nullable): name of the interface the kernel would use for a public address of @family;
 *   %NULL without a route. It lives until “changed” is emitted.
 */
const char *
sp_network_get_uplink (SpNetwork *self, SpFamily family)
{
  g_return_val_if_fail (SP_IS_NETWORK (self), NULL);

  return SP_NETWORK_GET_IFACE (self)->get_uplink (self, family);
}

/**
 * sp_network_get_connectivity:
 * @self: a network
 *
 * Returns: what is known of the way to the Internet
 */
SpConnectivity
sp_network_get_connectivity (SpNetwork *self)
{
  g_return_val_if_fail (SP_IS_NETWORK (self), SP_CONNECTIVITY_NONE);

  return SP_NETWORK_GET_IFACE (self)->get_connectivity (self);
}

/**
 * sp_network_count_losses:
 * @self: a network
 *
 * A router that started anew, and another Wi-Fi that gives out the same private address, leave the
 * address table as it was; only that it was interrupted tells of them.
 *
 * Returns: how many addresses, and carriers of an uplink, were lost so far, also when they came
 *   back at once
 */
guint
sp_network_count_losses (SpNetwork *self)
{
  g_return_val_if_fail (SP_IS_NETWORK (self), 0);

  return SP_NETWORK_GET_IFACE (self)->count_losses (self);
}

/**
 * sp_network_emit_changed:
 * @self: a network
 *
 * For implementations: tells the readers that something changed and has settled.
 */
void
sp_network_emit_changed (SpNetwork *self)
{
  g_return_if_fail (SP_IS_NETWORK (self));

  g_signal_emit (self, signals[CHANGED], 0);
}
