/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-records-run.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-sending.h"

/* the longest that may go out; servers and proxies on the way refuse more */
#define MAX_URL_BYTES 2000

/* One pass, or the farewell. */
typedef struct
{
  SpRecords *records; /* (unowned): the caller's, who waits for the end */
  SpWays ways;        /* (owned members) */
  SpSending *sending; /* (owned) (nullable): what is under way */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_pointer (&run->sending, sp_sending_free);
  sp_ways_clear (&run->ways);
  g_free (run);
}

static GTask *
new_task (SpRecords *records,
          const SpWays *ways,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->records = records;
  sp_ways_init (&run->ways, ways);
  g_task_set_task_data (task, run, run_free);
  /* the end of a pass is an outcome, also where somebody lost patience */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

static void
send (GTask *owned_task, SpRequest *owned_request, GAsyncReadyCallback sent)
{
  g_autoptr (GTask) task = owned_task;
  Run *run = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_clear_pointer (&run->sending, sp_sending_free);
  run->sending = sp_sending_new_request (owned_request);
  if (sp_records_is_login (run->records))
    sp_sending_set_login (run->sending);
  sp_sending_send_async (run->sending,
                         &run->ways,
                         sp_records_get_mask (run->records),
                         cancellable,
                         sent,
                         g_steal_pointer (&task));
}

static void
end (GTask *owned_task, SpOutcome *owned_outcome)
{
  g_autoptr (GTask) task = owned_task;

  g_task_return_pointer (task, owned_outcome, (GDestroyNotify) sp_outcome_unref);
}

static void go_on (GTask *owned_task);

static void
replied_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpOutcome) outcome = NULL;

  if (sp_sending_send_finish (run->sending, result, &error))
    outcome = sp_records_judge (run->records, sp_sending_get_reply (run->sending));
  else
    outcome = sp_records_judge_error (run->records, error);

  if (outcome != NULL)
    end (g_steal_pointer (&task), g_steal_pointer (&outcome));
  else
    go_on (g_steal_pointer (&task));
}

static SpRequest *
make_request (const Run *run, GError **error)
{
  g_autoptr (SpRequest) request = sp_records_make_request (run->records, error);

  if (request == NULL || strlen (sp_request_get_url (request)) <= MAX_URL_BYTES)
    return g_steal_pointer (&request);

  g_set_error (error,
               SP_ERROR,
               SP_ERROR_BAD_INPUT,
               "the request is longer than %d bytes; shorten the fields of the account",
               MAX_URL_BYTES);
  return NULL;
}

static void
go_on (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Run *run = g_task_get_task_data (task);
  g_autoptr (SpRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    request = make_request (run, &error);
  if (request == NULL)
    end (g_steal_pointer (&task), sp_records_judge_error (run->records, error));
  else
    send (g_steal_pointer (&task), g_steal_pointer (&request), replied_cb);
}

/**
 * sp_records_run_async:
 * @records: a conversation with no pass under way; must live until the end
 * @ways: the ways out
 * @pass: what it is about; must live until the end
 * @cancellable: (nullable): ends the pass
 * @callback: called once, never from inside this function
 * @user_data: for @callback
 *
 * Sends the requests of one pass one after the other.
 */
void
sp_records_run_async (SpRecords *records,
                      const SpWays *ways,
                      const SpPass *pass,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = new_task (records, ways, cancellable, callback, user_data);
  SpOutcome *outcome;

  g_task_set_source_tag (task, sp_records_run_async);
  sp_records_begin (records, pass);
  outcome = sp_records_foresee (records);
  if (outcome != NULL)
    end (task, outcome);
  else
    go_on (task);
}

/**
 * sp_records_run_finish:
 * @result: what the callback was given
 *
 * Returns: (transfer full): how the pass ended, with masked words; cut short counts as an end, and
 *   is “unknown” only if something was perhaps changed
 */
SpOutcome *
sp_records_run_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static void
left_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Run *run = g_task_get_task_data (task);

  /* the token dies of old age where this did not arrive */
  sp_sending_send_finish (run->sending, result, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * sp_records_leave_async:
 * @records: a conversation with no pass under way; must live until the end
 * @ways: the ways out
 * @cancellable: (nullable): ends the wait
 * @callback: called once, never from inside this function
 * @user_data: for @callback
 *
 * Logs out where the provider wants that and there is something to log out from.
 */
void
sp_records_leave_async (SpRecords *records,
                        const SpWays *ways,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = new_task (records, ways, cancellable, callback, user_data);
  SpRequest *request = sp_records_make_farewell (records);

  g_task_set_source_tag (task, sp_records_leave_async);
  if (request == NULL)
    g_task_return_boolean (task, TRUE);
  else
    send (g_steal_pointer (&task), request, left_cb);
}

/**
 * sp_records_leave_finish:
 * @result: what the callback was given
 *
 * Whatever became of it: nothing depends on it.
 */
void
sp_records_leave_finish (GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}
