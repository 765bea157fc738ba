/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-secrets-folder.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "base/sp-error.h"

#define ACCOUNT "0b3e9a52-7c2f-4b0e-9b83-6f5c2f5d2c11"
#define OK      -1

typedef struct
{
  char *folder;               /* (owned) */
  char *file;                 /* (owned) */
  SpSecrets *secrets;         /* (owned) */
  SpCredentials *credentials; /* (owned) (nullable) */
  GError *error;              /* (owned) (nullable) */
  gboolean is_done;
  guint n_changed;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("signpost-secrets-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, ACCOUNT, NULL);
  fixture->secrets = sp_secrets_folder_new (fixture->folder);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_unlink (file) != 0)
        g_rmdir (file);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_pointer (&fixture->credentials, sp_credentials_unref);
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->secrets);
  remove_folder (fixture->folder);
  g_free (fixture->file);
  g_free (fixture->folder);
}

static void
write_file (Fixture *fixture, const char *text, gssize length, int mode)
{
  g_assert_true (g_file_set_contents (fixture->file, text, length, NULL));
  g_assert_cmpint (g_chmod (fixture->file, mode), ==, 0);
}

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->credentials = sp_secrets_lookup_finish (SP_SECRETS (object), result, &fixture->error);
  fixture->is_done = TRUE;
}

static void
stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;
  gboolean is_stored = sp_secrets_store_finish (SP_SECRETS (object), result, &fixture->error);

  g_assert_true (is_stored == (fixture->error == NULL));
  fixture->is_done = TRUE;
}

static void
wait_for_done (Fixture *fixture)
{
  g_assert_false (fixture->is_done);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  fixture->is_done = FALSE;
}

static void
look_up (Fixture *fixture, const char *account, const char *only_field)
{
  g_clear_pointer (&fixture->credentials, sp_credentials_unref);
  g_clear_error (&fixture->error);
  sp_secrets_lookup_async (fixture->secrets, account, only_field, NULL, looked_up_cb, fixture);
  wait_for_done (fixture);
}

static void
store (Fixture *fixture, const char *password)
{
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();

  g_clear_error (&fixture->error);
  sp_credentials_set (credentials, "password", password);
  sp_secrets_store_async (fixture->secrets, ACCOUNT, "Test", credentials, NULL, stored_cb, fixture);
  wait_for_done (fixture);
}

static const struct
{
  const char *sentence;
  const char *text;
  gssize length;
  int mode;
  const char *only_field;
  int code;
  const char *what; /* the password, or part of the message */
} rows[] = {
  { "a bare value is the only field", "hunter2", -1, 0600, "password", OK, "hunter2" },
  { "a line end is not part of it", "hunter2\n", -1, 0600, "password", OK, "hunter2" },
  { "nor one from Windows", "hunter2\r\n", -1, 0600, "password", OK, "hunter2" },
  { "spaces are", " hunter 2 \n", -1, 0600, "password", OK, " hunter 2 " },
  { "the owner's eyes may be the only ones", "hunter2", -1, 0400, "password", OK, "hunter2" },
  { "a named field", "password=hunter2\n", -1, 0600, "password", OK, "hunter2" },
  { "one of several fields", "key=k\npassword=a=b\n", -1, 0600, NULL, OK, "a=b" },
  { "a group may not read", "x", -1, 0640, "password", SP_ERROR_SECRETS_DENIED, "chmod 600" },
  { "others may not read", "x", -1, 0604, "password", SP_ERROR_SECRETS_DENIED, "mode 604" },
  { "others may not write", "x", -1, 0602, "password", SP_ERROR_SECRETS_DENIED, "chmod 600" },
  { "a second line is not guessed at", "canary\nx\n", -1, 0600, "password", SP_ERROR_BAD_FILE, "" },
  { "a line without a field", "a=b\ncanary\n", -1, 0600, NULL, SP_ERROR_BAD_FILE, "line 2" },
  { "a NUL byte", "can\0ary", 7, 0600, "password", SP_ERROR_BAD_FILE, "not a text" },
};

static void
test_rows (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].sentence);
      write_file (fixture, rows[i].text, rows[i].length, rows[i].mode);
      look_up (fixture, ACCOUNT, rows[i].only_field);
      if (rows[i].code == OK)
        {
          g_assert_no_error (fixture->error);
          g_assert_cmpstr (sp_credentials_get (fixture->credentials, "password"), ==, rows[i].what);
          continue;
        }
      g_assert_error (fixture->error, SP_ERROR, rows[i].code);
      g_assert_nonnull (strstr (fixture->error->message, rows[i].what));
      g_assert_null (strstr (fixture->error->message, "canary"));
    }
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (65537, 'x');

  write_file (fixture, text, -1, 0600);
  look_up (fixture, ACCOUNT, "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_BAD_FILE);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpSecrets) nowhere = sp_secrets_folder_new ("/nonexistent/secrets");

  look_up (fixture, ACCOUNT, "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND);
  g_assert_nonnull (strstr (fixture->error->message, ACCOUNT));

  g_clear_error (&fixture->error);
  sp_secrets_lookup_async (nowhere, ACCOUNT, NULL, NULL, looked_up_cb, fixture);
  wait_for_done (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_UNAVAILABLE);
}

static void
test_odd_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);

  g_assert_true (g_file_set_contents (target, "hunter2", -1, NULL));
  g_assert_cmpint (g_chmod (target, 0600), ==, 0);
  g_assert_cmpint (symlink (target, fixture->file), ==, 0);
  look_up (fixture, ACCOUNT, "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_DENIED);
  g_assert_nonnull (strstr (fixture->error->message, "symbolic link"));

  g_assert_cmpint (g_unlink (fixture->file), ==, 0);
  g_assert_cmpint (mkfifo (fixture->file, 0600), ==, 0);
  look_up (fixture, ACCOUNT, "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_DENIED);

  look_up (fixture, "../" ACCOUNT, "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_BAD_INPUT);
  look_up (fixture, ".", "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_BAD_INPUT);
  look_up (fixture, "", "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_BAD_INPUT);
}

static void
test_store (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target", NULL);
  g_autofree char *text = NULL;
  GStatBuf info;

  /* a link that somebody has put there is replaced, not followed */
  g_assert_true (g_file_set_contents (target, "untouched", -1, NULL));
  g_assert_cmpint (symlink (target, fixture->file), ==, 0);
  store (fixture, "ünïcödé = x");
  g_assert_no_error (fixture->error);
  g_assert_cmpint (g_lstat (fixture->file, &info), ==, 0);
  g_assert_true (S_ISREG (info.st_mode));
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "untouched");

  look_up (fixture, ACCOUNT, "password");
  g_assert_cmpstr (sp_credentials_get (fixture->credentials, "password"), ==, "ünïcödé = x");

  sp_secrets_remove_async (fixture->secrets, ACCOUNT, NULL, stored_cb, fixture);
  wait_for_done (fixture);
  g_assert_no_error (fixture->error);
  sp_secrets_remove_async (fixture->secrets, ACCOUNT, NULL, stored_cb, fixture);
  wait_for_done (fixture);
  g_assert_no_error (fixture->error);
  look_up (fixture, ACCOUNT, "password");
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND);
}

static void
test_store_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SpSecrets) secrets = sp_secrets_folder_new ("/proc/signpost");
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();

  sp_secrets_store_async (secrets, ACCOUNT, "Test", credentials, NULL, stored_cb, fixture);
  wait_for_done (fixture);
  g_assert_error (fixture->error, SP_ERROR, SP_ERROR_SECRETS_DENIED);
}

static void
changed_cb (SpSecrets *secrets, gpointer user_data)
{
  ((Fixture *) user_data)->n_changed++;
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_signal_connect (fixture->secrets, "changed", G_CALLBACK (changed_cb), fixture);
  /* it watches from the first quiet moment on */
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  write_file (fixture, "x", -1, 0644);
  while (fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  fixture->n_changed = 0;
  g_assert_cmpint (g_chmod (fixture->file, 0600), ==, 0);
  while (fixture->n_changed == 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/secrets-folder/rows", Fixture, NULL, set_up, test_rows, tear_down);
  g_test_add ("/secrets-folder/too-large", Fixture, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/secrets-folder/missing", Fixture, NULL, set_up, test_missing, tear_down);
  g_test_add ("/secrets-folder/odd-files", Fixture, NULL, set_up, test_odd_files, tear_down);
  g_test_add ("/secrets-folder/store", Fixture, NULL, set_up, test_store, tear_down);
  g_test_add ("/secrets-folder/store-refused",
              Fixture,
              NULL,
              set_up,
              test_store_refused,
              tear_down);
  g_test_add ("/secrets-folder/changed", Fixture, NULL, set_up, test_changed, tear_down);
  return g_test_run ();
}
