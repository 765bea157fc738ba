/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-oneshot.h"

#include <string.h>

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

/* What depends on the family may be a secret, such as the key of a record. */
static gboolean
set_own_word (const SpTemplate *word, SpVariables *variables, GError **error)
{
  g_autoptr (SpTwin) twin = sp_twin_new ();

  if (word == NULL)
    return TRUE;
  if (!sp_template_render (word, variables, twin, error))
    return FALSE;

  if (strcmp (twin->text->str, twin->redacted->str) == 0)
    sp_variables_set (variables, "word", twin->text->str);
  else
    sp_variables_set_secret (variables, "word", twin->text->str);
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
  const SpRecipe *recipe = sp_batch_get_recipe (batch);
  const SpDelivery *delivery = sp_recipe_get_delivery (recipe);
  gboolean ipv6_only = step->addresses[SP_FAMILY_IPV4] == NULL;
  SpFamily family = ipv6_only ? SP_FAMILY_IPV6 : SP_FAMILY_IPV4;

  set_hosts (batch, step, variables);
  set_addresses (step, variables);
  if (!set_own_word (delivery->own_words[family], variables, error))
    return NULL;
  return sp_request_blank_fill_in (sp_recipe_get_request_blank (recipe),
                                   sp_recipe_get_request_form (recipe),
                                   ipv6_only,
                                   variables,
                                   NULL,
                                   NULL,
                                   error);
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
