/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes plain text of what servers wrap into HTML. Not a parser: nothing is ever drawn from it. */

char *sp_markup_strip_comments (const char *text);
char *sp_markup_strip (const char *text);

G_END_DECLS
