/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-destination.h"

#include <libsoup/soup.h>

#include "base/sp-error.h"
#include "base/sp-quote.h"

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "this address may not be asked: %s", what);
  return FALSE;
}

static gboolean
is_loopback_name (const char *host)
{
  g_autoptr (GInetAddress) literal = g_inet_address_new_from_string (host);

  if (literal != NULL)
    return g_inet_address_get_is_loopback (literal);

  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
check_uri (GUri *uri, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || host[0] == '\0')
    return refuse (error, "it names no host");
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "a user or password in front of the host belongs in its own field");
  if (g_strcmp0 (scheme, "https") == 0)
    return TRUE;
  if (g_strcmp0 (scheme, "http") != 0)
    return refuse (error, "it must begin with https://");
  if (!is_loopback_name (host))
    return refuse (error, "http:// is for this machine alone, use https://");

  return TRUE;
}

/**
 * sp_destination_parse:
 * @url: the URL of a request
 * @error: return location for %SP_ERROR_BAD_INPUT; the message never quotes @url, which may hold a
 *   secret
 *
 * The rule for every request: https, or http to a loopback address.
 *
 * Returns: (transfer full): the parsed URL, or %NULL
 */
GUri *
sp_destination_parse (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);

  if (uri == NULL)
    {
      refuse (error, "it is not an URL");
      return NULL;
    }

  return check_uri (uri, error) ? g_steal_pointer (&uri) : NULL;
}

/**
 * sp_destination_is_plain:
 * @uri: what sp_destination_parse() gave
 *
 * Returns: %TRUE if it is asked without TLS, and then only ever on this machine
 */
gboolean
sp_destination_is_plain (GUri *uri)
{
  return g_strcmp0 (g_uri_get_scheme (uri), "http") == 0;
}

/**
 * sp_destination_get_local:
 * @request: a request
 *
 * Binding to “any address of a family” makes GSocketClient create sockets of that family alone.
 *
 * Returns: (transfer full) (nullable): what to bind to, or %NULL if the request does not care
 */
GSocketAddress *
sp_destination_get_local (const SpRequest *request)
{
  SpAddress *bound = sp_request_get_bound_address (request);
  g_autoptr (GInetAddress) any = NULL;
  SpFamily family;

  if (bound != NULL)
    return g_inet_socket_address_new_from_string (sp_address_get_text (bound), 0);

  if (!sp_request_get_forced_family (request, &family))
    return NULL;

  any = g_inet_address_new_any (family == SP_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4
                                                         : G_SOCKET_FAMILY_IPV6);
  return g_inet_socket_address_new (any, 0);
}

static char *
check_family (const SpRequest *request, GInetAddress *peer)
{
  GSocketFamily wanted;
  SpFamily family;

  if (!sp_request_get_forced_family (request, &family))
    return NULL;

  wanted = family == SP_FAMILY_IPV4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  if (g_inet_address_get_family (peer) == wanted)
    return NULL;

  return g_strdup_printf ("it has no %s address", family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6");
}

/**
 * sp_destination_check_peer:
 * @uri: where the request goes
 * @request: the request
 * @peer: the address that is about to be connected to
 *
 * Name look-ups may lie: “localhost” must be this machine, and a forced family stays forced.
 *
 * Returns: (transfer full) (nullable): why @peer must not be connected to, or %NULL if it may
 */
char *
sp_destination_check_peer (GUri *uri, const SpRequest *request, GSocketAddress *peer)
{
  GInetAddress *address;

  if (!G_IS_INET_SOCKET_ADDRESS (peer))
    return g_strdup ("it is no Internet address");

  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer));
  if (sp_destination_is_plain (uri) && !g_inet_address_get_is_loopback (address))
    return g_strdup ("its name does not lead to this machine");

  return check_family (request, address);
}
