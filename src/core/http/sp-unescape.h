/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Undoes the writings in which a text gets into URLs, JSON and markup, all at once and without
 * asking which one it is. The result is for looking for something in it, not for showing. */

char *sp_unescape (const char *text);

G_END_DECLS
