/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-attempt.h"

#include "base/sp-error.h"
#include "provider/sp-protocol.h"

/* Every request has its own deadline; this one is for a step that forgot to. */
#define DEADLINE_US (120 * G_USEC_PER_SEC)

/* The steps: ask the keyring, pass the gate, speak the protocol. */
typedef struct
{
  SpWays ways;      /* (owned members) */
  SpParcel *parcel; /* (unowned): the caller keeps it until the end */
  SpAttemptGate gate;
  gpointer gate_data;        /* (unowned): the engine, which waits for the end */
  GCancellable *cancellable; /* (owned): also fired by the deadline */
  SpAlarm *deadline;         /* (owned) */
  SpBatch *batch;            /* (owned) (nullable) */
} Attempt;

static void
attempt_free (Attempt *self)
{
  g_clear_pointer (&self->deadline, sp_alarm_free);
  sp_ways_clear (&self->ways);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->batch, sp_batch_unref);
  g_free (self);
}

static void
overdue_cb (gpointer user_data)
{
  Attempt *self = user_data;

  g_info ("an update took more than two minutes; given up");
  g_cancellable_cancel (self->cancellable);
}

/* Fields that must be there come first: without one the keyring need not be asked. */
static gboolean
needs_secret (SpRecipe *recipe, gboolean *is_optional)
{
  GPtrArray *fields = sp_recipe_get_fields (recipe);
  gboolean any = FALSE;

  *is_optional = TRUE;
  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = fields->pdata[i];

      any |= field->secret;
      if (field->secret && !field->optional)
        *is_optional = FALSE;
    }
  return any;
}

static void
updated_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Attempt *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* the batch is handed back also when it was cut short: part of it may have an outcome */
  if (!sp_protocol_update_finish (result, &error))
    g_debug ("update cut short: %s", error->message);
  g_task_return_pointer (task, g_steal_pointer (&self->batch), (GDestroyNotify) sp_batch_unref);
}

static void
send_batch (GTask *task, SpCredentials *credentials)
{
  g_autoptr (GTask) owned = task;
  Attempt *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &error) ||
      !self->gate (self->parcel, self->gate_data, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->batch = sp_parcel_to_batch (self->parcel, credentials);
  sp_protocol_update_async (&self->ways,
                            self->batch,
                            self->cancellable,
                            updated_cb,
                            g_steal_pointer (&owned));
}

static gboolean
is_absence (const GError *error)
{
  return g_error_matches (error, SP_ERROR, SP_ERROR_SECRET_NOT_FOUND) ||
         g_error_matches (error, SP_ERROR, SP_ERROR_SECRETS_LOST);
}

static void
credentials_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Attempt *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpCredentials)
      credentials = sp_secrets_lookup_finish (SP_SECRETS (object), result, &error);
  gboolean is_optional;

  needs_secret (sp_parcel_get_recipe (self->parcel), &is_optional);
  if (credentials == NULL && is_optional && is_absence (error))
    credentials = sp_credentials_new ();
  if (credentials == NULL)
    {
      g_prefix_error (&error, "reading the secret of the account: ");
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  send_batch (g_steal_pointer (&task), credentials);
}

static void
forward_cancel_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static Attempt *
attempt_new (const SpWays *ways, GCancellable *cancellable)
{
  Attempt *self = g_new0 (Attempt, 1);

  sp_ways_init (&self->ways, ways);
  self->cancellable = g_cancellable_new ();
  self->deadline = sp_clock_add_alarm (ways->clock,
                                       sp_clock_now (ways->clock).boot_us + DEADLINE_US,
                                       overdue_cb,
                                       self);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable,
                             "cancelled",
                             G_CALLBACK (forward_cancel_cb),
                             self->cancellable,
                             0);
  return self;
}

/**
 * sp_attempt_run_async:
 * @ways: the ways out
 * @secrets: where the credentials are
 * @parcel: what to send; must live until the end
 * @gate: the last word before something leaves
 * @gate_data: for @gate
 * @cancellable: ends it early
 * @callback: called once it has ended
 * @user_data: for @callback
 *
 * One attempt: reads the credentials, passes the gate, runs the provider's protocol.
 */
void
sp_attempt_run_async (const SpWays *ways,
                      SpSecrets *secrets,
                      SpParcel *parcel,
                      SpAttemptGate gate,
                      gpointer gate_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  Attempt *self = attempt_new (ways, cancellable);
  SpRecipe *recipe = sp_parcel_get_recipe (parcel);
  gboolean is_optional;

  g_task_set_source_tag (task, sp_attempt_run_async);
  g_task_set_task_data (task, self, (GDestroyNotify) attempt_free);
  self->parcel = parcel;
  self->gate = gate;
  self->gate_data = gate_data;

  if (!needs_secret (recipe, &is_optional))
    {
      g_autoptr (SpCredentials) none = sp_credentials_new ();

      send_batch (g_steal_pointer (&task), none);
      return;
    }
  sp_secrets_lookup_async (secrets,
                           sp_account_get_id (sp_parcel_get_account (parcel)),
                           sp_recipe_get_only_secret (recipe),
                           self->cancellable,
                           credentials_cb,
                           g_steal_pointer (&task));
}

/**
 * sp_attempt_run_finish:
 * @result: as handed to the callback
 * @error: an error of #SpSecrets, of the gate, or %G_IO_ERROR_CANCELLED; nothing was sent then
 *
 * Returns: (transfer full): the batch with its outcomes. A due target without an outcome was not
 *   sent.
 */
SpBatch *
sp_attempt_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
