/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"

G_BEGIN_DECLS

/* The parts of a request as signatures want them: two programs that write the same request must
 * come to the same text. */

char *sp_canonical_get_host (const SpRequest *request);
char *sp_canonical_get_path (const SpRequest *request);
char *sp_canonical_get_path_and_query (const SpRequest *request);
char *sp_canonical_get_body (const SpRequest *request);
gboolean sp_canonical_has_form (const SpRequest *request);

GPtrArray *sp_canonical_list_query (const SpRequest *request);
void sp_canonical_add_form (GPtrArray *pairs, const SpRequest *request);
void sp_canonical_add_pair (GPtrArray *pairs, const char *name, const char *value);
char *sp_canonical_join (GPtrArray *pairs, const char *separator);

GPtrArray *sp_canonical_list_headers (const SpRequest *request, const char *prefix);
char *sp_canonical_describe (const SpRequest *request,
                             const char *path,
                             GPtrArray *headers,
                             gboolean lower_values);

G_END_DECLS
