/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-mask.h"

G_BEGIN_DECLS

/* Makes fit for a log what was sent or came back, whole: without secrets, names and what is called a
 * token, UTF-8 that repaints no terminal, and not longer than one wants to read. */

char *sp_trace_text_clean_request (const SpMask *mask, const char *redacted);
char *sp_trace_text_clean (const SpMask *mask, const char *text, gsize *n_left);
gsize sp_trace_text_cut (char *text);

G_END_DECLS
