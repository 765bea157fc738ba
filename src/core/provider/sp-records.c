/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-records.h"

#include <string.h>

#include "base/sp-error.h"
#include "provider/sp-clock-skew.h"
#include "provider/sp-record-search.h"
#include "provider/sp-seal.h"
#include "provider/sp-session.h"
#include "provider/sp-zone-search.h"

/* zones with thousands of records in small pages are worth no more than this in one pass */
#define REQUESTS_MOST 12

/* some APIs answer with a whole zone; this is about 6,000 records */
#define LIST_MOST_BYTES (1024 * 1024)

struct _SpRecords
{
  SpRecipe *recipe;                /* (owned) */
  const SpRecordsRecipe *sections; /* (unowned): of recipe */
  SpVariables *variables;          /* (unowned): the attempt's */
  SpMask *mask;                    /* (unowned): the attempt's */
  SpSession *session;              /* (owned) */
  SpZoneSearch *zone_search;       /* (owned) */
  SpRecordSearch *record_search;   /* (owned) (nullable) */
  SpSeal *seal;                    /* (owned) */

  /* of one pass */
  const SpPass *pass; /* (unowned): the caller's until the pass is over */
  SpPhaseKind phase;
  SpOutcome *outcome;  /* (owned) (nullable): how the pass ended */
  SpOutcome *success;  /* (owned) (nullable): what the write achieved, while the rest goes on */
  gboolean recalled;   /* a token or a zone was not asked for but remembered */
  gboolean is_written; /* a request that changes something was made */
  gboolean replaces;   /* the record that was found has to go after the new one is made */
  guint n_requests;
};

static void enter_phase (SpRecords *self, SpPhaseKind phase);

static const SpPhase *
get_phase (const SpRecords *self, SpPhaseKind phase)
{
  return self->sections->phases[phase];
}

/**
 * sp_records_new:
 * @recipe: a recipe whose protocol is “records”
 * @account_id: whose conversation it is
 * @variables: the fields of the account; gets everything else. Must outlive the result
 * @mask: the secrets of the account; gets tokens. Must outlive the result
 * @ways: (nullable): memory and clock; %NULL where nothing is sent
 *
 * Returns: (transfer full): a conversation that has not begun
 */
SpRecords *
sp_records_new (SpRecipe *recipe,
                const char *account_id,
                SpVariables *variables,
                SpMask *mask,
                const SpWays *ways)
{
  SpRecords *self = g_new0 (SpRecords, 1);

  self->recipe = sp_recipe_ref (recipe);
  self->sections = sp_recipe_get_records (recipe);
  self->variables = variables;
  self->mask = mask;
  self->session = sp_session_new (self->sections, account_id, variables, mask, ways);
  self->seal = sp_seal_new (self->sections, variables, ways);
  self->zone_search = sp_zone_search_new (self->sections, variables, self->session);
  if (get_phase (self, SP_PHASE_FIND) != NULL)
    self->record_search = sp_record_search_new (self->sections, variables);
  return self;
}

/**
 * sp_records_free:
 * @self: (transfer full): a conversation
 */
void
sp_records_free (SpRecords *self)
{
  g_clear_pointer (&self->outcome, sp_outcome_unref);
  g_clear_pointer (&self->success, sp_outcome_unref);
  g_clear_pointer (&self->zone_search, sp_zone_search_free);
  g_clear_pointer (&self->record_search, sp_record_search_free);
  g_clear_pointer (&self->seal, sp_seal_free);
  g_clear_pointer (&self->session, sp_session_free);
  sp_recipe_unref (self->recipe);
  g_free (self);
}

static void
end_pass (SpRecords *self, SpOutcome *owned_outcome)
{
  g_clear_pointer (&self->outcome, sp_outcome_unref);
  self->outcome = owned_outcome;
}

static void end_with (SpRecords *self, SpOutcomeClass outcome_class, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* What we ourselves have to say, not the provider. */
static void
end_with (SpRecords *self, SpOutcomeClass outcome_class, const char *format, ...)
{
  g_autofree char *words = NULL;
  va_list arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  end_pass (self, sp_outcome_new (outcome_class, 0, NULL, 0, words));
}

static SpAddress *
parse_address (const char *text)
{
  return sp_address_new_from_string (text, NULL);
}

static void
set_ttl (SpRecords *self)
{
  guint ttl = self->pass->ttl_s;
  g_autofree char *text = NULL;

  if (ttl > 0 && self->sections->ttl_min > 0)
    ttl = MAX (ttl, self->sections->ttl_min);
  if (ttl > 0 && self->sections->ttl_max > 0)
    ttl = MIN (ttl, self->sections->ttl_max);
  text = ttl == 0 ? NULL : g_strdup_printf ("%u", ttl);
  sp_variables_set (self->variables, "ttl", text);
}

static void
end_without_zone (SpRecords *self)
{
  end_with (self,
            SP_OUTCOME_BADHOST,
            "no zone of this account holds %s; check the name, and what the token may see",
            self->pass->name);
}

static void
end_outside_zone (SpRecords *self)
{
  end_with (self,
            SP_OUTCOME_BADHOST,
            "%s is not in the zone %s; correct one of them",
            self->pass->name,
            sp_zone_search_get_typed (self->zone_search));
}

static void
take_search_step (SpRecords *self, SpSearchStep step)
{
  switch (step)
    {
    case SP_SEARCH_MORE:
      return;
    case SP_SEARCH_NONE:
      end_without_zone (self);
      return;
    case SP_SEARCH_OUTSIDE:
      end_outside_zone (self);
      return;
    case SP_SEARCH_BAFFLED:
      end_with (self, SP_OUTCOME_RETRY, "the answer about the zone makes no sense");
      return;
    case SP_SEARCH_FOUND:
    default:
      self->recalled = self->recalled || sp_zone_search_is_recalled (self->zone_search);
      enter_phase (self, SP_PHASE_FIND);
    }
}

static void
enter_token (SpRecords *self)
{
  self->phase = SP_PHASE_TOKEN;
  if (!sp_session_is_open (self->session) && sp_session_recall (self->session))
    self->recalled = TRUE;
  if (sp_session_is_open (self->session))
    enter_phase (self, SP_PHASE_ZONE);
}

static void
enter_zone (SpRecords *self)
{
  self->phase = SP_PHASE_ZONE;
  take_search_step (self, sp_zone_search_start (self->zone_search, self->pass->name));
}

static void
set_values (SpRecords *self, GPtrArray *held)
{
  g_autoptr (GPtrArray) values = sp_record_change_list_values (self->sections, self->pass, held);

  sp_variables_set_list (self->variables, "values", values);
}

/* where the zone is not known by name, nobody knows */
static gboolean
is_apex (const SpRecords *self)
{
  return sp_variables_has (self->variables, "sub") &&
         sp_variables_get (self->variables, "sub")[0] == '\0';
}

/* Nobody can look whether the record is there. */
static void
enter_blind_write (SpRecords *self)
{
  if (self->pass->may_create)
    enter_phase (self, SP_PHASE_UPSERT);
  else
    end_with (self,
              SP_OUTCOME_CONFIG,
              "%s decides itself whether it makes a record that is missing; set create to true",
              sp_recipe_get_name (self->recipe));
}

static void
enter_find (SpRecords *self)
{
  g_autofree char *value = NULL;

  self->phase = SP_PHASE_FIND;
  if (self->sections->spares_apex && is_apex (self))
    {
      end_with (self,
                SP_OUTCOME_CONFIG,
                "%s keeps the address of %s itself elsewhere; use a name below it",
                sp_recipe_get_name (self->recipe),
                self->pass->name);
      return;
    }
  if (self->record_search == NULL)
    {
      enter_blind_write (self);
      return;
    }

  value = sp_record_change_write_value (self->sections, self->pass);
  sp_record_search_start (self->record_search, self->pass->name, value);
}

static void
enter_finish (SpRecords *self)
{
  self->phase = SP_PHASE_FINISH;
  if (get_phase (self, SP_PHASE_FINISH) == NULL)
    end_pass (self, g_steal_pointer (&self->success));
}

static void
enter_phase (SpRecords *self, SpPhaseKind phase)
{
  switch (phase)
    {
    case SP_PHASE_TOKEN:
      enter_token (self);
      return;
    case SP_PHASE_ZONE:
      enter_zone (self);
      return;
    case SP_PHASE_FIND:
      enter_find (self);
      return;
    case SP_PHASE_FINISH:
      enter_finish (self);
      return;
    case SP_PHASE_UPSERT:
    case SP_PHASE_CREATE:
    case SP_PHASE_UPDATE:
    case SP_PHASE_DELETE:
    case SP_PHASE_LOGOUT:
    default:
      self->phase = phase;
    }
}

/**
 * sp_records_begin:
 * @self: a conversation whose last pass is over
 * @pass: what the next one is about; must live until that is over
 */
void
sp_records_begin (SpRecords *self, const SpPass *pass)
{
  g_autofree char *value = NULL;

  self->pass = pass;
  value = sp_record_change_write_value (self->sections, self->pass);
  self->recalled = self->is_written = self->replaces = FALSE;
  self->n_requests = 0;
  g_clear_pointer (&self->outcome, sp_outcome_unref);
  g_clear_pointer (&self->success, sp_outcome_unref);
  sp_variables_set (self->variables, "fqdn", pass->name);
  sp_variables_set (self->variables, "value", value);
  sp_variables_set (self->variables, "type", self->sections->types[pass->type]);
  sp_variables_set (self->variables, "word", self->sections->words[pass->type]);
  sp_variables_set (self->variables, "candidate", NULL);
  set_ttl (self);
  set_values (self, NULL);
  enter_phase (self, SP_PHASE_TOKEN);
}

/**
 * sp_records_foresee:
 * @self: a conversation in a pass
 *
 * Returns: (transfer full) (nullable): how the pass ended, if no request is needed for that
 */
SpOutcome *
sp_records_foresee (SpRecords *self)
{
  return g_steal_pointer (&self->outcome);
}

static gboolean
is_reading (SpPhaseKind phase)
{
  return phase < SP_PHASE_UPSERT;
}

static SpRequest *
make_request (SpRecords *self, SpPhaseKind phase, JsonNode *found, GError **error)
{
  g_autoptr (SpRequest) request = NULL;

  if (!sp_seal_prepare (self->seal, phase, error))
    return NULL;

  request = sp_phase_make_request (get_phase (self, phase), self->variables, found, error);
  if (request == NULL || !sp_seal_apply (self->seal, phase, request, error))
    return NULL;

  if (is_reading (phase))
    sp_request_set_limits (request, sp_request_get_deadline_s (request), LIST_MOST_BYTES);
  return g_steal_pointer (&request);
}

/**
 * sp_records_make_request:
 * @self: a conversation in a pass
 * @error: return location for %SP_ERROR_BAD_INPUT, free of secrets
 *
 * Returns: (transfer full): what is sent next, or %NULL
 */
SpRequest *
sp_records_make_request (SpRecords *self, GError **error)
{
  JsonNode *found = NULL;

  if (self->phase == SP_PHASE_ZONE)
    sp_zone_search_tell (self->zone_search);
  if (self->phase == SP_PHASE_FIND)
    sp_record_search_tell (self->record_search);
  if (self->record_search != NULL)
    found = sp_record_search_get_item (self->record_search);
  if (++self->n_requests > REQUESTS_MOST)
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_INPUT,
                   "%s was not found in many requests; the list of the provider is too long",
                   self->pass->name);
      return NULL;
    }

  self->is_written = self->is_written || !is_reading (self->phase);
  return make_request (self, self->phase, found, error);
}

static void
read_token (SpRecords *self, SpEvidence *evidence)
{
  if (sp_session_open (self->session, evidence))
    enter_phase (self, SP_PHASE_ZONE);
  else
    end_with (self, SP_OUTCOME_RETRY, "the answer to the login holds no token");
}

static void
end_missing (SpRecords *self)
{
  end_with (self,
            SP_OUTCOME_BADHOST,
            "there is no %s record %s, and none may be made; make it at the provider, or let "
            "Signpost do it",
            sp_record_type_to_string (self->pass->type),
            self->pass->name);
}

static void
end_ambiguous (SpRecords *self, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  if (sp_pass_is_address (self->pass))
    end_with (self,
              SP_OUTCOME_CONFIG,
              "there are %s %s records %s; keep one of them at the provider, since nobody can "
              "guess which one is meant",
              number,
              sp_record_type_to_string (self->pass->type),
              self->pass->name);
  else
    end_with (self,
              SP_OUTCOME_CONFIG,
              "there are %s texts at %s; say which one is meant",
              number,
              self->pass->name);
}

static void
end_unchanged (SpRecords *self, GPtrArray *held)
{
  g_autoptr (SpAddress) there = NULL;

  if (held->len == 1 && sp_pass_is_address (self->pass))
    there = parse_address (held->pdata[0]);
  end_pass (self, sp_outcome_new (SP_OUTCOME_NOCHG, 200, there, 0, NULL));
}

static void
compare (SpRecords *self)
{
  GPtrArray *held = sp_record_search_get_values (self->record_search);

  set_values (self, held);
  switch (sp_record_change_decide (self->sections, self->pass, held))
    {
    case SP_CHANGE_NONE:
      end_unchanged (self, held);
      return;
    case SP_CHANGE_MISSING:
      end_missing (self);
      return;
    case SP_CHANGE_AMBIGUOUS:
      end_ambiguous (self, held->len);
      return;
    case SP_CHANGE_UPSERT:
      enter_phase (self, SP_PHASE_UPSERT);
      return;
    case SP_CHANGE_UPDATE:
      enter_phase (self, SP_PHASE_UPDATE);
      return;
    case SP_CHANGE_DELETE:
      enter_phase (self, SP_PHASE_DELETE);
      return;
    case SP_CHANGE_REPLACE:
      self->replaces = TRUE;
      enter_phase (self, SP_PHASE_CREATE);
      return;
    case SP_CHANGE_CREATE:
    default:
      enter_phase (self, SP_PHASE_CREATE);
    }
}

static void
read_records (SpRecords *self, SpEvidence *evidence)
{
  switch (sp_record_search_read (self->record_search, evidence))
    {
    case SP_SEARCH_MORE:
      return;
    case SP_SEARCH_BAFFLED:
      end_with (self, SP_OUTCOME_RETRY, "the answer about the record makes no sense");
      return;
    case SP_SEARCH_FOUND:
    case SP_SEARCH_NONE:
    case SP_SEARCH_OUTSIDE:
    default:
      compare (self);
    }
}

/* Nothing was looked at then; when the clock is right, it goes by itself. */
static gboolean
blames_clock (SpRecords *self, const SpReply *reply, SpOutcomeClass outcome_class)
{
  g_autofree char *words = NULL;
  gint64 server_ahead_s;

  if ((outcome_class != SP_OUTCOME_BADCRED && outcome_class != SP_OUTCOME_CONFIG) ||
      !sp_seal_blames_clock (self->seal, reply, &server_ahead_s))
    return FALSE;

  words = sp_clock_skew_describe (server_ahead_s);
  end_with (self, SP_OUTCOME_RETRY, "%s", words);
  return TRUE;
}

static void
end_refused (SpRecords *self, const SpReply *reply, SpOutcomeClass outcome_class)
{
  const SpRules *rules = sp_recipe_get_rules (self->recipe);
  g_autofree char *words = sp_rules_extract_message (rules, reply);
  g_autofree char *masked = sp_mask_apply_to_words (self->mask, words);

  if (blames_clock (self, reply, outcome_class))
    return;
  end_pass (self,
            sp_outcome_new (outcome_class,
                            sp_reply_get_status (reply),
                            NULL,
                            sp_reply_get_retry_after_s (reply),
                            masked));
}

/* What is good without a rule that says so. A recipe that has such a rule means it for the write. */
static gboolean
is_success (SpRecords *self, SpEvidence *evidence)
{
  if (self->sections->success != NULL)
    return sp_tests_hold (self->sections->success, evidence);
  return is_reading (self->phase) ||
         !sp_rules_has_class (sp_recipe_get_rules (self->recipe), SP_OUTCOME_GOOD);
}

/* Rules of the recipe first, then what it calls a success, then the status. Before the write nobody
 * can be harmed by asking once more, after it nobody knows. */
static SpOutcomeClass
classify (SpRecords *self, SpEvidence *evidence)
{
  const SpRules *rules = sp_recipe_get_rules (self->recipe);
  SpOutcomeClass outcome_class;

  if (!sp_rules_judge (rules, evidence->reply, self->variables, &outcome_class))
    {
      outcome_class = sp_rules_judge_status (evidence->reply);
      if (sp_reply_get_status (evidence->reply) / 100 == 2 && is_success (self, evidence))
        outcome_class = SP_OUTCOME_GOOD;
    }

  if (is_reading (self->phase) && outcome_class == SP_OUTCOME_UNKNOWN)
    return SP_OUTCOME_RETRY;
  return outcome_class;
}

static void
take_written (SpRecords *self, SpEvidence *evidence, SpOutcomeClass outcome_class)
{
  const SpReply *reply = evidence->reply;
  const SpPhase *phase = get_phase (self, self->phase);
  g_autoptr (GHashTable) taken = sp_phase_take (phase, evidence, NULL);
  g_autoptr (SpAddress)
      address = sp_pass_is_address (self->pass) ? parse_address (self->pass->value) : NULL;

  if (!sp_phase_has_all (phase, taken))
    {
      end_refused (self, reply, SP_OUTCOME_UNKNOWN);
      return;
    }

  sp_variables_set_all (self->variables, taken, FALSE);
  if (self->success == NULL)
    self->success = sp_outcome_new (outcome_class, sp_reply_get_status (reply), address, 0, NULL);
  if (self->phase == SP_PHASE_CREATE && self->replaces)
    enter_phase (self, SP_PHASE_DELETE);
  else if (self->phase == SP_PHASE_FINISH)
    end_pass (self, g_steal_pointer (&self->success));
  else
    enter_phase (self, SP_PHASE_FINISH);
}

static void
take_good (SpRecords *self, SpEvidence *evidence, SpOutcomeClass outcome_class)
{
  if (self->phase == SP_PHASE_TOKEN)
    read_token (self, evidence);
  else if (self->phase == SP_PHASE_ZONE)
    take_search_step (self, sp_zone_search_read (self->zone_search, evidence));
  else if (self->phase == SP_PHASE_FIND)
    read_records (self, evidence);
  else
    take_written (self, evidence, outcome_class);
}

static void
take_absence (SpRecords *self)
{
  if (self->phase == SP_PHASE_ZONE)
    take_search_step (self, sp_zone_search_read_absence (self->zone_search));
  else
    compare (self);
}

/* What was remembered may be what is wrong: once everything is asked for anew. */
static gboolean
begins_again (SpRecords *self)
{
  SpOutcomeClass outcome_class;

  if (self->outcome == NULL)
    return FALSE;
  outcome_class = sp_outcome_get_class (self->outcome);
  if (sp_outcome_class_is_success (outcome_class))
    return FALSE;

  sp_session_forget (self->session, self->pass->name);
  if (!self->recalled || !sp_outcome_class_needs_person (outcome_class) ||
      outcome_class == SP_OUTCOME_ABUSE)
    return FALSE;

  sp_session_close (self->session);
  sp_records_begin (self, self->pass);
  return TRUE;
}

/**
 * sp_records_judge:
 * @self: a conversation in a pass
 * @reply: what came back to the last request
 *
 * Returns: (transfer full) (nullable): how the pass ended; %NULL if another request has to be made
 */
SpOutcome *
sp_records_judge (SpRecords *self, const SpReply *reply)
{
  const SpPhase *phase = get_phase (self, self->phase);
  g_auto (SpEvidence) evidence = { 0 };
  SpOutcomeClass outcome_class;

  sp_evidence_init (&evidence, reply, self->variables);
  if (sp_phase_says_absent (phase, &evidence))
    take_absence (self);
  else
    {
      outcome_class = classify (self, &evidence);
      if (sp_outcome_class_is_success (outcome_class))
        take_good (self, &evidence, outcome_class);
      else
        end_refused (self, reply, outcome_class);
    }

  if (begins_again (self))
    return sp_records_foresee (self);
  return g_steal_pointer (&self->outcome);
}

/**
 * sp_records_judge_error:
 * @self: a conversation in a pass
 * @error: why the last request has no reply
 *
 * Returns: (transfer full): how the pass ended
 */
SpOutcome *
sp_records_judge_error (SpRecords *self, const GError *error)
{
  g_autofree char *masked = sp_mask_apply (self->mask, error->message);
  g_autoptr (GError) safe = g_error_new_literal (error->domain, error->code, masked);
  g_autoptr (SpOutcome) outcome = sp_outcome_new_from_error (safe);

  if (self->is_written || sp_outcome_get_class (outcome) != SP_OUTCOME_UNKNOWN)
    return g_steal_pointer (&outcome);
  /* nothing was changed yet, whatever became of the question */
  return sp_outcome_new (SP_OUTCOME_NET, 0, NULL, 0, masked);
}

/**
 * sp_records_make_farewell:
 * @self: a conversation that is over
 *
 * Returns: (transfer full) (nullable): what is still to be sent, so that the provider may forget the
 *   token; whatever it answers changes nothing
 */
SpRequest *
sp_records_make_farewell (SpRecords *self)
{
  if (get_phase (self, SP_PHASE_LOGOUT) == NULL || !sp_session_close (self->session))
    return NULL;
  return make_request (self, SP_PHASE_LOGOUT, NULL, NULL);
}

/**
 * sp_records_is_login:
 * @self: a conversation
 *
 * Returns: %TRUE if the answer to the last request is a token
 */
gboolean
sp_records_is_login (const SpRecords *self)
{
  return self->phase == SP_PHASE_TOKEN;
}

/**
 * sp_records_get_mask:
 * @self: a conversation
 *
 * Returns: (transfer none): what nobody may be told
 */
const SpMask *
sp_records_get_mask (const SpRecords *self)
{
  return self->mask;
}
