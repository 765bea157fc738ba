/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-echo-service.h"

#include "base/sp-error.h"
#include "base/sp-quote.h"

#include <string.h>

struct _SpEchoService
{
  char *name;                /* (owned) */
  char *operator_name;       /* (owned) */
  char *carrier;             /* (owned): the network that terminates TLS, often a CDN */
  char *urls[SP_N_FAMILIES]; /* (owned) (nullable) */
  SpEchoFormat format;
  char *field; /* (owned) (nullable): key or member of the line and JSON formats */
  guint weight;
  gboolean is_loopback;
  gboolean has_literal_host;
};

typedef struct
{
  const char *name;
  const char *operator_name;
  const char *carrier;
  const char *ipv4_url;
  const char *ipv6_url;
  SpEchoFormat format;
  const char *field;
  guint weight;
} Builtin;

/* What inadyn, ddclient, ddns-updater and favonia's client ask, less what died or is plain HTTP.
 * Independence is by carrier and not by name: icanhazip, ipify and the trace all sit behind
 * Cloudflare and make one vote together. Weight 0 is a reserve: asked only when no other is left
 * (wtfismyip blocks callers above one request a minute: its /automation page). */
static const Builtin builtins[] = {
  { "Cloudflare",
    "Cloudflare",
    "Cloudflare",
    "https://api.cloudflare.com/cdn-cgi/trace",
    "https://api.cloudflare.com/cdn-cgi/trace",
    SP_ECHO_TRACE,
    "ip",
    4 },
  { "deSEC",
    "deSEC e.V.",
    "deSEC",
    "https://checkipv4.dedyn.io/",
    "https://checkipv6.dedyn.io/",
    SP_ECHO_TEXT,
    NULL,
    2 },
  { "AWS",
    "Amazon Web Services",
    "Amazon",
    "https://checkip.amazonaws.com/",
    NULL,
    SP_ECHO_TEXT,
    NULL,
    4 },
  { "ident.me",
    "ident.me",
    "ident.me",
    "https://v4.ident.me/",
    "https://v6.ident.me/",
    SP_ECHO_TEXT,
    NULL,
    1 },
  { "ipify",
    "ipify",
    "Cloudflare",
    "https://api.ipify.org/",
    "https://api6.ipify.org/",
    SP_ECHO_TEXT,
    NULL,
    2 },
  { "nsupdate.info",
    "nsupdate.info",
    "nsupdate.info",
    "https://ipv4.nsupdate.info/myip",
    "https://ipv6.nsupdate.info/myip",
    SP_ECHO_TEXT,
    NULL,
    1 },
  { "icanhazip",
    "Cloudflare",
    "Cloudflare",
    "https://ipv4.icanhazip.com/",
    "https://ipv6.icanhazip.com/",
    SP_ECHO_TEXT,
    NULL,
    2 },
  { "nnev.de",
    "nnev.de",
    "nnev.de",
    "https://ip4.nnev.de/",
    "https://ip6.nnev.de/",
    SP_ECHO_TEXT,
    NULL,
    0 },
  { "wtfismyip",
    "wtfismyip.com",
    "wtfismyip.com",
    "https://ipv4.wtfismyip.com/text",
    "https://ipv6.wtfismyip.com/text",
    SP_ECHO_TEXT,
    NULL,
    0 },
};

static SpEchoService *
new_from_builtin (const Builtin *row)
{
  SpEchoService *self = g_rc_box_new0 (SpEchoService);

  self->name = g_strdup (row->name);
  self->operator_name = g_strdup (row->operator_name);
  self->carrier = g_strdup (row->carrier);
  self->urls[SP_FAMILY_IPV4] = g_strdup (row->ipv4_url);
  self->urls[SP_FAMILY_IPV6] = g_strdup (row->ipv6_url);
  self->format = row->format;
  self->field = g_strdup (row->field);
  self->weight = row->weight;
  return self;
}

static void
read_host (SpEchoService *self, const char *host)
{
  g_autoptr (SpAddress) literal = sp_address_new_from_string (host, NULL);

  self->has_literal_host = literal != NULL;
  self->is_loopback = literal != NULL ? sp_address_is_loopback (literal)
                                      : g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
read_format (SpEchoService *self, const char *fragment, GError **error)
{
  self->format = SP_ECHO_TEXT;
  if (fragment == NULL)
    return TRUE;

  if (g_str_has_prefix (fragment, "json="))
    self->format = SP_ECHO_JSON;
  else if (g_str_has_prefix (fragment, "line="))
    self->format = SP_ECHO_LINE;

  if (self->format == SP_ECHO_TEXT || fragment[strlen ("json=")] == '\0')
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "“#%s” in an echo address: only “#json=NAME” and “#line=NAME” say where the "
                   "address stands",
                   fragment);
      return FALSE;
    }

  self->field = g_strdup (fragment + strlen ("json="));
  return TRUE;
}

static gboolean
take_uri (SpEchoService *self, GUri *uri, const char *text, GError **error)
{
  const char *host = g_uri_get_host (uri);
  const char *scheme = g_uri_get_scheme (uri);

  if (host == NULL || host[0] == '\0')
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_INPUT, "“%s” names no server", text);
      return FALSE;
    }

  read_host (self, host);
  if (g_strcmp0 (scheme, "https") != 0 && !(self->is_loopback && g_strcmp0 (scheme, "http") == 0))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "“%s” is not https; anybody on the way could forge the answer",
                   text);
      return FALSE;
    }

  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error,
                           SP_ERROR,
                           SP_ERROR_BAD_INPUT,
                           "an echo address with a user name or password; echo services ask for "
                           "neither, remove it");
      return FALSE;
    }
  return TRUE;
}

/**
 * sp_echo_service_list_builtin:
 *
 * Returns: (transfer full) (element-type SpEchoService): the services Signpost knows, the ones
 *   for every day first
 */
GPtrArray *
sp_echo_service_list_builtin (void)
{
  GPtrArray *list = g_ptr_array_new_full (G_N_ELEMENTS (builtins),
                                          (GDestroyNotify) sp_echo_service_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (builtins); i++)
    g_ptr_array_add (list, new_from_builtin (&builtins[i]));
  return list;
}

/**
 * sp_echo_service_new_from_line:
 * @line: `[ipv4 |ipv6 ]URL`, as a person writes it into the settings or after `url:`. The URL is
 *   https, or http on a loopback host. `#json=NAME` or `#line=NAME` at its end (never sent) tells
 *   which member or `key=value` line holds the address; without it the whole body does.
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the service, or %NULL with %SP_ERROR_BAD_INPUT
 */
SpEchoService *
sp_echo_service_new_from_line (const char *line, GError **error)
{
  g_autoptr (SpEchoService) self = g_rc_box_new0 (SpEchoService);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) parse_error = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *url = g_strstrip (g_strdup (line));
  gboolean for_ipv4 = !g_str_has_prefix (url, "ipv6 ");
  gboolean for_ipv6 = !g_str_has_prefix (url, "ipv4 ");

  if (!for_ipv4 || !for_ipv6)
    g_strchug (memmove (url, url + strlen ("ipv4 "), strlen (url) - strlen ("ipv4 ") + 1));

  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, &parse_error);
  if (uri == NULL)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "“%s” is not an URL: %s",
                   url,
                   parse_error->message);
      return NULL;
    }
  if (!take_uri (self, uri, url, error) || !read_format (self, g_uri_get_fragment (uri), error))
    return NULL;

  plain = g_strndup (url, strcspn (url, "#"));
  self->name = g_strdup (g_uri_get_host (uri));
  self->operator_name = g_strdup (self->name);
  self->carrier = g_strdup (self->name);
  self->urls[SP_FAMILY_IPV4] = for_ipv4 ? g_strdup (plain) : NULL;
  self->urls[SP_FAMILY_IPV6] = for_ipv6 ? g_strdup (plain) : NULL;
  self->weight = 1;
  return g_steal_pointer (&self);
}

/**
 * sp_echo_service_ref:
 * @self: an echo service
 *
 * Returns: (transfer full): @self
 */
SpEchoService *
sp_echo_service_ref (SpEchoService *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  SpEchoService *self = data;

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->operator_name, g_free);
  g_clear_pointer (&self->carrier, g_free);
  g_clear_pointer (&self->urls[SP_FAMILY_IPV4], g_free);
  g_clear_pointer (&self->urls[SP_FAMILY_IPV6], g_free);
  g_clear_pointer (&self->field, g_free);
}

/**
 * sp_echo_service_unref:
 * @self: (transfer full): an echo service
 */
void
sp_echo_service_unref (SpEchoService *self)
{
  g_rc_box_release_full (self, clear);
}

/**
 * sp_echo_service_get_name:
 * @self: an echo service
 *
 * Returns: the short name to show a person; for one they named themselves its host
 */
const char *
sp_echo_service_get_name (const SpEchoService *self)
{
  return self->name;
}

/**
 * sp_echo_service_get_operator:
 * @self: an echo service
 *
 * Returns: who runs it
 */
const char *
sp_echo_service_get_operator (const SpEchoService *self)
{
  return self->operator_name;
}

/**
 * sp_echo_service_get_url:
 * @self: an echo service
 * @family: the family to ask for
 *
 * Returns: (nullable): what to GET over that family, or %NULL if it does not serve the family
 */
const char *
sp_echo_service_get_url (const SpEchoService *self, SpFamily family)
{
  return self->urls[family];
}

/**
 * sp_echo_service_dup_host:
 * @self: an echo service
 * @family: a family it serves
 *
 * Returns: (transfer full) (nullable): the host name of the URL of @family
 */
char *
sp_echo_service_dup_host (const SpEchoService *self, SpFamily family)
{
  g_autoptr (GUri) uri = NULL;

  if (self->urls[family] != NULL)
    uri = g_uri_parse (self->urls[family], G_URI_FLAGS_ENCODED, NULL);
  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/**
 * sp_echo_service_get_format:
 * @self: an echo service
 *
 * Returns: how it writes the address down
 */
SpEchoFormat
sp_echo_service_get_format (const SpEchoService *self)
{
  return self->format;
}

/**
 * sp_echo_service_get_field:
 * @self: an echo service
 *
 * Returns: (nullable): the key or member that holds the address; %NULL for plain text
 */
const char *
sp_echo_service_get_field (const SpEchoService *self)
{
  return self->field;
}

/**
 * sp_echo_service_get_weight:
 * @self: an echo service
 *
 * Returns: its share of the requests; 0 is a reserve, asked only when no other can be
 */
guint
sp_echo_service_get_weight (const SpEchoService *self)
{
  return self->weight;
}

/**
 * sp_echo_service_is_loopback:
 * @self: an echo service
 *
 * Returns: %TRUE if it runs on this machine: no third party, so no limits apply
 */
gboolean
sp_echo_service_is_loopback (const SpEchoService *self)
{
  return self->is_loopback;
}

/**
 * sp_echo_service_has_literal_host:
 * @self: an echo service
 *
 * Returns: %TRUE if its URL names an address instead of a host: then there is only one family to
 *   reach it by
 */
gboolean
sp_echo_service_has_literal_host (const SpEchoService *self)
{
  return self->has_literal_host;
}

/**
 * sp_echo_service_is_independent:
 * @self: an echo service
 * @other: another one
 *
 * Returns: %TRUE if neither the operator nor the carrier is shared: only then are two equal
 *   answers two votes
 */
gboolean
sp_echo_service_is_independent (const SpEchoService *self, const SpEchoService *other)
{
  return !g_str_equal (self->operator_name, other->operator_name) &&
         !g_str_equal (self->carrier, other->carrier);
}
