/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"
#include "base/sp-clock.h"

G_BEGIN_DECLS

#define SP_TYPE_NETLINK_NETWORK (sp_netlink_network_get_type ())
/**
 * SpNetlinkNetwork:
 *
 * The network facts of this machine as the kernel tells them over rtnetlink. Facts are asked for
 * when somebody wants them; what is listened to only says when to ask again. Costs nothing while
 * nothing changes.
 */
G_DECLARE_FINAL_TYPE (SpNetlinkNetwork, sp_netlink_network, SP, NETLINK_NETWORK, GObject)

SpNetlinkNetwork *sp_netlink_network_new (SpClock *clock, GError **error);
void sp_netlink_network_set_monitor (SpNetlinkNetwork *self, GNetworkMonitor *monitor);

G_END_DECLS
