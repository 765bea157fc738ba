/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-soup-form.h"

#include "sp-destination.h"

#define USER_AGENT "Signpost/" SP_VERSION " (+" SP_WEBSITE ")"

/* Where neither a desktop nor a variable could name a proxy there is none. GIO's resolver would find
 * that out, too, but loads the desktop's settings and a C++ library for it, which a service at home
 * then keeps in memory. */
static gboolean
may_have_proxy (void)
{
  static const char *const names[] = { "DISPLAY",    "WAYLAND_DISPLAY", "http_proxy",
                                       "HTTP_PROXY", "https_proxy",     "HTTPS_PROXY",
                                       "all_proxy",  "ALL_PROXY",       "GIO_USE_PROXY_RESOLVER" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_getenv (names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * sp_soup_form_session:
 * @request: what is to be sent
 * @uri: where to
 *
 * Cookies and a cache are not there unless they are added. A proxy is passed by where the request
 * says so, where it would choose the family or the source itself, and on this machine.
 *
 * Returns: (transfer full): a session for this one request
 */
SoupSession *
sp_soup_form_session (SpRequest *request, GUri *uri)
{
  g_autoptr (GSocketAddress) local = sp_destination_get_local (request);
  SoupSession *session;

  /* one rule for time, the deadline of the whole exchange: no second one for silence */
  session = g_object_new (SOUP_TYPE_SESSION, "local-address", local, "timeout", 0, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  if (sp_request_is_direct (request) || local != NULL || sp_destination_is_plain (uri) ||
      !may_have_proxy ())
    soup_session_set_proxy_resolver (session, NULL);
  return session;
}

/**
 * sp_soup_form_message:
 * @request: what is to be sent
 * @uri: where to
 *
 * Returns: (transfer full): the message; it follows no redirect, answers no question for a password
 *   and takes a connection of its own
 */
SoupMessage *
sp_soup_form_message (SpRequest *request, GUri *uri)
{
  SoupMessage *message = soup_message_new_from_uri (sp_request_get_method (request), uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  GPtrArray *names = sp_request_get_header_names (request);

  soup_message_set_flags (message,
                          SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION |
                              SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE | SOUP_MESSAGE_COLLECT_METRICS);
  /* the session keeps the feature, for proxies: without it libsoup 3.2 collects the body of a 401
   * to its very end before it gives it out, however long that is */
  soup_message_disable_feature (message, SOUP_TYPE_AUTH_MANAGER);
  soup_message_headers_replace (headers, "User-Agent", USER_AGENT);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      soup_message_headers_replace (headers, name, sp_request_get_header (request, name));
    }
  if (sp_request_get_body (request) != NULL)
    soup_message_set_request_body_from_bytes (message,
                                              sp_request_get_content_type (request),
                                              sp_request_get_body (request));
  return message;
}

static void
add_header (const char *name, const char *value, gpointer user_data)
{
  GHashTable *headers = user_data;
  const char *before;
  g_autofree char *key = g_ascii_strdown (name, -1);
  g_autofree char *text = g_utf8_make_valid (value, -1);

  before = g_hash_table_lookup (headers, key);
  if (before != NULL)
    {
      g_autofree char *last = g_steal_pointer (&text);

      text = g_strconcat (before, ", ", last, NULL);
    }
  g_hash_table_replace (headers, g_steal_pointer (&key), g_steal_pointer (&text));
}

static SpAddress *
get_remote (SoupMessage *message)
{
  GSocketAddress *remote = soup_message_get_remote_address (message);
  GInetAddress *address;

  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return NULL;

  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
  return sp_address_new_from_bytes (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4
                                        ? SP_FAMILY_IPV4
                                        : SP_FAMILY_IPV6,
                                    g_inet_address_to_bytes (address));
}

/**
 * sp_soup_form_reply:
 * @message: a message whose headers have come
 * @body: the whole body
 * @through_proxy: whether the connection ends at a proxy, and says nothing of who answered
 *
 * Headers that come several times are joined by commas (RFC 9110 §5.3).
 *
 * Returns: (transfer full): the reply
 */
SpReply *
sp_soup_form_reply (SoupMessage *message, GBytes *body, gboolean through_proxy)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (SpAddress) remote = through_proxy ? NULL : get_remote (message);

  soup_message_headers_foreach (soup_message_get_response_headers (message), add_header, headers);
  return sp_reply_new (soup_message_get_status (message), headers, body, remote);
}
