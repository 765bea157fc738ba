/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http/sp-request.h"
#include "signing/sp-signing.h"

G_BEGIN_DECLS

/**
 * SpSignerScope:
 * @SP_SIGNER_EACH_REQUEST: signs every request
 * @SP_SIGNER_TOKEN_REQUEST: signs the request of [Token] alone; the others carry what it brought
 * @SP_SIGNER_ASSERTION: signs no request, but makes the text that templates know as `${assertion}`
 *
 * What a signature is for.
 */
typedef enum
{
  SP_SIGNER_EACH_REQUEST,
  SP_SIGNER_TOKEN_REQUEST,
  SP_SIGNER_ASSERTION,
} SpSignerScope;

/**
 * SpSigner:
 *
 * A kind of signature, by the name that recipes call it. Constant; they all live as long as the
 * program. A signature is made when everything else of a request stands, and is made anew for each
 * attempt, since it holds the time.
 */
typedef struct _SpSigner SpSigner;

const SpSigner *sp_signer_find (const char *name, GError **error);
char **sp_signer_list_names (void);
const char *sp_signer_get_name (const SpSigner *self);
const char *const *sp_signer_get_parameters (const SpSigner *self);
SpSignerScope sp_signer_get_scope (const SpSigner *self);
gboolean
sp_signer_sign (const SpSigner *self, SpRequest *request, const SpSigning *signing, GError **error);
char *sp_signer_make_assertion (const SpSigner *self, const SpSigning *signing, GError **error);

G_END_DECLS
