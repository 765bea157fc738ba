/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-scratch.h"

#include <glib/gstdio.h>

/**
 * sp_scratch_new:
 *
 * Returns: (transfer full): the path of a new empty folder; end with sp_scratch_remove()
 */
char *
sp_scratch_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("signpost-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/**
 * sp_scratch_remove:
 * @folder: a folder made by sp_scratch_new()
 *
 * Removes the folder and everything in it.
 */
void
sp_scratch_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        sp_scratch_remove (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/**
 * sp_scratch_write:
 * @folder: a folder made by sp_scratch_new()
 * @name: a path below it; folders in between are made
 * @text: what to write
 */
void
sp_scratch_write (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/**
 * sp_scratch_read:
 * @folder: a folder made by sp_scratch_new()
 * @name: a path below it
 *
 * Returns: (transfer full) (nullable): the text of the file, or %NULL if it is not there
 */
char *
sp_scratch_read (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}
