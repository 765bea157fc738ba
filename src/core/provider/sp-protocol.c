/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-protocol.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-account-variables.h"
#include "provider/sp-dyndns2.h"
#include "provider/sp-oneshot.h"
#include "provider/sp-records-run.h"
#include "provider/sp-rfc2136.h"
#include "provider/sp-sending.h"

/* longer ones are refused by servers and proxies on the way */
#define MAX_URL_BYTES 2000

/* Each makes a request or a call; one that takes every host has nothing to say of that. “records” is
 * a conversation with a memory of its own, see #SpRecords. */
typedef struct
{
  SpRequest *(*make_request) (const SpBatch *batch,
                              const SpPlanStep *step,
                              SpVariables *variables,
                              GError **error);
  SpDnsCall *(*make_call) (const SpBatch *batch,
                           const SpPlanStep *step,
                           const SpVariables *variables,
                           GError **error);
  gboolean (*takes_host) (const SpBatch *batch,
                          guint host,
                          const SpVariables *variables,
                          GError **error);
  void (*judge) (const SpVerdict *verdict);
} Protocol;

static const Protocol protocols[] = {
  [SP_PROTOCOL_DYNDNS2] = { .make_request = sp_dyndns2_make_request, .judge = sp_dyndns2_judge },
  [SP_PROTOCOL_ONESHOT] = { .make_request = sp_oneshot_make_request, .judge = sp_oneshot_judge },
  [SP_PROTOCOL_RECORDS] = { 0 },
  [SP_PROTOCOL_RFC2136] = { .make_call = sp_rfc2136_make_call,
                            .takes_host = sp_rfc2136_takes_host,
                            .judge = sp_rfc2136_judge },
};
G_STATIC_ASSERT (G_N_ELEMENTS (protocols) == SP_PROTOCOL_RFC2136 + 1);

typedef struct
{
  SpWays ways;            /* (owned members); all NULL where nothing is sent */
  SpBatch *batch;         /* (owned) */
  SpVariables *variables; /* (owned) */
  SpMask *mask;           /* (owned) */
  GQueue *steps;          /* (owned) (element-type SpPlanStep): the first one is under way */
  SpSending *sending;     /* (owned) (nullable): what the first step sends */
  SpRecords *records;     /* (owned) (nullable): the conversation, where that is the protocol */
  SpPass pass;            /* what the conversation is about, for the first step */
} Attempt;

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_clear_pointer (&attempt->sending, sp_sending_free);
  g_clear_pointer (&attempt->records, sp_records_free);
  g_queue_free_full (attempt->steps, (GDestroyNotify) sp_plan_step_free);
  sp_mask_free (attempt->mask);
  sp_variables_free (attempt->variables);
  sp_batch_unref (attempt->batch);
  sp_ways_clear (&attempt->ways);
  g_free (attempt);
}

static Attempt *
attempt_new (const SpWays *ways, SpBatch *batch)
{
  Attempt *attempt = g_new0 (Attempt, 1);
  SpRecipe *recipe = sp_batch_get_recipe (batch);

  if (ways != NULL)
    sp_ways_init (&attempt->ways, ways);
  attempt->batch = sp_batch_ref (batch);
  attempt->mask = sp_mask_new ();
  attempt->variables = sp_account_variables_new (recipe,
                                                 sp_batch_get_account (batch),
                                                 sp_batch_get_credentials (batch),
                                                 attempt->mask);
  attempt->steps = g_queue_new ();
  if (sp_recipe_get_protocol (recipe) == SP_PROTOCOL_RECORDS)
    attempt->records = sp_records_new (recipe,
                                       sp_account_get_id (sp_batch_get_account (batch)),
                                       attempt->variables,
                                       attempt->mask,
                                       ways);
  return attempt;
}

static const Protocol *
get_protocol (const Attempt *attempt)
{
  return &protocols[sp_recipe_get_protocol (sp_batch_get_recipe (attempt->batch))];
}

/* Refuses the hosts of @step that the protocol does not take, so that they do not spoil the message
 * for the others. */
static void
drop_hosts (const Attempt *attempt, SpPlanStep *step, SpPlan *plan)
{
  const Protocol *protocol = get_protocol (attempt);

  for (guint i = step->hosts->len; protocol->takes_host != NULL && i-- > 0;)
    {
      guint host = g_array_index (step->hosts, guint, i);
      g_autoptr (GError) error = NULL;

      if (protocol->takes_host (attempt->batch, host, attempt->variables, &error))
        continue;
      for (guint family = 0; family < SP_N_FAMILIES; family++)
        if (step->addresses[family] != NULL)
          sp_plan_refuse (plan, host, (SpFamily) family, error->message);
      g_array_remove_index (step->hosts, i);
    }
}

static void
take_steps (Attempt *attempt, SpPlan *plan)
{
  g_autoptr (GPtrArray) steps = g_steal_pointer (&plan->steps);

  plan->steps = g_ptr_array_new ();
  g_ptr_array_set_free_func (steps, NULL);
  for (guint i = 0; i < steps->len; i++)
    {
      g_autoptr (SpPlanStep) step = g_ptr_array_index (steps, i);

      drop_hosts (attempt, step, plan);
      if (step->hosts->len > 0)
        g_queue_push_tail (attempt->steps, g_steal_pointer (&step));
    }
}

/* The first step of a conversation is one record. */
static void
set_pass (Attempt *attempt)
{
  const SpPlanStep *step = g_queue_peek_head (attempt->steps);
  guint host = g_array_index (step->hosts, guint, 0);
  SpFamily family = step->addresses[SP_FAMILY_IPV4] != NULL ? SP_FAMILY_IPV4 : SP_FAMILY_IPV6;

  attempt->pass = (SpPass){ .name = sp_batch_get_host (attempt->batch, host),
                            .type = family == SP_FAMILY_IPV4 ? SP_RECORD_A : SP_RECORD_AAAA,
                            .value = sp_address_get_text (step->addresses[family]),
                            .ttl_s = sp_batch_get_ttl (attempt->batch, host),
                            .may_create = sp_batch_get_create (attempt->batch, host) };
}

/* Makes the request of the first step, splitting the step until the URL is short enough. */
static SpSending *
make_request (Attempt *attempt, GError **error)
{
  while (TRUE)
    {
      SpPlanStep *step = g_queue_peek_head (attempt->steps);
      const char *ca_file = sp_account_get (sp_batch_get_account (attempt->batch), "ca-file");
      g_autoptr (SpRequest) request = NULL;

      request = attempt->records != NULL ? sp_records_make_request (attempt->records, error)
                                         : get_protocol (attempt)->make_request (attempt->batch,
                                                                                 step,
                                                                                 attempt->variables,
                                                                                 error);
      if (request == NULL)
        return NULL;

      if (strlen (sp_request_get_url (request)) <= MAX_URL_BYTES)
        {
          sp_request_set_ca_file (request, ca_file);
          return sp_sending_new_request (g_steal_pointer (&request));
        }
      if (step->hosts->len == 1)
        {
          g_set_error (error,
                       SP_ERROR,
                       SP_ERROR_BAD_INPUT,
                       "the request is longer than %d bytes; shorten the fields of the account",
                       MAX_URL_BYTES);
          return NULL;
        }
      g_queue_insert_after (attempt->steps, attempt->steps->head, sp_plan_step_split (step));
    }
}

static SpSending *
make_sending (Attempt *attempt, GError **error)
{
  const Protocol *protocol = get_protocol (attempt);
  SpDnsCall *call;

  if (protocol->make_call == NULL)
    return make_request (attempt, error);

  call = protocol->make_call (attempt->batch,
                              g_queue_peek_head (attempt->steps),
                              attempt->variables,
                              error);
  return call == NULL ? NULL : sp_sending_new_call (call);
}

/* Gives the same outcome to all that the first step is about. */
static void
give_step (Attempt *attempt, SpOutcome *outcome)
{
  const SpPlanStep *step = g_queue_peek_head (attempt->steps);

  for (guint i = 0; i < step->hosts->len; i++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        guint host = g_array_index (step->hosts, guint, i);

        if (step->addresses[family] != NULL &&
            sp_batch_get_due (attempt->batch, host, (SpFamily) family) != NULL)
          sp_batch_set_outcome (attempt->batch, host, (SpFamily) family, outcome);
      }
}

static void
give_step_error (Attempt *attempt, const GError *error)
{
  g_autofree char *masked = sp_mask_apply (attempt->mask, error->message);
  g_autoptr (GError) safe = g_error_new_literal (error->domain, error->code, masked);
  g_autoptr (SpOutcome) outcome = sp_outcome_new_from_error (safe);

  give_step (attempt, outcome);
}

static void
drop_step (Attempt *attempt)
{
  sp_plan_step_free (g_queue_pop_head (attempt->steps));
}

/* What the account or the server said holds for the requests that are left as well: nothing more
 * is sent to a door that was just shut. */
static gboolean
ends_attempt (SpOutcomeClass outcome_class)
{
  return !sp_outcome_class_is_success (outcome_class) && outcome_class != SP_OUTCOME_BADHOST &&
         outcome_class != SP_OUTCOME_CONFIG;
}

static SpOutcome *
find_end (Attempt *attempt)
{
  const SpPlanStep *step = g_queue_peek_head (attempt->steps);

  for (guint i = 0; i < step->hosts->len; i++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        guint host = g_array_index (step->hosts, guint, i);
        SpOutcome *outcome = sp_batch_get_outcome (attempt->batch, host, (SpFamily) family);

        if (step->addresses[family] != NULL && outcome != NULL &&
            ends_attempt (sp_outcome_get_class (outcome)))
          return outcome;
      }

  return NULL;
}

static void
give_rest (Attempt *attempt, SpOutcome *outcome)
{
  g_autoptr (SpOutcome) unsent = NULL;

  /* “unknown” would say that something was sent */
  if (sp_outcome_get_class (outcome) == SP_OUTCOME_UNKNOWN)
    unsent = sp_outcome_new (SP_OUTCOME_NET,
                             0,
                             NULL,
                             0,
                             "not sent, because the request before it has no known outcome");
  else
    unsent = sp_outcome_ref (outcome);

  while (!g_queue_is_empty (attempt->steps))
    {
      give_step (attempt, unsent);
      drop_step (attempt);
    }
}

static void
finish_step (Attempt *attempt)
{
  SpOutcome *end = find_end (attempt);
  g_autoptr (SpOutcome) outcome = end == NULL ? NULL : sp_outcome_ref (end);

  drop_step (attempt);
  if (outcome != NULL)
    give_rest (attempt, outcome);
}

static void send_next (GTask *owned_task);

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!sp_sending_send_finish (attempt->sending, result, &error))
    {
      give_step_error (attempt, error);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
    }
  else
    {
      const SpVerdict verdict = { .batch = attempt->batch,
                                  .step = g_queue_peek_head (attempt->steps),
                                  .reply = sp_sending_get_reply (attempt->sending),
                                  .call = sp_sending_get_call (attempt->sending),
                                  .variables = attempt->variables,
                                  .mask = attempt->mask };

      get_protocol (attempt)->judge (&verdict);
    }

  g_clear_pointer (&attempt->sending, sp_sending_free);
  finish_step (attempt);
  send_next (g_steal_pointer (&task));
}

static void
passed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Attempt *attempt = g_task_get_task_data (task);
  g_autoptr (SpOutcome) outcome = sp_records_run_finish (result);

  give_step (attempt, outcome);
  if (g_task_return_error_if_cancelled (task))
    return;

  finish_step (attempt);
  send_next (g_steal_pointer (&task));
}

static void
left_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  sp_records_leave_finish (result);
  g_task_return_boolean (task, TRUE);
}

/* Of a conversation: the next pass, or the farewell. */
static void
converse (GTask *owned_task)
{
  Attempt *attempt = g_task_get_task_data (owned_task);
  GCancellable *cancellable = g_task_get_cancellable (owned_task);

  if (g_queue_is_empty (attempt->steps))
    {
      sp_records_leave_async (attempt->records, &attempt->ways, cancellable, left_cb, owned_task);
      return;
    }

  set_pass (attempt);
  sp_records_run_async (attempt->records,
                        &attempt->ways,
                        &attempt->pass,
                        cancellable,
                        passed_cb,
                        owned_task);
}

/* A step owns the task: each path returns it exactly once. */
static void
send_next (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Attempt *attempt = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (attempt->records != NULL)
    {
      converse (g_steal_pointer (&task));
      return;
    }

  while (!g_queue_is_empty (attempt->steps))
    {
      g_autoptr (GError) error = NULL;

      attempt->sending = make_sending (attempt, &error);
      if (attempt->sending == NULL)
        {
          give_step_error (attempt, error);
          drop_step (attempt);
          continue;
        }

      sp_sending_send_async (attempt->sending,
                             &attempt->ways,
                             attempt->mask,
                             cancellable,
                             sent_cb,
                             g_steal_pointer (&task));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

static void
give_refusals (Attempt *attempt, const SpPlan *plan)
{
  for (guint i = 0; i < plan->refusals->len; i++)
    {
      const SpPlanRefusal *refusal = g_ptr_array_index (plan->refusals, i);
      g_autoptr (SpOutcome) outcome = NULL;

      outcome = sp_outcome_new (SP_OUTCOME_CONFIG, 0, NULL, 0, refusal->reason);
      sp_batch_set_outcome (attempt->batch, refusal->host, refusal->family, outcome);
    }
}

/**
 * sp_protocol_update_async:
 * @ways: the ways out
 * @batch: what is due; gets one outcome per due target
 * @cancellable: (nullable): ends the attempt
 * @callback: called once, never from inside this function
 * @user_data: for @callback
 *
 * Sends the requests one after the other. What the account or the server says in one ends the
 * attempt for the others; what is about one host does not.
 */
void
sp_protocol_update_async (const SpWays *ways,
                          SpBatch *batch,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Attempt *attempt = attempt_new (ways, batch);
  g_autoptr (SpPlan) plan = sp_plan_new (batch);

  g_task_set_source_tag (task, sp_protocol_update_async);
  g_task_set_task_data (task, attempt, attempt_free);
  take_steps (attempt, plan);
  give_refusals (attempt, plan);
  send_next (task);
}

/**
 * sp_protocol_update_finish:
 * @result: what the callback was given
 * @error: return location for %G_IO_ERROR_CANCELLED; targets of a request that was on its way are
 *   “unknown” then, those of requests that were not begun have no outcome
 *
 * Returns: %TRUE if every due target has an outcome
 */
gboolean
sp_protocol_update_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Of a conversation only the first request is known beforehand. */
static SpSending *
foresee_pass (Attempt *attempt, GError **error)
{
  g_autoptr (SpOutcome) outcome = NULL;
  SpRequest *request;

  set_pass (attempt);
  sp_records_begin (attempt->records, &attempt->pass);
  outcome = sp_records_foresee (attempt->records);
  if (outcome == NULL)
    {
      request = sp_records_make_request (attempt->records, error);
      return request == NULL ? NULL : sp_sending_new_request (request);
    }

  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, sp_outcome_get_message (outcome));
  return NULL;
}

/**
 * sp_protocol_make_sendings:
 * @batch: what would be due
 * @error: return location for %SP_ERROR_BAD_INPUT, free of secrets
 *
 * Plans and makes every request, sends none and changes nothing. They hold secrets: to show one, use
 * sp_sending_to_trace().
 *
 * Returns: (transfer full) (element-type SpSending): what would be sent, in this order; of a
 *   conversation, what it begins with
 */
GPtrArray *
sp_protocol_make_sendings (SpBatch *batch, GError **error)
{
  Attempt *attempt = attempt_new (NULL, batch);
  g_autoptr (SpPlan) plan = sp_plan_new (batch);
  g_autoptr (GPtrArray)
      sendings = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_sending_free);
  g_autoptr (GError) problem = NULL;

  take_steps (attempt, plan);
  if (plan->refusals->len > 0)
    {
      const SpPlanRefusal *refusal = g_ptr_array_index (plan->refusals, 0);

      problem = g_error_new_literal (SP_ERROR, SP_ERROR_BAD_INPUT, refusal->reason);
    }

  while (problem == NULL && !g_queue_is_empty (attempt->steps))
    {
      SpSending *sending = attempt->records != NULL ? foresee_pass (attempt, &problem)
                                                    : make_sending (attempt, &problem);

      if (sending != NULL)
        g_ptr_array_add (sendings, sending);
      drop_step (attempt);
    }

  attempt_free (attempt);
  if (problem == NULL)
    return g_steal_pointer (&sendings);

  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/**
 * sp_protocol_check:
 * @batch: what would be due
 * @error: return location for %SP_ERROR_BAD_INPUT, free of secrets
 *
 * Plans and makes every request, sends none and changes nothing.
 *
 * Returns: %TRUE if @batch could be sent
 */
gboolean
sp_protocol_check (SpBatch *batch, GError **error)
{
  g_autoptr (GPtrArray) sendings = sp_protocol_make_sendings (batch, error);

  return sendings != NULL;
}
