/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpKeyringWatch:
 *
 * Listens on the session bus for what happens to the keyring: its service starts or ends, a
 * collection is opened, locked or made, an item is put into one. Neither starts the service nor asks it anything.
 */
typedef struct _SpKeyringWatch SpKeyringWatch;
typedef void (*SpKeyringWatchFunc) (gpointer user_data);

SpKeyringWatch *sp_keyring_watch_new (SpKeyringWatchFunc callback, gpointer user_data);
void sp_keyring_watch_free (SpKeyringWatch *self);

G_END_DECLS
