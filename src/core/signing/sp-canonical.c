/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-canonical.h"

#include <string.h>

#include "signing/sp-digest.h"

static const char *
find_authority (const SpRequest *request)
{
  const char *url = sp_request_get_url (request);
  const char *scheme_end = strstr (url, "://");

  return scheme_end == NULL ? url : scheme_end + 3;
}

static const char *
find_path (const SpRequest *request)
{
  const char *authority = find_authority (request);

  return authority + strcspn (authority, "/?#");
}

/**
 * sp_canonical_get_host:
 * @request: a request
 *
 * Returns: (transfer full): the host in lower case, with its port where that is not the scheme's own,
 *   as it stands in the header `Host` (RFC 9110 §7.2)
 */
char *
sp_canonical_get_host (const SpRequest *request)
{
  const char *url = sp_request_get_url (request);
  const char *authority = find_authority (request);
  g_autofree char *host = g_ascii_strdown (authority, find_path (request) - authority);
  const char *own_port = g_str_has_prefix (url, "http://") ? ":80" : ":443";

  if (g_str_has_suffix (host, own_port))
    host[strlen (host) - strlen (own_port)] = '\0';
  return g_steal_pointer (&host);
}

/**
 * sp_canonical_get_path:
 * @request: a request
 *
 * Returns: (transfer full): the path as it is sent, percent-encoded; “/” where there is none
 */
char *
sp_canonical_get_path (const SpRequest *request)
{
  const char *path = find_path (request);

  return *path == '/' ? g_strndup (path, strcspn (path, "?#")) : g_strdup ("/");
}

static const char *
find_query (const SpRequest *request)
{
  const char *query = strchr (find_path (request), '?');

  return query == NULL ? "" : query + 1;
}

/**
 * sp_canonical_get_path_and_query:
 * @request: a request
 *
 * Returns: (transfer full): both as they are sent, with “?” between them if there is a query
 */
char *
sp_canonical_get_path_and_query (const SpRequest *request)
{
  g_autofree char *path = sp_canonical_get_path (request);
  const char *query = find_query (request);

  return g_strconcat (path, *query == '\0' ? "" : "?", query, NULL);
}

/**
 * sp_canonical_get_body:
 * @request: a request
 *
 * Returns: (transfer full): the body as text; "" where there is none
 */
char *
sp_canonical_get_body (const SpRequest *request)
{
  GBytes *body = sp_request_get_body (request);
  gsize length = 0;
  const char *data = body == NULL ? NULL : g_bytes_get_data (body, &length);

  return length == 0 ? g_strdup ("") : g_strndup (data, length);
}

/**
 * sp_canonical_has_form:
 * @request: a request
 *
 * Returns: %TRUE if the body is a form
 */
gboolean
sp_canonical_has_form (const SpRequest *request)
{
  const char *type = sp_request_get_content_type (request);

  return type != NULL && g_str_has_prefix (type, "application/x-www-form-urlencoded");
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const char *one = *(const char *const *) a;
  const char *other = *(const char *const *) b;
  gsize one_length = strcspn (one, "=");
  gsize other_length = strcspn (other, "=");
  int order = memcmp (one, other, MIN (one_length, other_length));

  if (order != 0)
    return order;
  if (one_length != other_length)
    return one_length < other_length ? -1 : 1;
  return strcmp (one, other);
}

static void
append_pair (GPtrArray *pairs, const char *name, const char *value)
{
  g_autofree char *escaped_name = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *escaped_value = g_uri_escape_string (value, NULL, FALSE);

  g_ptr_array_add (pairs, g_strconcat (escaped_name, "=", escaped_value, NULL));
}

/* What cannot be decoded is taken as it is. */
static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');
  char *decoded = g_uri_unescape_string (spaced, NULL);

  return decoded == NULL ? g_strdup (text) : decoded;
}

static void
append_pairs (GPtrArray *pairs, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, "&", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *equals = strchr (words[i], '=');
      g_autofree char *value = decode (equals == NULL ? "" : equals + 1);
      g_autofree char *name = NULL;

      if (equals != NULL)
        *equals = '\0';
      name = decode (words[i]);
      if (*name != '\0')
        append_pair (pairs, name, value);
    }
  g_ptr_array_sort (pairs, compare_pairs);
}

/**
 * sp_canonical_list_query:
 * @request: a request
 *
 * Returns: (transfer full) (element-type utf8): the pairs of the query as “name=value”, sorted by
 *   name and then by value, with everything percent-encoded but the unreserved characters of
 *   RFC 3986 §2.3. A name without “=” has an empty value.
 */
GPtrArray *
sp_canonical_list_query (const SpRequest *request)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func (g_free);
  const char *query = find_query (request);
  g_autofree char *text = g_strndup (query, strcspn (query, "#"));

  append_pairs (pairs, text);
  return pairs;
}

/**
 * sp_canonical_add_form:
 * @pairs: (element-type utf8): pairs as of sp_canonical_list_query()
 * @request: a request
 *
 * Adds those of the body, if it is a form, and keeps the order.
 */
void
sp_canonical_add_form (GPtrArray *pairs, const SpRequest *request)
{
  g_autofree char *body = sp_canonical_get_body (request);

  if (sp_canonical_has_form (request))
    append_pairs (pairs, body);
}

/**
 * sp_canonical_add_pair:
 * @pairs: (element-type utf8): pairs as of sp_canonical_list_query()
 * @name: a name, not encoded
 * @value: a value, not encoded
 *
 * Adds one pair, and keeps the order.
 */
void
sp_canonical_add_pair (GPtrArray *pairs, const char *name, const char *value)
{
  append_pair (pairs, name, value);
  g_ptr_array_sort (pairs, compare_pairs);
}

/**
 * sp_canonical_join:
 * @pairs: (element-type utf8): texts
 * @separator: what stands between two of them
 *
 * Returns: (transfer full): all in one
 */
char *
sp_canonical_join (GPtrArray *pairs, const char *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      if (i > 0)
        g_string_append (text, separator);
      g_string_append (text, g_ptr_array_index (pairs, i));
    }
  return g_string_free (text, FALSE);
}

static const char *
get_content_type (const SpRequest *request)
{
  const char *header = sp_request_get_header (request, "Content-Type");

  return header == NULL ? sp_request_get_content_type (request) : header;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * sp_canonical_list_headers:
 * @request: a request
 * @prefix: in lower case
 *
 * Returns: (transfer full) (element-type utf8): the names, sorted and in lower case, of the headers
 *   that are worth a signature: host, content-type if there is one, and those that begin with
 *   @prefix
 */
GPtrArray *
sp_canonical_list_headers (const SpRequest *request, const char *prefix)
{
  GPtrArray *names = sp_request_get_header_names (request);
  GPtrArray *headers = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (headers, g_strdup ("host"));
  if (get_content_type (request) != NULL)
    g_ptr_array_add (headers, g_strdup ("content-type"));
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = g_ascii_strdown (g_ptr_array_index (names, i), -1);

      if (g_str_has_prefix (name, prefix))
        g_ptr_array_add (headers, g_steal_pointer (&name));
    }
  g_ptr_array_sort (headers, compare_names);
  return headers;
}

static char *
get_header_value (const SpRequest *request, const char *name, gboolean lower)
{
  g_autofree char *value = NULL;

  if (strcmp (name, "host") == 0)
    value = sp_canonical_get_host (request);
  else if (strcmp (name, "content-type") == 0)
    value = g_strdup (get_content_type (request));
  else
    value = g_strdup (sp_request_get_header (request, name));

  g_strstrip (value);
  return lower ? g_ascii_strdown (value, -1) : g_steal_pointer (&value);
}

/**
 * sp_canonical_describe:
 * @request: a request
 * @path: its path, as this kind of signature writes it
 * @headers: (element-type utf8): from sp_canonical_list_headers()
 * @lower_values: whether the values of headers are written in lower case
 *
 * The “canonical request” that AWS brought up and others took over: method, path, query, headers,
 * their names, and the SHA-256 of the body, one below the other.
 *
 * Returns: (transfer full): that text
 */
char *
sp_canonical_describe (const SpRequest *request,
                       const char *path,
                       GPtrArray *headers,
                       gboolean lower_values)
{
  g_autoptr (GPtrArray) pairs = sp_canonical_list_query (request);
  g_autofree char *query = sp_canonical_join (pairs, "&");
  g_autofree char *names = sp_canonical_join (headers, ";");
  g_autofree char *hash = sp_digest_hash_hex (G_CHECKSUM_SHA256, sp_request_get_body (request));
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n%s\n", sp_request_get_method (request), path, query);
  for (guint i = 0; i < headers->len; i++)
    {
      const char *name = g_ptr_array_index (headers, i);
      g_autofree char *value = get_header_value (request, name, lower_values);

      g_string_append_printf (text, "%s:%s\n", name, value);
    }
  g_string_append_printf (text, "\n%s\n%s", names, hash);
  return g_string_free (text, FALSE);
}
