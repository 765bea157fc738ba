/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "recipe/sp-pairs.h"
#include "recipe/sp-request-form.h"

G_BEGIN_DECLS

/**
 * SpRequestBlank:
 * @method: (owned): GET, POST …
 * @content_type: (owned) (nullable): the media type of the body, where it is not the usual one
 * @query: (owned) (nullable): what stands behind “?”
 * @form: (owned) (nullable): a body of pairs
 * @json: (owned) (nullable): a body whose texts are templates
 * @xml: (owned) (nullable): a body that is one template
 * @text: (owned) (nullable): a body that is one template and nothing else, as an address alone
 *
 * Method, query and body of a request, as a section of a recipe says them. At most one of the
 * bodies is there. Made by the loader, then not changed.
 */
typedef struct
{
  char *method;
  char *content_type;
  SpPairs *query;
  SpPairs *form;
  JsonNode *json;
  SpTemplate *xml;
  SpTemplate *text;
} SpRequestBlank;

SpRequestBlank *sp_request_blank_new (const SpRecipeText *text,
                                      const char *section,
                                      SpNames *names,
                                      SpProblems *problems);
void sp_request_blank_free (SpRequestBlank *self);
gboolean sp_request_blank_has_name (const SpRequestBlank *self, const char *name);
gboolean sp_request_blank_body_has_name (const SpRequestBlank *self, const char *name);
SpRequest *sp_request_blank_fill_in (const SpRequestBlank *self,
                                     const SpRequestForm *form,
                                     gboolean ipv6,
                                     const SpVariables *variables,
                                     JsonNode *onto,
                                     const char *const *drop,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRequestBlank, sp_request_blank_free)

G_END_DECLS
