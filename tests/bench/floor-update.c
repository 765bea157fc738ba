/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The yardstick for a one-shot update: the least a libsoup program can be that asks for its address
 * and then sends it. It reads no configuration, keeps no state and checks nothing.
 *
 *   floor-update URL      asks URL twice, one after the other
 */
#include <libsoup/soup.h>
#include <stdlib.h>

#define N_REQUESTS 2

typedef struct
{
  GMainLoop *loop;
  SoupSession *session;
  const char *url;
  guint n_answered;
} Run;

static void ask (Run *run);

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (run->session, result, &error);

  if (body == NULL)
    g_error ("%s", error->message);
  if (++run->n_answered == N_REQUESTS)
    g_main_loop_quit (run->loop);
  else
    ask (run);
}

static void
ask (Run *run)
{
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, run->url);

  soup_session_send_and_read_async (run->session,
                                    message,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    answered_cb,
                                    run);
}

int
main (int argc, char *argv[])
{
  Run run = { .loop = g_main_loop_new (NULL, FALSE), .url = argv[1] };

  if (argc != 2)
    return EXIT_FAILURE;

  /* Without a resolver for proxies: it would read the desktop's settings first. */
  run.session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  ask (&run);
  g_main_loop_run (run.loop);
  g_object_unref (run.session);
  g_main_loop_unref (run.loop);
  return EXIT_SUCCESS;
}
