/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-state-lock.h"

#include "base/sp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define LOCK_FILE "signpost.lock"

/**
 * sp_state_lock_take:
 * @folder: the folder of the state, which exists
 * @error: %SP_ERROR_BUSY if another Signpost holds it, %SP_ERROR_STORAGE if there can be no lock
 *
 * The lock belongs to the open file (F_OFD_SETLK), not to the process, so closing another
 * descriptor of the same file does not lose it, and it goes when the last copy of the descriptor
 * is closed, however the process ends. It is a file of its own because SQLite locks the database.
 *
 * Returns: a descriptor that holds the lock until it is closed, or -1
 */
int
sp_state_lock_take (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean is_held;
  int fault;

  if (fd >= 0 && fcntl (fd, F_OFD_SETLK, &lock) == 0)
    return fd;

  fault = errno;
  is_held = fd >= 0 && (fault == EAGAIN || fault == EACCES);
  if (fd >= 0)
    close (fd);
  if (is_held)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BUSY,
                 "another Signpost is running with the state in %s; this one only views it",
                 folder);
  else
    g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "cannot lock %s: %s", path, g_strerror (fault));
  return -1;
}
