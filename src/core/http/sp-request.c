/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-request.h"

#include <string.h>

#include "profile/sp-credentials.h"

#define REDACTED           "•••"
#define FORM_TYPE          "application/x-www-form-urlencoded"
#define DEFAULT_DEADLINE_S 30
#define DEFAULT_BODY_CAP   (64 * 1024)

typedef struct
{
  char *name;     /* (owned) */
  char *value;    /* (owned): wiped when freed */
  char *redacted; /* (owned) */
} Header;

struct _SpRequest
{
  gatomicrefcount ref_count;
  char *method;             /* (owned) */
  char *url;                /* (owned): wiped when freed */
  char *redacted_url;       /* (owned) */
  GPtrArray *headers;       /* (owned) (element-type Header) */
  GPtrArray *header_names;  /* (owned) (element-type utf8): the names of headers, unowned */
  char *content_type;       /* (owned) (nullable) */
  GBytes *body;             /* (owned) (nullable) */
  char *redacted_body;      /* (owned) (nullable) */
  char *ca_file;            /* (owned) (nullable) */
  SpAddress *bound_address; /* (owned) (nullable) */
  SpFamily forced_family;
  gboolean has_forced_family;
  gboolean direct;
  guint deadline_s;
  gsize body_cap_bytes;
};

static void
header_free (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  sp_secret_text_free (header->value);
  g_free (header->redacted);
  g_free (header);
}

static char *
dup_redacted (const char *redacted)
{
  return g_strdup (redacted == NULL ? REDACTED : redacted);
}

/**
 * sp_request_new:
 * @method: GET, POST, PUT …
 * @url: the whole URL, percent-encoded
 * @redacted_url: (nullable): the URL as it may be logged; the same text if it holds no secret.
 *   %NULL means that nothing of it may be logged
 *
 * Returns: (transfer full): a request without headers and body, with 30 s and 64 KiB as limits
 */
SpRequest *
sp_request_new (const char *method, const char *url, const char *redacted_url)
{
  SpRequest *self;

  g_return_val_if_fail (method != NULL && url != NULL, NULL);

  self = g_new0 (SpRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->url = g_strdup (url);
  self->redacted_url = dup_redacted (redacted_url);
  self->headers = g_ptr_array_new_with_free_func (header_free);
  self->header_names = g_ptr_array_new ();
  self->deadline_s = DEFAULT_DEADLINE_S;
  self->body_cap_bytes = DEFAULT_BODY_CAP;
  return self;
}

/**
 * sp_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
SpRequest *
sp_request_ref (SpRequest *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_request_unref:
 * @self: (transfer full): a request
 *
 * With the last reference the URL and the header values are overwritten.
 */
void
sp_request_unref (SpRequest *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->header_names);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->bound_address, sp_address_unref);
  sp_secret_text_free (self->url);
  g_free (self->redacted_url);
  g_free (self->method);
  g_free (self->content_type);
  g_free (self->redacted_body);
  g_free (self->ca_file);
  g_free (self);
}

static Header *
find_header (const SpRequest *self, const char *name)
{
  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = g_ptr_array_index (self->headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        return header;
    }

  return NULL;
}

/**
 * sp_request_set_header:
 * @self: a request
 * @name: a header's name
 * @value: its value; a CR or LF in it is the caller's fault
 * @redacted: (nullable): the value as it may be logged; %NULL means that nothing of it may be
 *
 * Adds the header, or replaces the value it had.
 */
void
sp_request_set_header (SpRequest *self, const char *name, const char *value, const char *redacted)
{
  Header *header;

  g_return_if_fail (name != NULL && strpbrk (name, "\r\n: ") == NULL);
  g_return_if_fail (value != NULL && strpbrk (value, "\r\n") == NULL);

  header = find_header (self, name);
  if (header == NULL)
    {
      header = g_new0 (Header, 1);
      header->name = g_strdup (name);
      g_ptr_array_add (self->headers, header);
      g_ptr_array_add (self->header_names, header->name);
    }

  g_clear_pointer (&header->value, sp_secret_text_free);
  g_clear_pointer (&header->redacted, g_free);
  header->value = g_strdup (value);
  header->redacted = dup_redacted (redacted);
}

/**
 * sp_request_set_body:
 * @self: a request
 * @content_type: its media type
 * @body: what is sent
 * @redacted: (nullable): what may be logged of it; %NULL means nothing
 */
void
sp_request_set_body (SpRequest *self, const char *content_type, GBytes *body, const char *redacted)
{
  g_return_if_fail (content_type != NULL && body != NULL);

  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->redacted_body, g_free);
  self->content_type = g_strdup (content_type);
  self->body = g_bytes_ref (body);
  self->redacted_body = dup_redacted (redacted);
}

static char *
join (const char *before, const char *sign, const char *after)
{
  return g_strconcat (before, sign, after, NULL);
}

/**
 * sp_request_append_query:
 * @self: a request
 * @pairs: `name=value&name=value`, percent-encoded
 * @redacted: (nullable): the same as it may be logged; %NULL means that nothing of it may be
 *
 * Adds to the query of the URL, or begins one.
 */
void
sp_request_append_query (SpRequest *self, const char *pairs, const char *redacted)
{
  const char *query = strchr (self->url, '?');
  const char *sign = query == NULL ? "?" : query[1] == '\0' ? "" : "&";
  g_autofree char *shown = g_steal_pointer (&self->redacted_url);
  char *url = join (self->url, sign, pairs);

  sp_secret_text_free (self->url);
  self->url = url;
  self->redacted_url = join (shown, sign, redacted == NULL ? REDACTED : redacted);
}

/**
 * sp_request_append_form:
 * @self: a request whose body is a form, or that has none
 * @pairs: `name=value&name=value`, percent-encoded
 * @redacted: (nullable): the same as it may be logged; %NULL means that nothing of it may be
 *
 * Adds to the form, or makes one.
 */
void
sp_request_append_form (SpRequest *self, const char *pairs, const char *redacted)
{
  gsize length = self->body == NULL ? 0 : g_bytes_get_size (self->body);
  const char *sign = length == 0 ? "" : "&";
  g_autofree char *before = length == 0 ? g_strdup ("")
                                        : g_strndup (g_bytes_get_data (self->body, NULL), length);
  g_autofree char *after = join (before, sign, pairs);
  g_autofree char *shown = join (self->redacted_body == NULL ? "" : self->redacted_body,
                                 sign,
                                 redacted == NULL ? REDACTED : redacted);
  g_autoptr (GBytes) body = g_bytes_new (after, strlen (after));

  g_return_if_fail (self->content_type == NULL || g_str_has_prefix (self->content_type, FORM_TYPE));

  sp_request_set_body (self, FORM_TYPE, body, shown);
}

/**
 * sp_request_force_family:
 * @self: a request
 * @family: the connection is made over this family or not at all
 */
void
sp_request_force_family (SpRequest *self, SpFamily family)
{
  self->forced_family = family;
  self->has_forced_family = TRUE;
}

/**
 * sp_request_bind_address:
 * @self: a request
 * @local: the address of this machine that the connection must leave from
 */
void
sp_request_bind_address (SpRequest *self, SpAddress *local)
{
  g_clear_pointer (&self->bound_address, sp_address_unref);
  self->bound_address = sp_address_ref (local);
}

/**
 * sp_request_set_ca_file:
 * @self: a request
 * @path: (nullable): a PEM file with the authorities that are trusted for this request
 */
void
sp_request_set_ca_file (SpRequest *self, const char *path)
{
  g_clear_pointer (&self->ca_file, g_free);
  self->ca_file = g_strdup (path);
}

/**
 * sp_request_set_limits:
 * @self: a request
 * @deadline_s: whole time from name look-up to last byte, in seconds, at least 1
 * @body_cap_bytes: largest body after decoding
 */
void
sp_request_set_limits (SpRequest *self, guint deadline_s, gsize body_cap_bytes)
{
  g_return_if_fail (deadline_s > 0);

  self->deadline_s = deadline_s;
  self->body_cap_bytes = body_cap_bytes;
}

/**
 * sp_request_set_direct:
 * @self: a request
 * @direct: %TRUE to pass by a configured proxy, as an echo service must be asked
 */
void
sp_request_set_direct (SpRequest *self, gboolean direct)
{
  self->direct = direct;
}

/**
 * sp_request_get_method:
 * @self: a request
 *
 * Returns: (transfer none): the method
 */
const char *
sp_request_get_method (const SpRequest *self)
{
  return self->method;
}

/**
 * sp_request_get_url:
 * @self: a request
 *
 * Returns: (transfer none): the real URL; for a transport only, never for a log
 */
const char *
sp_request_get_url (const SpRequest *self)
{
  return self->url;
}

/**
 * sp_request_get_header_names:
 * @self: a request
 *
 * Returns: (transfer none) (element-type utf8): the names, in the order they were first set
 */
GPtrArray *
sp_request_get_header_names (const SpRequest *self)
{
  return self->header_names;
}

/**
 * sp_request_get_header:
 * @self: a request
 * @name: a header's name, in any case
 *
 * Returns: (transfer none) (nullable): its real value; for a transport only, never for a log
 */
const char *
sp_request_get_header (const SpRequest *self, const char *name)
{
  Header *header = find_header (self, name);

  return header == NULL ? NULL : header->value;
}

/**
 * sp_request_get_content_type:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the media type of the body
 */
const char *
sp_request_get_content_type (const SpRequest *self)
{
  return self->content_type;
}

/**
 * sp_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the real body; for a transport only, never for a log
 */
GBytes *
sp_request_get_body (const SpRequest *self)
{
  return self->body;
}

/**
 * sp_request_get_forced_family:
 * @self: a request
 * @family: (out): the family of the connection
 *
 * Returns: %FALSE if any family will do, and then @family is not touched
 */
gboolean
sp_request_get_forced_family (const SpRequest *self, SpFamily *family)
{
  if (self->has_forced_family)
    *family = self->forced_family;
  return self->has_forced_family;
}

/**
 * sp_request_get_bound_address:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the local address to leave from
 */
SpAddress *
sp_request_get_bound_address (const SpRequest *self)
{
  return self->bound_address;
}

/**
 * sp_request_get_ca_file:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the PEM file of trusted authorities
 */
const char *
sp_request_get_ca_file (const SpRequest *self)
{
  return self->ca_file;
}

/**
 * sp_request_get_deadline_s:
 * @self: a request
 *
 * Returns: the whole time it may take, in seconds
 */
guint
sp_request_get_deadline_s (const SpRequest *self)
{
  return self->deadline_s;
}

/**
 * sp_request_get_body_cap:
 * @self: a request
 *
 * Returns: the largest body after decoding, in bytes
 */
gsize
sp_request_get_body_cap (const SpRequest *self)
{
  return self->body_cap_bytes;
}

/**
 * sp_request_is_direct:
 * @self: a request
 *
 * Returns: %TRUE if a configured proxy must be passed by
 */
gboolean
sp_request_is_direct (const SpRequest *self)
{
  return self->direct;
}

/**
 * sp_request_to_trace:
 * @self: a request
 *
 * Made of the redacted parts alone.
 *
 * Returns: (transfer full): the request as it may be logged, one line per header
 */
char *
sp_request_to_trace (const SpRequest *self)
{
  GString *trace = g_string_new (NULL);

  g_string_append_printf (trace, "%s %s\n", self->method, self->redacted_url);
  for (guint i = 0; i < self->headers->len; i++)
    {
      const Header *header = g_ptr_array_index (self->headers, i);

      /* a cookie is a key, whatever a recipe says of it */
      if (g_ascii_strcasecmp (header->name, "Cookie") != 0)
        g_string_append_printf (trace, "%s: %s\n", header->name, header->redacted);
    }
  if (self->body != NULL)
    g_string_append_printf (trace,
                            "Content-Type: %s\n\n%s\n",
                            self->content_type,
                            self->redacted_body);

  return g_string_free (trace, FALSE);
}
