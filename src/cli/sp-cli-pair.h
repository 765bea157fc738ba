/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* “KEY=VALUE” as it is typed. */

char *sp_cli_pair_split (const char *pair, const char **value, GError **error);

G_END_DECLS
