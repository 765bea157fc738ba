/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "recipe/sp-template.h"

G_BEGIN_DECLS

/* A JSON body of a recipe: parsed once as JSON, only its texts are templates. A value can
 * therefore never end a text or add a member: there is nothing to escape out of. */

typedef gboolean (*SpJsonTextFunc) (const char *text, gpointer user_data, GError **error);

gboolean
sp_json_body_foreach (JsonNode *body, SpJsonTextFunc func, gpointer user_data, GError **error);
gboolean
sp_json_body_render (JsonNode *body, const SpVariables *variables, SpTwin *twin, GError **error);
gboolean sp_json_body_render_onto (JsonNode *body,
                                   JsonNode *base,
                                   const char *const *drop,
                                   const SpVariables *variables,
                                   SpTwin *twin,
                                   GError **error);

G_END_DECLS
