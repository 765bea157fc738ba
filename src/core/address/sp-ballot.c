/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-ballot.h"

#include "address/sp-echo-parser.h"
#include "address/sp-source-answer.h"
#include "base/sp-error.h"

#define MAX_QUESTIONS 6
#define MAX_UNREACHED 3 /* so many in vain, and it is the own network that fails */

/* A service that gave no usable answer. */
typedef struct
{
  SpEchoService *service; /* (owned) */
  gint64 retry_after_s;
  gboolean is_refusal; /* its status asks to be left alone */
} Failure;

struct _SpBallot
{
  SpEchoPool *pool; /* (owned) */
  SpFamily family;
  SpAddress *local;   /* (owned) (nullable): the kernel's address, if it has a voice */
  char *interface;    /* (owned) (nullable): where it stands */
  GPtrArray *asked;   /* (element-type SpEchoService) (owned) */
  GPtrArray *voters;  /* (element-type SpEchoService) (owned): those who answered */
  GPtrArray *outside; /* (element-type SpAddress) (owned): what they said, at the same index */
  guint n_unreached;
  GArray *failures;   /* (element-type Failure) (owned) */
  GPtrArray *answers; /* (element-type SpSourceAnswer) (owned): everything, as a trace */
};

static void
clear_failure (gpointer data)
{
  Failure *failure = data;

  g_clear_pointer (&failure->service, sp_echo_service_unref);
}

static void
note_answer (SpBallot *self, SpEchoService *service, SpAddress *address, const GError *error)
{
  g_ptr_array_add (self->answers,
                   sp_source_answer_new (sp_echo_service_get_name (service),
                                         sp_echo_service_get_operator (service),
                                         address,
                                         error));
}

static gboolean
is_refusal (guint status)
{
  return status == 403 || status == 429 || status >= 500;
}

static void
take_failure (SpBallot *self, SpEchoService *service, const SpReply *reply, const GError *error)
{
  Failure failure = { sp_echo_service_ref (service), 0, FALSE };

  if (g_error_matches (error, SP_ERROR, SP_ERROR_NETWORK))
    {
      sp_echo_pool_note_unreached (self->pool, service, self->family);
      self->n_unreached++;
    }
  if (reply != NULL)
    {
      failure.is_refusal = is_refusal (sp_reply_get_status (reply));
      failure.retry_after_s = sp_reply_get_retry_after_s (reply);
    }
  g_array_append_val (self->failures, failure);
  note_answer (self, service, NULL, error);
}

static void
take_address (SpBallot *self, SpEchoService *service, SpAddress *address)
{
  g_ptr_array_add (self->voters, sp_echo_service_ref (service));
  g_ptr_array_add (self->outside, sp_address_ref (address));
  sp_echo_pool_note_good (self->pool, service, self->family);
  note_answer (self, service, address, NULL);
}

static SpVote
make_vote (const SpBallot *self)
{
  SpVote vote = {
    .outside = self->outside,
    .local = self->local,
    .quorum = sp_echo_pool_get_quorum (self->pool, self->family),
  };

  return vote;
}

static char *
list_voices (const SpBallot *self)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->voters->len; i++)
    g_string_append_printf (list,
                            "%s%s says %s",
                            i > 0 ? ", " : "",
                            sp_echo_service_get_name (g_ptr_array_index (self->voters, i)),
                            sp_address_get_text (g_ptr_array_index (self->outside, i)));
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/**
 * sp_ballot_new:
 * @pool: whom to ask
 * @family: the family wanted
 *
 * Returns: (transfer full): a ballot without voices
 */
SpBallot *
sp_ballot_new (SpEchoPool *pool, SpFamily family)
{
  SpBallot *self = g_new0 (SpBallot, 1);

  self->pool = sp_echo_pool_ref (pool);
  self->family = family;
  self->asked = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_echo_service_unref);
  self->voters = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_echo_service_unref);
  self->outside = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_address_unref);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_source_answer_free);
  self->failures = g_array_new (FALSE, FALSE, sizeof (Failure));
  g_array_set_clear_func (self->failures, clear_failure);
  return self;
}

/**
 * sp_ballot_free:
 * @self: (transfer full): a ballot
 */
void
sp_ballot_free (SpBallot *self)
{
  g_clear_pointer (&self->pool, sp_echo_pool_unref);
  g_clear_pointer (&self->local, sp_address_unref);
  g_clear_pointer (&self->interface, g_free);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->voters, g_ptr_array_unref);
  g_clear_pointer (&self->outside, g_ptr_array_unref);
  g_clear_pointer (&self->failures, g_array_unref);
  g_clear_pointer (&self->answers, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_ballot_note_local:
 * @self: a ballot
 * @interface: the interface that was looked at
 * @address: (nullable): its address, which now has a voice
 * @error: (nullable): why it has none
 */
void
sp_ballot_note_local (SpBallot *self,
                      const char *interface,
                      SpAddress *address,
                      const GError *error)
{
  g_clear_pointer (&self->local, sp_address_unref);
  if (address != NULL)
    self->local = sp_address_ref (address);
  g_clear_pointer (&self->interface, g_free);
  self->interface = g_strdup (interface);
  g_ptr_array_add (self->answers, sp_source_answer_new (interface, "kernel", address, error));
}

/**
 * sp_ballot_pick:
 * @self: a ballot
 * @urgency: why somebody must be asked
 * @error: (nullable): %SP_ERROR_NETWORK if nobody may be asked
 *
 * Returns: (transfer none) (nullable): whom to ask next; counts as asked
 */
SpEchoService *
sp_ballot_pick (SpBallot *self, SpEchoUrgency urgency, GError **error)
{
  SpEchoService *service;

  if (self->asked->len >= MAX_QUESTIONS ||
      (self->n_unreached >= MAX_UNREACHED && self->outside->len == 0))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_NETWORK,
                   "%u echo services were asked in vain",
                   self->asked->len);
      return NULL;
    }

  /* The second voice is asked because the first one told of a change. */
  if (self->outside->len > 0)
    urgency = SP_ECHO_CHANGE;

  service = sp_echo_pool_pick (self->pool, self->family, urgency, self->asked, self->voters, error);
  if (service != NULL)
    g_ptr_array_add (self->asked, sp_echo_service_ref (service));
  return service;
}

/**
 * sp_ballot_take_reply:
 * @self: a ballot
 * @service: who was asked
 * @reply: (nullable): what it answered
 * @send_error: (nullable): why it could not be asked
 */
void
sp_ballot_take_reply (SpBallot *self,
                      SpEchoService *service,
                      const SpReply *reply,
                      const GError *send_error)
{
  gboolean allow_special = sp_echo_pool_is_named (self->pool);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAddress) address = NULL;

  if (reply == NULL)
    {
      take_failure (self, service, NULL, send_error);
      return;
    }

  address = sp_echo_parse (service, self->family, reply, allow_special, &error);
  if (address != NULL)
    take_address (self, service, address);
  else
    take_failure (self, service, reply, error);
}

/**
 * sp_ballot_count:
 * @self: a ballot
 * @confirmed: (nullable): the address that is published
 * @believed: (nullable): the address of the last round
 * @winner: (out) (transfer none): the address agreed on
 *
 * Returns: see sp_vote_count()
 */
SpVoteResult
sp_ballot_count (SpBallot *self, SpAddress *confirmed, SpAddress *believed, SpAddress **winner)
{
  SpVote vote = make_vote (self);

  vote.confirmed = confirmed;
  vote.believed = believed;
  return sp_vote_count (&vote, winner);
}

/**
 * sp_ballot_settle:
 * @self: a ballot that is over
 * @winner: (nullable): the address agreed on, if one was
 *
 * Tells the pool who failed and who was outvoted. A refusal always counts against a service;
 * another failure only when somebody else could be reached, for without that the fault may as well
 * be the network's.
 */
void
sp_ballot_settle (SpBallot *self, const SpAddress *winner)
{
  SpVote vote = make_vote (self);

  for (guint i = 0; i < self->failures->len; i++)
    {
      const Failure *failure = &g_array_index (self->failures, Failure, i);

      if (failure->is_refusal || self->outside->len > 0)
        sp_echo_pool_note_failure (self->pool,
                                   failure->service,
                                   self->family,
                                   failure->retry_after_s);
    }

  for (guint i = 0; winner != NULL && i < self->voters->len; i++)
    if (!sp_vote_is_same (&vote, g_ptr_array_index (self->outside, i), winner))
      sp_echo_pool_note_outvoted (self->pool, g_ptr_array_index (self->voters, i), self->family);
}

/**
 * sp_ballot_name_winners:
 * @self: a ballot
 * @winner: the address agreed on
 *
 * Returns: (transfer full): the names of the sources that said so, “eth0, deSEC”
 */
char *
sp_ballot_name_winners (SpBallot *self, const SpAddress *winner)
{
  SpVote vote = make_vote (self);
  g_autoptr (GString) names = g_string_new (NULL);

  if (self->local != NULL && sp_vote_is_same (&vote, self->local, winner))
    g_string_append (names, self->interface);

  for (guint i = 0; i < self->voters->len; i++)
    if (sp_vote_is_same (&vote, g_ptr_array_index (self->outside, i), winner))
      g_string_append_printf (names,
                              "%s%s",
                              names->len > 0 ? ", " : "",
                              sp_echo_service_get_name (g_ptr_array_index (self->voters, i)));
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/**
 * sp_ballot_make_reason:
 * @self: a ballot that agreed on nothing
 * @verdict: what it amounts to
 * @pick_error: why nobody else was asked
 *
 * Returns: (transfer full): why nothing is known: %SP_ERROR_DISAGREEMENT when the sources contradict
 *   each other, else what the last one failed with
 */
GError *
sp_ballot_make_reason (SpBallot *self, SpVoteResult verdict, const GError *pick_error)
{
  g_autofree char *voices = list_voices (self);
  const SpSourceAnswer *last;

  if (verdict == SP_VOTE_TRANSLATED)
    return g_error_new (SP_ERROR,
                        SP_ERROR_DISAGREEMENT,
                        "the world sees another prefix than that of %s on %s (%s); something on "
                        "the way translates addresses",
                        sp_address_get_text (self->local),
                        self->interface,
                        voices);
  if (self->outside->len > 1)
    return g_error_new (SP_ERROR, SP_ERROR_DISAGREEMENT, "sources disagree: %s", voices);
  if (self->outside->len == 1)
    return g_error_new (SP_ERROR, SP_ERROR_NETWORK, "%s and no other source confirms it", voices);
  if (self->failures->len == 0)
    return g_error_copy (pick_error);

  last = g_ptr_array_index (self->answers, self->answers->len - 1);
  return g_error_new (SP_ERROR,
                      last->error->domain == SP_ERROR ? last->error->code : SP_ERROR_NETWORK,
                      "%s: %s",
                      last->name,
                      last->error->message);
}

/**
 * sp_ballot_is_empty:
 * @self: a ballot
 *
 * Returns: %TRUE if nobody outside was asked
 */
gboolean
sp_ballot_is_empty (const SpBallot *self)
{
  return self->asked->len == 0;
}

/**
 * sp_ballot_get_answers:
 * @self: a ballot
 *
 * Returns: (transfer none) (element-type SpSourceAnswer): what each source said, in order
 */
GPtrArray *
sp_ballot_get_answers (SpBallot *self)
{
  return self->answers;
}
