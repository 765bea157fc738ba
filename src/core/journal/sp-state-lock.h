/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lock that lets one Signpost act and every other one only view. Whoever holds it has this file
 * of the state's folder open for writing, and touches it after each step that is in the journal. */

#define SP_STATE_LOCK_FILE "signpost.lock"

int sp_state_lock_take (const char *folder, GError **error);
void sp_state_lock_announce (int fd);

G_END_DECLS
