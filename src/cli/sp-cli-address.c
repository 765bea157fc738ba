/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-echo-service.h"
#include "sp-cli-command.h"
#include "sp-cli-table.h"
#include "sp-cli-wait.h"
#include "wording/sp-wording.h"

#include <glib/gi18n-lib.h>

#define AUTOMATIC "automatic"

/* What is asked for and what was found. */
typedef struct
{
  gboolean is_wanted[SP_N_FAMILIES];
  char *source;         /* (owned) (nullable): %NULL for automatic */
  SpDetector *detector; /* (owned) */
  JsonBuilder *json;    /* (owned) */
  SpCliTable *table;    /* (owned) */
  guint n_known;
} Question;

static void
question_clear (Question *question)
{
  g_clear_pointer (&question->source, g_free);
  g_clear_object (&question->detector);
  g_clear_object (&question->json);
  g_clear_pointer (&question->table, sp_cli_table_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static SpFinding *
detect (Question *question, SpFamily family, const char *source, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  sp_detector_detect_async (question->detector,
                            family,
                            source,
                            NULL,
                            NULL,
                            sp_cli_wait_cb,
                            &result);
  return sp_detector_detect_finish (question->detector, sp_cli_wait (&result), error);
}

static void
add_text (JsonBuilder *json, const char *name, const char *text)
{
  json_builder_set_member_name (json, name);
  if (text != NULL)
    json_builder_add_string_value (json, text);
  else
    json_builder_add_null_value (json);
}

static const char *
get_state_word (SpFindingState state)
{
  static const char *const words[] = { "unknown", "none", "known" };

  return words[state];
}

/* Why there is no address, in a sentence. */
static char *
explain (SpFinding *finding)
{
  if (sp_finding_get_state (finding) == SP_FINDING_NONE)
    return g_strdup (_ ("This place has none."));
  if (sp_finding_get_reason (finding) != NULL)
    return sp_wording_for_error (sp_finding_get_reason (finding));

  return g_strdup (_ ("Not known now."));
}

static void
add_finding (Question *question, SpFamily family, const char *source, SpFinding *finding)
{
  SpAddress *address = sp_finding_get_address (finding);
  const char *text = address != NULL ? sp_address_get_text (address) : NULL;
  const char *answered = sp_finding_get_source (finding);
  g_autofree char *reason = address == NULL ? explain (finding) : NULL;

  json_builder_begin_object (question->json);
  add_text (question->json, "family", sp_family_to_string (family));
  add_text (question->json, "state", get_state_word (sp_finding_get_state (finding)));
  add_text (question->json, "address", text);
  add_text (question->json, "source", answered != NULL ? answered : source);
  add_text (question->json, "sentence", reason);
  json_builder_end_object (question->json);

  sp_cli_table_add (question->table,
                    family == SP_FAMILY_IPV4 ? "IPv4" : "IPv6",
                    text != NULL ? text : "–",
                    answered != NULL ? answered : source,
                    reason,
                    NULL);
}

static gboolean
ask (Question *question, SpFamily family, const char *source, gboolean counts, GError **error)
{
  g_autoptr (SpFinding) finding = detect (question, family, source, error);

  if (finding == NULL)
    return FALSE;

  if (counts && sp_finding_get_state (finding) == SP_FINDING_KNOWN)
    question->n_known++;
  add_finding (question, family, source, finding);
  return TRUE;
}

/* What “url:” takes to ask one of the services that Signpost knows. */
static char **
list_builtin (SpFamily family)
{
  g_autoptr (GPtrArray) services = sp_echo_service_list_builtin ();
  g_autoptr (GStrvBuilder) urls = g_strv_builder_new ();

  for (guint i = 0; i < services->len; i++)
    {
      const char *url = sp_echo_service_get_url (services->pdata[i], family);

      if (url != NULL)
        g_strv_builder_add (urls, url);
    }

  return g_strv_builder_end (urls);
}

/* Each service for itself, before what all together lead to. */
static gboolean
ask_one_by_one (Question *question, SpFamily family, SpCliContext *context, GError **error)
{
  g_auto (GStrv) chosen = sp_cli_context_list_echo_services (context, error);
  g_auto (GStrv) builtin = list_builtin (family);
  char **services;

  if (chosen == NULL)
    return FALSE;

  services = chosen[0] != NULL ? chosen : builtin;
  for (char **service = services; *service != NULL; service++)
    {
      g_autofree char *source = g_strconcat ("url:", *service, NULL);

      if (!ask (question, family, source, FALSE, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
ask_all (Question *question, SpCliContext *context, GError **error)
{
  const char *source = question->source != NULL ? question->source : AUTOMATIC;
  gboolean is_detailed = sp_cli_context_is_verbose (context) && question->source == NULL;

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      if (!question->is_wanted[family])
        continue;
      if (is_detailed && !ask_one_by_one (question, (SpFamily) family, context, error))
        return FALSE;
      if (!ask (question, (SpFamily) family, source, TRUE, error))
        return FALSE;
    }

  return TRUE;
}

static void
show (Question *question, SpCliContext *context)
{
  g_autoptr (JsonNode) node = NULL;

  json_builder_end_array (question->json);
  json_builder_end_object (question->json);
  if (!sp_cli_context_is_json (context))
    {
      sp_cli_table_print (question->table, "");
      return;
    }

  node = json_builder_get_root (question->json);
  sp_cli_print_json (node);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (Question) question = { 0 };
  const GOptionEntry entries[] = {
    { "ipv4",
      '4',
      0,
      G_OPTION_ARG_NONE,
      &question.is_wanted[SP_FAMILY_IPV4],
      N_ ("Only the IPv4 address"),
      NULL },
    { "ipv6",
      '6',
      0,
      G_OPTION_ARG_NONE,
      &question.is_wanted[SP_FAMILY_IPV6],
      N_ ("Only the IPv6 address"),
      NULL },
    { "source",
      0,
      0,
      G_OPTION_ARG_STRING,
      &question.source,
      N_ ("Ask this source, written as in a profile"),
      N_ ("SOURCE") },
    { NULL },
  };
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &words, &exit))
    return exit;
  if (!question.is_wanted[SP_FAMILY_IPV4] && !question.is_wanted[SP_FAMILY_IPV6])
    question.is_wanted[SP_FAMILY_IPV4] = question.is_wanted[SP_FAMILY_IPV6] = TRUE;

  question.detector = sp_cli_context_make_detector (context, &error);
  if (question.detector == NULL)
    return sp_cli_fail (command, error);
  question.table = sp_cli_table_new (4);
  question.json = json_builder_new ();
  json_builder_begin_object (question.json);
  json_builder_set_member_name (question.json, "addresses");
  json_builder_begin_array (question.json);

  if (!ask_all (&question, context, &error))
    return sp_cli_fail (command, error);
  show (&question, context);
  return question.n_known > 0 ? SP_EXIT_CURRENT : SP_EXIT_NO_ADDRESS;
}

const SpCliCommand sp_cli_address_command = {
  .name = "address",
  .usage = "",
  .summary = N_ ("Say the public addresses of this place"),
  .details = N_ ("With --verbose, each source is asked for itself, too."),
  .run = run,
};
