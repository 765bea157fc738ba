/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-keyring.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/sp-error.h"
#include "sp-fake-clock.h"

#define SERVICE    "org.freedesktop.secrets"
#define COLLECTION "/org/freedesktop/secrets/collection/login"
#define PASSWORD   "testpass"
#define ACCOUNT    "0b3e9a52-7c2f-4b0e-9b83-6f5c2f5d2c11"
#define OTHER      "1b3e9a52-7c2f-4b0e-9b83-6f5c2f5d2c12"

/* Runs inside with-session.sh, on a bus where nothing can be activated: the daemons are real ones
 * that each test starts, and what it does not start does not exist. */
typedef struct
{
  SpFakeClock *clock;         /* (owned) */
  SpSecrets *secrets;         /* (owned) */
  GDBusConnection *bus;       /* (owned) */
  GSubprocess *daemon;        /* (owned) (nullable) */
  GSubprocess *prompter;      /* (owned) (nullable) */
  SpCredentials *credentials; /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  gboolean is_done;
  gboolean is_there; /* whether the service is on the bus */
  guint n_changed;
} Fixture;

static void
iterate (void)
{
  g_main_context_iteration (NULL, TRUE);
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  ((Fixture *) user_data)->is_there = TRUE;
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  ((Fixture *) user_data)->is_there = FALSE;
}

static void
wait_for_service (Fixture *fixture, const char *name, gboolean is_there)
{
  guint watch = g_bus_watch_name_on_connection (fixture->bus,
                                                name,
                                                G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                appeared_cb,
                                                vanished_cb,
                                                fixture,
                                                NULL);

  fixture->is_there = !is_there;
  while (fixture->is_there != is_there)
    iterate ();
  g_bus_unwatch_name (watch);
}

static GSubprocess *
spawn (const char *command)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  /* what is fatal to us is not to be fatal to others' programs */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  process = g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-c", command, NULL);
  g_assert_no_error (error);
  return process;
}

static GSubprocess *
spawn_helper (const char *script, const char *arguments)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "session", script, NULL);
  g_autofree char *command = g_strdup_printf ("exec '%s' %s", path, arguments);

  return spawn (command);
}

static void
run_helper (const char *script, const char *arguments)
{
  g_autoptr (GSubprocess) process = spawn_helper (script, arguments);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
start_daemon (Fixture *fixture, gboolean is_unlocked)
{
  fixture->daemon = spawn (is_unlocked ? "printf " PASSWORD
                                         " | exec gnome-keyring-daemon --unlock --foreground "
                                         "--components=secrets"
                                       : "exec gnome-keyring-daemon --foreground "
                                         "--components=secrets");
  wait_for_service (fixture, SERVICE, TRUE);
}

static int
get_daemon_pid (Fixture *fixture)
{
  g_autoptr (GVariant) reply = NULL;
  guint32 pid;

  reply = g_dbus_connection_call_sync (fixture->bus,
                                       "org.freedesktop.DBus",
                                       "/",
                                       "org.freedesktop.DBus",
                                       "GetConnectionUnixProcessID",
                                       g_variant_new ("(s)", SERVICE),
                                       G_VARIANT_TYPE ("(u)"),
                                       G_DBUS_CALL_FLAGS_NONE,
                                       -1,
                                       NULL,
                                       NULL);
  g_assert_nonnull (reply);
  g_variant_get (reply, "(u)", &pid);
  return (int) pid;
}

static void
stop_daemon (Fixture *fixture)
{
  if (fixture->daemon == NULL)
    return;

  kill (get_daemon_pid (fixture), SIGKILL);
  wait_for_service (fixture, SERVICE, FALSE);
  g_subprocess_wait (fixture->daemon, NULL, NULL);
  g_clear_object (&fixture->daemon);
}

static void
changed_cb (SpSecrets *secrets, gpointer user_data)
{
  ((Fixture *) user_data)->n_changed++;
}

static void
wait_for_change (Fixture *fixture)
{
  while (fixture->n_changed == 0)
    iterate ();
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  fixture->n_changed = 0;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (fixture->bus);
  fixture->clock = sp_fake_clock_new ();
  fixture->secrets = sp_keyring_new (SP_CLOCK (fixture->clock));
  g_signal_connect (fixture->secrets, "changed", G_CALLBACK (changed_cb), fixture);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *keyrings = g_build_filename (g_get_user_data_dir (), "keyrings", NULL);
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", keyrings);
  g_autoptr (GSubprocess) cleaner = NULL;

  stop_daemon (fixture);
  if (fixture->prompter != NULL)
    {
      g_subprocess_force_exit (fixture->prompter);
      g_subprocess_wait (fixture->prompter, NULL, NULL);
    }
  g_clear_object (&fixture->prompter);
  cleaner = spawn (command);
  g_subprocess_wait (cleaner, NULL, NULL);
  g_clear_pointer (&fixture->credentials, sp_credentials_unref);
  g_clear_error (&fixture->error);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->secrets);
  sp_fake_clock_close (fixture->clock);
  g_object_unref (fixture->bus);
}

static void
wait_for_done (Fixture *fixture)
{
  while (!fixture->is_done)
    iterate ();
  fixture->is_done = FALSE;
  g_assert_cmpuint (sp_fake_clock_get_n_pending (fixture->clock), ==, 0);
}

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->credentials = sp_secrets_lookup_finish (SP_SECRETS (object), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  sp_secrets_store_finish (SP_SECRETS (object), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
begin_look_up (Fixture *fixture, const char *account)
{
  g_clear_pointer (&fixture->credentials, sp_credentials_unref);
  g_clear_error (&fixture->error);
  sp_secrets_lookup_async (fixture->secrets, account, "password", NULL, looked_up_cb, fixture);
}

static void
assert_found (Fixture *fixture, const char *account, const char *password)
{
  begin_look_up (fixture, account);
  wait_for_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (sp_credentials_get (fixture->credentials, "password"), ==, password);
}

static void
assert_not_found (Fixture *fixture, const char *account, SpError code)
{
  begin_look_up (fixture, account);
  wait_for_done (fixture);
  g_assert_error (fixture->error, SP_ERROR, (int) code);
}

static void
store (Fixture *fixture, const char *account, const char *password)
{
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();

  g_clear_error (&fixture->error);
  sp_credentials_set (credentials, "password", password);
  sp_secrets_store_async (fixture->secrets, account, "Home", credentials, NULL, done_cb, fixture);
  wait_for_done (fixture);
}

static void
forget (Fixture *fixture, const char *account)
{
  g_clear_error (&fixture->error);
  sp_secrets_remove_async (fixture->secrets, account, NULL, done_cb, fixture);
  wait_for_done (fixture);
}

static void
unlock (Fixture *fixture)
{
  g_clear_error (&fixture->error);
  sp_secrets_unlock_async (fixture->secrets, NULL, done_cb, fixture);
  wait_for_done (fixture);
}

static void
start_prompter (Fixture *fixture)
{
  fixture->prompter = spawn ("exec $(ls /usr/libexec/gcr-prompter /usr/lib/gcr/gcr-prompter "
                             "2>/dev/null | head -n 1)");
  wait_for_service (fixture, "org.gnome.keyring.SystemPrompter", TRUE);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRETS_UNAVAILABLE);
  store (fixture, ACCOUNT, "x");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_UNAVAILABLE);
  forget (fixture, ACCOUNT);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_UNAVAILABLE);
  unlock (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_UNAVAILABLE);
}

static void
assert_label (Fixture *fixture)
{
  g_autofree char *output = NULL;
  g_autoptr (GSubprocess)
      tool = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                               NULL,
                               "secret-tool",
                               "search",
                               "application",
                               SP_APPLICATION_ID,
                               NULL);

  g_assert_true (g_subprocess_communicate_utf8 (tool, NULL, NULL, &output, NULL, NULL));
  g_assert_nonnull (strstr (output, "label = Signpost: Home\n"));
  g_assert_nonnull (strstr (output, "attribute.account = " ACCOUNT "\n"));
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  start_daemon (fixture, TRUE);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
  store (fixture, ACCOUNT, "pä ss=word");
  g_assert_no_error (fixture->error);
  assert_label (fixture);
  assert_found (fixture, ACCOUNT, "pä ss=word");
  assert_not_found (fixture, OTHER, SP_ERROR_SECRET_NOT_FOUND);

  /* stored again, it is the same item */
  store (fixture, ACCOUNT, "new");
  assert_found (fixture, ACCOUNT, "new");
  store (fixture, OTHER, "other");
  assert_found (fixture, ACCOUNT, "new");

  /* an open keyring needs no unlocking, and nobody is asked */
  unlock (fixture);
  g_assert_no_error (fixture->error);

  forget (fixture, ACCOUNT);
  g_assert_no_error (fixture->error);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
  forget (fixture, ACCOUNT);
  g_assert_no_error (fixture->error);
  assert_found (fixture, OTHER, "other");
}

static void
test_locked_and_opened (Fixture *fixture, gconstpointer data)
{
  start_daemon (fixture, TRUE);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  fixture->n_changed = 0;

  run_helper ("keyring_ctl.py", "lock " COLLECTION);
  wait_for_change (fixture);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRETS_LOCKED);
  forget (fixture, ACCOUNT);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_LOCKED);

  run_helper ("keyring_ctl.py", "unlock " COLLECTION " " PASSWORD);
  wait_for_change (fixture);
  assert_found (fixture, ACCOUNT, "hunter2");
}

/* Another program puts the secret there that somebody waits for. */
static void
test_item_added (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) tool = NULL;

  start_daemon (fixture, TRUE);
  wait_for_change (fixture);
  store (fixture, OTHER, "first");
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  fixture->n_changed = 0;

  tool = spawn ("printf hunter2 | secret-tool store --label=Home application " SP_APPLICATION_ID
                " account " ACCOUNT);
  wait_for_change (fixture);
  g_assert_true (g_subprocess_wait_check (tool, NULL, NULL));
  assert_found (fixture, ACCOUNT, "hunter2");
}

static void
test_locked_from_start (Fixture *fixture, gconstpointer data)
{
  start_daemon (fixture, TRUE);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  stop_daemon (fixture);
  start_daemon (fixture, FALSE);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRETS_LOCKED);
  assert_not_found (fixture, OTHER, SP_ERROR_SECRET_NOT_FOUND);
}

static void
test_killed_and_back (Fixture *fixture, gconstpointer data)
{
  start_daemon (fixture, TRUE);
  wait_for_change (fixture);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  assert_found (fixture, ACCOUNT, "hunter2");

  fixture->n_changed = 0;
  stop_daemon (fixture);
  wait_for_change (fixture);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRETS_UNAVAILABLE);

  start_daemon (fixture, TRUE);
  wait_for_change (fixture);
  assert_found (fixture, ACCOUNT, "hunter2");
}

static void
test_frozen (Fixture *fixture, gconstpointer data)
{
  int pid;

  start_daemon (fixture, TRUE);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  pid = get_daemon_pid (fixture);
  kill (pid, SIGSTOP);
  begin_look_up (fixture, ACCOUNT);
  sp_fake_clock_advance_s (fixture->clock, 9);
  g_assert_false (fixture->is_done);
  sp_fake_clock_advance_s (fixture->clock, 1);
  wait_for_done (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_UNAVAILABLE);
  g_assert_nonnull (strstr (fixture->error->message, "10 s"));
  kill (pid, SIGCONT);
  assert_found (fixture, ACCOUNT, "hunter2");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  start_daemon (fixture, TRUE);
  sp_secrets_lookup_async (fixture->secrets, ACCOUNT, NULL, cancellable, looked_up_cb, fixture);
  g_cancellable_cancel (cancellable);
  wait_for_done (fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_prompt_answered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) person = NULL;

  start_daemon (fixture, TRUE);
  start_prompter (fixture);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  run_helper ("keyring_ctl.py", "lock " COLLECTION);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRETS_LOCKED);

  fixture->n_changed = 0;
  person = spawn_helper ("answer-prompt.sh", "type " PASSWORD);
  unlock (fixture);
  g_assert_no_error (fixture->error);
  wait_for_change (fixture);
  assert_found (fixture, ACCOUNT, "hunter2");
  g_subprocess_wait (person, NULL, NULL);
}

static void
test_prompt_dismissed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) person = NULL;
  g_autoptr (GSubprocess) again = NULL;

  start_daemon (fixture, TRUE);
  start_prompter (fixture);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  run_helper ("keyring_ctl.py", "lock " COLLECTION);

  person = spawn_helper ("answer-prompt.sh", "close");
  unlock (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_DISMISSED);
  g_subprocess_wait (person, NULL, NULL);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRETS_LOCKED);

  again = spawn_helper ("answer-prompt.sh", "close");
  store (fixture, OTHER, "x");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_DISMISSED);
  g_subprocess_wait (again, NULL, NULL);
}

/* The person pays no attention for a long time: nothing ends, and the daemon lives. */
static void
test_prompt_ignored (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) person = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  int pid;

  start_daemon (fixture, TRUE);
  start_prompter (fixture);
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  run_helper ("keyring_ctl.py", "lock " COLLECTION);
  pid = get_daemon_pid (fixture);

  sp_secrets_unlock_async (fixture->secrets, cancellable, done_cb, fixture);
  wait_for_service (fixture, "org.gnome.keyring.SystemPrompter", TRUE);
  while (sp_fake_clock_get_n_pending (fixture->clock) > 0)
    iterate ();
  g_cancellable_cancel (cancellable);
  sp_fake_clock_advance_s (fixture->clock, 3600);
  g_assert_false (fixture->is_done);

  person = spawn_helper ("answer-prompt.sh", "type " PASSWORD);
  wait_for_done (fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (get_daemon_pid (fixture), ==, pid);
  g_subprocess_wait (person, NULL, NULL);
}

static void
test_no_keyring_yet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) person = NULL;
  g_autoptr (GSubprocess) again = NULL;

  start_daemon (fixture, FALSE);
  start_prompter (fixture);
  assert_not_found (fixture, ACCOUNT, SP_ERROR_SECRET_NOT_FOUND);
  unlock (fixture);
  g_assert_no_error (fixture->error);

  person = spawn_helper ("answer-prompt.sh", "close");
  store (fixture, ACCOUNT, "hunter2");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_DISMISSED);
  g_subprocess_wait (person, NULL, NULL);

  again = spawn_helper ("answer-prompt.sh", "choose newpass");
  store (fixture, ACCOUNT, "hunter2");
  g_assert_no_error (fixture->error);
  g_subprocess_wait (again, NULL, NULL);
  assert_found (fixture, ACCOUNT, "hunter2");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/keyring/quiet/absent", test_absent },
    { "/keyring/quiet/open", test_open },
    { "/keyring/quiet/locked-and-opened", test_locked_and_opened },
    { "/keyring/quiet/item-added", test_item_added },
    { "/keyring/quiet/locked-from-start", test_locked_from_start },
    { "/keyring/quiet/killed-and-back", test_killed_and_back },
    { "/keyring/quiet/frozen", test_frozen },
    { "/keyring/quiet/cancelled", test_cancelled },
    { "/keyring/prompt/answered", test_prompt_answered },
    { "/keyring/prompt/dismissed", test_prompt_dismissed },
    { "/keyring/prompt/ignored", test_prompt_ignored },
    { "/keyring/prompt/no-keyring-yet", test_no_keyring_yet },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
