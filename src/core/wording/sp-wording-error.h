/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Errors are English, for the log and for whoever is asked for help. Those that answer what a person
 * typed are said in the person's language where they are shown. */

char *sp_wording_translate_error (const char *message);

G_END_DECLS
