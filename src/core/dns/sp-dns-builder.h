/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"
#include "dns/sp-dns-message.h"

G_BEGIN_DECLS

/**
 * SpDnsBuilder:
 *
 * A message that is being written: a question, or an UPDATE of the address records of one zone. Its id
 * is 0 until sp_dns_message_bytes_with_id().
 */
typedef struct _SpDnsBuilder SpDnsBuilder;

SpDnsBuilder *sp_dns_builder_new (SpDnsOpcode opcode, const char *name, guint type);
void sp_dns_builder_free (SpDnsBuilder *self);
void sp_dns_builder_require_address (SpDnsBuilder *self, const char *name, SpFamily family);
void sp_dns_builder_forbid_alias (SpDnsBuilder *self, const char *name);
void sp_dns_builder_replace_address (SpDnsBuilder *self,
                                     const char *name,
                                     SpAddress *address,
                                     guint32 ttl_s);
GBytes *sp_dns_builder_end (SpDnsBuilder *self);

GBytes *sp_dns_message_bytes_with_id (GBytes *message, guint16 id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDnsBuilder, sp_dns_builder_free)

G_END_DECLS
