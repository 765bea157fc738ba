/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-command.h"
#include "sp-practice-control.h"
#include "sp-practice.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define UNSET (-1)

/* What was typed. */
typedef struct
{
  char *bind;       /* (owned) (nullable) */
  char *ports_file; /* (owned) (nullable) */
  char *user;       /* (owned) (nullable) */
  char *password;   /* (owned) (nullable) */
  int http_port;
  int dns_port;
  int nochg_limit;
  int delay_ms;
} Wish;

/* The practice provider while it is in the foreground. */
typedef struct
{
  SpPractice *practice;      /* (owned) */
  GDataInputStream *input;   /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean is_reading;
  gboolean shall_end;
} Session;

static void
wish_clear (Wish *wish)
{
  g_clear_pointer (&wish->bind, g_free);
  g_clear_pointer (&wish->ports_file, g_free);
  g_clear_pointer (&wish->user, g_free);
  g_clear_pointer (&wish->password, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static void
session_clear (Session *session)
{
  g_clear_object (&session->practice);
  g_clear_object (&session->input);
  g_clear_object (&session->cancellable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Session, session_clear)

static void read_line (Session *session);

static void
say (const char *line)
{
  g_print ("%s\n", line);
  fflush (stdout);
}

static void
event_cb (SpPractice *practice, const char *line, gpointer user_data)
{
  say (line);
}

static gboolean
end_cb (gpointer user_data)
{
  Session *session = user_data;

  session->shall_end = TRUE;
  return G_SOURCE_CONTINUE;
}

static void
obey (Session *session, const char *line)
{
  g_autofree char *word = g_strstrip (g_strdup (line));
  g_autoptr (GError) error = NULL;

  if (g_str_equal (word, "quit"))
    session->shall_end = TRUE;
  else if (g_str_equal (word, "help"))
    say (sp_practice_control_get_help ());
  else if (!sp_practice_control_line (sp_practice_get_provider (session->practice), line, &error))
    say (error->message);
}

static void
line_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Session *session = user_data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (object), result, NULL, NULL);

  session->is_reading = FALSE;
  /* Without a terminal there is nothing to read, and that is no reason to end. */
  if (line == NULL)
    return;

  obey (session, line);
  if (!session->shall_end)
    read_line (session);
}

static void
read_line (Session *session)
{
  session->is_reading = TRUE;
  g_data_input_stream_read_line_async (session->input,
                                       G_PRIORITY_DEFAULT,
                                       session->cancellable,
                                       line_cb,
                                       session);
}

static void
greet (SpPractice *practice)
{
  g_autofree char *server = sp_practice_get_update_url (practice);
  g_autofree char *echo = sp_practice_get_echo_url (practice);

  g_print (_ ("The practice provider listens on %s, for any host below %s.\n"),
           server,
           SP_PRACTICE_ZONE);
  g_print (_ ("It tells the public address at %s.\n"), echo);
  g_print (_ ("See what a name points to: dig @127.0.0.1 -p %u home.%s\n"),
           sp_practice_get_dns_port (practice),
           SP_PRACTICE_ZONE);
  if (isatty (STDIN_FILENO))
    g_print ("%s\n", sp_practice_control_get_help ());
  fflush (stdout);
}

static void
serve (Session *session)
{
  g_autoptr (GInputStream) base = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  guint ends[] = {
    g_unix_signal_add (SIGTERM, end_cb, session),
    g_unix_signal_add (SIGINT, end_cb, session),
  };

  session->input = g_data_input_stream_new (base);
  session->cancellable = g_cancellable_new ();
  read_line (session);
  while (!session->shall_end)
    g_main_context_iteration (NULL, TRUE);

  g_cancellable_cancel (session->cancellable);
  while (session->is_reading)
    g_main_context_iteration (NULL, TRUE);

  /* rule 14: both sources live no longer than this call */
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    g_source_remove (ends[i]);
}

static SpPractice *
start (const Wish *wish, GError **error)
{
  const SpPracticeOptions options = {
    .bind = wish->bind,
    .http_port = wish->http_port,
    .dns_port = wish->dns_port,
    .user = wish->user,
    .password = wish->password,
  };
  g_autoptr (SpPractice) practice = sp_practice_new (&options);
  SpPracticeProvider *provider = sp_practice_get_provider (practice);

  /* rule 14: there is nothing the callback could outlive */
  g_signal_connect (practice, "event", G_CALLBACK (event_cb), NULL);
  if (wish->nochg_limit != UNSET)
    sp_practice_provider_set_nochg_limit (provider, wish->nochg_limit);
  if (wish->delay_ms != UNSET)
    sp_practice_provider_set_delay_ms (provider, wish->delay_ms);
  if (!sp_practice_start (practice, error))
    return NULL;
  if (wish->ports_file != NULL && !sp_practice_write_ports (practice, wish->ports_file, error))
    return NULL;

  return g_steal_pointer (&practice);
}

/* Numbers that a port, a limit or a delay may be. */
static gboolean
check_numbers (const Wish *wish)
{
  gboolean is_good = wish->http_port >= UNSET && wish->http_port <= G_MAXUINT16 &&
                     wish->dns_port >= UNSET && wish->dns_port <= G_MAXUINT16 &&
                     wish->nochg_limit >= UNSET && wish->delay_ms >= UNSET &&
                     wish->delay_ms <= SP_PRACTICE_MAX_DELAY_MS;

  if (!is_good)
    sp_cli_complain (_ ("A port is a number from 0 to 65535, and a delay one from 0 to 60000."));
  return is_good;
}

static SpExit
practise (const Wish *wish)
{
  g_auto (Session) session = { 0 };
  g_autoptr (GError) error = NULL;

  session.practice = start (wish, &error);
  if (session.practice == NULL)
    {
      sp_cli_complain ("%s", error->message);
      return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT) ? SP_EXIT_USAGE
                                                                              : SP_EXIT_FAILED;
    }

  greet (session.practice);
  serve (&session);
  if (wish->ports_file != NULL)
    g_unlink (wish->ports_file);
  return SP_EXIT_CURRENT;
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (Wish)
      wish = { .http_port = UNSET, .dns_port = UNSET, .nochg_limit = UNSET, .delay_ms = UNSET };
  const GOptionEntry entries[] = {
    { "bind",
      0,
      0,
      G_OPTION_ARG_STRING,
      &wish.bind,
      N_ ("Loopback address to listen on"),
      N_ ("ADDRESS") },
    { "http-port", 0, 0, G_OPTION_ARG_INT, &wish.http_port, N_ ("0 for any"), N_ ("PORT") },
    { "dns-port", 0, 0, G_OPTION_ARG_INT, &wish.dns_port, N_ ("0 for any"), N_ ("PORT") },
    { "ports-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &wish.ports_file,
      N_ ("Write the ports there when it listens"),
      N_ ("FILE") },
    { "user", 0, 0, G_OPTION_ARG_STRING, &wish.user, N_ ("User name to accept"), N_ ("USER") },
    { "password",
      0,
      0,
      G_OPTION_ARG_STRING,
      &wish.password,
      N_ ("Password to accept; it protects nothing"),
      N_ ("PASSWORD") },
    { "nochg-limit",
      0,
      0,
      G_OPTION_ARG_INT,
      &wish.nochg_limit,
      N_ ("Block a host after so many updates without a change"),
      N_ ("NUMBER") },
    { "delay", 0, 0, G_OPTION_ARG_INT, &wish.delay_ms, N_ ("Hold each answer back"), N_ ("MS") },
    { NULL },
  };
  g_auto (GStrv) words = g_strdupv (arguments);
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &words, &exit))
    return exit;
  if (!check_numbers (&wish))
    return SP_EXIT_USAGE;

  return practise (&wish);
}

const SpCliCommand sp_cli_practice_command = {
  .name = "practice",
  .usage = "",
  .summary = N_ ("Be a provider to practise with, on this computer only"),
  .details = N_ (
      "It updates hosts, tells the public address and answers DNS. Addresses and answers "
      "can be changed while it runs: type “help” for how."),
  .run = run,
};
