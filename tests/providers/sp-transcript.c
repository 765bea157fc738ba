/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-transcript.h"

#include <string.h>

#include "base/sp-error.h"
#include "dns/sp-dns-message.h"

typedef enum
{
  PART_NOTHING,
  PART_REQUEST,
  PART_REQUEST_BODY,
  PART_REPLY,
  PART_REPLY_BODY,
} Part;

/* An exchange while its lines are being read. */
typedef struct
{
  const char *file; /* (unowned): literal of the quark */
  guint line;
  Part part;
  GPtrArray *cases; /* (owned) (element-type SpCase) */
  SpCase *at;       /* (unowned) (nullable): the last of cases */
  GString *request; /* (owned) */
  gboolean is_dns;
  SpFakeDnsAnswer answer;
  guint status;
  int error_code;
  GHashTable *headers; /* (owned) */
  GByteArray *body;    /* (owned) */
} Reader;

static const struct
{
  const char *word;
  int code;
} errors[] = {
  { "network", SP_ERROR_NETWORK },
  { "tls", SP_ERROR_TLS },
  { "interrupted", SP_ERROR_INTERRUPTED },
  { "bad-reply", SP_ERROR_BAD_REPLY },
};

static void
exchange_free (gpointer data)
{
  SpExchange *self = data;

  g_clear_pointer (&self->reply, sp_reply_unref);
  g_free (self->request);
  g_free (self);
}

static void
wanted_free (gpointer data)
{
  SpWanted *self = data;

  g_clear_pointer (&self->outcome, sp_outcome_unref);
  g_free (self->host);
  g_free (self);
}

static void
target_free (gpointer data)
{
  SpCaseTarget *self = data;

  g_clear_pointer (&self->address, sp_address_unref);
  g_free (self->host);
  g_free (self);
}

static void
case_free (gpointer data)
{
  SpCase *self = data;

  g_hash_table_unref (self->fields);
  g_hash_table_unref (self->secrets);
  g_ptr_array_unref (self->targets);
  g_free (self->text_name);
  g_free (self->text);
  g_ptr_array_unref (self->exchanges);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->traces);
  g_ptr_array_unref (self->hidden);
  g_free (self->title);
  g_free (self);
}

static SpCase *
case_new (const char *file, guint line, const char *kind, const char *name)
{
  SpCase *self = g_new0 (SpCase, 1);

  self->file = file;
  self->line = line;
  self->title = g_strdup_printf ("%s/%s", kind, name);
  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->may_create = TRUE;
  self->targets = g_ptr_array_new_with_free_func (target_free);
  self->exchanges = g_ptr_array_new_with_free_func (exchange_free);
  self->wanted = g_ptr_array_new_with_free_func (wanted_free);
  self->traces = g_ptr_array_new_with_free_func (g_free);
  self->hidden = g_ptr_array_new_with_free_func (g_free);
  return self;
}

G_NORETURN static void
refuse (const Reader *reader, const char *what)
{
  g_error ("%s:%u: %s", reader->file, reader->line, what);
}

static SpFamily
read_family (const Reader *reader, const char *word)
{
  SpFamily family;

  if (!sp_family_from_string (word, &family))
    refuse (reader, "a family is ipv4 or ipv6");
  return family;
}

static SpAddress *
read_address (const Reader *reader, const char *word)
{
  g_autoptr (SpAddress) address = sp_address_new_from_string (word, NULL);

  if (address == NULL)
    refuse (reader, "this is no address");
  return g_steal_pointer (&address);
}

/* “[kind] a sentence” */
static void
read_heading (Reader *reader, const char *line)
{
  const char *end = strstr (line, "] ");
  g_autofree char *kind = NULL;

  if (end == NULL || strchr (end, '/') != NULL)
    refuse (reader, "a heading is “[kind] a sentence”, without a slash");

  kind = g_strndup (line + 1, (gsize) (end - line - 1));
  reader->at = case_new (reader->file, reader->line, kind, end + strlen ("] "));
  g_ptr_array_add (reader->cases, reader->at);
}

/* “account name=value”, “secret name=value” */
static void
read_field (const Reader *reader, GHashTable *fields, const char *pair)
{
  g_auto (GStrv) parts = g_strsplit (pair, "=", 2);

  if (g_strv_length (parts) != 2)
    refuse (reader, "a field is “name=value”");
  g_hash_table_replace (fields, g_strdup (parts[0]), g_strdup (parts[1]));
}

/* “profile ttl=seconds”, “profile create=false” */
static void
read_profile (const Reader *reader, const char *pair)
{
  guint64 ttl_s;

  if (strcmp (pair, "create=false") == 0)
    reader->at->may_create = FALSE;
  else if (g_str_has_prefix (pair, "ttl=") &&
           g_ascii_string_to_unsigned (pair + strlen ("ttl="), 10, 1, G_MAXINT32, &ttl_s, NULL))
    reader->at->ttl_s = (guint) ttl_s;
  else
    refuse (reader, "a profile says “ttl=SECONDS” or “create=false”");
}

/* “due host address”, “kept host address”, “off host family” */
static void
read_target (const Reader *reader, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  SpCaseTarget *target;

  if (g_strv_length (words) != 3)
    refuse (reader, "a target is “due HOST ADDRESS”, “kept HOST ADDRESS” or “off HOST FAMILY”");

  target = g_new0 (SpCaseTarget, 1);
  target->host = g_strdup (words[1]);
  target->due = strcmp (words[0], "due") == 0;
  g_ptr_array_add (reader->at->targets, target);
  if (strcmp (words[0], "off") == 0)
    {
      target->family = read_family (reader, words[2]);
      return;
    }
  target->address = read_address (reader, words[2]);
  target->family = sp_address_get_family (target->address);
}

/* “set name text”, “unset name text”, “unset name” */
static void
read_text_change (const Reader *reader, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (words[1] == NULL || reader->at->text_name != NULL)
    refuse (reader, "a case has one “set NAME TEXT” or “unset NAME [TEXT]”");
  reader->at->text_name = g_strdup (words[1]);
  reader->at->text = g_strdup (words[2]);
  reader->at->removes_text = strcmp (words[0], "unset") == 0;
  reader->at->text_class = SP_OUTCOME_UNKNOWN;
}

/* “= host family class address=… retry-after=… says=…”; says takes the rest of the line */
static void
read_wanted (const Reader *reader, const char *line)
{
  g_auto (GStrv) halves = g_strsplit (line, " says=", 2);
  g_auto (GStrv) words = g_strsplit (halves[0], " ", -1);
  g_autoptr (SpAddress) address = NULL;
  gint64 retry_after_s = 0;
  SpOutcomeClass outcome_class;
  SpWanted *wanted;

  if (g_strv_length (words) < 3 || !sp_outcome_class_from_string (words[2], &outcome_class))
    refuse (reader, "an outcome is “= HOST FAMILY CLASS”");
  if (strcmp (words[1], "txt") == 0)
    {
      reader->at->text_class = outcome_class;
      return;
    }

  for (guint i = 3; words[i] != NULL; i++)
    {
      if (g_str_has_prefix (words[i], "address="))
        address = read_address (reader, words[i] + strlen ("address="));
      else if (g_str_has_prefix (words[i], "retry-after="))
        retry_after_s = g_ascii_strtoll (words[i] + strlen ("retry-after="), NULL, 10);
      else
        refuse (reader, "an outcome knows address=, retry-after= and, last, says=");
    }

  wanted = g_new0 (SpWanted, 1);
  wanted->host = g_strdup (words[0]);
  wanted->family = read_family (reader, words[1]);
  wanted->outcome = sp_outcome_new (outcome_class, 0, address, retry_after_s, halves[1]);
  wanted->states_address = address != NULL;
  wanted->states_message = halves[1] != NULL;
  g_ptr_array_add (reader->at->wanted, wanted);
}

/* “<text>” in a header stands for its base64, so that a login can be read */
static char *
encode_angles (const Reader *reader, const char *header)
{
  const char *begin = strchr (header, '<');
  const char *end = strrchr (header, '>');
  g_autofree char *encoded = NULL;

  if (begin == NULL)
    return g_strdup (header);
  if (end == NULL || end[1] != '\0')
    refuse (reader, "“<” in a header needs “>” at its end");

  encoded = g_base64_encode ((const guint8 *) begin + 1, (gsize) (end - begin - 1));
  return g_strdup_printf ("%.*s%s", (int) (begin - header), header, encoded);
}

/* \r, \t, \\, \xNN; \c at the end keeps the line break away, as in printf(1) and echo(1) */
static void
append_body_line (const Reader *reader, const char *line)
{
  gboolean ends_here = FALSE;

  for (const char *at = line; *at != '\0' && !ends_here; at++)
    {
      guint8 byte = (guint8) *at;

      if (byte == '\\')
        {
          at++;
          if (*at == 'r')
            byte = '\r';
          else if (*at == 't')
            byte = '\t';
          else if (*at == '\\')
            byte = '\\';
          else if (*at == 'x' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]))
            {
              byte = (guint8) (g_ascii_xdigit_value (at[1]) * 16 + g_ascii_xdigit_value (at[2]));
              at += 2;
            }
          else if (*at == 'c' && at[1] == '\0')
            {
              ends_here = TRUE;
              break;
            }
          else
            refuse (reader, "a body knows \\r, \\t, \\\\, \\xNN and, at the end of a line, \\c");
        }
      g_byte_array_append (reader->body, &byte, 1);
    }

  if (!ends_here)
    g_byte_array_append (reader->body, (const guint8 *) "\n", 1);
}

static void
end_exchange (Reader *reader)
{
  SpExchange *exchange;

  if (reader->part == PART_NOTHING)
    return;
  if (reader->part == PART_REQUEST || reader->part == PART_REQUEST_BODY)
    refuse (reader, "the request before this line has no answer; write one with “<”");

  exchange = g_new0 (SpExchange, 1);
  exchange->request = g_strdup (reader->request->str);
  exchange->error_code = reader->error_code;
  exchange->is_dns = reader->is_dns;
  exchange->answer = reader->answer;
  if (reader->error_code < 0 && !reader->is_dns)
    {
      g_autoptr (GBytes) body = g_bytes_new (reader->body->data, reader->body->len);

      exchange->reply = sp_reply_new (reader->status, reader->headers, body, NULL);
    }
  g_ptr_array_add (reader->at->exchanges, exchange);
  reader->part = PART_NOTHING;
}

static void
begin_exchange (Reader *reader, const char *first_line)
{
  end_exchange (reader);
  reader->part = PART_REQUEST;
  reader->status = 0;
  reader->error_code = -1;
  reader->is_dns = g_str_has_prefix (first_line, "UPDATE dns://");
  g_hash_table_remove_all (reader->headers);
  g_byte_array_set_size (reader->body, 0);
  g_string_printf (reader->request, "%s\n", first_line);
}

static void
read_request (Reader *reader, const char *line)
{
  g_autofree char *header = NULL;

  if (reader->part != PART_REQUEST && reader->part != PART_REQUEST_BODY)
    {
      begin_exchange (reader, line);
      return;
    }
  if (line[0] == '\0')
    reader->part = PART_REQUEST_BODY;
  header = reader->part == PART_REQUEST ? encode_angles (reader, line) : g_strdup (line);
  g_string_append_printf (reader->request, "%s\n", header);
}

static guint
find_rcode (const char *wanted)
{
  for (guint rcode = 0; rcode <= SP_DNS_NOTZONE; rcode++)
    {
      g_autofree char *word = sp_dns_rcode_to_string (rcode);

      if (strcmp (word, wanted) == 0)
        return rcode;
    }

  return G_MAXUINT;
}

/* “RCODE signature”, and with BADTIME how far the server's clock is ahead, in seconds */
static void
read_dns_answer (Reader *reader, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  guint rcode = find_rcode (words[0]);

  if (rcode > SP_DNS_NOTZONE || words[1] == NULL)
    refuse (reader, "the answer of a name server is “RCODE signature”, as in “NOERROR signed”");

  reader->answer.rcode = rcode;
  reader->answer.signature = g_intern_string (words[1]);
  reader->answer.ahead_s = words[2] == NULL ? 0 : g_ascii_strtoll (words[2], NULL, 10);
}

static void
begin_reply (Reader *reader, const char *line)
{
  reader->part = PART_REPLY;
  if (g_str_has_prefix (line, "error "))
    {
      for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
        if (strcmp (line + strlen ("error "), errors[i].word) == 0)
          reader->error_code = errors[i].code;
      if (reader->error_code < 0)
        refuse (reader, "an error is network, tls, interrupted or bad-reply");
      return;
    }

  if (reader->is_dns)
    {
      read_dns_answer (reader, line);
      return;
    }
  reader->status = (guint) g_ascii_strtoull (line, NULL, 10);
  if (reader->status < 200 || reader->status > 599)
    refuse (reader, "an answer begins with its HTTP status, or “error …”");
}

static void
read_reply (Reader *reader, const char *line)
{
  g_auto (GStrv) header = NULL;

  if (reader->part == PART_REQUEST || reader->part == PART_REQUEST_BODY)
    begin_reply (reader, line);
  else if (reader->part == PART_REPLY_BODY)
    append_body_line (reader, line);
  else if (reader->part == PART_NOTHING)
    refuse (reader, "an answer needs a request before it");
  else if (line[0] == '\0')
    reader->part = PART_REPLY_BODY;
  else
    {
      header = g_strsplit (line, ": ", 2);
      if (g_strv_length (header) != 2)
        refuse (reader, "a header is “Name: value”; a body comes after an empty “<”");
      g_hash_table_replace (reader->headers, g_strdup (header[0]), g_strdup (header[1]));
    }
}

/* The text of a line behind its mark, which may stand alone. */
static const char *
get_marked (const char *line, char mark)
{
  if (line[0] != mark || (line[1] != '\0' && line[1] != ' '))
    return NULL;
  return line[1] == '\0' ? line + 1 : line + 2;
}

static void
read_setting (Reader *reader, const char *line)
{
  const char *text;

  end_exchange (reader);
  if ((text = get_marked (line, '=')) != NULL)
    read_wanted (reader, text);
  else if ((text = get_marked (line, '~')) != NULL)
    g_ptr_array_add (reader->at->traces, g_strdup (text));
  else if (g_str_has_prefix (line, "account "))
    read_field (reader, reader->at->fields, line + strlen ("account "));
  else if (g_str_has_prefix (line, "secret "))
    read_field (reader, reader->at->secrets, line + strlen ("secret "));
  else if (g_str_has_prefix (line, "profile "))
    read_profile (reader, line + strlen ("profile "));
  else if (g_str_has_prefix (line, "hidden "))
    g_ptr_array_add (reader->at->hidden, g_strdup (line + strlen ("hidden ")));
  else if (g_str_has_prefix (line, "set ") || g_str_has_prefix (line, "unset "))
    read_text_change (reader, line);
  else if (g_str_has_prefix (line, "due ") || g_str_has_prefix (line, "kept ") ||
           g_str_has_prefix (line, "off "))
    read_target (reader, line);
  else
    refuse (
        reader,
        "this line is none of [ account secret profile hidden due kept off set unset > < = ~ #");
}

static void
read_line (Reader *reader, const char *line)
{
  const char *text;

  if (line[0] == '#' || line[0] == '\0')
    return;

  if (line[0] == '[')
    {
      end_exchange (reader);
      read_heading (reader, line);
    }
  else if (reader->at == NULL)
    refuse (reader, "a transcript begins with a heading “[kind] a sentence”");
  else if ((text = get_marked (line, '>')) != NULL)
    read_request (reader, text);
  else if ((text = get_marked (line, '<')) != NULL)
    read_reply (reader, text);
  else
    read_setting (reader, line);
}

/**
 * sp_transcript_load:
 * @path: a file of transcripts
 *
 * Ends the test when the file cannot be read or breaks the format.
 *
 * Returns: (transfer full) (element-type SpCase): its cases, in file order
 */
GPtrArray *
sp_transcript_load (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  Reader reader = { 0 };

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("reading a transcript: %s", error->message);

  reader.file = g_intern_string (name);
  reader.cases = g_ptr_array_new_with_free_func (case_free);
  reader.request = g_string_new (NULL);
  reader.headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.body = g_byte_array_new ();
  reader.error_code = -1;

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      reader.line = i + 1;
      read_line (&reader, lines[i]);
    }
  end_exchange (&reader);

  g_string_free (reader.request, TRUE);
  g_hash_table_unref (reader.headers);
  g_byte_array_unref (reader.body);
  return reader.cases;
}
