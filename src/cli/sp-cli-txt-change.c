/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-txt-change.h"

#include <glib/gi18n-lib.h>

#include "base/sp-error.h"
#include "profile/sp-keeper.h"
#include "provider/sp-text-record.h"
#include "sp-cli-account-edit.h"
#include "sp-cli-secret.h"
#include "sp-cli-wait.h"
#include "wording/sp-wording-error.h"

static SpAccount *
find_account (SpStore *store, const char *chosen, const char *name, GError **error)
{
  GPtrArray *profiles = sp_store_list_profiles (store);
  g_autofree char *id = NULL;

  if (chosen != NULL)
    return sp_store_lookup_account (store, chosen, error);

  id = sp_keeper_find_account (profiles, name, error);
  return id == NULL ? NULL : sp_store_lookup_account (store, id, error);
}

static gboolean
belongs_to (SpStore *store, const SpTarget *target, SpAccount *account)
{
  g_autoptr (SpProfile) profile = sp_store_lookup_profile (store, target->profile_id, NULL);

  return profile != NULL &&
         g_str_equal (sp_profile_get_account_id (profile), sp_account_get_id (account));
}

/* A provider that shut its door to the addresses is not knocked at for a text. */
static gboolean
check_target (const SpTarget *target, const SpInstant *now, GError **error)
{
  SpOutcomeClass outcome_class = sp_outcome_get_class (target->outcome);
  gint64 wait_s = sp_instant_remaining_s (&target->outcome_at,
                                          sp_outcome_get_retry_after_s (target->outcome),
                                          now);

  if (target->latched && (outcome_class == SP_OUTCOME_ABUSE || outcome_class == SP_OUTCOME_BADCRED))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_SECRET_NOT_FOUND,
                   _ ("the provider refused this account for “%s”; mend that first, then use “%s”"),
                   target->host,
                   "signpostctl retry");
      return FALSE;
    }
  if (outcome_class == SP_OUTCOME_RATE && wait_s > 0)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_NETWORK,
                   _ ("the provider asked to be left alone for another %d seconds"),
                   (int) wait_s);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_account (SpCliContext *context, SpStore *store, SpAccount *account, GError **error)
{
  const SpWorld *world = sp_cli_context_get_world (context, error);
  g_autoptr (SpJournal) journal = NULL;
  g_autoptr (GPtrArray) targets = NULL;
  SpInstant now;

  if (world == NULL)
    return FALSE;

  journal = sp_cli_context_open_journal (context, TRUE, NULL);
  targets = journal == NULL ? NULL : sp_journal_load_targets (journal, NULL);
  now = sp_clock_now (world->clock);
  for (guint i = 0; targets != NULL && i < targets->len; i++)
    {
      const SpTarget *target = g_ptr_array_index (targets, i);

      if (target->outcome != NULL && belongs_to (store, target, account) &&
          !check_target (target, &now, error))
        return FALSE;
    }

  return TRUE;
}

static SpOutcome *
change_text (SpCliContext *context, SpAccount *account, const SpTextChange *change, GError **error)
{
  const SpWorld *world = sp_cli_context_get_world (context, error);
  g_autoptr (SpRecipe) recipe = sp_cli_account_get_recipe (context, account, error);
  g_autoptr (SpCredentials) credentials = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  if (world == NULL || recipe == NULL)
    return NULL;
  credentials = sp_cli_secret_lookup (context, account, recipe, error);
  if (credentials == NULL)
    return NULL;

  sp_text_record_change_async (&(SpWays){ .clock = world->clock,
                                          .transport = world->transport,
                                          .dns = world->dns },
                               recipe,
                               account,
                               credentials,
                               change,
                               NULL,
                               sp_cli_wait_cb,
                               &result);
  return sp_text_record_change_finish (sp_cli_wait (&result), error);
}

static void
print_json (const SpTextChange *change, SpAccount *account, SpOutcome *outcome)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  const char *message = sp_outcome_get_message (outcome);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, change->name);
  json_builder_set_member_name (builder, "account");
  json_builder_add_string_value (builder, sp_account_get_id (account));
  json_builder_set_member_name (builder, "class");
  json_builder_add_string_value (builder,
                                 sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
  json_builder_set_member_name (builder, "message");
  json_builder_add_string_value (builder, message != NULL ? message : "");
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  sp_cli_print_json (node);
}

static void
complain (const SpTextChange *change, SpOutcome *outcome)
{
  const char *message = sp_outcome_get_message (outcome);
  g_autofree char *said = NULL;

  if (message != NULL && message[0] != '\0')
    said = sp_wording_translate_error (message);
  else
    said = g_strdup (sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
  sp_cli_complain (_ ("The text at “%s” was not changed: %s"), change->name, said);
}

static void
print_words (const SpTextChange *change, SpOutcome *outcome)
{
  if (sp_outcome_get_class (outcome) == SP_OUTCOME_NOCHG)
    g_print (change->removes ? _ ("“%s” did not have this text.\n")
                             : _ ("“%s” had this text already.\n"),
             change->name);
  else if (sp_outcome_class_is_success (sp_outcome_get_class (outcome)))
    g_print (change->removes ? _ ("The text was taken from “%s”.\n")
                             : _ ("The text was added to “%s”.\n"),
             change->name);
  else
    complain (change, outcome);
}

/**
 * sp_cli_txt_change:
 * @context: what the command works with
 * @command: which one it is
 * @arguments: what was typed behind it
 * @removes: the text is taken away
 *
 * Returns: how to end
 */
SpExit
sp_cli_txt_change (SpCliContext *context,
                   const SpCliCommand *command,
                   char **arguments,
                   gboolean removes)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_autofree char *chosen = NULL;
  const GOptionEntry entries[] = { { "account",
                                     0,
                                     0,
                                     G_OPTION_ARG_STRING,
                                     &chosen,
                                     N_ ("The account that keeps the name"),
                                     N_ ("ACCOUNT") },
                                   { 0 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = NULL;
  g_autoptr (SpOutcome) outcome = NULL;
  SpTextChange change = { .removes = removes };
  SpOutcomeClass outcome_class;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &names, &exit))
    return exit;

  change.name = names[0];
  change.text = names[1];
  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    account = find_account (store, chosen, change.name, &error);
  if (account != NULL && check_account (context, store, account, &error))
    outcome = change_text (context, account, &change, &error);
  if (outcome == NULL)
    return sp_cli_fail (command, error);

  if (sp_cli_context_is_json (context))
    print_json (&change, account, outcome);
  else
    print_words (&change, outcome);

  outcome_class = sp_outcome_get_class (outcome);
  if (sp_outcome_class_is_success (outcome_class))
    return SP_EXIT_CURRENT;
  return sp_outcome_class_needs_person (outcome_class) ? SP_EXIT_PERSON : SP_EXIT_FAILED;
}
