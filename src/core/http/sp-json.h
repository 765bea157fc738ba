/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Reads JSON from outside, strictly after RFC 8259: nothing deeper than 32, no name twice, no NaN,
 * nothing behind the end. json-glib's own parser forgives all of that and recurses without limit. */

#define SP_JSON_MAX_DEPTH 32

JsonNode *sp_json_parse (const char *text, GError **error);
gboolean sp_json_check_path (const char *path, GError **error);
GPtrArray *sp_json_lookup (JsonNode *root, const char *path);
char *sp_json_scalar_to_text (JsonNode *node);

G_END_DECLS
