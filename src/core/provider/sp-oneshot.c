/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-oneshot.h"

#include "recipe/sp-json-body.h"

static const SpOneshotRecipe *
get_blanks (const SpBatch *batch)
{
  return sp_recipe_get_oneshot (sp_batch_get_recipe (batch));
}

static void
set_hosts (const SpBatch *batch, const SpPlanStep *step, SpVariables *variables)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < step->hosts->len; i++)
    g_ptr_array_add (names,
                     (char *) sp_batch_get_host (batch, g_array_index (step->hosts, guint, i)));
  sp_variables_set_list (variables, "fqdn", names);
}

static const char *
get_value (const SpPlanStep *step, SpFamily family)
{
  if (step->addresses[family] != NULL)
    return sp_address_get_text (step->addresses[family]);
  return step->words[family];
}

static void
set_addresses (const SpPlanStep *step, SpVariables *variables)
{
  gboolean ipv6_only = step->addresses[SP_FAMILY_IPV4] == NULL;

  sp_variables_set (variables, "ip4", get_value (step, SP_FAMILY_IPV4));
  sp_variables_set (variables, "ip6", get_value (step, SP_FAMILY_IPV6));
  sp_variables_set (variables, "ip", get_value (step, ipv6_only ? SP_FAMILY_IPV6 : SP_FAMILY_IPV4));
  sp_variables_set (variables, "type", ipv6_only ? "AAAA" : "A");
}

static void
set_body (SpRequest *request, const char *content_type, const SpTwin *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body->text->str, body->text->len);

  sp_request_set_body (request, content_type, bytes, body->redacted->str);
}

static gboolean
render_body (const SpOneshotRecipe *blanks,
             const SpVariables *variables,
             SpTwin *body,
             const char **content_type,
             GError **error)
{
  if (blanks->form != NULL)
    {
      *content_type = "application/x-www-form-urlencoded";
      return sp_pairs_render (blanks->form, variables, body, error);
    }
  if (blanks->json != NULL)
    {
      *content_type = "application/json";
      return sp_json_body_render (blanks->json, variables, body, error);
    }
  if (blanks->xml != NULL)
    {
      *content_type = "application/xml";
      return sp_template_render (blanks->xml, variables, body, error);
    }

  return TRUE;
}

/**
 * sp_oneshot_make_request:
 * @batch: what is due
 * @step: the part of it that this request is about
 * @variables: the fields of the account; names of hosts and addresses are set here
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the request, or %NULL
 */
SpRequest *
sp_oneshot_make_request (const SpBatch *batch,
                         const SpPlanStep *step,
                         SpVariables *variables,
                         GError **error)
{
  const SpRequestForm *form = sp_recipe_get_request_form (sp_batch_get_recipe (batch));
  const SpOneshotRecipe *blanks = get_blanks (batch);
  const char *content_type = NULL;
  g_autoptr (SpTwin) query = sp_twin_new ();
  g_autoptr (SpTwin) body = sp_twin_new ();
  SpRequest *request;

  set_hosts (batch, step, variables);
  set_addresses (step, variables);
  if (!sp_pairs_render (blanks->query, variables, query, error) ||
      !render_body (blanks, variables, body, &content_type, error))
    return NULL;

  request = sp_request_form_fill_in (form,
                                     blanks->method,
                                     step->addresses[SP_FAMILY_IPV4] == NULL,
                                     variables,
                                     query,
                                     error);
  if (request != NULL && content_type != NULL)
    set_body (request, content_type, body);
  return request;
}

/* A success that names an address has to name the one that was sent. */
static void
judge_success (const SpVerdict *verdict, const SpRules *rules, SpOutcomeClass outcome_class)
{
  g_autoptr (SpAddress) named = sp_rules_extract_address (rules, verdict->reply);
  SpFamily family = named == NULL ? SP_FAMILY_IPV4 : sp_address_get_family (named);
  const SpAddress *sent = verdict->step->addresses[family];

  sp_verdict_give_all (verdict, outcome_class, 0, sp_reply_get_text (verdict->reply));
  if (named == NULL || (sent != NULL && sp_address_equal (named, sent)))
    return;

  for (guint i = 0; i < verdict->step->hosts->len; i++)
    for (guint each = 0; each < SP_N_FAMILIES; each++)
      sp_verdict_give_other (verdict,
                             g_array_index (verdict->step->hosts, guint, i),
                             (SpFamily) each,
                             named);
}

/**
 * sp_oneshot_judge:
 * @verdict: a reply and what it is about
 *
 * Rules of the recipe first, then the HTTP status.
 */
void
sp_oneshot_judge (const SpVerdict *verdict)
{
  const SpRules *rules = sp_recipe_get_rules (sp_batch_get_recipe (verdict->batch));
  SpOutcomeClass outcome_class;
  g_autofree char *words = NULL;

  if (!sp_rules_judge (rules, verdict->reply, verdict->variables, &outcome_class))
    {
      sp_verdict_give_status (verdict);
      return;
    }

  if (sp_outcome_class_is_success (outcome_class))
    {
      judge_success (verdict, rules, outcome_class);
      return;
    }

  words = sp_rules_extract_message (rules, verdict->reply);
  sp_verdict_give_all (verdict, outcome_class, 0, words);
}
