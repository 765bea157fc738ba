/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpConnectivity:
 * @SP_CONNECTIVITY_NONE: no usable default route
 * @SP_CONNECTIVITY_PORTAL: a captive portal answers for everyone; no credentials may leave
 * @SP_CONNECTIVITY_FULL: as far as the system knows, the Internet is there
 */
typedef enum
{
  SP_CONNECTIVITY_NONE,
  SP_CONNECTIVITY_PORTAL,
  SP_CONNECTIVITY_FULL,
} SpConnectivity;

/**
 * SpInterfaceAddress:
 * @interface: (owned): the kernel's name of the interface
 * @address: (owned): the address; on point-to-point links the local one
 * @prefix_length: 0…32 or 0…128
 * @flags: IFA_F_* of linux/if_addr.h, 32 bit; beware that 0x01 means “secondary” on IPv4 and
 *   “temporary” on IPv6
 * @preferred_s: remaining preferred lifetime in seconds; G_MAXUINT32 is for ever
 *
 * One row of the kernel's address table.
 */
typedef struct
{
  char *interface;
  SpAddress *address;
  guint prefix_length;
  guint32 flags;
  guint32 preferred_s;
} SpInterfaceAddress;

SpInterfaceAddress *sp_interface_address_new (const char *interface,
                                              SpAddress *address,
                                              guint prefix_length,
                                              guint32 flags,
                                              guint32 preferred_s);
void sp_interface_address_free (SpInterfaceAddress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpInterfaceAddress, sp_interface_address_free)

#define SP_TYPE_NETWORK (sp_network_get_type ())
G_DECLARE_INTERFACE (SpNetwork, sp_network, SP, NETWORK, GObject)

/**
 * SpNetworkInterface:
 * @list_addresses: the kernel's address table, without loopback interfaces
 * @get_uplink: name of the interface the kernel would use for a public address of a family, or
 *   %NULL when there is no route; policy routing counts
 * @get_connectivity: what is known of the way to the Internet
 * @count_losses: how many addresses, and carriers of an uplink, were lost so far, also when they
 *   came back at once
 *
 * Facts about this machine's network. Emits “changed” (no arguments) after a burst of events has
 * settled: 0.7 s of quiet, 5 s at most. It only says that something changed; readers ask again.
 */
struct _SpNetworkInterface
{
  GTypeInterface parent_iface;

  GPtrArray *(*list_addresses) (SpNetwork *self);
  const char *(*get_uplink) (SpNetwork *self, SpFamily family);
  SpConnectivity (*get_connectivity) (SpNetwork *self);
  guint (*count_losses) (SpNetwork *self);
};

GPtrArray *sp_network_list_addresses (SpNetwork *self);
const char *sp_network_get_uplink (SpNetwork *self, SpFamily family);
SpConnectivity sp_network_get_connectivity (SpNetwork *self);
guint sp_network_count_losses (SpNetwork *self);
void sp_network_emit_changed (SpNetwork *self);

G_END_DECLS
