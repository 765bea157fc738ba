/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "profile/sp-settings.h"
#include "sp-scratch.h"

#include <string.h>

static GPtrArray *
new_problems (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
}

static GSettings *
open_settings (const char *folder, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  GSettings *settings = sp_settings_open (folder, problems, &error);

  g_assert_no_error (error);
  return settings;
}

static void
test_defaults_and_back (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autoptr (GPtrArray) problems = new_problems ();
  g_autoptr (GSettings) settings = open_settings (folder, problems);
  g_autoptr (GSettings) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *style = NULL;

  g_assert_cmpuint (g_settings_get_uint (settings, SP_SETTING_CHECK_INTERVAL), ==, 600);
  g_assert_cmpuint (g_settings_get_uint (settings, SP_SETTING_HISTORY_DAYS), ==, 365);
  g_assert_true (g_settings_get_boolean (settings, SP_SETTING_NOTIFY_CHANGED));
  g_assert_true (g_settings_get_boolean (settings, SP_SETTING_NOTIFY_PROBLEM));
  g_assert_true (g_settings_get_boolean (settings, SP_SETTING_NOTIFY_RECOVERED));
  g_assert_true (g_settings_get_boolean (settings, SP_SETTING_NOTIFY_NEEDS_YOU));
  g_assert_true (g_settings_get_boolean (settings, SP_SETTING_RUN_IN_BACKGROUND));

  g_assert_true (g_settings_set_uint (settings, SP_SETTING_CHECK_INTERVAL, 120));
  g_assert_true (g_settings_set_string (settings, SP_SETTING_TRAY_STYLE, "dark"));
  text = sp_scratch_read (folder, "settings.ini");
  g_assert_nonnull (strstr (text, "[Signpost]"));
  g_assert_nonnull (strstr (text, "check-interval=120"));

  again = open_settings (folder, problems);
  g_assert_cmpuint (g_settings_get_uint (again, SP_SETTING_CHECK_INTERVAL), ==, 120);
  style = g_settings_get_string (again, SP_SETTING_TRAY_STYLE);
  g_assert_cmpstr (style, ==, "dark");
  g_assert_cmpuint (problems->len, ==, 0);

  g_clear_object (&settings);
  g_clear_object (&again);
  sp_scratch_remove (folder);
}

static void
test_bad_values_are_named (void)
{
  static const struct
  {
    const char *line;
    const char *reason; /* NULL: fine */
  } rows[] = {
    { "check-interval=uint32 300", NULL },
    { "check-interval=300", NULL },
    { "echo-services=['https://example.net/ip']", NULL },
    { "check-interval=59", "“check-interval” has a value" },
    { "check-interval=ten minutes", "“check-interval” has a value" },
    { "check-interval='600'", "“check-interval” has a value" },
    { "notify-problem=maybe", "“notify-problem” has a value" },
    { "tray-style='pink'", "“tray-style” has a value" },
    { "echo-services=[7]", "“echo-services” has a value" },
    { "colour='red'", "“colour” is not a setting" },
    { "[Extra]", "“Extra” is not a group" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autofree char *text = g_strdup_printf ("[Signpost]\n%s\n", rows[i].line);
      g_autoptr (GPtrArray) problems = new_problems ();
      g_autoptr (GSettings) settings = NULL;
      guint interval_s;

      sp_scratch_write (folder, "settings.ini", text);
      settings = open_settings (folder, problems);
      g_test_message ("%s", rows[i].line);
      g_assert_cmpuint (problems->len, ==, rows[i].reason != NULL ? 1 : 0);
      if (rows[i].reason != NULL)
        {
          const GError *problem = g_ptr_array_index (problems, 0);

          g_assert_error (problem, SP_ERROR, SP_ERROR_BAD_FILE);
          g_assert_true (g_str_has_prefix (problem->message, folder));
          g_assert_nonnull (strstr (problem->message, rows[i].reason));
        }
      interval_s = g_settings_get_uint (settings, SP_SETTING_CHECK_INTERVAL);
      g_assert_true (interval_s == 600 || (interval_s == 300 && rows[i].reason == NULL));
      g_clear_object (&settings);
      sp_scratch_remove (folder);
    }
}

static void
test_damage_is_set_aside (void)
{
  static const char *const damage[] = { "[Signpost\ncheck-", "no key file", "[Signpost]\nx=1\ny" };

  for (gsize i = 0; i < G_N_ELEMENTS (damage); i++)
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autoptr (GPtrArray) problems = new_problems ();
      g_autoptr (GSettings) settings = NULL;
      g_autoptr (GDir) dir = NULL;
      g_autofree char *aside = NULL;
      const GError *problem;

      sp_scratch_write (folder, "settings.ini", damage[i]);
      settings = open_settings (folder, problems);
      g_assert_cmpuint (problems->len, ==, 1);
      problem = g_ptr_array_index (problems, 0);
      g_test_message ("%s", problem->message);
      g_assert_nonnull (strstr (problem->message, "is damaged; the defaults are used"));
      g_assert_cmpuint (g_settings_get_uint (settings, SP_SETTING_CHECK_INTERVAL), ==, 600);

      dir = g_dir_open (folder, 0, NULL);
      aside = sp_scratch_read (folder, g_dir_read_name (dir));
      g_assert_cmpstr (aside, ==, damage[i]);
      g_clear_object (&settings);
      sp_scratch_remove (folder);
    }
}

static void
test_unreadable (void)
{
  g_autofree char *folder = sp_scratch_new ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettings) settings = NULL;

  sp_scratch_write (folder, "file", "");
  settings = sp_settings_open (file, NULL, &error);
  g_assert_error (error, SP_ERROR, SP_ERROR_STORAGE);
  g_assert_null (settings);
  sp_scratch_remove (folder);
}

/* GLib reads GSETTINGS_SCHEMA_DIR once per process, so this one is another process. */
static void
test_no_schema (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *folder = sp_scratch_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GSettings) settings = NULL;

      g_setenv ("GSETTINGS_SCHEMA_DIR", folder, TRUE);
      g_setenv ("XDG_DATA_DIRS", folder, TRUE);
      g_setenv ("XDG_DATA_HOME", folder, TRUE);
      settings = sp_settings_open (folder, NULL, &error);
      sp_scratch_remove (folder);
      if (g_file_test (SP_SCHEMA_DIR "/gschemas.compiled", G_FILE_TEST_EXISTS))
        return; /* this build is installed, and found what it installed */

      g_assert_error (error, SP_ERROR, SP_ERROR_NOT_FOUND);
      g_assert_nonnull (strstr (error->message, "install Signpost again"));
      g_assert_null (settings);
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/no-schema", test_no_schema);
  g_test_add_func ("/settings/defaults-and-back", test_defaults_and_back);
  g_test_add_func ("/settings/bad-values-are-named", test_bad_values_are_named);
  g_test_add_func ("/settings/damage-is-set-aside", test_damage_is_set_aside);
  g_test_add_func ("/settings/unreadable", test_unreadable);
  return g_test_run ();
}
