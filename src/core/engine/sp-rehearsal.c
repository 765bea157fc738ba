/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-rehearsal.h"

#include "base/sp-error.h"
#include "provider/sp-knock.h"
#include "provider/sp-profile-check.h"
#include "provider/sp-protocol.h"

struct _SpRehearsal
{
  GObject parent_instance;

  SpWays ways;                         /* (owned members) */
  SpSecrets *secrets;                  /* (owned) */
  SpDetector *detector;                /* (owned) */
  SpCatalogue *catalogue;              /* (owned) */
  SpProfile *profile;                  /* (owned) */
  SpAccount *account;                  /* (owned) */
  SpRecipe *recipe;                    /* (owned) (nullable) */
  SpCredentials *credentials;          /* (owned) (nullable) */
  SpAddress *addresses[SP_N_FAMILIES]; /* (owned) (nullable) */
  gboolean has_none[SP_N_FAMILIES];    /* this place certainly has no address */
  GPtrArray *sendings;                 /* (owned) (nullable) (element-type SpSending) */
  gboolean has_failed;
};

G_DEFINE_FINAL_TYPE (SpRehearsal, sp_rehearsal, G_TYPE_OBJECT)

enum
{
  STEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const step_words[] = { "names", "account",  "secret", "ipv4",
                                          "ipv6",  "provider", "request" };
G_STATIC_ASSERT (G_N_ELEMENTS (step_words) == SP_N_REHEARSAL_STEPS);

static void
sp_rehearsal_dispose (GObject *object)
{
  SpRehearsal *self = SP_REHEARSAL (object);

  sp_ways_clear (&self->ways);
  g_clear_object (&self->secrets);
  g_clear_object (&self->detector);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->profile, sp_profile_unref);
  g_clear_pointer (&self->account, sp_account_unref);
  g_clear_pointer (&self->recipe, sp_recipe_unref);
  g_clear_pointer (&self->credentials, sp_credentials_unref);
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    g_clear_pointer (&self->addresses[family], sp_address_unref);
  g_clear_pointer (&self->sendings, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_rehearsal_parent_class)->dispose (object);
}

static void
sp_rehearsal_class_init (SpRehearsalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sp_rehearsal_dispose;

  signals[STEP] = g_signal_new ("step",
                                SP_TYPE_REHEARSAL,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                4,
                                G_TYPE_UINT,
                                G_TYPE_UINT,
                                G_TYPE_STRING,
                                G_TYPE_ERROR);
}

static void
sp_rehearsal_init (SpRehearsal *self)
{
}

static void
tell (SpRehearsal *self, SpRehearsalStep step, SpRehearsalResult result, const char *detail)
{
  g_signal_emit (self, signals[STEP], 0, (guint) step, (guint) result, detail, NULL);
}

static void
tell_failure (SpRehearsal *self, SpRehearsalStep step, const GError *error)
{
  self->has_failed = TRUE;
  g_signal_emit (self, signals[STEP], 0, (guint) step, (guint) SP_REHEARSAL_FAILED, NULL, error);
}

/* ---- names and account: nobody has to be asked ---------------------------------------------- */

static void
check_names (SpRehearsal *self)
{
  const char *const *hosts = sp_profile_get_hosts (self->profile);
  g_autofree char *list = g_strjoinv (", ", (char **) hosts);
  g_autoptr (GError) error = NULL;

  self->recipe =
      sp_catalogue_lookup (self->catalogue, sp_account_get_provider (self->account), &error);
  if (self->recipe != NULL && hosts[0] == NULL)
    g_set_error_literal (&error,
                         SP_ERROR,
                         SP_ERROR_BAD_INPUT,
                         "there is no host name yet; enter at least one");
  for (guint i = 0; error == NULL && hosts[i] != NULL; i++)
    sp_profile_check_host (hosts[i], self->recipe, &error);

  if (error != NULL)
    tell_failure (self, SP_REHEARSAL_NAMES, error);
  else
    tell (self, SP_REHEARSAL_NAMES, SP_REHEARSAL_PASSED, list);
}

static void
check_account (SpRehearsal *self)
{
  g_autoptr (GError) error = NULL;

  if (self->recipe == NULL)
    tell (self, SP_REHEARSAL_ACCOUNT, SP_REHEARSAL_SKIPPED, NULL);
  else if (sp_catalogue_check_account (self->catalogue, self->account, NULL, &error))
    tell (self, SP_REHEARSAL_ACCOUNT, SP_REHEARSAL_PASSED, sp_recipe_get_name (self->recipe));
  else
    tell_failure (self, SP_REHEARSAL_ACCOUNT, error);
}

/* ---- the request: made, shown, and never sent ----------------------------------------------- */

static void
add_host (SpRehearsal *self, SpBatch *batch, const char *name)
{
  guint host = sp_batch_add_host (batch, name);

  sp_batch_set_ttl (batch, host, sp_profile_get_ttl_s (self->profile));
  sp_batch_set_create (batch, host, sp_profile_may_create (self->profile));
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    {
      SpFamily family = (SpFamily) i;

      if (self->addresses[i] != NULL)
        sp_batch_set_due (batch, host, self->addresses[i]);
      else if (self->has_none[i] || sp_profile_get_row (self->profile, family) == SP_ROW_OFF)
        sp_batch_set_off (batch, host, family);
    }
}

static gboolean
make_sendings (SpRehearsal *self, GError **error)
{
  const char *const *hosts = sp_profile_get_hosts (self->profile);
  g_autoptr (SpBatch) batch = sp_batch_new (self->recipe, self->account, self->credentials);

  for (guint i = 0; hosts[i] != NULL; i++)
    add_host (self, batch, hosts[i]);
  self->sendings = sp_protocol_make_sendings (batch, error);
  return self->sendings != NULL;
}

static void
show_sendings (SpRehearsal *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->sendings->len; i++)
    {
      g_autofree char *trace = sp_sending_to_trace (self->sendings->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", trace);
    }
  tell (self, SP_REHEARSAL_REQUEST, SP_REHEARSAL_PASSED, text->str);
}

static void
finish (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  SpRehearsal *self = g_task_get_source_object (task);

  g_task_return_boolean (task, !self->has_failed);
}

/* ---- the provider: whether it is there, without credentials --------------------------------- */

static void
reached_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SpRehearsal *self = g_task_get_source_object (task);
  const char *server = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean is_there = sp_knock_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (is_there)
    tell (self, SP_REHEARSAL_PROVIDER, SP_REHEARSAL_PASSED, server);
  else
    tell_failure (self, SP_REHEARSAL_PROVIDER, error);
  show_sendings (self);
  finish (g_steal_pointer (&task));
}

static void
reach_provider (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  SpRehearsal *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const SpSending *update = self->sendings->pdata[0];

  g_task_set_task_data (task, sp_knock_get_place (update), g_free);
  sp_knock_async (update, &self->ways, cancellable, reached_cb, g_steal_pointer (&task));
}

static void
look_at_provider (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  SpRehearsal *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  gboolean is_ready = self->credentials != NULL && self->recipe != NULL &&
                      (self->addresses[SP_FAMILY_IPV4] != NULL ||
                       self->addresses[SP_FAMILY_IPV6] != NULL);

  if (is_ready && make_sendings (self, &error) && self->sendings->len > 0)
    {
      reach_provider (g_steal_pointer (&task));
      return;
    }

  if (!self->has_failed && error == NULL)
    error = g_error_new_literal (SP_ERROR,
                                 SP_ERROR_NETWORK,
                                 "there is nothing to send, because this place has no address of a "
                                 "family that the profile publishes");
  tell (self, SP_REHEARSAL_PROVIDER, SP_REHEARSAL_SKIPPED, NULL);
  if (error != NULL)
    tell_failure (self, SP_REHEARSAL_REQUEST, error);
  else
    tell (self, SP_REHEARSAL_REQUEST, SP_REHEARSAL_SKIPPED, NULL);
  finish (g_steal_pointer (&task));
}

/* ---- the addresses -------------------------------------------------------------------------- */

static void look_for_address (GTask *owned_task, SpFamily family);

static void
look_further (GTask *task, SpFamily family)
{
  if (family == SP_FAMILY_IPV4)
    look_for_address (task, SP_FAMILY_IPV6);
  else
    look_at_provider (task);
}

static SpRehearsalStep
get_step (SpFamily family)
{
  return family == SP_FAMILY_IPV4 ? SP_REHEARSAL_IPV4 : SP_REHEARSAL_IPV6;
}

static void
take_address (SpRehearsal *self, SpFamily family, SpAddress *address)
{
  const char *range = sp_address_get_special_purpose (address);
  g_autoptr (GError) error = NULL;

  if (range != NULL && !sp_profile_allows_special (self->profile))
    {
      error = g_error_new (SP_ERROR,
                           SP_ERROR_BAD_INPUT,
                           "%s is of no use outside this network (%s); it is not published unless "
                           "the profile allows it",
                           sp_address_get_text (address),
                           range);
      tell_failure (self, get_step (family), error);
      return;
    }
  self->addresses[family] = sp_address_ref (address);
  tell (self, get_step (family), SP_REHEARSAL_PASSED, sp_address_get_text (address));
}

static void
take_finding (SpRehearsal *self, SpFinding *finding)
{
  SpFamily family = sp_finding_get_family (finding);
  g_autoptr (GError) unexplained = NULL;

  switch (sp_finding_get_state (finding))
    {
    case SP_FINDING_KNOWN:
      take_address (self, family, sp_finding_get_address (finding));
      return;
    case SP_FINDING_NONE:
      /* no fault of the profile: the family is published when this place has one */
      self->has_none[family] = TRUE;
      tell (self, get_step (family), SP_REHEARSAL_SKIPPED, NULL);
      return;
    case SP_FINDING_UNKNOWN:
    default:
      unexplained =
          g_error_new_literal (SP_ERROR, SP_ERROR_NETWORK, "no source of the address answers");
      tell_failure (self,
                    get_step (family),
                    sp_finding_get_reason (finding) != NULL ? sp_finding_get_reason (finding)
                                                            : unexplained);
    }
}

/* One search for an address; the family travels along, because a failed one names none. */
typedef struct
{
  GTask *task; /* (owned) */
  SpFamily family;
} Search;

static void
detected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Search *search = user_data;
  g_autoptr (GTask) task = search->task;
  SpRehearsal *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpFinding) finding = sp_detector_detect_finish (SP_DETECTOR (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (finding != NULL)
    take_finding (self, finding);
  else
    tell_failure (self, get_step (search->family), error);
  look_further (g_steal_pointer (&task), search->family);
}

static void
look_for_address (GTask *owned_task, SpFamily family)
{
  g_autoptr (GTask) task = owned_task;
  SpRehearsal *self = g_task_get_source_object (task);
  SpRowMode row = sp_profile_get_row (self->profile, family);
  Search *search;

  if (row == SP_ROW_AUTOMATIC)
    {
      search = g_new0 (Search, 1);
      search->family = family;
      search->task = g_steal_pointer (&task);
      sp_detector_detect_async (self->detector,
                                family,
                                sp_profile_get_source (self->profile),
                                NULL,
                                g_task_get_cancellable (search->task),
                                detected_cb,
                                search);
      return;
    }

  if (row == SP_ROW_FIXED)
    take_address (self, family, sp_profile_get_fixed (self->profile, family));
  else
    tell (self, get_step (family), SP_REHEARSAL_SKIPPED, NULL);
  look_further (g_steal_pointer (&task), family);
}

/* ---- the secret ----------------------------------------------------------------------------- */

/* Whether all that the provider needs is there, not whether it is right: only the provider knows. */
static void
check_credentials (SpRehearsal *self)
{
  g_autoptr (GError) error = NULL;

  if (sp_catalogue_check_account (self->catalogue, self->account, self->credentials, &error))
    tell (self, SP_REHEARSAL_SECRET, SP_REHEARSAL_PASSED, NULL);
  else
    {
      tell_failure (self, SP_REHEARSAL_SECRET, error);
      g_clear_pointer (&self->credentials, sp_credentials_unref);
    }
}

static gboolean
needs_secret (SpRecipe *recipe)
{
  GPtrArray *fields = sp_recipe_get_fields (recipe);

  for (guint i = 0; i < fields->len; i++)
    {
      const SpRecipeField *field = fields->pdata[i];

      if (field->secret)
        return TRUE;
    }
  return FALSE;
}

static void
secret_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  SpRehearsal *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  self->credentials = sp_secrets_lookup_finish (SP_SECRETS (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (self->credentials != NULL)
    check_credentials (self);
  else
    tell_failure (self, SP_REHEARSAL_SECRET, error);
  look_for_address (g_steal_pointer (&task), SP_FAMILY_IPV4);
}

static void
look_for_secret (GTask *owned_task)
{
  g_autoptr (GTask) task = owned_task;
  SpRehearsal *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->recipe == NULL)
    tell (self, SP_REHEARSAL_SECRET, SP_REHEARSAL_SKIPPED, NULL);
  else if (self->credentials != NULL)
    check_credentials (self);
  else if (!needs_secret (self->recipe))
    {
      self->credentials = sp_credentials_new ();
      tell (self, SP_REHEARSAL_SECRET, SP_REHEARSAL_SKIPPED, NULL);
    }
  else
    {
      sp_secrets_lookup_async (self->secrets,
                               sp_account_get_id (self->account),
                               sp_recipe_get_only_secret (self->recipe),
                               cancellable,
                               secret_cb,
                               g_steal_pointer (&task));
      return;
    }
  look_for_address (g_steal_pointer (&task), SP_FAMILY_IPV4);
}

/* ---- public --------------------------------------------------------------------------------- */

/**
 * sp_rehearsal_step_to_string:
 * @step: a step
 *
 * Returns: (transfer none): its word in JSON
 */
const char *
sp_rehearsal_step_to_string (SpRehearsalStep step)
{
  g_return_val_if_fail ((guint) step < SP_N_REHEARSAL_STEPS, NULL);

  return step_words[step];
}

/**
 * sp_rehearsal_new:
 * @world: the world; the rehearsal takes its own references
 * @detector: who looks for addresses
 * @catalogue: providers
 * @profile: the profile to try, saved or not
 * @account: its account, saved or not
 * @credentials: (nullable): the secret fields as the person just typed them; %NULL reads them where
 *   they are kept
 *
 * Returns: (transfer full): a rehearsal; it runs once
 */
SpRehearsal *
sp_rehearsal_new (const SpWorld *world,
                  SpDetector *detector,
                  SpCatalogue *catalogue,
                  SpProfile *profile,
                  SpAccount *account,
                  SpCredentials *credentials)
{
  SpRehearsal *self = g_object_new (SP_TYPE_REHEARSAL, NULL);
  const SpWays ways = { .clock = world->clock, .transport = world->transport, .dns = world->dns };

  sp_ways_init (&self->ways, &ways);
  self->secrets = g_object_ref (world->secrets);
  self->detector = g_object_ref (detector);
  self->catalogue = g_object_ref (catalogue);
  self->profile = sp_profile_ref (profile);
  self->account = sp_account_ref (account);
  self->credentials = credentials != NULL ? sp_credentials_ref (credentials) : NULL;
  return self;
}

/**
 * sp_rehearsal_run_async:
 * @self: a rehearsal that has not run
 * @cancellable: (nullable): ends it
 * @callback: called after the last step
 * @user_data: for @callback
 *
 * Runs every step and tells how it ended; one that fails does not keep those from running that do
 * not need it.
 */
void
sp_rehearsal_run_async (SpRehearsal *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sp_rehearsal_run_async);
  check_names (self);
  check_account (self);
  look_for_secret (task);
}

/**
 * sp_rehearsal_run_finish:
 * @self: a rehearsal
 * @result: as handed to the callback
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE if no step failed
 */
gboolean
sp_rehearsal_run_finish (SpRehearsal *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
