/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "sp-exchange-fixture.h"
#include "sp-loopback-peer.h"

typedef SpExchangeFixture Fixture;

/* The machine's proxy settings, as a test wants them. */
typedef struct
{
  GObject parent_instance;
} TestResolver;

typedef GObjectClass TestResolverClass;

static char *proxy_url; /* (owned): what every look-up answers */

static void test_resolver_iface_init (GProxyResolverInterface *iface);
GType test_resolver_get_type (void);

G_DEFINE_TYPE_WITH_CODE (TestResolver,
                         test_resolver,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, test_resolver_iface_init))

static void
test_resolver_class_init (TestResolverClass *klass)
{
}

static void
test_resolver_init (TestResolver *self)
{
}

static gboolean
test_resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static char **
test_resolver_lookup (GProxyResolver *resolver,
                      const char *uri,
                      GCancellable *cancellable,
                      GError **error)
{
  const char *const proxies[] = { proxy_url, NULL };

  return g_strdupv ((char **) proxies);
}

static void
test_resolver_lookup_async (GProxyResolver *resolver,
                            const char *uri,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task,
                         test_resolver_lookup (resolver, uri, cancellable, NULL),
                         (GDestroyNotify) g_strfreev);
}

static char **
test_resolver_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = test_resolver_is_supported;
  iface->lookup = test_resolver_lookup;
  iface->lookup_async = test_resolver_lookup_async;
  iface->lookup_finish = test_resolver_lookup_finish;
}

static SpLoopbackPeer *
start_proxy (const SpPeerScript *script)
{
  SpLoopbackPeer *proxy = sp_loopback_peer_new ("127.0.0.1", 0, script);

  g_free (proxy_url);
  proxy_url = g_strdup_printf ("http://127.0.0.1:%u", sp_loopback_peer_get_port (proxy));
  return proxy;
}

/* The host does not exist: whatever reaches it went through the proxy. */
static SpRequest *
make_request (void)
{
  SpRequest *request = sp_exchange_fixture_request ("https", "update.invalid", 443);

  sp_request_set_header (request, "Authorization", "Basic canary", NULL);
  return request;
}

static const struct
{
  const char *sentence;
  const char *reply;
  SpPeerThen then;
  const char *what;
} rows[] = {
  { "a proxy wants a password of its own: not the provider's word on ours",
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n",
    SP_PEER_HOLD,
    "refused with 407" },
  { "a proxy forbids", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", SP_PEER_HOLD, "with 403" },
  { "a proxy cannot connect", "HTTP/1.1 502 No\r\n\r\n", SP_PEER_CLOSE, "with 502" },
  { "a proxy says nothing", "", SP_PEER_HOLD, "was not reached within 10 s" },
  { "a proxy hangs up", "", SP_PEER_CLOSE, "cannot be reached" },
  { "a proxy hangs up after it agreed", "HTTP/1.1 200 OK\r\n\r\n", SP_PEER_CLOSE, "reached" },
};

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SpPeerScript script = { .reply = rows[i].reply, .then = rows[i].then, .user_data = fixture };
      g_autoptr (SpLoopbackPeer) proxy = NULL;
      g_autoptr (SpRequest) request = make_request ();
      g_autofree char *seen = NULL;

      g_test_message ("%s", rows[i].sentence);
      if (rows[i].reply[0] == '\0' && rows[i].then == SP_PEER_HOLD)
        script.stalled_cb = sp_exchange_fixture_pass_deadline_cb;
      proxy = start_proxy (&script);
      sp_exchange_fixture_run (fixture, request, NULL);
      sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, rows[i].what);

      seen = sp_loopback_peer_dup_request (proxy);
      g_assert_true (g_str_has_prefix (seen, "CONNECT update.invalid:443 HTTP/1.1\r\n"));
      g_assert_null (strstr (seen, "canary"));
      g_assert_null (strstr (seen, "nic/update"));
    }
}

static const SpPeerScript forbidding = { .reply = "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n",
                                         .then = SP_PEER_CLOSE };

static void
test_passed_by (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpLoopbackPeer) proxy = start_proxy (&forbidding);
  g_autoptr (SpRequest) direct = make_request ();
  g_autoptr (SpRequest) of_family = make_request ();
  g_autoptr (SpRequest) local = NULL;

  sp_request_set_direct (direct, TRUE);
  sp_exchange_fixture_run (fixture, direct, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "cannot be reached");

  /* a proxy would choose the family itself */
  sp_request_force_family (of_family, SP_FAMILY_IPV4);
  sp_exchange_fixture_run (fixture, of_family, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "cannot be reached");

  /* what is asked without TLS stays on this machine */
  local = sp_exchange_fixture_request ("http", "127.0.0.1", 1);
  sp_exchange_fixture_run (fixture, local, NULL);
  sp_exchange_fixture_assert (fixture, SP_ERROR_NETWORK, "cannot be reached");
  g_assert_cmpuint (sp_loopback_peer_get_n_connections (proxy), ==, 0);
}

static void
test_named_nowhere (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = {
    "DISPLAY",     "WAYLAND_DISPLAY", "http_proxy", "HTTP_PROXY",
    "https_proxy", "HTTPS_PROXY",     "all_proxy",  "ALL_PROXY"
  };

  if (g_test_subprocess ())
    {
      g_autoptr (SpLoopbackPeer) proxy = start_proxy (&forbidding);
      g_autoptr (SpRequest) request = make_request ();

      sp_exchange_fixture_run (fixture, request, NULL);
      g_assert_cmpuint (sp_loopback_peer_get_n_connections (proxy),
                        ==,
                        g_getenv ("https_proxy") != NULL ? 1 : 0);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_unsetenv (names[i]);
  g_unsetenv ("GIO_USE_PROXY_RESOLVER");
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_setenv ("https_proxy", "http://127.0.0.1:1", TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  if (!g_test_subprocess ())
    g_setenv ("GIO_USE_PROXY_RESOLVER", "signpost-test", TRUE);
  /* GIO registers its extension points with the first default object of any kind */
  g_vfs_get_default ();
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME,
                                  test_resolver_get_type (),
                                  "signpost-test",
                                  1000);
  g_test_add ("/proxy/refusals",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_refusals,
              sp_exchange_fixture_tear_down);
  g_test_add ("/proxy/passed-by",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_passed_by,
              sp_exchange_fixture_tear_down);
  g_test_add ("/proxy/named-nowhere",
              Fixture,
              NULL,
              sp_exchange_fixture_set_up,
              test_named_nowhere,
              sp_exchange_fixture_tear_down);
  result = g_test_run ();
  g_free (proxy_url);
  return result;
}
