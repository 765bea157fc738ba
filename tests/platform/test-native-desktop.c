/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-native-desktop.h"

#include <glib/gstdio.h>

#include "base/sp-error.h"
#include "sp-scratch.h"

#define FOLDER  "autostart"
#define ENTRY   FOLDER G_DIR_SEPARATOR_S SP_APPLICATION_ID ".desktop"
#define PROGRAM "/opt/50% \"off\"/$HOME/signpost"

typedef struct
{
  char *folder;       /* (owned) */
  SpDesktop *desktop; /* (owned) */
  GError *error;      /* (owned) (nullable) */
  int leave;
  gboolean is_done;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = sp_scratch_new ();
  fixture->desktop = sp_native_desktop_new (fixture->folder, PROGRAM);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_error (&fixture->error);
  g_clear_object (&fixture->desktop);
  sp_scratch_remove (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->leave = sp_desktop_ask_finish (SP_DESKTOP (object), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
ask (Fixture *fixture, gboolean start_at_login)
{
  g_clear_error (&fixture->error);
  fixture->is_done = FALSE;
  sp_desktop_ask_async (fixture->desktop, start_at_login, NULL, answered_cb, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
}

/* The words of the command line as a session would read them. */
static char **
read_command (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, ENTRY, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  char **words = NULL;

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  text = g_key_file_get_string (file, G_KEY_FILE_DESKTOP_GROUP, "Exec", NULL);
  g_assert_true (g_shell_parse_argv (text, NULL, &words, NULL));
  return words;
}

static void
test_on_and_off (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) words = NULL;

  g_assert_false (sp_desktop_is_sandbox (fixture->desktop));
  g_assert_false (sp_desktop_starts_at_login (fixture->desktop, TRUE));

  ask (fixture, TRUE);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->leave, ==, SP_DESKTOP_RUN_UNSEEN | SP_DESKTOP_START_AT_LOGIN);
  g_assert_true (sp_desktop_starts_at_login (fixture->desktop, FALSE));

  g_test_message ("the path of the program survives every kind of quoting; %% stands for %%");
  words = read_command (fixture);
  g_assert_cmpuint (g_strv_length (words), ==, 2);
  g_assert_cmpstr (words[0], ==, "/opt/50%% \"off\"/$HOME/signpost");
  g_assert_cmpstr (words[1], ==, "--hidden");

  ask (fixture, FALSE);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->leave, ==, SP_DESKTOP_RUN_UNSEEN);
  g_assert_false (sp_desktop_starts_at_login (fixture->desktop, TRUE));

  g_test_message ("what is off already can be switched off");
  ask (fixture, FALSE);
  g_assert_no_error (fixture->error);
}

static void
test_switched_off_elsewhere (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    gboolean starts;
  } table[] = {
    { "[Desktop Entry]\nType=Application\nName=Signpost\nExec=signpost\n", TRUE },
    { "[Desktop Entry]\nType=Application\nHidden=true\n", FALSE },
    { "[Desktop Entry]\nType=Application\nX-GNOME-Autostart-enabled=false\n", FALSE },
    { "[Desktop Entry]\nType=Application\nX-GNOME-Autostart-enabled=true\n", TRUE },
    { "no key file\n", FALSE },
  };

  ask (fixture, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      sp_scratch_write (fixture->folder, ENTRY, table[i].text);
      g_assert_cmpint (sp_desktop_starts_at_login (fixture->desktop, FALSE), ==, table[i].starts);
    }

  g_test_message ("and on again, which mends the file");
  ask (fixture, TRUE);
  g_assert_true (sp_desktop_starts_at_login (fixture->desktop, FALSE));
}

static void
test_not_writable (Fixture *fixture, gconstpointer data)
{
  /* a file in the folder's place, because root may write everywhere */
  sp_scratch_write (fixture->folder, FOLDER, "");
  ask (fixture, TRUE);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_STORAGE);
  g_assert_cmpint (fixture->leave, ==, -1);
  g_assert_nonnull (strstr (fixture->error->message, "make the folder writable"));
  g_assert_false (sp_desktop_starts_at_login (fixture->desktop, TRUE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/native-desktop/on-and-off", Fixture, NULL, set_up, test_on_and_off, tear_down);
  g_test_add ("/native-desktop/switched-off-elsewhere",
              Fixture,
              NULL,
              set_up,
              test_switched_off_elsewhere,
              tear_down);
  g_test_add ("/native-desktop/not-writable", Fixture, NULL, set_up, test_not_writable, tear_down);

  return g_test_run ();
}
