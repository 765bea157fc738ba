/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "journal/sp-state-lock.h"

#include "base/sp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Asked with a descriptor that cannot write: closing one that can is what tells those who wait that
 * the lock may be free, and asking must not tell them so. */
static gboolean
is_held_by_another (const char *path)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  gboolean is_held = fd >= 0 && fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;

  if (fd >= 0)
    close (fd);
  return is_held;
}

/* Returns the descriptor, or -1 with errno set. */
static int
take (const char *path)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  int fault;

  if (fd < 0 || fcntl (fd, F_OFD_SETLK, &lock) == 0)
    return fd;

  fault = errno;
  close (fd);
  errno = fault == EACCES ? EAGAIN : fault;
  return -1;
}

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
  g_autofree char *path = g_build_filename (folder, SP_STATE_LOCK_FILE, NULL);
  gboolean is_held = is_held_by_another (path);
  int fd = is_held ? -1 : take (path);
  int fault = errno;

  if (fd >= 0)
    return fd;

  if (is_held || fault == EAGAIN)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BUSY,
                 "another Signpost is running with the state in %s; this one only views it",
                 folder);
  else
    g_set_error (error, SP_ERROR, SP_ERROR_STORAGE, "cannot lock %s: %s", path, g_strerror (fault));
  return -1;
}

/**
 * sp_state_lock_announce:
 * @fd: what sp_state_lock_take() returned
 *
 * Tells those who watch the folder that they can read more now. The writes to the database do not
 * tell that: they come before the commit that makes them visible, by as long as the disk takes.
 */
void
sp_state_lock_announce (int fd)
{
  futimens (fd, NULL);
}
