/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-dyndns2.h"

#include "provider/sp-dyndns2-answer.h"

static const SpDyndns2Recipe *
get_blanks (const SpBatch *batch)
{
  return sp_recipe_get_dyndns2 (sp_batch_get_recipe (batch));
}

/* names with bare commas between them: picky servers split before they decode */
static gboolean
append_hosts (const SpBatch *batch,
              const SpPlanStep *step,
              SpVariables *variables,
              SpTwin *query,
              GError **error)
{
  const SpDyndns2Recipe *blanks = get_blanks (batch);
  g_autoptr (SpTwin) names = sp_twin_new ();

  if (blanks->host_parameter == NULL)
    return TRUE;

  for (guint i = 0; i < step->hosts->len; i++)
    {
      guint host = g_array_index (step->hosts, guint, i);

      if (i > 0)
        sp_twin_append (names, ",");
      sp_variables_set (variables, "fqdn", sp_batch_get_host (batch, host));
      if (!sp_template_render (blanks->host_name, variables, names, error))
        return FALSE;
    }

  sp_pairs_append (query, blanks->host_parameter, names);
  return TRUE;
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
append_addresses (const SpBatch *batch, const SpPlanStep *step, SpTwin *query)
{
  const SpDyndns2Recipe *blanks = get_blanks (batch);
  const char *first = get_value (step, SP_FAMILY_IPV4);
  gboolean joined = first != NULL && sp_dyndns2_recipe_joins_addresses (blanks);

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    {
      const char *value = get_value (step, (SpFamily) family);
      g_autoptr (SpTwin) twin = sp_twin_new ();

      if (value == NULL)
        continue;
      sp_twin_append (twin, value);
      if (family == SP_FAMILY_IPV6 && joined)
        {
          sp_twin_append (query, ",");
          sp_twin_append_twin (query, twin);
        }
      else
        {
          sp_pairs_append (query, blanks->address_parameters[family], twin);
        }
    }
}

/**
 * sp_dyndns2_make_request:
 * @batch: what is due
 * @step: the part of it that this request is about
 * @variables: the fields of the account; “fqdn” is set here
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the request, or %NULL
 */
SpRequest *
sp_dyndns2_make_request (const SpBatch *batch,
                         const SpPlanStep *step,
                         SpVariables *variables,
                         GError **error)
{
  const SpRequestForm *form = sp_recipe_get_request_form (sp_batch_get_recipe (batch));
  g_autoptr (SpTwin) query = sp_twin_new ();

  if (!append_hosts (batch, step, variables, query, error))
    return NULL;

  set_hosts (batch, step, variables);
  if (!sp_pairs_render (get_blanks (batch)->extra, variables, query, error))
    return NULL;

  append_addresses (batch, step, query);
  return sp_request_form_fill_in (form,
                                  "GET",
                                  step->addresses[SP_FAMILY_IPV4] == NULL,
                                  variables,
                                  query,
                                  error);
}

static const SpDyndns2Line *
get_line (GPtrArray *lines, guint i)
{
  return g_ptr_array_index (lines, i);
}

/* every address of the line was part of the request */
static gboolean
names_only_sent (const SpVerdict *verdict, const SpDyndns2Line *line)
{
  for (guint i = 0; i < line->addresses->len; i++)
    {
      const SpAddress *named = g_ptr_array_index (line->addresses, i);
      const SpAddress *sent = verdict->step->addresses[sp_address_get_family (named)];

      if (sent == NULL || !sp_address_equal (named, sent))
        return FALSE;
    }

  return TRUE;
}

static void
judge_success (const SpVerdict *verdict, guint host, SpFamily family, const SpDyndns2Line *line)
{
  SpAddress *named = sp_dyndns2_line_get_address (line, family);
  const SpAddress *sent = verdict->step->addresses[family];
  SpAddress *foreign = NULL;

  /* the server may name one family only; but what it names must have been sent */
  if (named != NULL && sent != NULL && !sp_address_equal (named, sent))
    foreign = named;
  else if (named == NULL && !names_only_sent (verdict, line))
    foreign = g_ptr_array_index (line->addresses, 0);

  if (foreign != NULL)
    sp_verdict_give_other (verdict, host, family, foreign);
  else
    sp_verdict_give (verdict, host, family, line->outcome_class, named, line->wait_s, line->text);
}

static void
judge_line (const SpVerdict *verdict, guint host, SpFamily family, const SpDyndns2Line *line)
{
  if (line->known && sp_outcome_class_is_success (line->outcome_class))
    judge_success (verdict, host, family, line);
  else
    sp_verdict_give (verdict, host, family, line->outcome_class, NULL, line->wait_s, line->text);
}

static void
judge_host (const SpVerdict *verdict, guint host, const SpDyndns2Line *line)
{
  for (guint family = 0; family < SP_N_FAMILIES; family++)
    judge_line (verdict, host, (SpFamily) family, line);
}

static const SpDyndns2Line *
find_failure (GPtrArray *lines, gboolean only_for_all)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const SpDyndns2Line *line = get_line (lines, i);

      if (!line->known)
        break;
      if (!sp_outcome_class_is_success (line->outcome_class) && (line->for_all || !only_for_all))
        return line;
    }

  return NULL;
}

/* nsupdate.info answers one line for each address of a host */
static const SpDyndns2Line *
find_line_of_family (GPtrArray *lines, SpFamily family)
{
  for (guint i = 0; i < lines->len && get_line (lines, i)->known; i++)
    if (sp_dyndns2_line_get_address (get_line (lines, i), family) != NULL)
      return get_line (lines, i);

  return get_line (lines, 0);
}

/* all lines are about one host, or about all alike: the worst one counts */
static void
judge_one (const SpVerdict *verdict, guint host, GPtrArray *lines)
{
  const SpDyndns2Line *failure = find_failure (lines, FALSE);

  for (guint family = 0; family < SP_N_FAMILIES; family++)
    judge_line (verdict,
                host,
                (SpFamily) family,
                failure != NULL ? failure : find_line_of_family (lines, (SpFamily) family));
}

/* One line per name, in the order of the request. With fewer lines a failure of the account or the
 * server is for all; a success is only for whom it was said. */
static void
judge_many (const SpVerdict *verdict, GPtrArray *lines)
{
  const GArray *hosts = verdict->step->hosts;
  const SpDyndns2Line *failure = NULL;

  if (lines->len < hosts->len)
    failure = find_failure (lines, lines->len > 1);

  for (guint i = 0; i < hosts->len; i++)
    {
      guint host = g_array_index (hosts, guint, i);

      if (failure != NULL)
        judge_host (verdict, host, failure);
      else if (i < lines->len)
        judge_host (verdict, host, get_line (lines, i));
      else
        sp_verdict_give_host (verdict,
                              host,
                              SP_OUTCOME_UNKNOWN,
                              0,
                              "the answer says nothing about this name");
    }
}

/* a success in a refusal contradicts itself */
static gboolean
is_credible (const SpVerdict *verdict, GPtrArray *lines)
{
  if (lines->len == 0 || !get_line (lines, 0)->known)
    return FALSE;

  return sp_verdict_is_2xx (verdict) || find_failure (lines, FALSE) == get_line (lines, 0);
}

static void
judge_words (const SpVerdict *verdict)
{
  const SpDyndns2Recipe *blanks = get_blanks (verdict->batch);
  g_autoptr (GPtrArray) lines = NULL;

  lines = sp_dyndns2_answer_parse (sp_reply_get_text (verdict->reply), blanks);
  if (!is_credible (verdict, lines))
    sp_verdict_give_status (verdict);
  else if (verdict->step->hosts->len > 1 && !blanks->one_line)
    judge_many (verdict, lines);
  else
    for (guint i = 0; i < verdict->step->hosts->len; i++)
      judge_one (verdict, g_array_index (verdict->step->hosts, guint, i), lines);
}

/**
 * sp_dyndns2_judge:
 * @verdict: a reply and what it is about
 *
 * Rules of the recipe first, then the words of the answer, then the HTTP status.
 */
void
sp_dyndns2_judge (const SpVerdict *verdict)
{
  const SpRules *rules = sp_recipe_get_rules (sp_batch_get_recipe (verdict->batch));
  SpOutcomeClass outcome_class;
  g_autofree char *words = NULL;

  if (sp_rules_judge (rules, verdict->reply, verdict->variables, &outcome_class))
    {
      words = sp_rules_extract_message (rules, verdict->reply);
      sp_verdict_give_all (verdict, outcome_class, 0, words);
    }
  else
    {
      judge_words (verdict);
    }
}
