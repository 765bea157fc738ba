/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder of its own for a test that needs files. */

char *sp_scratch_new (void);
void sp_scratch_remove (const char *folder);
void sp_scratch_write (const char *folder, const char *name, const char *text);
char *sp_scratch_read (const char *folder, const char *name);

G_END_DECLS
