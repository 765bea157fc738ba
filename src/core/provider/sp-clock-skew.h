/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person is told when a signature is refused because the clocks differ. */

char *sp_clock_skew_describe (gint64 server_ahead_s);

G_END_DECLS
