/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "recipe/sp-endpoint.h"
#include "recipe/sp-names.h"
#include "recipe/sp-recipe-text.h"

G_BEGIN_DECLS

/**
 * SpRequestForm:
 *
 * What every request of a recipe has, whatever its protocol: the server, the way to log in and
 * further headers. Made by the loader, filled in for each request. Its User-Agent satisfies what
 * Dyn and No-IP ask of a program.
 */
typedef struct _SpRequestForm SpRequestForm;

SpRequestForm *sp_request_form_new (const SpRecipeText *text,
                                    const char *section,
                                    gboolean basic_by_default,
                                    SpNames *names,
                                    SpProblems *problems);
SpRequestForm *sp_request_form_new_below (const SpRequestForm *base,
                                          gboolean inherits,
                                          const SpRecipeText *text,
                                          const char *section,
                                          SpNames *names,
                                          SpProblems *problems);
void sp_request_form_free (SpRequestForm *self);
gboolean sp_request_form_has_name (const SpRequestForm *self, const char *name);
SpEndpointKind sp_request_form_get_endpoint_kind (const SpRequestForm *self);
const char *sp_request_form_get_endpoint_field (const SpRequestForm *self);
SpRequest *sp_request_form_fill_in (const SpRequestForm *self,
                                    const char *method,
                                    gboolean ipv6,
                                    const SpVariables *variables,
                                    const SpTwin *query,
                                    GError **error);

const char *sp_request_form_get_user_agent (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRequestForm, sp_request_form_free)

G_END_DECLS
