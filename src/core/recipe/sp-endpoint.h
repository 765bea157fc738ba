/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"
#include "recipe/sp-template.h"

G_BEGIN_DECLS

/**
 * SpEndpoint:
 *
 * The `Url=` of a recipe: a fixed server, a server typed by a person (`${server}/…`), or one field that holds a
 * whole URL template; and the path behind it. It alone decides which server a request goes to.
 */
typedef struct _SpEndpoint SpEndpoint;

/**
 * SpEndpointKind:
 * @SP_ENDPOINT_FIXED: the recipe names the server
 * @SP_ENDPOINT_SERVER: the person names the server, in the field “server” or another
 * @SP_ENDPOINT_TEMPLATE: the person writes the whole URL
 */
typedef enum
{
  SP_ENDPOINT_FIXED,
  SP_ENDPOINT_SERVER,
  SP_ENDPOINT_TEMPLATE,
} SpEndpointKind;

SpEndpoint *sp_endpoint_new (const char *text, GError **error);
void sp_endpoint_free (SpEndpoint *self);
SpEndpointKind sp_endpoint_get_kind (const SpEndpoint *self);
const char *sp_endpoint_get_host (const SpEndpoint *self);
gboolean sp_endpoint_is_plain (const SpEndpoint *self);
const char *sp_endpoint_get_field (const SpEndpoint *self);
const SpTemplate *sp_endpoint_get_path (const SpEndpoint *self);
gboolean sp_endpoint_render (const SpEndpoint *self,
                             const SpVariables *variables,
                             SpTwin *url,
                             GError **error);

gboolean sp_endpoint_check_template (const char *text,
                                     gboolean *families,
                                     gboolean *together,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpEndpoint, sp_endpoint_free)

G_END_DECLS
