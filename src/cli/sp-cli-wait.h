/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A command does one thing and waits for it: the one place below core where a main loop runs
 * inside a function. */

void sp_cli_wait_cb (GObject *object, GAsyncResult *result, gpointer slot);
GAsyncResult *sp_cli_wait (GAsyncResult **slot);

G_END_DECLS
