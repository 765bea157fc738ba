/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dns/sp-dns-message.h"

#include <gio/gio.h>

#include "base/sp-error.h"
#include "dns/sp-dns-name.h"

/* RFC 1035 §4.1.1 */
#define FLAG_REPLY   0x8000
#define OPCODE_SHIFT 11
#define OPCODE_MASK  0x0f
#define RCODE_MASK   0x0f

/* Far more than twenty hosts need, and few enough that a hostile message costs nothing. */
#define MAX_RECORDS 256

struct _SpDnsMessage
{
  GBytes *bytes; /* (owned) */
  guint id;
  guint flags;
  GPtrArray *sections[SP_DNS_N_SECTIONS]; /* (owned) (element-type SpDnsRecord) */
};

/* A place in a message that is being read; nothing reads past its end. */
typedef struct
{
  const guint8 *data; /* (unowned): the message's */
  gsize length;
  gsize at;
} Reader;

static const char *const rcode_words[] = {
  "NOERROR",  "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",  "REFUSED",
  "YXDOMAIN", "YXRRSET", "NXRRSET",  "NOTAUTH",  "NOTZONE",
};
G_STATIC_ASSERT (G_N_ELEMENTS (rcode_words) == SP_DNS_NOTZONE + 1);

static void
record_free (gpointer data)
{
  SpDnsRecord *record = data;

  g_free (record->name);
  g_free (record);
}

static gboolean
read_u16 (Reader *reader, guint *value)
{
  if (reader->length - reader->at < 2)
    return FALSE;

  *value = (guint) reader->data[reader->at] << 8 | reader->data[reader->at + 1];
  reader->at += 2;
  return TRUE;
}

static gboolean
read_u32 (Reader *reader, guint32 *value)
{
  guint high;
  guint low;

  if (!read_u16 (reader, &high) || !read_u16 (reader, &low))
    return FALSE;

  *value = (guint32) high << 16 | low;
  return TRUE;
}

static gboolean
read_data (Reader *reader, SpDnsRecord *record)
{
  guint length;

  if (!read_u32 (reader, &record->ttl_s) || !read_u16 (reader, &length) ||
      length > reader->length - reader->at)
    return FALSE;

  record->data_at = reader->at;
  record->data_length = length;
  reader->at += length;
  return TRUE;
}

static gboolean
read_record (Reader *reader, SpDnsSection section, GPtrArray *records)
{
  SpDnsRecord *record = g_new0 (SpDnsRecord, 1);

  g_ptr_array_add (records, record);
  record->begin = reader->at;
  record->name = sp_dns_name_read (reader->data, reader->length, &reader->at);
  return record->name != NULL && read_u16 (reader, &record->type) &&
         read_u16 (reader, &record->dns_class) &&
         (section == SP_DNS_QUESTION || read_data (reader, record));
}

static gboolean
read_message (SpDnsMessage *self, Reader *reader)
{
  guint counts[SP_DNS_N_SECTIONS];
  guint n_records = 0;

  if (!read_u16 (reader, &self->id) || !read_u16 (reader, &self->flags))
    return FALSE;
  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    {
      if (!read_u16 (reader, &counts[i]))
        return FALSE;
      n_records += counts[i];
    }
  if (n_records > MAX_RECORDS)
    return FALSE;

  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    for (guint j = 0; j < counts[i]; j++)
      if (!read_record (reader, (SpDnsSection) i, self->sections[i]))
        return FALSE;

  return reader->at == reader->length;
}

/**
 * sp_dns_message_parse:
 * @bytes: a message from the network, of any content
 * @error: return location for %SP_ERROR_BAD_REPLY
 *
 * Returns: (transfer full): the message, or %NULL
 */
SpDnsMessage *
sp_dns_message_parse (GBytes *bytes, GError **error)
{
  g_autoptr (SpDnsMessage) self = g_new0 (SpDnsMessage, 1);
  Reader reader = { 0 };

  self->bytes = g_bytes_ref (bytes);
  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    self->sections[i] = g_ptr_array_new_with_free_func (record_free);
  reader.data = g_bytes_get_data (bytes, &reader.length);
  if (read_message (self, &reader))
    return g_steal_pointer (&self);

  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_REPLY, "this is no whole DNS message");
  return NULL;
}

/**
 * sp_dns_message_free:
 * @self: (transfer full): a message
 */
void
sp_dns_message_free (SpDnsMessage *self)
{
  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    g_clear_pointer (&self->sections[i], g_ptr_array_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * sp_dns_message_get_id:
 * @self: a message
 *
 * Returns: the number by which a reply is found again
 */
guint
sp_dns_message_get_id (const SpDnsMessage *self)
{
  return self->id;
}

/**
 * sp_dns_message_is_reply:
 * @self: a message
 *
 * Returns: %TRUE if a server says it
 */
gboolean
sp_dns_message_is_reply (const SpDnsMessage *self)
{
  return (self->flags & FLAG_REPLY) != 0;
}

/**
 * sp_dns_message_get_opcode:
 * @self: a message
 *
 * Returns: an #SpDnsOpcode, or another number
 */
guint
sp_dns_message_get_opcode (const SpDnsMessage *self)
{
  return self->flags >> OPCODE_SHIFT & OPCODE_MASK;
}

/**
 * sp_dns_message_get_rcode:
 * @self: a message
 *
 * Returns: an #SpDnsRcode, or another number
 */
guint
sp_dns_message_get_rcode (const SpDnsMessage *self)
{
  return self->flags & RCODE_MASK;
}

/**
 * sp_dns_message_get_records:
 * @self: a message
 * @section: one of its parts
 *
 * Returns: (transfer none) (element-type SpDnsRecord): what stands there, in order
 */
GPtrArray *
sp_dns_message_get_records (const SpDnsMessage *self, SpDnsSection section)
{
  return self->sections[section];
}

/**
 * sp_dns_message_get_data:
 * @self: a message
 * @record: one of its records
 *
 * Returns: (transfer none): its data, as many bytes as it says
 */
const guint8 *
sp_dns_message_get_data (const SpDnsMessage *self, const SpDnsRecord *record)
{
  return (const guint8 *) g_bytes_get_data (self->bytes, NULL) + record->data_at;
}

static gboolean
is_same_question (const SpDnsRecord *a, const SpDnsRecord *b)
{
  return g_strcmp0 (a->name, b->name) == 0 && a->type == b->type && a->dns_class == b->dns_class;
}

/**
 * sp_dns_message_answers:
 * @self: a message that came
 * @asked: a message that was sent, with one question or zone
 *
 * A server may leave the zone out of its reply to an UPDATE (RFC 2136 §3.8), and the question out of
 * a refusal; if it repeats it, it has to be the same.
 *
 * Returns: %TRUE if @self is the reply to @asked
 */
gboolean
sp_dns_message_answers (const SpDnsMessage *self, const SpDnsMessage *asked)
{
  GPtrArray *questions = self->sections[SP_DNS_QUESTION];

  if (!sp_dns_message_is_reply (self) || self->id != asked->id ||
      sp_dns_message_get_opcode (self) != sp_dns_message_get_opcode (asked))
    return FALSE;
  if (questions->len == 0)
    return sp_dns_message_get_opcode (self) == SP_DNS_OPCODE_UPDATE ||
           sp_dns_message_get_rcode (self) != SP_DNS_NOERROR;

  return questions->len == 1 &&
         is_same_question (questions->pdata[0], asked->sections[SP_DNS_QUESTION]->pdata[0]);
}

/**
 * sp_dns_rcode_to_string:
 * @rcode: an #SpDnsRcode, or another number
 *
 * Returns: (transfer full): such as “NOTAUTH”, or “RCODE11” (RFC 6895 §2.3)
 */
char *
sp_dns_rcode_to_string (guint rcode)
{
  return rcode < G_N_ELEMENTS (rcode_words) ? g_strdup (rcode_words[rcode])
                                            : g_strdup_printf ("RCODE%u", rcode);
}

static const char *
get_type_word (guint type)
{
  switch (type)
    {
    case SP_DNS_TYPE_A:
      return "A";
    case SP_DNS_TYPE_CNAME:
      return "CNAME";
    case SP_DNS_TYPE_SOA:
      return "SOA";
    case SP_DNS_TYPE_AAAA:
      return "AAAA";
    case SP_DNS_TYPE_TSIG:
      return "TSIG";
    default:
      return NULL;
    }
}

static const char *
get_class_word (guint dns_class)
{
  switch (dns_class)
    {
    case SP_DNS_CLASS_IN:
      return "IN";
    case SP_DNS_CLASS_NONE:
      return "NONE";
    case SP_DNS_CLASS_ANY:
      return "ANY";
    default:
      return NULL;
    }
}

/* RFC 3597 §5: numbers for what has no word */
static void
append_word (GString *text, const char *word, const char *kind, guint number)
{
  if (word != NULL)
    g_string_append_printf (text, " %s", word);
  else
    g_string_append_printf (text, " %s%u", kind, number);
}

static void
append_data (const SpDnsMessage *self, const SpDnsRecord *record, GString *text)
{
  const guint8 *data = sp_dns_message_get_data (self, record);
  gboolean is_address = (record->type == SP_DNS_TYPE_A && record->data_length == 4) ||
                        (record->type == SP_DNS_TYPE_AAAA && record->data_length == 16);

  if (is_address)
    {
      g_autoptr (GInetAddress)
          address = g_inet_address_new_from_bytes (data,
                                                   record->data_length == 4 ? G_SOCKET_FAMILY_IPV4
                                                                            : G_SOCKET_FAMILY_IPV6);
      g_autofree char *shown = g_inet_address_to_string (address);

      g_string_append_printf (text, " %s", shown);
    }
  else if (record->data_length > 0)
    {
      g_string_append_printf (text, " \\# %" G_GSIZE_FORMAT, record->data_length);
    }
}

static void
append_record (const SpDnsMessage *self, SpDnsSection section, guint index, GString *text)
{
  static const char *const words[2][SP_DNS_N_SECTIONS] = {
    { "question", "answer", "authority", "additional" },
    { "zone", "require", "update", "additional" },
  };
  gboolean is_update = sp_dns_message_get_opcode (self) == SP_DNS_OPCODE_UPDATE;
  const SpDnsRecord *record = self->sections[section]->pdata[index];

  g_string_append_printf (text, "%s %s.", words[is_update][section], record->name);
  if (section != SP_DNS_QUESTION)
    g_string_append_printf (text, " %u", record->ttl_s);
  append_word (text, get_class_word (record->dns_class), "CLASS", record->dns_class);
  append_word (text, get_type_word (record->type), "TYPE", record->type);
  append_data (self, record, text);
  g_string_append_c (text, '\n');
}

/**
 * sp_dns_message_to_text:
 * @self: a message
 *
 * A line for the header and one for each record but TSIG, whose content is nobody's business; in the
 * way of RFC 1035 §5.1. The id is left out.
 *
 * Returns: (transfer full): the message for a person
 */
char *
sp_dns_message_to_text (const SpDnsMessage *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *rcode = sp_dns_rcode_to_string (sp_dns_message_get_rcode (self));
  guint opcode = sp_dns_message_get_opcode (self);

  append_word (text,
               opcode == SP_DNS_OPCODE_QUERY    ? "QUERY"
               : opcode == SP_DNS_OPCODE_UPDATE ? "UPDATE"
                                                : NULL,
               "OPCODE",
               opcode);
  g_string_erase (text, 0, 1);
  if (sp_dns_message_is_reply (self))
    g_string_append_printf (text, " %s", rcode);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < SP_DNS_N_SECTIONS; i++)
    for (guint j = 0; j < self->sections[i]->len; j++)
      if (((const SpDnsRecord *) self->sections[i]->pdata[j])->type != SP_DNS_TYPE_TSIG)
        append_record (self, (SpDnsSection) i, j, text);

  return g_string_free (text, FALSE);
}
