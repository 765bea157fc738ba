/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-netlink-message.h"

G_BEGIN_DECLS

/**
 * SpNetlinkQuery:
 *
 * Questions to the kernel over a socket of their own. It answers while a question is being sent,
 * so each function returns with the answer and nothing is waited for. Works without privileges,
 * in namespaces and in Flatpak's sandbox.
 */
typedef struct _SpNetlinkQuery SpNetlinkQuery;

int sp_netlink_open (guint32 groups, GError **error);

SpNetlinkQuery *sp_netlink_query_new (GError **error);
void sp_netlink_query_free (SpNetlinkQuery *self);
GArray *sp_netlink_query_dump_addresses (SpNetlinkQuery *self, GError **error);
gboolean
sp_netlink_query_find_exit (SpNetlinkQuery *self, SpFamily family, int *ifindex, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNetlinkQuery, sp_netlink_query_free)

G_END_DECLS
