/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"

G_BEGIN_DECLS

#define SP_TYPE_FAKE_NETWORK (sp_fake_network_get_type ())
/**
 * SpFakeNetwork:
 *
 * A machine's network as a test wants it: “eth0” is the uplink of both families and holds no
 * address. The setters say nothing; sp_network_emit_changed() says that something changed.
 */
G_DECLARE_FINAL_TYPE (SpFakeNetwork, sp_fake_network, SP, FAKE_NETWORK, GObject)

SpFakeNetwork *sp_fake_network_new (void);
void sp_fake_network_set_uplink (SpFakeNetwork *self, SpFamily family, const char *interface);
void sp_fake_network_set_connectivity (SpFakeNetwork *self, SpConnectivity connectivity);
void sp_fake_network_interrupt (SpFakeNetwork *self);
void sp_fake_network_add_address (SpFakeNetwork *self,
                                  const char *interface,
                                  const char *address,
                                  guint prefix_length,
                                  guint32 flags,
                                  guint32 preferred_s);
void sp_fake_network_clear_addresses (SpFakeNetwork *self);

G_END_DECLS
