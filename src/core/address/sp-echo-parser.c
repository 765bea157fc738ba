/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-echo-parser.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <json-glib/json-glib.h>

/* With the page of a captive portal, inadyn 2.13 published “::bef” out of the CSS text “p::before”
 * and ddclient “2.5.1.7” out of a version number. Hence: the whole body, the declared shape, or
 * nothing. */

static gboolean
    G_GNUC_PRINTF (3, 4) refuse (GError **error, const char *outside, const char *format, ...)
{
  g_autofree char *quoted = outside != NULL ? sp_quote (outside) : NULL;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_REPLY,
               "%s%s%s",
               message,
               quoted != NULL ? " " : "",
               quoted != NULL ? quoted : "");
  return FALSE;
}

static gboolean
check_envelope (const SpReply *reply, GError **error)
{
  const char *content_type = sp_reply_get_header (reply, "content-type");

  if (sp_reply_get_status (reply) != 200)
    return refuse (error,
                   NULL,
                   "answered with HTTP status %u instead of an address",
                   sp_reply_get_status (reply));

  if (content_type != NULL &&
      (g_ascii_strncasecmp (content_type, "text/html", strlen ("text/html")) == 0 ||
       g_ascii_strncasecmp (content_type, "application/xhtml", strlen ("application/xhtml")) == 0))
    return refuse (error, content_type, "answered with a page instead of an address:");

  if (sp_reply_get_length (reply) > SP_ECHO_BODY_CAP)
    return refuse (error,
                   NULL,
                   "answered with %" G_GSIZE_FORMAT " bytes instead of an address",
                   sp_reply_get_length (reply));
  return TRUE;
}

static char *
strip_line_end (const char *body)
{
  gsize length = strlen (body);

  if (length > 0 && body[length - 1] == '\n')
    length--;
  if (length > 0 && body[length - 1] == '\r')
    length--;
  while (length > 0 && (body[length - 1] == ' ' || body[length - 1] == '\t'))
    length--;
  while (length > 0 && (*body == ' ' || *body == '\t'))
    {
      body++;
      length--;
    }
  return g_strndup (body, length);
}

static char *
find_line (const char *body, const char *key, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  g_autofree char *prefix = g_strconcat (key, "=", NULL);
  const char *found = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], prefix))
        continue;
      if (found != NULL)
        {
          refuse (error, NULL, "answered with two lines “%s”", prefix);
          return NULL;
        }
      found = lines[i] + strlen (prefix);
    }

  if (found == NULL)
    {
      refuse (error, NULL, "answered without a line “%s”", prefix);
      return NULL;
    }
  return strip_line_end (found);
}

static char *
find_in_trace (const SpEchoService *service, SpFamily family, const char *body, GError **error)
{
  g_autofree char *asked = sp_echo_service_dup_host (service, family);
  g_autofree char *host = find_line (body, "h", error);
  g_autofree char *warp = host != NULL ? find_line (body, "warp", error) : NULL;

  if (warp == NULL)
    return NULL;

  if (g_strcmp0 (host, asked) != 0)
    {
      refuse (error, host, "answered for another host,");
      return NULL;
    }

  /* With WARP the address is the tunnel's exit and not this place's. */
  if (!g_str_equal (warp, "off"))
    {
      refuse (error, warp, "saw this computer through Cloudflare WARP, not directly: warp is");
      return NULL;
    }
  return find_line (body, sp_echo_service_get_field (service), error);
}

static char *
find_member (const char *body, const char *name, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonNode *member = NULL;

  if (!json_parser_load_from_data (parser, body, -1, NULL))
    {
      refuse (error, body, "answered with broken JSON,");
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    member = json_object_get_member (json_node_get_object (root), name);

  if (member == NULL || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_STRING)
    {
      refuse (error, NULL, "answered without the JSON text “%s”", name);
      return NULL;
    }
  return g_strdup (json_node_get_string (member));
}

static char *
find_text (const SpEchoService *service, SpFamily family, const char *body, GError **error)
{
  const char *field = sp_echo_service_get_field (service);

  switch (sp_echo_service_get_format (service))
    {
    case SP_ECHO_TRACE:
      return find_in_trace (service, family, body, error);
    case SP_ECHO_LINE:
      return find_line (body, field, error);
    case SP_ECHO_JSON:
      return find_member (body, field, error);
    case SP_ECHO_TEXT:
    default:
      return strip_line_end (body);
    }
}

static gboolean
is_own_address_of_server (const SpAddress *address, const SpReply *reply)
{
  SpAddress *remote = sp_reply_get_remote (reply);

  return remote != NULL && !sp_address_is_loopback (remote) && sp_address_equal (remote, address);
}

static gboolean
check_address (const SpAddress *address,
               SpFamily family,
               const SpReply *reply,
               gboolean allow_special,
               GError **error)
{
  const char *text = sp_address_get_text (address);
  const char *range = sp_address_get_special_purpose (address);

  if (sp_address_get_family (address) != family)
    return refuse (error,
                   NULL,
                   "answered with %s, which is not %s",
                   text,
                   family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6");

  if (is_own_address_of_server (address, reply))
    return refuse (error, NULL, "answered with its own address, %s", text);

  if (range != NULL && !allow_special)
    return refuse (error, NULL, "answered with %s, which is not public: %s", text, range);
  return TRUE;
}

/**
 * sp_echo_parse:
 * @service: who was asked
 * @family: over which family
 * @reply: what came back
 * @allow_special: whether an address of a special-purpose range may pass; true only for a source
 *   the person named
 * @error: return location
 *
 * Strict on purpose: status 200, no page, one address in the declared place and nothing else. On
 * IPv4 an IPv4-mapped answer (::ffff:a.b.c.d) is unwrapped; on IPv6 it is refused. A server that
 * answers with its own address is a broken proxy.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with %SP_ERROR_BAD_REPLY whose
 *   message continues “NAME …”
 */
SpAddress *
sp_echo_parse (const SpEchoService *service,
               SpFamily family,
               const SpReply *reply,
               gboolean allow_special,
               GError **error)
{
  g_autoptr (SpAddress) written = NULL;
  g_autoptr (SpAddress) address = NULL;
  g_autofree char *text = NULL;

  if (!check_envelope (reply, error))
    return NULL;

  text = find_text (service, family, sp_reply_get_text (reply), error);
  if (text == NULL)
    return NULL;

  written = sp_address_new_from_string (text, NULL);
  if (written == NULL)
    {
      refuse (error, text, "answered with something else than one address:");
      return NULL;
    }

  address = sp_address_unwrap (written);
  if (!check_address (address, family, reply, allow_special, error))
    return NULL;
  return g_steal_pointer (&address);
}
