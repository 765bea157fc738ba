/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice-web.h"

#include "sp-practice-control.h"

#include <libsoup/soup.h>
#include <string.h>

#define TEXT_PLAIN     "text/plain; charset=utf-8"
#define CONTROL_PREFIX "/practice/"

struct _SpPracticeWeb
{
  GObject parent_instance;

  SpPracticeProvider *provider; /* (owned) */
  SoupServer *server;           /* (owned) */
  GHashTable *held; /* (owned) (element-type SoupServerMessage GSource): not answered yet */
  guint16 port;
};

G_DEFINE_FINAL_TYPE (SpPracticeWeb, sp_practice_web, G_TYPE_OBJECT)

static void
source_free (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
finished_cb (SoupServerMessage *message, SpPracticeWeb *self)
{
  g_hash_table_remove (self->held, message);
}

static gboolean
held_long_enough_cb (gpointer user_data)
{
  SoupServerMessage *message = user_data;

  soup_server_message_unpause (message);
  return G_SOURCE_REMOVE;
}

/* A delay of 0 ms is for ever here: until the client gives up. */
static void
hold_answer (SpPracticeWeb *self, SoupServerMessage *message, guint delay_ms)
{
  GSource *source = delay_ms > 0 ? g_timeout_source_new (delay_ms) : g_idle_source_new ();

  g_source_set_callback (source, held_long_enough_cb, g_object_ref (message), g_object_unref);
  soup_server_message_pause (message);
  g_signal_connect_object (message, "finished", G_CALLBACK (finished_cb), self, 0);
  g_hash_table_insert (self->held, g_object_ref (message), source);
  if (delay_ms > 0)
    g_source_attach (source, g_main_context_get_thread_default ());
}

static void
reply_text (SoupServerMessage *message, guint status, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, TEXT_PLAIN, SOUP_MEMORY_COPY, text, strlen (text));
}

static GSocketFamily
get_connection_family (SoupServerMessage *message)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  return remote != NULL ? g_socket_address_get_family (remote) : G_SOCKET_FAMILY_IPV4;
}

/* The query and, of a posted form, the fields in its body. */
static GHashTable *
collect_arguments (SoupServerMessage *message, GHashTable *query)
{
  GHashTable *arguments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *type =
      soup_message_headers_get_content_type (soup_server_message_get_request_headers (message),
                                             NULL);
  g_autoptr (GHashTable) form = NULL;
  GHashTable *sets[2] = { query, NULL };

  if (g_strcmp0 (type, SOUP_FORM_MIME_TYPE_URLENCODED) == 0)
    {
      g_autoptr (GBytes)
          body = soup_message_body_flatten (soup_server_message_get_request_body (message));
      g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

      form = soup_form_decode (text);
      sets[1] = form;
    }

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      GHashTableIter iter;
      gpointer name;
      gpointer value;

      if (sets[i] == NULL)
        continue;
      g_hash_table_iter_init (&iter, sets[i]);
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_hash_table_insert (arguments,
                             g_utf8_make_valid (name, -1),
                             g_utf8_make_valid (value, -1));
    }

  return arguments;
}

/* RFC 7617 §2: the user name ends at the first colon. */
static char *
read_basic (SoupMessageHeaders *headers, char **password)
{
  const char *header = soup_message_headers_get_one (headers, "Authorization");
  g_autofree guchar *decoded = NULL;
  g_autofree char *text = NULL;
  char *colon;
  gsize length;

  if (header == NULL || g_ascii_strncasecmp (header, "Basic ", 6) != 0)
    return NULL;

  decoded = g_base64_decode (header + 6, &length);
  text = g_strndup ((const char *) decoded, length);
  colon = strchr (text, ':');
  if (colon == NULL || !g_utf8_validate (text, -1, NULL))
    return NULL;

  *colon = '\0';
  *password = g_strdup (colon + 1);
  return g_steal_pointer (&text);
}

static void
update_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  SpPracticeWeb *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GHashTable) arguments = collect_arguments (message, query);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *password = NULL;
  g_autofree char *user = read_basic (headers, &password);
  SpPracticeUpdate update = {
    .user = user,
    .password = password,
    .agent = soup_message_headers_get_one (headers, "User-Agent"),
    .hostname = g_hash_table_lookup (arguments, "hostname"),
    .myip = g_hash_table_lookup (arguments, "myip"),
    .myipv6 = g_hash_table_lookup (arguments, "myipv6"),
    .offline = g_hash_table_lookup (arguments, "offline"),
    .connection = get_connection_family (message),
  };
  guint status;
  guint delay_ms;

  if (!g_str_equal (path, "/nic/update"))
    {
      reply_text (message, SOUP_STATUS_NOT_FOUND, "not found\n");
      return;
    }

  status = sp_practice_provider_update (self->provider, &update, body);
  delay_ms = sp_practice_provider_get_delay_ms (self->provider);
  if (status == SOUP_STATUS_UNAUTHORIZED)
    soup_message_headers_append (soup_server_message_get_response_headers (message),
                                 "WWW-Authenticate",
                                 "Basic realm=\"practice\"");
  reply_text (message, status > 0 ? status : SOUP_STATUS_OK, body->str);
  if (status == 0 || delay_ms > 0)
    hold_answer (self, message, status == 0 ? 0 : delay_ms);
}

static void
echo_cb (SoupServer *server,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  SpPracticeWeb *self = user_data;
  GInetAddress *address = NULL;
  g_autofree char *text = NULL;
  guint delay_ms = sp_practice_provider_get_delay_ms (self->provider);

  if (g_str_equal (path, "/ip"))
    address = sp_practice_provider_get_address (self->provider, get_connection_family (message));
  else if (g_str_equal (path, "/ip/4"))
    address = sp_practice_provider_get_address (self->provider, G_SOCKET_FAMILY_IPV4);
  else if (g_str_equal (path, "/ip/6"))
    address = sp_practice_provider_get_address (self->provider, G_SOCKET_FAMILY_IPV6);

  if (address == NULL)
    {
      reply_text (message, SOUP_STATUS_NOT_FOUND, "no address\n");
      return;
    }

  text = g_inet_address_to_string (address);
  reply_text (message, SOUP_STATUS_OK, text);
  if (delay_ms > 0)
    hold_answer (self, message, delay_ms);
}

static void
control_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  SpPracticeWeb *self = user_data;
  g_autoptr (GHashTable) arguments = collect_arguments (message, query);
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;

  /* A page in a browser may post to loopback; none of them is a person who practises. */
  if (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Origin") !=
      NULL)
    reply_text (message, SOUP_STATUS_FORBIDDEN, "not for web pages\n");
  else if (g_str_equal (path, CONTROL_PREFIX "state"))
    {
      answer = sp_practice_provider_describe (self->provider);
      reply_text (message, SOUP_STATUS_OK, answer);
    }
  else if (soup_server_message_get_method (message) != SOUP_METHOD_POST)
    reply_text (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "use POST\n");
  else if (!g_str_has_prefix (path, CONTROL_PREFIX) ||
           !sp_practice_control (self->provider, path + strlen (CONTROL_PREFIX), arguments, &error))
    {
      answer = g_strdup_printf ("%s\n", error != NULL ? error->message : "not found");
      reply_text (message, SOUP_STATUS_BAD_REQUEST, answer);
    }
  else
    reply_text (message, SOUP_STATUS_OK, "done\n");
}

static void
sp_practice_web_dispose (GObject *object)
{
  SpPracticeWeb *self = SP_PRACTICE_WEB (object);

  g_hash_table_remove_all (self->held);
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_clear_object (&self->provider);

  G_OBJECT_CLASS (sp_practice_web_parent_class)->dispose (object);
}

static void
sp_practice_web_finalize (GObject *object)
{
  SpPracticeWeb *self = SP_PRACTICE_WEB (object);

  g_clear_pointer (&self->held, g_hash_table_unref);

  G_OBJECT_CLASS (sp_practice_web_parent_class)->finalize (object);
}

static void
sp_practice_web_class_init (SpPracticeWebClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_practice_web_dispose;
  object_class->finalize = sp_practice_web_finalize;
}

static void
sp_practice_web_init (SpPracticeWeb *self)
{
  self->held = g_hash_table_new_full (NULL, NULL, g_object_unref, source_free);
  self->server = soup_server_new ("server-header", "Signpost practice provider", NULL);
  soup_server_add_handler (self->server, "/nic", update_cb, self, NULL);
  soup_server_add_handler (self->server, "/ip", echo_cb, self, NULL);
  soup_server_add_handler (self->server, "/practice", control_cb, self, NULL);
}

/**
 * sp_practice_web_new:
 * @provider: who decides the answers
 *
 * Returns: (transfer full): a server that does not listen yet
 */
SpPracticeWeb *
sp_practice_web_new (SpPracticeProvider *provider)
{
  SpPracticeWeb *self = g_object_new (SP_TYPE_PRACTICE_WEB, NULL);

  self->provider = g_object_ref (provider);
  return self;
}

static guint16
find_port (SpPracticeWeb *self)
{
  g_autoptr (GSList) listeners = soup_server_get_listeners (self->server);
  g_autoptr (GSocketAddress) name = NULL;

  if (listeners != NULL)
    name = g_socket_get_local_address (listeners->data, NULL);

  return name != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (name)) : 0;
}

/**
 * sp_practice_web_listen:
 * @self: a server
 * @address: a local address
 * @port: a port; 0 for any that is free
 * @error: return location for a #GIOErrorEnum
 *
 * Begins to answer there; may be called again for another address.
 *
 * Returns: %TRUE if it listens
 */
gboolean
sp_practice_web_listen (SpPracticeWeb *self, GInetAddress *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) name = g_inet_socket_address_new (address, port);

  g_return_val_if_fail (SP_IS_PRACTICE_WEB (self), FALSE);

  if (!soup_server_listen (self->server, name, 0, error))
    return FALSE;

  if (self->port == 0)
    self->port = find_port (self);
  return TRUE;
}

/**
 * sp_practice_web_get_port:
 * @self: a server
 *
 * Returns: the port it listens on, 0 before it does
 */
guint16
sp_practice_web_get_port (SpPracticeWeb *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_WEB (self), 0);

  return self->port;
}
