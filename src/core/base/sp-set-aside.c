/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-set-aside.h"

#include "base/sp-error.h"

#include <errno.h>
#include <glib/gstdio.h>

#define MAX_NUMBER 1000

static char *
make_stamp (const char *path)
{
  g_autoptr (GDateTime) changed = NULL;
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return NULL;

  changed = g_date_time_new_from_unix_utc (status.st_mtime);
  return changed != NULL ? g_date_time_format (changed, "%Y%m%dT%H%M%SZ") : NULL;
}

/**
 * sp_set_aside:
 * @path: a damaged file
 * @error: %SP_ERROR_STORAGE if it cannot be renamed
 *
 * Renames a damaged file so that a new one can take its place and nothing is lost: it gets
 * “.damaged-” and the time of its last change (UTC) added to its name, and a number where such a
 * file is there already.
 *
 * Returns: (transfer full): the new path
 */
char *
sp_set_aside (const char *path, GError **error)
{
  g_autofree char *stamp = make_stamp (path);
  g_autofree char *aside = NULL;

  aside = g_strconcat (path, ".damaged-", stamp != NULL ? stamp : "0", NULL);
  for (guint number = 2; g_file_test (aside, G_FILE_TEST_EXISTS) && number < MAX_NUMBER; number++)
    {
      g_clear_pointer (&aside, g_free);
      aside = g_strdup_printf ("%s.damaged-%s-%u", path, stamp != NULL ? stamp : "0", number);
    }

  if (g_rename (path, aside) == 0)
    return g_steal_pointer (&aside);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_STORAGE,
               "%s is damaged and cannot be set aside (%s); move it away",
               path,
               g_strerror (errno));
  return NULL;
}
