/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-verdict.h"

/**
 * sp_verdict_is_2xx:
 * @self: a verdict
 *
 * Returns: %TRUE if a success can be believed
 */
gboolean
sp_verdict_is_2xx (const SpVerdict *self)
{
  return sp_reply_get_status (self->reply) / 100 == 2;
}

/**
 * sp_verdict_give:
 * @self: a verdict
 * @host: number of a host in the batch
 * @family: a family; nothing happens if it was not due there
 * @outcome_class: how it ended
 * @address: (nullable): the address the provider named
 * @wait_s: the wait that its words mean, in seconds, 0 for none; `Retry-After` goes before it
 * @words: (nullable): its words, with whatever is in them
 *
 * Leaves one outcome in the batch, with the words masked and cut.
 */
void
sp_verdict_give (const SpVerdict *self,
                 guint host,
                 SpFamily family,
                 SpOutcomeClass outcome_class,
                 SpAddress *address,
                 gint64 wait_s,
                 const char *words)
{
  gint64 asked_s = self->reply == NULL ? 0 : sp_reply_get_retry_after_s (self->reply);
  g_autofree char *masked = NULL;
  g_autoptr (SpOutcome) outcome = NULL;

  if (sp_batch_get_due (self->batch, host, family) == NULL || self->step->addresses[family] == NULL)
    return;

  masked = sp_mask_apply_to_words (self->mask, words == NULL ? "" : words);
  outcome = sp_outcome_new (outcome_class,
                            self->reply == NULL ? 0 : sp_reply_get_status (self->reply),
                            address,
                            asked_s > 0 ? asked_s : wait_s,
                            masked);
  sp_batch_set_outcome (self->batch, host, family, outcome);
}

/**
 * sp_verdict_give_other:
 * @self: a verdict
 * @host: number of a host in the batch
 * @family: a family
 * @published: the address that the provider says it published, and that was not sent
 *
 * Judges a success that is none.
 */
void
sp_verdict_give_other (const SpVerdict *self, guint host, SpFamily family, SpAddress *published)
{
  /* help.dyn.com, return-codes: the update was ignored because of the agent */
  const char *words = sp_address_is_loopback (published)
                          ? "the request was ignored: the provider does not accept this program"
                          : "the provider published another address than the one that was sent";

  sp_verdict_give (self, host, family, SP_OUTCOME_CONFIG, published, 0, words);
}

/**
 * sp_verdict_give_host:
 * @self: a verdict
 * @host: number of a host in the batch
 * @outcome_class: how it ended for every family that was due there
 * @wait_s: as in sp_verdict_give()
 * @words: (nullable): as in sp_verdict_give()
 */
void
sp_verdict_give_host (const SpVerdict *self,
                      guint host,
                      SpOutcomeClass outcome_class,
                      gint64 wait_s,
                      const char *words)
{
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    sp_verdict_give (self, host, (SpFamily) family, outcome_class, NULL, wait_s, words);
}

/**
 * sp_verdict_give_all:
 * @self: a verdict
 * @outcome_class: how it ended for everything the request was about
 * @wait_s: as in sp_verdict_give()
 * @words: (nullable): as in sp_verdict_give()
 */
void
sp_verdict_give_all (const SpVerdict *self,
                     SpOutcomeClass outcome_class,
                     gint64 wait_s,
                     const char *words)
{
  for (guint i = 0; i < self->step->hosts->len; i++)
    sp_verdict_give_host (self,
                          g_array_index (self->step->hosts, guint, i),
                          outcome_class,
                          wait_s,
                          words);
}

/* only where it points: the rest may repeat what was sent */
static char *
describe_move (const SpReply *reply)
{
  const char *location = sp_reply_get_header (reply, "location");
  g_autoptr (GUri) uri = NULL;

  if (location != NULL)
    uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return g_strdup ("the server has moved and does not say where; nothing was followed");

  return g_strdup_printf ("the server has moved to %s://%s; nothing was followed",
                          g_uri_get_scheme (uri),
                          g_uri_get_host (uri));
}

/**
 * sp_verdict_give_status:
 * @self: a verdict
 *
 * Judges by the HTTP status alone, where neither a rule nor a word did.
 */
void
sp_verdict_give_status (const SpVerdict *self)
{
  g_autofree char *words = NULL;

  if (sp_reply_get_status (self->reply) / 100 == 3)
    words = describe_move (self->reply);
  else
    words = sp_rules_extract_message (sp_recipe_get_rules (sp_batch_get_recipe (self->batch)),
                                      self->reply);

  sp_verdict_give_all (self, sp_rules_judge_status (self->reply), 0, words);
}
