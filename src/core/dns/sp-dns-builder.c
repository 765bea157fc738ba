/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-builder.h"

#include "dns/sp-dns-name.h"

struct _SpDnsBuilder
{
  GByteArray *bytes; /* (owned) */
};

static void
append_u16 (GByteArray *bytes, guint value)
{
  const guint8 octets[] = { (guint8) (value >> 8), (guint8) value };

  g_byte_array_append (bytes, octets, sizeof octets);
}

static void
append_u32 (GByteArray *bytes, guint32 value)
{
  append_u16 (bytes, value >> 16);
  append_u16 (bytes, value & 0xffff);
}

static void
count (SpDnsBuilder *self, SpDnsSection section)
{
  guint8 *counter = self->bytes->data + 4 + 2 * section;
  guint value = ((guint) counter[0] << 8 | counter[1]) + 1;

  counter[0] = (guint8) (value >> 8);
  counter[1] = (guint8) value;
}

static guint
get_type (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? SP_DNS_TYPE_A : SP_DNS_TYPE_AAAA;
}

static void
append_head (SpDnsBuilder *self, const char *name, guint type, guint dns_class, guint32 ttl_s)
{
  sp_dns_name_append (self->bytes, name);
  append_u16 (self->bytes, type);
  append_u16 (self->bytes, dns_class);
  append_u32 (self->bytes, ttl_s);
}

static void
append_address (SpDnsBuilder *self, SpAddress *address)
{
  gsize length;
  const guint8 *octets = sp_address_get_bytes (address, &length);

  append_u16 (self->bytes, (guint) length);
  g_byte_array_append (self->bytes, octets, (guint) length);
}

/**
 * sp_dns_builder_new:
 * @opcode: what is wanted
 * @name: what is asked for, or the zone that is changed; from sp_dns_name_normalize()
 * @type: the type that is asked for; SOA for a zone (RFC 2136 §2.3)
 *
 * Returns: (transfer full): a message with nothing else in it
 */
SpDnsBuilder *
sp_dns_builder_new (SpDnsOpcode opcode, const char *name, guint type)
{
  SpDnsBuilder *self = g_new0 (SpDnsBuilder, 1);

  self->bytes = g_byte_array_new ();
  append_u16 (self->bytes, 0);
  append_u16 (self->bytes, (guint) opcode << 11);
  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    append_u16 (self->bytes, 0);

  sp_dns_name_append (self->bytes, name);
  append_u16 (self->bytes, type);
  append_u16 (self->bytes, SP_DNS_CLASS_IN);
  count (self, SP_DNS_QUESTION);
  return self;
}

/**
 * sp_dns_builder_free:
 * @self: (transfer full): a builder
 */
void
sp_dns_builder_free (SpDnsBuilder *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

/**
 * sp_dns_builder_require_address:
 * @self: an UPDATE that replaces nothing yet, since what is required stands first (RFC 2136 §2)
 * @name: a name in the zone
 * @family: a family
 *
 * Has the server refuse the whole message where @name has no address of @family (RFC 2136 §2.4.1).
 */
void
sp_dns_builder_require_address (SpDnsBuilder *self, const char *name, SpFamily family)
{
  append_head (self, name, get_type (family), SP_DNS_CLASS_ANY, 0);
  append_u16 (self->bytes, 0);
  count (self, SP_DNS_PREREQUISITE);
}

/**
 * sp_dns_builder_forbid_alias:
 * @self: an UPDATE that replaces nothing yet, since what is required stands first (RFC 2136 §2)
 * @name: a name in the zone
 *
 * Has the server refuse the whole message where @name is a CNAME (RFC 2136 §2.4.3). Without it the
 * address is passed over in silence, and the update is called a success (§3.4.2.2).
 */
void
sp_dns_builder_forbid_alias (SpDnsBuilder *self, const char *name)
{
  append_head (self, name, SP_DNS_TYPE_CNAME, SP_DNS_CLASS_NONE, 0);
  append_u16 (self->bytes, 0);
  count (self, SP_DNS_PREREQUISITE);
}

/**
 * sp_dns_builder_replace_address:
 * @self: an UPDATE
 * @name: a name in the zone
 * @address: its only address of that family from now on
 * @ttl_s: how long others may remember it, in seconds
 *
 * Deletes the RRset (RFC 2136 §2.5.2) and adds the address (§2.5.1). Both in one message happen
 * together (§3.7), so that nobody ever sees the name without an address.
 */
void
sp_dns_builder_replace_address (SpDnsBuilder *self,
                                const char *name,
                                SpAddress *address,
                                guint32 ttl_s)
{
  guint type = get_type (sp_address_get_family (address));

  append_head (self, name, type, SP_DNS_CLASS_ANY, 0);
  append_u16 (self->bytes, 0);
  count (self, SP_DNS_UPDATE);

  append_head (self, name, type, SP_DNS_CLASS_IN, ttl_s);
  append_address (self, address);
  count (self, SP_DNS_UPDATE);
}

/**
 * sp_dns_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the message
 */
GBytes *
sp_dns_builder_end (SpDnsBuilder *self)
{
  g_autoptr (SpDnsBuilder) owned = self;

  return g_byte_array_free_to_bytes (g_steal_pointer (&owned->bytes));
}

/**
 * sp_dns_message_bytes_with_id:
 * @message: a message
 * @id: a number that nobody can guess
 *
 * Returns: (transfer full): the same message under that number
 */
GBytes *
sp_dns_message_bytes_with_id (GBytes *message, guint16 id)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (message, &length);
  guint8 *copy = g_memdup2 (data, length);

  g_return_val_if_fail (length >= SP_DNS_HEADER_BYTES, NULL);

  copy[0] = (guint8) (id >> 8);
  copy[1] = (guint8) id;
  return g_bytes_new_take (copy, length);
}
