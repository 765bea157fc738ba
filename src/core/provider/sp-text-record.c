/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-text-record.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-account-variables.h"
#include "provider/sp-record-name.h"
#include "provider/sp-records-run.h"
#include "provider/sp-sending.h"

/* a character string of a TXT record (RFC 1035 §3.3); what ACME asks for is far shorter */
#define TEXT_MOST_BYTES 255

typedef struct
{
  SpWays ways;            /* (owned members) */
  SpRecipe *recipe;       /* (owned) */
  SpMask *mask;           /* (owned) */
  SpVariables *variables; /* (owned) */
  char *name;             /* (owned) */
  char *text;             /* (owned) (nullable) */
  gboolean removes;
  SpPass pass;
  SpRecords *records; /* (owned) (nullable): a conversation, or … */
  SpSending *sending; /* (owned) (nullable): … one request */
  SpOutcome *outcome; /* (owned) (nullable): while the conversation is being left */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->outcome, sp_outcome_unref);
  g_clear_pointer (&change->sending, sp_sending_free);
  g_clear_pointer (&change->records, sp_records_free);
  sp_variables_free (change->variables);
  sp_mask_free (change->mask);
  sp_recipe_unref (change->recipe);
  sp_ways_clear (&change->ways);
  g_free (change->name);
  g_free (change->text);
  g_free (change);
}

static void
left_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *change = g_task_get_task_data (task);

  sp_records_leave_finish (result);
  g_task_return_pointer (task,
                         g_steal_pointer (&change->outcome),
                         (GDestroyNotify) sp_outcome_unref);
}

static void
passed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Change *change = g_task_get_task_data (task);

  change->outcome = sp_records_run_finish (result);
  sp_records_leave_async (change->records,
                          &change->ways,
                          g_task_get_cancellable (task),
                          left_cb,
                          task);
}

static void
converse (GTask *owned_task, SpAccount *account)
{
  Change *change = g_task_get_task_data (owned_task);

  change->records = sp_records_new (change->recipe,
                                    sp_account_get_id (account),
                                    change->variables,
                                    change->mask,
                                    &change->ways);
  change->pass = (SpPass){ .name = change->name,
                           .type = SP_RECORD_TXT,
                           .value = change->text,
                           .removes = change->removes,
                           .may_create = TRUE };
  sp_records_run_async (change->records,
                        &change->ways,
                        &change->pass,
                        g_task_get_cancellable (owned_task),
                        passed_cb,
                        owned_task);
}

static SpOutcome *
judge (const Change *change)
{
  const SpRules *rules = sp_recipe_get_rules (change->recipe);
  const SpReply *reply = sp_sending_get_reply (change->sending);
  g_autofree char *words = sp_rules_extract_message (rules, reply);
  g_autofree char *masked = sp_mask_apply_to_words (change->mask, words);
  SpOutcomeClass outcome_class;

  if (!sp_rules_judge (rules, reply, change->variables, &outcome_class))
    outcome_class = sp_rules_judge_status (reply);
  return sp_outcome_new (outcome_class,
                         sp_reply_get_status (reply),
                         NULL,
                         sp_reply_get_retry_after_s (reply),
                         masked);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Change *change = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *masked = NULL;
  g_autoptr (GError) safe = NULL;

  if (sp_sending_send_finish (change->sending, result, &error))
    {
      g_task_return_pointer (task, judge (change), (GDestroyNotify) sp_outcome_unref);
      return;
    }

  masked = sp_mask_apply (change->mask, error->message);
  safe = g_error_new_literal (error->domain, error->code, masked);
  g_task_return_pointer (task, sp_outcome_new_from_error (safe), (GDestroyNotify) sp_outcome_unref);
}

static void
send (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  Change *change = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const SpPhase *phase = sp_recipe_get_text_request (change->recipe, change->removes);
  g_autoptr (GError) error = NULL;
  SpRequest *request;

  sp_variables_set (change->variables, "fqdn", change->name);
  sp_variables_set (change->variables, "value", change->text);
  sp_variables_set (change->variables, "type", "TXT");
  request = sp_phase_make_request (phase, change->variables, NULL, &error);
  if (request == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  change->sending = sp_sending_new_request (request);
  sp_sending_send_async (change->sending,
                         &change->ways,
                         change->mask,
                         cancellable,
                         sent_cb,
                         g_steal_pointer (&task));
}

/* Printable ASCII without what a zone file would need escaped; ACME's digests are base64url. */
static gboolean
is_plain_text (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text) || *text == '"' || *text == '\\')
      return FALSE;

  return TRUE;
}

static gboolean
check (SpRecipe *recipe, const SpTextChange *change, GError **error)
{
  const char *problem = NULL;

  if (!sp_recipe_keeps_text (recipe) ||
      (change->removes && sp_recipe_get_records (recipe) == NULL &&
       sp_recipe_get_text_request (recipe, TRUE) == NULL))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s keeps no texts with the credentials that keep addresses; make the record "
                   "on its page",
                   sp_recipe_get_name (recipe));
      return FALSE;
    }

  if (change->text != NULL && (change->text[0] == '\0' || !is_plain_text (change->text)))
    problem = "the text must be printable ASCII without quotation marks and backslashes";
  else if (change->text != NULL && strlen (change->text) > TEXT_MOST_BYTES)
    problem = "the text is longer than 255 bytes; shorten it";
  else if (change->text == NULL && !change->removes)
    problem = "there is no text to add; give one";
  if (problem != NULL)
    g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, problem);
  return problem == NULL;
}

/**
 * sp_text_record_change_async:
 * @ways: the ways out
 * @recipe: the provider's recipe
 * @account: the plain fields
 * @credentials: the secret ones
 * @change: what is to be done; copied
 * @cancellable: (nullable): ends the wait; what was written stays written
 * @callback: called once, never from inside this function
 * @user_data: for @callback
 *
 * Adds a text to a name or takes it away.
 */
void
sp_text_record_change_async (const SpWays *ways,
                             SpRecipe *recipe,
                             SpAccount *account,
                             SpCredentials *credentials,
                             const SpTextChange *change,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Change *own = g_new0 (Change, 1);
  g_autoptr (GError) error = NULL;

  sp_ways_init (&own->ways, ways);
  own->recipe = sp_recipe_ref (recipe);
  own->mask = sp_mask_new ();
  own->variables = sp_account_variables_new (recipe, account, credentials, own->mask);
  own->name = sp_record_name_clean (change->name);
  own->text = g_strdup (change->text);
  own->removes = change->removes;
  g_task_set_source_tag (task, sp_text_record_change_async);
  g_task_set_task_data (task, own, change_free);

  if (!check (recipe, change, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (sp_recipe_get_records (recipe) != NULL)
    converse (g_steal_pointer (&task), account);
  else
    send (g_steal_pointer (&task));
}

/**
 * sp_text_record_change_finish:
 * @result: what the callback was given
 * @error: return location for %SP_ERROR_BAD_INPUT: it cannot even be tried; free of secrets
 *
 * Returns: (transfer full): what became of it; %SP_OUTCOME_NOCHG if there was nothing to do
 */
SpOutcome *
sp_text_record_change_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
