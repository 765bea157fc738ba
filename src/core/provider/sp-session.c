/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-session.h"

/* a token is not used in its last seconds, while a request may be on its way */
#define TOKEN_MARGIN_S 10

struct _SpSession
{
  const SpPhase *token;   /* (unowned) (nullable): of the recipe, which lives as long */
  gboolean is_shared;     /* a token serves the next attempt, too: nobody gives it back */
  SpVariables *variables; /* (unowned): the conversation's */
  SpMask *mask;           /* (unowned): the conversation's; learns tokens */
  SpMemory *memory;       /* (owned) (nullable) */
  SpClock *clock;         /* (owned) (nullable): where nothing is sent */
  char *account_id;       /* (owned) */
  char *token_key;        /* (owned): the account with these credentials */
  gboolean is_open;
};

/**
 * sp_session_new:
 * @recipe: the sections of the conversation; must outlive the result
 * @account_id: whose it is
 * @variables: the fields of the account and nothing else yet; gets tokens. Must outlive the result
 * @mask: gets tokens. Must outlive the result
 * @ways: (nullable): memory and clock; %NULL where nothing is sent
 *
 * Returns: (transfer full): a session that is not open
 */
SpSession *
sp_session_new (const SpRecordsRecipe *recipe,
                const char *account_id,
                SpVariables *variables,
                SpMask *mask,
                const SpWays *ways)
{
  SpSession *self = g_new0 (SpSession, 1);
  g_autofree char *digest = sp_variables_digest (variables);

  self->token = recipe->phases[SP_PHASE_TOKEN];
  self->is_shared = recipe->phases[SP_PHASE_LOGOUT] == NULL;
  self->variables = variables;
  self->mask = mask;
  self->account_id = g_strdup (account_id);
  self->token_key = g_strdup_printf ("%s %s", account_id, digest);
  if (ways != NULL)
    self->clock = g_object_ref (ways->clock);
  if (ways != NULL && ways->memory != NULL)
    self->memory = sp_memory_ref (ways->memory);
  return self;
}

/**
 * sp_session_free:
 * @self: (transfer full): a session
 */
void
sp_session_free (SpSession *self)
{
  g_clear_pointer (&self->memory, sp_memory_unref);
  g_clear_object (&self->clock);
  g_free (self->token_key);
  g_free (self->account_id);
  g_free (self);
}

/**
 * sp_session_is_open:
 * @self: a session
 *
 * Returns: %TRUE if no token has to be asked for, since there is one or none is needed
 */
gboolean
sp_session_is_open (const SpSession *self)
{
  return self->is_open || self->token == NULL;
}

/* Whoever has the token repeated to them must not find it in a log either. */
static void
use_token (SpSession *self, GHashTable *token)
{
  GHashTableIter iter;
  gpointer value;

  sp_variables_set_all (self->variables, token, TRUE);
  g_hash_table_iter_init (&iter, token);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    sp_mask_add (self->mask, value);
  self->is_open = TRUE;
}

/**
 * sp_session_recall:
 * @self: a session that is not open
 *
 * Returns: %TRUE if it is open now, with a token of an earlier attempt
 */
gboolean
sp_session_recall (SpSession *self)
{
  GHashTable *token = NULL;

  if (self->memory != NULL && self->is_shared)
    token = sp_memory_get_token (self->memory, self->token_key, sp_clock_now (self->clock).boot_us);
  if (token != NULL)
    use_token (self, token);
  return token != NULL;
}

static gint64
get_lifetime_us (const SpSession *self, SpEvidence *evidence)
{
  g_autofree char *told = sp_extract_find (self->token->expires, evidence, NULL);
  gint64 seconds = self->token->lifetime_s;

  if (told != NULL)
    g_ascii_string_to_signed (told, 10, 0, G_MAXINT32, &seconds, NULL);
  return (seconds - TOKEN_MARGIN_S) * G_USEC_PER_SEC;
}

/**
 * sp_session_open:
 * @self: a session that is not open
 * @evidence: a good answer to [Token]
 *
 * Returns: %TRUE if it is open now; %FALSE if the answer holds no token
 */
gboolean
sp_session_open (SpSession *self, SpEvidence *evidence)
{
  const SpTake *first = g_ptr_array_index (self->token->takes, 0);
  g_autoptr (GHashTable) taken = sp_phase_take (self->token, evidence, NULL);

  if (!g_hash_table_contains (taken, first->name))
    return FALSE;

  use_token (self, taken);
  if (self->memory != NULL && self->is_shared)
    sp_memory_set_token (self->memory,
                         self->token_key,
                         taken,
                         sp_clock_now (self->clock).boot_us + get_lifetime_us (self, evidence));
  return TRUE;
}

/**
 * sp_session_close:
 * @self: a session
 *
 * Returns: %TRUE if it was open
 */
gboolean
sp_session_close (SpSession *self)
{
  gboolean was_open = self->is_open;

  self->is_open = FALSE;
  return was_open;
}

/**
 * sp_session_recall_zone:
 * @self: a session
 * @name: a host name
 *
 * Returns: (transfer full) (element-type utf8 utf8) (nullable): what is remembered of its zone
 */
GHashTable *
sp_session_recall_zone (SpSession *self, const char *name)
{
  return self->memory == NULL ? NULL : sp_memory_get_zone (self->memory, self->account_id, name);
}

/**
 * sp_session_keep_zone:
 * @self: a session
 * @name: a host name
 * @zone: (element-type utf8 utf8): what was found of its zone
 */
void
sp_session_keep_zone (SpSession *self, const char *name, GHashTable *zone)
{
  if (self->memory != NULL)
    sp_memory_set_zone (self->memory, self->account_id, name, zone);
}

/**
 * sp_session_forget:
 * @self: a session
 * @name: a host name
 *
 * Something failed, and what is remembered may be why.
 */
void
sp_session_forget (SpSession *self, const char *name)
{
  if (self->memory == NULL)
    return;
  sp_memory_set_zone (self->memory, self->account_id, name, NULL);
  sp_memory_set_token (self->memory, self->token_key, NULL, 0);
}
