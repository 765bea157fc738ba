/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice.h"

#include "sp-practice-name-server.h"
#include "sp-practice-web.h"

#include <glib/gi18n-lib.h>

struct _SpPractice
{
  GObject parent_instance;

  char *bind; /* (owned) (nullable) */
  int http_port;
  int dns_port;

  SpPracticeZone *zone;              /* (owned) */
  SpPracticeProvider *provider;      /* (owned) */
  SpPracticeWeb *web;                /* (owned) */
  SpPracticeNameServer *name_server; /* (owned) */
};

/* Begins to listen on one address and port. */
typedef gboolean (*ListenFunc) (gpointer server,
                                GInetAddress *address,
                                guint16 port,
                                GError **error);

enum
{
  EVENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpPractice, sp_practice, G_TYPE_OBJECT)

static void
sp_practice_dispose (GObject *object)
{
  SpPractice *self = SP_PRACTICE (object);

  g_clear_object (&self->web);
  g_clear_object (&self->name_server);
  g_clear_object (&self->provider);
  g_clear_object (&self->zone);

  G_OBJECT_CLASS (sp_practice_parent_class)->dispose (object);
}

static void
sp_practice_finalize (GObject *object)
{
  SpPractice *self = SP_PRACTICE (object);

  g_clear_pointer (&self->bind, g_free);

  G_OBJECT_CLASS (sp_practice_parent_class)->finalize (object);
}

static void
sp_practice_class_init (SpPracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_practice_dispose;
  object_class->finalize = sp_practice_finalize;

  signals[EVENT] = g_signal_new ("event",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
}

static void
sp_practice_init (SpPractice *self)
{
  self->zone = sp_practice_zone_new (SP_PRACTICE_ZONE);
}

static void
report (SpPractice *self, const char *line)
{
  g_signal_emit (self, signals[EVENT], 0, line);
}

static void
event_cb (SpPracticeProvider *provider, const char *line, SpPractice *self)
{
  report (self, line);
}

static GInetAddress *
parse_bind (const char *text, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  if (address == NULL || !g_inet_address_get_is_loopback (address))
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The practice provider only listens on this computer itself, and “%s” is "
                      "not a loopback address. Use 127.0.0.1 or ::1."),
                   text);
      return NULL;
    }

  return g_steal_pointer (&address);
}

static gboolean
listen_on (SpPractice *self,
           gpointer server,
           ListenFunc listen_func,
           GInetAddress *address,
           int port,
           guint16 usual_port,
           GError **error)
{
  g_autofree char *line = NULL;

  if (port < 0 && listen_func (server, address, usual_port, NULL))
    return TRUE;
  if (port < 0)
    {
      line = g_strdup_printf (_ ("Port %u is taken by another program; taking another one."),
                              usual_port);
      report (self, line);
      port = 0;
    }

  if (listen_func (server, address, port, error))
    return TRUE;

  g_prefix_error (error, _ ("Cannot listen on port %d: "), port);
  return FALSE;
}

static gboolean
web_listen (gpointer server, GInetAddress *address, guint16 port, GError **error)
{
  return sp_practice_web_listen (server, address, port, error);
}

static gboolean
name_server_listen (gpointer server, GInetAddress *address, guint16 port, GError **error)
{
  return sp_practice_name_server_listen (server, address, port, error);
}

/**
 * sp_practice_new:
 * @options: how to start it; copied
 *
 * Returns: (transfer full): a practice provider that does not listen yet. Its public addresses are
 *   %SP_PRACTICE_IPV4 and %SP_PRACTICE_IPV6
 */
SpPractice *
sp_practice_new (const SpPracticeOptions *options)
{
  SpPractice *self = g_object_new (SP_TYPE_PRACTICE, NULL);

  self->bind = g_strdup (options->bind);
  self->http_port = options->http_port;
  self->dns_port = options->dns_port;
  self->provider = sp_practice_provider_new (self->zone,
                                             options->user != NULL ? options->user
                                                                   : SP_PRACTICE_USER,
                                             options->password != NULL ? options->password
                                                                       : SP_PRACTICE_PASSWORD);
  sp_practice_provider_set_address (self->provider, G_SOCKET_FAMILY_IPV4, SP_PRACTICE_IPV4, NULL);
  sp_practice_provider_set_address (self->provider, G_SOCKET_FAMILY_IPV6, SP_PRACTICE_IPV6, NULL);
  g_signal_connect_object (self->provider, "event", G_CALLBACK (event_cb), self, 0);

  return self;
}

/**
 * sp_practice_start:
 * @self: a practice provider that was not started yet
 * @error: return location for a #GIOErrorEnum with a translated sentence
 *
 * Begins to listen.
 *
 * Returns: %TRUE if all of its servers listen
 */
gboolean
sp_practice_start (SpPractice *self, GError **error)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (GInetAddress) ipv6 = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);

  g_return_val_if_fail (SP_IS_PRACTICE (self), FALSE);
  g_return_val_if_fail (self->web == NULL, FALSE);

  address = parse_bind (self->bind != NULL ? self->bind : "127.0.0.1", error);
  if (address == NULL)
    return FALSE;

  self->web = sp_practice_web_new (self->provider);
  self->name_server = sp_practice_name_server_new (self->zone);
  sp_practice_zone_set (self->zone, "ns." SP_PRACTICE_ZONE, address);
  if (!listen_on (self,
                  self->web,
                  web_listen,
                  address,
                  self->http_port,
                  SP_PRACTICE_HTTP_PORT,
                  error) ||
      !listen_on (self,
                  self->name_server,
                  name_server_listen,
                  address,
                  self->dns_port,
                  SP_PRACTICE_DNS_PORT,
                  error))
    return FALSE;

  /* The echo service tells the families apart by the connection, so it wants both. A machine
   * without IPv6 has no ::1, and then there is nothing to tell apart. */
  if (self->bind == NULL)
    sp_practice_web_listen (self->web, ipv6, sp_practice_web_get_port (self->web), NULL);
  return TRUE;
}

/**
 * sp_practice_get_provider:
 * @self: a practice provider
 *
 * Returns: (transfer none): the one that decides, to change addresses and answers
 */
SpPracticeProvider *
sp_practice_get_provider (SpPractice *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE (self), NULL);

  return self->provider;
}

/**
 * sp_practice_get_http_port:
 * @self: a started practice provider
 *
 * Returns: the port of the updates and of the echo service
 */
guint16
sp_practice_get_http_port (SpPractice *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE (self), 0);

  return self->web != NULL ? sp_practice_web_get_port (self->web) : 0;
}

/**
 * sp_practice_get_dns_port:
 * @self: a started practice provider
 *
 * Returns: the port of the name server, the same for UDP and TCP
 */
guint16
sp_practice_get_dns_port (SpPractice *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE (self), 0);

  return self->name_server != NULL ? sp_practice_name_server_get_port (self->name_server) : 0;
}

static char *
make_url (SpPractice *self, const char *host, const char *path)
{
  g_autofree char *bracketed = NULL;

  if (strchr (host, ':') != NULL)
    bracketed = g_strdup_printf ("[%s]", host);

  return g_strdup_printf ("http://%s:%u%s",
                          bracketed != NULL ? bracketed : host,
                          sp_practice_get_http_port (self),
                          path);
}

/**
 * sp_practice_get_update_url:
 * @self: a started practice provider
 *
 * Returns: (transfer full): the server to enter for an account, without a path
 */
char *
sp_practice_get_update_url (SpPractice *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE (self), NULL);

  return make_url (self, self->bind != NULL ? self->bind : "127.0.0.1", "");
}

/**
 * sp_practice_get_echo_url:
 * @self: a started practice provider
 *
 * Returns: (transfer full): the URL that answers the public address of the family of the connection
 */
char *
sp_practice_get_echo_url (SpPractice *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE (self), NULL);

  return make_url (self, self->bind != NULL ? self->bind : "localhost", "/ip");
}

/**
 * sp_practice_write_ports:
 * @self: a started practice provider
 * @path: a file to write, replaced as a whole
 * @error: return location for a #GFileError
 *
 * Leaves a keyfile with the group “Practice” and the keys http, dns, zone, user, server and echo.
 * Whoever waits for the file can connect as soon as it is there. The password is not in it.
 *
 * Returns: %TRUE if it was written
 */
gboolean
sp_practice_write_ports (SpPractice *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *server = sp_practice_get_update_url (self);
  g_autofree char *echo = sp_practice_get_echo_url (self);

  g_key_file_set_integer (file, "Practice", "http", sp_practice_get_http_port (self));
  g_key_file_set_integer (file, "Practice", "dns", sp_practice_get_dns_port (self));
  g_key_file_set_string (file, "Practice", "zone", SP_PRACTICE_ZONE);
  g_key_file_set_string (file, "Practice", "user", sp_practice_provider_get_user (self->provider));
  g_key_file_set_string (file, "Practice", "server", server);
  g_key_file_set_string (file, "Practice", "echo", echo);

  return g_key_file_save_to_file (file, path, error);
}
