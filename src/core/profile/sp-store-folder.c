/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-store-folder.h"

#include "base/sp-error.h"
#include "profile/sp-field-text.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* No file of ours comes near; a mistaken one is not read at all. */
#define MAX_OCTETS (256 * 1024)

/* The id a file is named by, or NULL for what is none of ours: editors and g_file_set_contents()
 * leave files with other endings beside them for a moment. */
static char *
get_id (const char *name, const char *suffix)
{
  g_autofree char *id = NULL;

  if (!g_str_has_suffix (name, suffix))
    return NULL;

  id = g_strndup (name, strlen (name) - strlen (suffix));
  return sp_field_text_is_id (id) ? g_steal_pointer (&id) : NULL;
}

static char *
read_text (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length = 0;
  GStatBuf status;

  if (g_stat (path, &status) == 0 && (!S_ISREG (status.st_mode) || status.st_size > MAX_OCTETS))
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_FILE, "it is no plain file of at most 256 KiB");
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "it cannot be read: %s", reason->message);
      return NULL;
    }
  if (strlen (text) != length)
    {
      g_set_error (error, SP_ERROR, SP_ERROR_BAD_FILE, "it is damaged: it holds a NUL byte");
      return NULL;
    }
  return g_steal_pointer (&text);
}

static gboolean
load_file (const char *path,
           const char *id,
           SpStoreFolderFunc take,
           gpointer user_data,
           GError **error)
{
  g_autofree char *text = read_text (path, error);

  return text != NULL && take (user_data, id, text, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_names (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &reason);
  const char *name;

  if (dir == NULL && !g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_STORAGE,
                   "cannot read the folder %s: %s",
                   folder,
                   reason->message);
      return NULL;
    }

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/**
 * sp_store_folder_load:
 * @folder: a folder; one that is not there is empty
 * @suffix: the ending of the files, with its dot
 * @take: called for each file in the order of the ids; it sets an error to refuse it
 * @user_data: for @take
 * @problems: (element-type GError): gets an error with the path for each file that cannot be read
 *   or is refused
 * @error: %SP_ERROR_STORAGE if the folder itself cannot be read
 *
 * Returns: %TRUE if the folder was read, whatever its files are like
 */
gboolean
sp_store_folder_load (const char *folder,
                      const char *suffix,
                      SpStoreFolderFunc take,
                      gpointer user_data,
                      GPtrArray *problems,
                      GError **error)
{
  g_autoptr (GPtrArray) names = list_names (folder, error);

  if (names == NULL)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *id = get_id (name, suffix);
      g_autoptr (GError) reason = NULL;

      if (id == NULL || load_file (path, id, take, user_data, &reason))
        continue;

      g_prefix_error (&reason, "%s: ", path);
      g_ptr_array_add (problems, g_steal_pointer (&reason));
    }
  return TRUE;
}

/**
 * sp_store_folder_ensure:
 * @folder: a folder
 * @error: %SP_ERROR_STORAGE if it cannot be made
 *
 * Returns: %TRUE if the folder is there; a new one is for its owner only
 */
gboolean
sp_store_folder_ensure (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "cannot make the folder %s (%s); check the free space and the permissions",
               folder,
               g_strerror (errno));
  return FALSE;
}

/**
 * sp_store_folder_write:
 * @folder: a folder; made if it is not there
 * @id: the name of the file
 * @suffix: its ending
 * @text: what shall be in it
 * @error: %SP_ERROR_STORAGE if it cannot be written; then the old file is untouched
 *
 * Returns: %TRUE if the new file is whole, on disk and for its owner only
 */
gboolean
sp_store_folder_write (const char *folder,
                       const char *id,
                       const char *suffix,
                       const char *text,
                       GError **error)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) reason = NULL;

  if (!sp_store_folder_ensure (folder, error))
    return FALSE;
  if (g_file_set_contents_full (path,
                                text,
                                -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &reason))
    return TRUE;

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "cannot write %s (%s); check the free space and the permissions",
               path,
               reason->message);
  return FALSE;
}

/**
 * sp_store_folder_remove:
 * @folder: a folder
 * @id: the name of the file
 * @suffix: its ending
 * @error: %SP_ERROR_STORAGE if it cannot be removed
 *
 * Returns: %TRUE if there is no such file any more
 */
gboolean
sp_store_folder_remove (const char *folder, const char *id, const char *suffix, GError **error)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "cannot remove %s: %s", path, g_strerror (errno));
  return FALSE;
}
