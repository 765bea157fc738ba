/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an entry offers and what all of them need. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

char *sp_fuzz_take_text (const guint8 *data, gsize size);
void sp_fuzz_check_error (const GError *error, gboolean failed);

G_END_DECLS
