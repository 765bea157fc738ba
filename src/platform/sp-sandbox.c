/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-sandbox.h"

/* flatpak-run(1) puts it there, and GLib and libsecret go by it, too. */
#define MARK "/.flatpak-info"

/**
 * sp_sandbox_is_around:
 *
 * Returns: whether this program runs in a Flatpak, where the desktop is reached through portals
 */
gboolean
sp_sandbox_is_around (void)
{
  return g_file_test (MARK, G_FILE_TEST_EXISTS);
}
