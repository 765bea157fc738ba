/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lock that lets one Signpost act and every other one only view. Whoever holds it has this file
 * of the state's folder open for writing. */

#define SP_STATE_LOCK_FILE "signpost.lock"

int sp_state_lock_take (const char *folder, GError **error);

G_END_DECLS
