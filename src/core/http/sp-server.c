/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-server.h"

#include <string.h>

#include "address/sp-address.h"
#include "base/sp-error.h"

/**
 * sp_server_free:
 * @self: (transfer full): a server
 */
void
sp_server_free (SpServer *self)
{
  g_free (self->origin);
  g_free (self->host);
  g_free (self->path);
  g_free (self);
}

/**
 * sp_server_is_loopback_host:
 * @host: a host name or an address without brackets
 *
 * Only literal addresses and “localhost” count: any other name could be made to point anywhere.
 *
 * Returns: %TRUE if what is sent there cannot leave this machine
 */
gboolean
sp_server_is_loopback_host (const char *host)
{
  g_autoptr (SpAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;

  address = sp_address_new_from_string (host, NULL);
  return address != NULL && sp_address_is_loopback (address);
}

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "the server %s", problem);
  return FALSE;
}

static GUri *
parse_uri (const char *text, GError **error)
{
  g_autofree char *whole = strstr (text, "://") != NULL ? g_strdup (text)
                                                        : g_strconcat ("https://", text, NULL);
  GUri *uri = g_uri_parse (whole, G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_HAS_PASSWORD, NULL);

  if (uri == NULL)
    refuse (error,
            "is neither a name nor an URL; write dyn.example.org or https://dyn.example.org/path, "
            "and an IPv6 address in brackets");
  return uri;
}

static gboolean
check_parts (GUri *uri, GError **error)
{
  const char *host = g_uri_get_host (uri);
  const char *scheme = g_uri_get_scheme (uri);

  if (host == NULL || host[0] == '\0' || strpbrk (host, " %_,;\\\"<>") != NULL)
    return refuse (error, "has no proper host name; write one like dyn.example.org");
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "holds a user name; put it into the field for it");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, "holds a “?” or “#”; leave out that part");
  if (g_uri_get_port (uri) == 0)
    return refuse (error, "has port 0; write one from 1 to 65535");

  if (strcmp (scheme, "https") == 0)
    return TRUE;
  if (strcmp (scheme, "http") != 0)
    return refuse (error, "is asked for by something else than https://; write https://");
  if (!sp_server_is_loopback_host (host))
    return refuse (error,
                   "would get the password unencrypted; write https:// (http:// is for this "
                   "computer alone)");
  return TRUE;
}

static gboolean
is_plain_text (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text <= 0x20 || *text == 0x7f || *text == '\\')
      return FALSE;

  return TRUE;
}

/**
 * sp_server_parse:
 * @text: a name, a name with a port, or an URL; https:// if none is named
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the server, or %NULL
 */
SpServer *
sp_server_parse (const char *text, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autoptr (GString) origin = NULL;
  SpServer *self;

  if (!is_plain_text (text))
    {
      refuse (error, "holds a space or another character that no address has; remove it");
      return NULL;
    }
  uri = parse_uri (text, error);
  if (uri == NULL || !check_parts (uri, error))
    return NULL;

  host = g_hostname_to_ascii (g_uri_get_host (uri));
  if (host == NULL || host[0] == '\0')
    {
      refuse (error, "has no proper host name; write one like dyn.example.org");
      return NULL;
    }

  origin = g_string_new (g_uri_get_scheme (uri));
  g_string_append_printf (origin, strchr (host, ':') != NULL ? "://[%s]" : "://%s", host);
  if (g_uri_get_port (uri) != -1)
    g_string_append_printf (origin, ":%d", g_uri_get_port (uri));

  self = g_new0 (SpServer, 1);
  self->plain = g_strcmp0 (g_uri_get_scheme (uri), "http") == 0;
  self->path = g_strdup (strcmp (g_uri_get_path (uri), "/") == 0 ? "" : g_uri_get_path (uri));
  self->origin = g_string_free (g_steal_pointer (&origin), FALSE);
  self->host = g_steal_pointer (&host);
  return self;
}
