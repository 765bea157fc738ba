/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "engine/sp-rehearsal.h"
#include "sp-cli-command.h"
#include "sp-cli-wait.h"
#include "wording/sp-wording.h"

#include <glib/gi18n-lib.h>

/* What is told of a rehearsal while it runs, and how it ends. */
typedef struct
{
  JsonBuilder *json; /* (owned) */
  gboolean is_json;
  SpExit exit; /* of the first step that failed */
} Report;

static const char *const titles[] = {
  [SP_REHEARSAL_NAMES] = N_ ("Host names"),      [SP_REHEARSAL_ACCOUNT] = N_ ("Account"),
  [SP_REHEARSAL_SECRET] = N_ ("Secret"),         [SP_REHEARSAL_IPV4] = N_ ("IPv4 address"),
  [SP_REHEARSAL_IPV6] = N_ ("IPv6 address"),     [SP_REHEARSAL_PROVIDER] = N_ ("Provider answers"),
  [SP_REHEARSAL_REQUEST] = N_ ("Would be sent"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (titles) == SP_N_REHEARSAL_STEPS);

static void
add_step (Report *report, SpRehearsalStep step, SpRehearsalResult result, const char *detail)
{
  json_builder_begin_object (report->json);
  json_builder_set_member_name (report->json, "step");
  json_builder_add_string_value (report->json, sp_rehearsal_step_to_string (step));
  json_builder_set_member_name (report->json, "ok");
  json_builder_add_boolean_value (report->json, result != SP_REHEARSAL_FAILED);
  json_builder_set_member_name (report->json, "skipped");
  json_builder_add_boolean_value (report->json, result == SP_REHEARSAL_SKIPPED);
  json_builder_set_member_name (report->json, "detail");
  json_builder_add_string_value (report->json, detail != NULL ? detail : "");
  json_builder_end_object (report->json);
}

static void
print_step (SpRehearsalStep step, SpRehearsalResult result, const char *detail)
{
  static const char *const marks[] = {
    [SP_REHEARSAL_PASSED] = "✓",
    [SP_REHEARSAL_FAILED] = "✗",
    [SP_REHEARSAL_SKIPPED] = "–",
  };

  g_print ("%s %s%s%s\n",
           marks[result],
           _ (titles[step]),
           detail != NULL ? ": " : "",
           detail != NULL ? detail : "");
}

static void
note_failure (Report *report, const GError *error)
{
  if (report->exit != SP_EXIT_CURRENT)
    return;

  /* What a person typed when making the account is not what they typed now. */
  report->exit = sp_exit_for_error (error);
  if (report->exit == SP_EXIT_USAGE)
    report->exit = SP_EXIT_PERSON;
}

static void
step_cb (SpRehearsal *rehearsal,
         guint step,
         guint result,
         const char *detail,
         const GError *error,
         Report *report)
{
  g_autofree char *text = error != NULL ? sp_wording_for_error (error) : g_strdup (detail);

  if (error != NULL)
    note_failure (report, error);
  if (report->is_json)
    add_step (report, (SpRehearsalStep) step, (SpRehearsalResult) result, text);
  else
    print_step ((SpRehearsalStep) step, (SpRehearsalResult) result, text);
}

static SpRehearsal *
make_rehearsal (SpCliContext *context, const char *name, GError **error)
{
  SpStore *store = sp_cli_context_get_store (context, error);
  g_autoptr (SpProfile) profile = store != NULL ? sp_store_lookup_profile (store, name, error)
                                                : NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpDetector) detector = NULL;

  if (profile == NULL)
    return NULL;

  account = sp_store_lookup_account (store, sp_profile_get_account_id (profile), error);
  if (account != NULL)
    detector = sp_cli_context_make_detector (context, error);
  if (detector == NULL)
    return NULL;

  return sp_rehearsal_new (sp_cli_context_get_world (context, NULL),
                           detector,
                           sp_cli_context_get_catalogue (context),
                           profile,
                           account,
                           NULL);
}

static gboolean
rehearse (SpRehearsal *rehearsal, Report *report, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  /* rule 14: the report is no object, and the rehearsal ends before it */
  g_signal_connect (rehearsal, "step", G_CALLBACK (step_cb), report);
  sp_rehearsal_run_async (rehearsal, NULL, sp_cli_wait_cb, &result);
  return sp_rehearsal_run_finish (rehearsal, sp_cli_wait (&result), error);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRehearsal) rehearsal = NULL;
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  Report report = { json, sp_cli_context_is_json (context), SP_EXIT_CURRENT };
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;

  rehearsal = make_rehearsal (context, names[0], &error);
  if (rehearsal == NULL)
    return sp_cli_fail (command, error);

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "steps");
  json_builder_begin_array (json);
  rehearse (rehearsal, &report, &error);
  json_builder_end_array (json);
  json_builder_end_object (json);
  node = json_builder_get_root (json);

  if (report.is_json)
    sp_cli_print_json (node);
  else if (report.exit == SP_EXIT_CURRENT)
    g_print ("%s\n", _ ("Ready. No update was sent to the provider."));
  return report.exit;
}

const SpCliCommand sp_cli_profile_test_command = {
  .name = "profile test",
  .usage = N_ ("PROFILE"),
  .summary = N_ ("Go through an update step by step, up to the sending"),
  .details = N_ ("The provider is only asked for its front page. No update is sent, and nothing is "
                 "changed."),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
