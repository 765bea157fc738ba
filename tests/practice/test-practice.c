/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-practice.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

/* A started practice provider and a client for it. */
typedef struct
{
  SpPractice *practice; /* (owned) */
  SoupSession *session; /* (owned) */
  guint n_events;
} Fixture;

/* What came back for one request. */
typedef struct
{
  guint status;
  char *text; /* (owned) (nullable) */
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->text, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
event_cb (SpPractice *practice, const char *line, Fixture *fixture)
{
  g_assert_true (g_utf8_validate (line, -1, NULL));
  fixture->n_events++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const SpPracticeOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  fixture->practice = sp_practice_new (&options);
  g_signal_connect (fixture->practice, "event", G_CALLBACK (event_cb), fixture);
  sp_practice_start (fixture->practice, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new_with_options ("user-agent", "test", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  g_assert_finalize_object (fixture->practice);
}

static void
keep_result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **slot = user_data;

  *slot = g_object_ref (result);
}

static void
ask (Fixture *fixture,
     const char *method,
     const char *path,
     const char *authorization,
     Answer *answer)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s",
                                          sp_practice_get_http_port (fixture->practice),
                                          path);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  answer_clear (answer);
  if (authorization != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message),
                                 "Authorization",
                                 authorization);
  soup_session_send_and_read_async (fixture->session,
                                    message,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    keep_result_cb,
                                    &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  body = soup_session_send_and_read_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  answer->status = soup_message_get_status (message);
  answer->text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

/* “practice:practice” */
#define GOOD  "Basic cHJhY3RpY2U6cHJhY3RpY2U="
#define WRONG "Basic cHJhY3RpY2U6d3Jvbmc="

/* One HTTP request to a fresh practice provider. */
typedef struct
{
  const char *proves;
  const char *method;
  const char *path;
  const char *authorization;
  guint status;
  const char *text;
} Row;

static const Row rows[] = {
  { "an update",
    "GET",
    "/nic/update?hostname=a.practice.test,b.practice.test&myip=203.0.113.5",
    GOOD,
    200,
    "good 203.0.113.5\ngood 203.0.113.5\n" },
  { "an update with escaped commas",
    "GET",
    "/nic/update?hostname=a.practice.test%2Cb.practice.test&myip=203.0.113.5%2C2001%3Adb8%3A%3A5",
    GOOD,
    200,
    "good 203.0.113.5,2001:db8::5\ngood 203.0.113.5,2001:db8::5\n" },
  { "a wrong password",
    "GET",
    "/nic/update?hostname=a.practice.test&myip=203.0.113.5",
    WRONG,
    401,
    "badauth\n" },
  { "no password",
    "GET",
    "/nic/update?hostname=a.practice.test&myip=203.0.113.5",
    NULL,
    401,
    "badauth\n" },
  { "credentials that are no base64",
    "GET",
    "/nic/update?hostname=a.practice.test&myip=203.0.113.5",
    "Basic ???",
    401,
    "badauth\n" },
  { "another way to authenticate",
    "GET",
    "/nic/update?hostname=a.practice.test&myip=203.0.113.5",
    "Bearer cHJhY3RpY2U6cHJhY3RpY2U=",
    401,
    "badauth\n" },
  { "another path", "GET", "/nic/updates", GOOD, 404, "not found\n" },
  { "the public address", "GET", "/ip", NULL, 200, "203.0.113.7" },
  { "the other family over any connection", "GET", "/ip/6", NULL, 200, "2001:db8::7" },
  { "no such echo", "GET", "/ip/5", NULL, 404, "no address\n" },
  { "a change is a POST", "GET", "/practice/answer?code=911", NULL, 405, "use POST\n" },
  { "a change without its arguments", "POST", "/practice/address", NULL, 400, NULL },
  { "an unknown change", "POST", "/practice/fly", NULL, 400, NULL },
};

static void
test_row (Fixture *fixture, gconstpointer data)
{
  const Row *row = data;
  g_auto (Answer) answer = { 0 };

  ask (fixture, row->method, row->path, row->authorization, &answer);
  g_assert_cmpuint (answer.status, ==, row->status);
  if (row->text != NULL)
    g_assert_cmpstr (answer.text, ==, row->text);
}

static void
test_changing (Fixture *fixture, gconstpointer data)
{
  g_auto (Answer) answer = { 0 };
  guint n_events = fixture->n_events;

  ask (fixture, "POST", "/practice/address?ipv4=203.0.113.9&ipv6=off", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 200);
  ask (fixture, "GET", "/ip", NULL, &answer);
  g_assert_cmpstr (answer.text, ==, "203.0.113.9");
  ask (fixture, "GET", "/ip/6", NULL, &answer);
  g_assert_cmpuint (answer.status, ==, 404);

  ask (fixture, "POST", "/practice/answer?code=911&times=1", NULL, &answer);
  ask (fixture, "POST", "/practice/delay?ms=1", NULL, &answer);
  ask (fixture, "GET", "/nic/update?hostname=a.practice.test", GOOD, &answer);
  g_assert_cmpstr (answer.text, ==, "911\n");
  ask (fixture, "GET", "/nic/update?hostname=a.practice.test", GOOD, &answer);
  g_assert_cmpstr (answer.text, ==, "good 203.0.113.9\n");
  ask (fixture, "GET", "/practice/state", NULL, &answer);
  g_assert_nonnull (strstr (answer.text, "requests 2\n"));
  g_assert_nonnull (strstr (answer.text, "a.practice.test ipv4 203.0.113.9\n"));
  g_assert_cmpuint (fixture->n_events, >=, n_events + 6);
}

static GBytes *
query_for_home (void)
{
  static const guint8 query[] = { 0x12, 0x34, 1,   0,   0,   1,   0,   0,   0,   0,   0,
                                  0,    1,    'a', 8,   'p', 'r', 'a', 'c', 't', 'i', 'c',
                                  'e',  4,    't', 'e', 's', 't', 0,   0,   1,   0,   1 };

  return g_bytes_new_static (query, sizeof query);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  gboolean *is_readable = user_data;

  *is_readable = TRUE;
  return G_SOURCE_REMOVE;
}

static gsize
receive (GSocket *socket, guint8 *buffer, gsize size)
{
  g_autoptr (GSource) source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_readable = FALSE;
  gssize length;

  g_source_set_callback (source, G_SOURCE_FUNC (readable_cb), &is_readable, NULL);
  g_source_attach (source, NULL);
  while (!is_readable)
    g_main_context_iteration (NULL, TRUE);

  length = g_socket_receive (socket, (char *) buffer, size, NULL, &error);
  g_assert_no_error (error);
  return length;
}

static GSocket *
connect_dns (Fixture *fixture, GSocketType type)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string ("127.0.0.1",
                                             sp_practice_get_dns_port (fixture->practice));

  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&socket);
}

static void
send_all (GSocket *socket, const void *data, gsize size)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_socket_send (socket, data, size, NULL, &error), ==, size);
  g_assert_no_error (error);
}

static void
test_dns_datagram (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = connect_dns (fixture, G_SOCKET_TYPE_DATAGRAM);
  g_autoptr (GBytes) query = query_for_home ();
  g_auto (Answer) answer = { 0 };
  guint8 reply[512];
  gsize length;

  /* Garbage gets no answer and does no harm. */
  send_all (socket, "nonsense", 8);
  send_all (socket, g_bytes_get_data (query, NULL), g_bytes_get_size (query));
  receive (socket, reply, sizeof reply);
  g_assert_cmphex (reply[3], ==, 3);

  ask (fixture, "GET", "/nic/update?hostname=a.practice.test&myip=203.0.113.5", GOOD, &answer);
  send_all (socket, g_bytes_get_data (query, NULL), g_bytes_get_size (query));
  length = receive (socket, reply, sizeof reply);
  g_assert_cmphex (reply[3], ==, 0);
  g_assert_cmpuint (length, ==, 33 + 16);
  g_assert_cmpmem (reply + length - 4, 4, "\xcb\x00\x71\x05", 4);
}

static void
test_dns_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocket) socket = connect_dns (fixture, G_SOCKET_TYPE_STREAM);
  g_autoptr (GBytes) query = query_for_home ();
  const guint8 length[2] = { 0, g_bytes_get_size (query) };
  guint8 reply[512];

  /* Two questions on one connection, the second one in two parts. */
  send_all (socket, length, 2);
  send_all (socket, g_bytes_get_data (query, NULL), g_bytes_get_size (query));
  g_assert_cmpuint (receive (socket, reply, sizeof reply), >, 2);
  g_assert_cmphex (reply[2 + 3], ==, 3);

  send_all (socket, length, 1);
  send_all (socket, length + 1, 1);
  send_all (socket, g_bytes_get_data (query, NULL), g_bytes_get_size (query));
  g_assert_cmpuint (receive (socket, reply, sizeof reply), >, 2);

  /* A message of no length ends it. */
  send_all (socket, "\0\0", 2);
  g_assert_cmpuint (receive (socket, reply, sizeof reply), ==, 0);
}

static void
test_ports_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("practice-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "ports", NULL);
  g_autofree char *echo = sp_practice_get_echo_url (fixture->practice);
  g_autofree char *stored = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  sp_practice_write_ports (fixture->practice, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  g_assert_cmpint (g_key_file_get_integer (file, "Practice", "http", NULL),
                   ==,
                   sp_practice_get_http_port (fixture->practice));
  g_assert_cmpint (g_key_file_get_integer (file, "Practice", "dns", NULL),
                   ==,
                   sp_practice_get_dns_port (fixture->practice));
  stored = g_key_file_get_string (file, "Practice", "echo", NULL);
  g_assert_cmpstr (stored, ==, echo);
  g_assert_false (g_key_file_has_key (file, "Practice", "password", NULL));

  g_unlink (path);
  g_rmdir (folder);
}

/* A way to start it that is refused. */
typedef struct
{
  const char *proves;
  const char *bind;
} Refused;

static const Refused refused[] = {
  { "every interface", "0.0.0.0" },
  { "every interface over IPv6", "::" },
  { "an address of the network", "192.0.2.1" },
  { "a name", "localhost" },
  { "nothing", "" },
};

static void
test_refused (gconstpointer data)
{
  const Refused *row = data;
  const SpPracticeOptions options = { .bind = row->bind };
  g_autoptr (SpPractice) practice = sp_practice_new (&options);
  g_autoptr (GError) error = NULL;

  g_assert_false (sp_practice_start (practice, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "127.0.0.1"));
}

static void
test_taken_port (Fixture *fixture, gconstpointer data)
{
  const SpPracticeOptions options = { .http_port = sp_practice_get_http_port (fixture->practice) };
  g_autoptr (SpPractice) second = sp_practice_new (&options);
  g_autoptr (GError) error = NULL;

  g_assert_false (sp_practice_start (second, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/practice/http/%s", rows[i].proves);
      g_test_add (path, Fixture, &rows[i], set_up, test_row, tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/practice/bind/%s", refused[i].proves);
      g_test_add_data_func (path, &refused[i], test_refused);
    }
  g_test_add ("/practice/changed while it runs", Fixture, NULL, set_up, test_changing, tear_down);
  g_test_add ("/practice/dns over UDP", Fixture, NULL, set_up, test_dns_datagram, tear_down);
  g_test_add ("/practice/dns over TCP", Fixture, NULL, set_up, test_dns_stream, tear_down);
  g_test_add ("/practice/ports file", Fixture, NULL, set_up, test_ports_file, tear_down);
  g_test_add ("/practice/a port that is taken", Fixture, NULL, set_up, test_taken_port, tear_down);

  return g_test_run ();
}
