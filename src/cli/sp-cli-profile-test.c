/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "provider/sp-protocol.h"
#include "sp-cli-command.h"
#include "sp-cli-secret.h"
#include "sp-cli-wait.h"
#include "wording/sp-wording.h"

#include <glib/gi18n-lib.h>

/* One run over a profile: everything an update needs, and nothing sent to the provider. */
typedef struct
{
  SpCliContext *context;               /* (unowned): outlives the command */
  SpProfile *profile;                  /* (owned) */
  SpAccount *account;                  /* (owned) (nullable) */
  SpRecipe *recipe;                    /* (owned) (nullable) */
  SpCredentials *credentials;          /* (owned) (nullable) */
  SpAddress *addresses[SP_N_FAMILIES]; /* (owned) (nullable) */
  JsonBuilder *json;                   /* (owned) */
} Trial;

typedef gboolean (*StepFunc) (Trial *trial, char **detail, GError **error);

/* One step of it. */
typedef struct
{
  const char *id;
  const char *title;
  StepFunc run;
} Step;

static void
trial_clear (Trial *trial)
{
  g_clear_pointer (&trial->profile, sp_profile_unref);
  g_clear_pointer (&trial->account, sp_account_unref);
  g_clear_pointer (&trial->recipe, sp_recipe_unref);
  g_clear_pointer (&trial->credentials, sp_credentials_unref);
  for (guint i = 0; i < SP_N_FAMILIES; i++)
    g_clear_pointer (&trial->addresses[i], sp_address_unref);
  g_clear_object (&trial->json);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trial, trial_clear)

static gboolean
find_account (Trial *trial, char **detail, GError **error)
{
  SpStore *store = sp_cli_context_get_store (trial->context, error);

  trial->account =
      sp_store_lookup_account (store, sp_profile_get_account_id (trial->profile), error);
  if (trial->account == NULL)
    return FALSE;

  *detail = g_strdup (sp_account_get_name (trial->account));
  return TRUE;
}

static gboolean
find_provider (Trial *trial, char **detail, GError **error)
{
  trial->recipe = sp_catalogue_lookup (sp_cli_context_get_catalogue (trial->context),
                                       sp_account_get_provider (trial->account),
                                       error);
  if (trial->recipe == NULL)
    return FALSE;

  *detail = g_strdup (sp_recipe_get_name (trial->recipe));
  return TRUE;
}

static gboolean
find_secret (Trial *trial, char **detail, GError **error)
{
  if (!sp_cli_secret_has_fields (trial->recipe))
    {
      *detail = g_strdup (_ ("none needed"));
      return TRUE;
    }

  trial->credentials = sp_cli_secret_lookup (trial->context, trial->account, trial->recipe, error);
  if (trial->credentials == NULL)
    return FALSE;

  *detail = g_strdup (_ ("there"));
  return TRUE;
}

static gboolean
check_fields (Trial *trial, char **detail, GError **error)
{
  return sp_catalogue_check_account (sp_cli_context_get_catalogue (trial->context),
                                     trial->account,
                                     trial->credentials,
                                     error);
}

static SpFinding *
detect (SpDetector *detector, SpFamily family, const char *source, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sp_detector_detect_async (detector, family, source, NULL, NULL, sp_cli_wait_cb, &result);
  return sp_detector_detect_finish (detector, sp_cli_wait (&result), error);
}

static gboolean
find_address (Trial *trial, SpDetector *detector, SpFamily family, GError **error)
{
  SpRowMode row = sp_profile_get_row (trial->profile, family);
  SpAddress *address = sp_profile_get_fixed (trial->profile, family);
  g_autoptr (SpFinding) finding = NULL;

  if (row == SP_ROW_AUTOMATIC)
    {
      finding = detect (detector, family, sp_profile_get_source (trial->profile), error);
      if (finding == NULL)
        return FALSE;
      address = sp_finding_get_address (finding);
    }

  if (address != NULL && row != SP_ROW_OFF && row != SP_ROW_LEAVE)
    trial->addresses[family] = sp_address_ref (address);
  return TRUE;
}

static gboolean
find_addresses (Trial *trial, char **detail, GError **error)
{
  g_autoptr (SpDetector) detector = sp_cli_context_make_detector (trial->context, error);
  g_autoptr (GString) found = g_string_new (NULL);

  if (detector == NULL)
    return FALSE;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      if (!find_address (trial, detector, (SpFamily) family, error))
        return FALSE;
      if (trial->addresses[family] != NULL)
        g_string_append_printf (found,
                                "%s%s",
                                found->len > 0 ? ", " : "",
                                sp_address_get_text (trial->addresses[family]));
    }

  if (found->len == 0)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_NETWORK,
                   "no public address could be found; “signpostctl address --verbose” says who was "
                   "asked");
      return FALSE;
    }

  *detail = g_string_free (g_steal_pointer (&found), FALSE);
  return TRUE;
}

/* Renders the requests without sending them. */
static gboolean
check_request (Trial *trial, char **detail, GError **error)
{
  g_autoptr (SpCredentials) none = sp_credentials_new ();
  g_autoptr (SpBatch) batch = sp_batch_new (trial->recipe,
                                            trial->account,
                                            trial->credentials != NULL ? trial->credentials : none);
  const char *const *hosts = sp_profile_get_hosts (trial->profile);

  for (guint i = 0; hosts[i] != NULL; i++)
    {
      guint host = sp_batch_add_host (batch, hosts[i]);

      for (guint family = 0; family < SP_N_FAMILIES; family++)
        {
          if (trial->addresses[family] != NULL)
            sp_batch_set_due (batch, host, trial->addresses[family]);
        }
    }

  return sp_protocol_check (batch, error);
}

static const Step steps[] = {
  { "account", N_ ("Account"), find_account },
  { "provider", N_ ("Provider"), find_provider },
  { "secret", N_ ("Secret"), find_secret },
  { "fields", N_ ("Fields of the account"), check_fields },
  { "address", N_ ("Address"), find_addresses },
  { "request", N_ ("Request"), check_request },
};

static void
report_step (Trial *trial, const Step *step, const char *detail, gboolean is_good)
{
  json_builder_begin_object (trial->json);
  json_builder_set_member_name (trial->json, "step");
  json_builder_add_string_value (trial->json, step->id);
  json_builder_set_member_name (trial->json, "ok");
  json_builder_add_boolean_value (trial->json, is_good);
  json_builder_set_member_name (trial->json, "detail");
  json_builder_add_string_value (trial->json, detail != NULL ? detail : "");
  json_builder_end_object (trial->json);

  if (!sp_cli_context_is_json (trial->context))
    g_print ("%s %s%s%s\n",
             is_good ? "✓" : "✗",
             _ (step->title),
             detail != NULL ? ": " : "",
             detail != NULL ? detail : "");
}

static SpExit
run_steps (Trial *trial)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *detail = NULL;
      g_autoptr (GError) error = NULL;

      if (steps[i].run (trial, &detail, &error))
        {
          report_step (trial, &steps[i], detail, TRUE);
          continue;
        }

      g_clear_pointer (&detail, g_free);
      detail = sp_wording_for_error (error);
      report_step (trial, &steps[i], detail, FALSE);
      /* What a person typed when making the account is not what they typed now. */
      return sp_exit_for_error (error) == SP_EXIT_USAGE ? SP_EXIT_PERSON
                                                        : sp_exit_for_error (error);
    }

  return SP_EXIT_CURRENT;
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_auto (Trial) trial = { .context = context };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (SpProfile) profile = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    profile = sp_store_lookup_profile (store, names[0], &error);
  if (profile == NULL)
    return sp_cli_fail (command, error);

  trial.profile = g_steal_pointer (&profile);
  trial.json = json_builder_new ();
  json_builder_begin_object (trial.json);
  json_builder_set_member_name (trial.json, "steps");
  json_builder_begin_array (trial.json);
  exit = run_steps (&trial);
  json_builder_end_array (trial.json);
  json_builder_end_object (trial.json);
  node = json_builder_get_root (trial.json);

  if (sp_cli_context_is_json (context))
    sp_cli_print_json (node);
  else if (exit == SP_EXIT_CURRENT)
    g_print ("%s\n", _ ("Ready. Nothing was sent to the provider."));
  return exit;
}

const SpCliCommand sp_cli_profile_test_command = {
  .name = "profile test",
  .usage = N_ ("PROFILE"),
  .summary = N_ ("Go through an update step by step, up to the sending"),
  .details = N_ ("Nothing is sent to the provider, and nothing is changed."),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
