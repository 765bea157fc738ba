/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 1035 §3.2, RFC 2136 §1.3, RFC 3596 §2.1, RFC 8945 §4.2 */
enum
{
  SP_DNS_TYPE_A = 1,
  SP_DNS_TYPE_CNAME = 5,
  SP_DNS_TYPE_SOA = 6,
  SP_DNS_TYPE_AAAA = 28,
  SP_DNS_TYPE_TSIG = 250,
};

enum
{
  SP_DNS_CLASS_IN = 1,
  SP_DNS_CLASS_NONE = 254,
  SP_DNS_CLASS_ANY = 255,
};

typedef enum
{
  SP_DNS_OPCODE_QUERY = 0,
  SP_DNS_OPCODE_UPDATE = 5,
} SpDnsOpcode;

/**
 * SpDnsRcode:
 *
 * What a server says of a message as a whole; RFC 1035 §4.1.1, RFC 2136 §2.2.
 */
typedef enum
{
  SP_DNS_NOERROR,
  SP_DNS_FORMERR,
  SP_DNS_SERVFAIL,
  SP_DNS_NXDOMAIN,
  SP_DNS_NOTIMP,
  SP_DNS_REFUSED,
  SP_DNS_YXDOMAIN,
  SP_DNS_YXRRSET,
  SP_DNS_NXRRSET,
  SP_DNS_NOTAUTH,
  SP_DNS_NOTZONE,
} SpDnsRcode;

/**
 * SpDnsSection:
 *
 * The four parts of a message. The second names are those of an UPDATE (RFC 2136 §2).
 */
typedef enum
{
  SP_DNS_QUESTION,
  SP_DNS_ANSWER,
  SP_DNS_AUTHORITY,
  SP_DNS_ADDITIONAL,
  SP_DNS_ZONE = SP_DNS_QUESTION,
  SP_DNS_PREREQUISITE = SP_DNS_ANSWER,
  SP_DNS_UPDATE = SP_DNS_AUTHORITY,
} SpDnsSection;

#define SP_DNS_N_SECTIONS   4
#define SP_DNS_HEADER_BYTES 12

/**
 * SpDnsRecord:
 * @name: (owned): its owner, as in sp-dns-name.h
 * @type: its type
 * @dns_class: its class
 * @ttl_s: seconds; 0 in the first section
 * @begin: where it begins in the message, in bytes
 * @data_at: where its data begin
 * @data_length: how long they are; 0 in the first section
 */
typedef struct
{
  char *name;
  guint type;
  guint dns_class;
  guint32 ttl_s;
  gsize begin;
  gsize data_at;
  gsize data_length;
} SpDnsRecord;

/**
 * SpDnsMessage:
 *
 * A message that was read: every length in it is inside it, it ends with its last record, and its
 * records can be looked at. Their data stay bytes. Immutable.
 */
typedef struct _SpDnsMessage SpDnsMessage;

SpDnsMessage *sp_dns_message_parse (GBytes *bytes, GError **error);
void sp_dns_message_free (SpDnsMessage *self);

guint sp_dns_message_get_id (const SpDnsMessage *self);
gboolean sp_dns_message_is_reply (const SpDnsMessage *self);
guint sp_dns_message_get_opcode (const SpDnsMessage *self);
guint sp_dns_message_get_rcode (const SpDnsMessage *self);
GPtrArray *sp_dns_message_get_records (const SpDnsMessage *self, SpDnsSection section);
const guint8 *sp_dns_message_get_data (const SpDnsMessage *self, const SpDnsRecord *record);
gboolean sp_dns_message_answers (const SpDnsMessage *self, const SpDnsMessage *asked);
char *sp_dns_message_to_text (const SpDnsMessage *self);

char *sp_dns_rcode_to_string (guint rcode);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDnsMessage, sp_dns_message_free)

G_END_DECLS
