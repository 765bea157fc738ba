/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "signing/sp-signer.h"

#include <string.h>

#include "base/sp-error.h"
#include "signing/sp-front-signature.h"
#include "signing/sp-parameter-signature.h"
#include "signing/sp-rsa-signature.h"
#include "signing/sp-scope-signature.h"
#include "signing/sp-service-account.h"
#include "signing/sp-text-signature.h"
#include "signing/sp-time-signature.h"

#define MAX_PARAMETERS 6

#if SP_HAVE_RSA
#define RSA(function) function
#else
#define RSA(function) NULL
#endif

struct _SpSigner
{
  const char *name;
  const char *parameters[MAX_PARAMETERS]; /* “?” at the end: may be empty */
  SpSignerScope scope;

  /* one of these; none of them: built without RSA */
  void (*sign) (const SpSigning *signing, SpRequest *request);
  char *(*make) (const SpSigning *signing);
  gboolean (*sign_with_key) (const SpSigning *signing, SpRequest *request, GError **error);
  char *(*make_with_key) (const SpSigning *signing, GError **error);
};

static const SpSigner signers[] = {
  { "active24", { "id", "secret" }, .sign = sp_text_sign_active24 },
  { "aliyun", { "id", "secret" }, .sign = sp_parameter_sign_aliyun },
  { "aws4", { "service", "region", "id", "secret", "session?" }, .sign = sp_scope_sign_aws4 },
  { "bce", { "id", "secret" }, .sign = sp_front_sign_bce },
  { "constellix", { "id", "secret" }, .sign = sp_time_sign_constellix },
  { "dnsme", { "id", "secret" }, .sign = sp_time_sign_dnsme },
  { "dynadot", { "id", "secret" }, .sign = sp_text_sign_dynadot },
  { "edgegrid", { "id", "token", "secret" }, .sign = sp_front_sign_edgegrid },
  { "exo2", { "id", "secret" }, .sign = sp_text_sign_exo2 },
  { "gname", { "id", "secret" }, .sign = sp_parameter_sign_gname },
  { "google-jwt",
    { "key", "scope" },
    SP_SIGNER_ASSERTION,
    .make_with_key = RSA (sp_service_account_assert_google) },
  { "huawei", { "id", "secret" }, .sign = sp_scope_sign_huawei },
  { "jdcloud", { "service", "region", "id", "secret" }, .sign = sp_scope_sign_jdcloud },
  { "nfsn", { "id", "secret" }, .sign = sp_text_sign_nfsn },
  { "nifty", { "id", "secret" }, .sign = sp_time_sign_nifty },
  { "nowcn", { "id", "secret" }, .sign = sp_parameter_sign_nowcn },
  { "oci", { "id", "key" }, .sign_with_key = RSA (sp_rsa_sign_oci) },
  { "ovh", { "id", "secret", "consumer" }, .sign = sp_text_sign_ovh },
  { "tc3", { "service", "id", "secret" }, .sign = sp_scope_sign_tc3 },
  { "transip-rsa", { "key" }, SP_SIGNER_TOKEN_REQUEST, .sign_with_key = RSA (sp_rsa_sign_transip) },
  { "ucloud", { "id", "secret" }, .sign = sp_parameter_sign_ucloud },
  { "volcengine",
    { "service", "region", "id", "secret", "session?" },
    .sign = sp_scope_sign_volcengine },
  { "wedos", { "id", "secret" }, SP_SIGNER_ASSERTION, .make = sp_time_assert_wedos },
  { "xinnet", { "id", "secret" }, .sign = sp_text_sign_xinnet },
  { "yandex-jwt",
    { "key" },
    SP_SIGNER_ASSERTION,
    .make_with_key = RSA (sp_service_account_assert_yandex) },
};

static gboolean
is_built (const SpSigner *self)
{
  return self->sign != NULL || self->make != NULL || self->sign_with_key != NULL ||
         self->make_with_key != NULL;
}

static const SpSigner *
look_up (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (signers); i++)
    if (strcmp (signers[i].name, name) == 0)
      return &signers[i];

  return NULL;
}

/**
 * sp_signer_find:
 * @name: as in `Sign=`
 * @error: return location for %SP_ERROR_BAD_RECIPE where there is no such signature, and
 *   %SP_ERROR_NOT_FOUND where there is one that this program was built without
 *
 * Returns: (transfer none): the signer, or %NULL
 */
const SpSigner *
sp_signer_find (const char *name, GError **error)
{
  const SpSigner *self = look_up (name);
  g_auto (GStrv) names = sp_signer_list_names ();
  g_autofree char *list = g_strjoinv (", ", names);

  if (self != NULL && is_built (self))
    return self;

  if (self == NULL)
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_BAD_RECIPE,
                 "no signature is called “%s”; there are %s",
                 name,
                 list);
  else
    g_set_error (error,
                 SP_ERROR,
                 SP_ERROR_NOT_FOUND,
                 "the signature “%s” needs RSA, and this Signpost was built without RSA; build it "
                 "with -Drsa=enabled",
                 name);
  return NULL;
}

/**
 * sp_signer_list_names:
 *
 * Returns: (transfer full): the names of all, sorted, also of those that this program was built
 *   without
 */
char **
sp_signer_list_names (void)
{
  char **names = g_new0 (char *, G_N_ELEMENTS (signers) + 1);

  for (guint i = 0; i < G_N_ELEMENTS (signers); i++)
    names[i] = g_strdup (signers[i].name);
  return names;
}

/**
 * sp_signer_get_name:
 * @self: a signer
 *
 * Returns: (transfer none): its name
 */
const char *
sp_signer_get_name (const SpSigner *self)
{
  return self->name;
}

/**
 * sp_signer_get_parameters:
 * @self: a signer
 *
 * Returns: (transfer none) (array zero-terminated=1): the names that `SignWith=` must give; one with
 *   “?” at its end, as in `Query=`, may be left out or be empty
 */
const char *const *
sp_signer_get_parameters (const SpSigner *self)
{
  return self->parameters;
}

/**
 * sp_signer_get_scope:
 * @self: a signer
 *
 * Returns: what it signs
 */
SpSignerScope
sp_signer_get_scope (const SpSigner *self)
{
  return self->scope;
}

static gboolean
refuse (GError **error, const char *parameter, const char *problem)
{
  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "the request cannot be signed: “%s” %s",
               parameter,
               problem);
  return FALSE;
}

/* What is sent in a header must not begin a second one; a key is not sent. */
static gboolean
check_parameter (const char *parameter, const SpSigning *signing, GError **error)
{
  gboolean optional = g_str_has_suffix (parameter, "?");
  g_autofree char *name = g_strndup (parameter, strlen (parameter) - (optional ? 1 : 0));
  const char *value = sp_signing_get (signing, name);

  if (!optional && *value == '\0')
    return refuse (error, name, "is empty; fill it in");
  if (strcmp (name, "key") != 0 && strpbrk (value, "\r\n") != NULL)
    return refuse (error, name, "has more than one line; copy it anew");
  return TRUE;
}

static gboolean
check (const SpSigner *self, const SpSigning *signing, GError **error)
{
  if (!sp_signing_has_time (signing))
    {
      g_set_error_literal (error,
                           SP_ERROR,
                           SP_ERROR_BAD_INPUT,
                           "the clock of this computer shows no date that a signature could hold; "
                           "set it right");
      return FALSE;
    }

  for (guint i = 0; self->parameters[i] != NULL; i++)
    if (!check_parameter (self->parameters[i], signing, error))
      return FALSE;
  return TRUE;
}

/**
 * sp_signer_sign:
 * @self: a signer whose scope is not %SP_SIGNER_ASSERTION
 * @request: a request that is complete and not signed yet; gets headers, or more in its query or form, with “•••” for
 *   the signature and for what is a secret among the parameters
 * @signing: the parameters, time and nonce
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes a parameter
 *
 * Returns: %TRUE if the request is signed; if not, it must not be sent
 */
gboolean
sp_signer_sign (const SpSigner *self, SpRequest *request, const SpSigning *signing, GError **error)
{
  g_return_val_if_fail (self->scope != SP_SIGNER_ASSERTION, FALSE);

  if (!check (self, signing, error))
    return FALSE;
  if (self->sign == NULL)
    return self->sign_with_key (signing, request, error);

  self->sign (signing, request);
  return TRUE;
}

/**
 * sp_signer_make_assertion:
 * @self: a signer whose scope is %SP_SIGNER_ASSERTION
 * @signing: the parameters and the time
 * @error: return location for %SP_ERROR_BAD_INPUT; never quotes a parameter
 *
 * Returns: (transfer full): what `${assertion}` stands for, a secret, or %NULL; free with
 *   sp_secret_text_free()
 */
char *
sp_signer_make_assertion (const SpSigner *self, const SpSigning *signing, GError **error)
{
  g_return_val_if_fail (self->scope == SP_SIGNER_ASSERTION, NULL);

  if (!check (self, signing, error))
    return NULL;
  return self->make == NULL ? self->make_with_key (signing, error) : self->make (signing);
}
