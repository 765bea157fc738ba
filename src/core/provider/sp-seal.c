/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-seal.h"

#include "profile/sp-credentials.h"

/* the narrowest window that a provider of ours allows is five minutes (AWS, Tencent Cloud) */
#define SKEW_MOST_S 240

struct _SpSeal
{
  const SpRecordsRecipe *recipe; /* (unowned): lives as long as the conversation */
  SpVariables *variables;        /* (unowned): the conversation's */
  SpClock *clock;                /* (owned) (nullable): where nothing is sent */
  SpNonceFunc make_nonce;
  char *nonce; /* (owned) (nullable): of the request that is being made */
};

/**
 * sp_seal_new:
 * @recipe: the sections of the conversation; must outlive the result
 * @variables: gets “nonce” and “assertion”; must outlive the result
 * @ways: (nullable): time and chance; %NULL where nothing is sent, and then nothing is signed
 *
 * Returns: (transfer full): the seal
 */
SpSeal *
sp_seal_new (const SpRecordsRecipe *recipe, SpVariables *variables, const SpWays *ways)
{
  SpSeal *self = g_new0 (SpSeal, 1);

  self->recipe = recipe;
  self->variables = variables;
  self->make_nonce = g_uuid_string_random;
  if (ways != NULL)
    self->clock = g_object_ref (ways->clock);
  if (ways != NULL && ways->make_nonce != NULL)
    self->make_nonce = ways->make_nonce;
  return self;
}

/**
 * sp_seal_free:
 * @self: (transfer full): a seal
 */
void
sp_seal_free (SpSeal *self)
{
  g_clear_object (&self->clock);
  g_free (self->nonce);
  g_free (self);
}

static SpSigning *
make_signing (const SpSeal *self, GError **error)
{
  g_autoptr (SpSigning) signing = sp_signing_new (sp_clock_now (self->clock).wall_s, self->nonce);

  for (guint i = 0; i < self->recipe->sign_with->len; i++)
    {
      const SpSignParameter *parameter = g_ptr_array_index (self->recipe->sign_with, i);
      g_autoptr (SpTwin) value = sp_twin_new ();

      if (!sp_template_render (parameter->value, self->variables, value, error))
        return NULL;
      sp_signing_take (signing, parameter->name, g_steal_pointer (&value));
    }

  return g_steal_pointer (&signing);
}

/* Where a token is asked for, only that request needs the assertion. */
static gboolean
needs_assertion (const SpSeal *self, SpPhaseKind phase)
{
  return self->clock != NULL && self->recipe->signer != NULL &&
         sp_signer_get_scope (self->recipe->signer) == SP_SIGNER_ASSERTION &&
         (phase == SP_PHASE_TOKEN || self->recipe->phases[SP_PHASE_TOKEN] == NULL);
}

/**
 * sp_seal_prepare:
 * @self: a seal
 * @phase: what is asked for next
 * @error: return location for %SP_ERROR_BAD_INPUT, free of secrets
 *
 * Before the request is filled in.
 *
 * Returns: %TRUE if it can be made
 */
gboolean
sp_seal_prepare (SpSeal *self, SpPhaseKind phase, GError **error)
{
  g_autoptr (SpSigning) signing = NULL;
  char *assertion;

  g_clear_pointer (&self->nonce, g_free);
  self->nonce = self->make_nonce ();
  sp_variables_set (self->variables, "nonce", self->nonce);
  if (!sp_variables_has (self->variables, "assertion"))
    sp_variables_set (self->variables, "assertion", NULL);
  if (!needs_assertion (self, phase))
    return TRUE;

  signing = make_signing (self, error);
  assertion = signing == NULL ? NULL
                              : sp_signer_make_assertion (self->recipe->signer, signing, error);
  if (assertion == NULL)
    return FALSE;

  sp_variables_set_secret (self->variables, "assertion", assertion);
  sp_secret_text_free (assertion);
  return TRUE;
}

static gboolean
is_signed (const SpSeal *self, SpPhaseKind phase)
{
  if (self->clock == NULL || self->recipe->signer == NULL)
    return FALSE;

  switch (sp_signer_get_scope (self->recipe->signer))
    {
    case SP_SIGNER_EACH_REQUEST:
      return TRUE;
    case SP_SIGNER_TOKEN_REQUEST:
      return phase == SP_PHASE_TOKEN;
    case SP_SIGNER_ASSERTION:
    default:
      return FALSE;
    }
}

/**
 * sp_seal_apply:
 * @self: a seal
 * @phase: what is asked for
 * @request: the whole request; gets its signature
 * @error: return location for %SP_ERROR_BAD_INPUT, free of secrets
 *
 * Returns: %TRUE if the request may be sent
 */
gboolean
sp_seal_apply (SpSeal *self, SpPhaseKind phase, SpRequest *request, GError **error)
{
  g_autoptr (SpSigning) signing = NULL;

  if (!is_signed (self, phase))
    return TRUE;

  signing = make_signing (self, error);
  return signing != NULL && sp_signer_sign (self->recipe->signer, request, signing, error);
}

/**
 * sp_seal_blames_clock:
 * @self: a seal
 * @reply: a refusal
 * @server_ahead_s: (out): by how much the clock of the server is ahead
 *
 * Returns: %TRUE if requests are signed with the time and the clocks differ so much that this alone
 *   explains a refusal
 */
gboolean
sp_seal_blames_clock (const SpSeal *self, const SpReply *reply, gint64 *server_ahead_s)
{
  gint64 date_s;

  if (self->clock == NULL || self->recipe->signer == NULL || !sp_reply_get_date (reply, &date_s))
    return FALSE;

  *server_ahead_s = date_s - sp_clock_now (self->clock).wall_s;
  return ABS (*server_ahead_s) > SKEW_MOST_S;
}
