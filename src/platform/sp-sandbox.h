/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is different in a sandbox is decided once, by a program's main file, and handed on. */

gboolean sp_sandbox_is_around (void);

G_END_DECLS
