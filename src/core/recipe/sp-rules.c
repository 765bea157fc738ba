/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-rules.h"

#include <string.h>

#include "recipe/sp-extract.h"
#include "recipe/sp-test.h"

typedef struct
{
  guint number;
  guint line;
  SpOutcomeClass outcome_class;
  GPtrArray *tests; /* (owned) (nullable) (element-type SpTest): only while it is parsed */
} Rule;

struct _SpRules
{
  GPtrArray *rules;   /* (owned) (element-type Rule): by number */
  GPtrArray *names;   /* (owned) (element-type utf8): NULL-terminated, unowned, of the tests */
  SpExtract *message; /* (owned) (nullable): where the words of a failure stand */
  SpExtract *address; /* (owned) (nullable): where a success names its address */
};

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_clear_pointer (&rule->tests, g_ptr_array_unref);
  g_free (rule);
}

/* net and tls are the transport's to say */
static gboolean
parse_class (const char *word, SpOutcomeClass *outcome_class)
{
  return sp_outcome_class_from_string (word, outcome_class) && *outcome_class != SP_OUTCOME_NET &&
         *outcome_class != SP_OUTCOME_TLS;
}

static gboolean
parse_tests (Rule *rule, const char *text, const SpRecipeEntry *entry, SpProblems *problems)
{
  g_autoptr (GError) error = NULL;

  rule->tests = sp_tests_parse (text, &error);
  if (rule->tests == NULL)
    sp_problems_add (problems, entry->line, "%s: %s", entry->key, error->message);
  return rule->tests != NULL;
}

static void
parse_rule (SpRules *self, const SpRecipeEntry *entry, SpProblems *problems)
{
  gsize length = strcspn (entry->value, " ");
  g_autofree char *word = g_strndup (entry->value, length);
  const char *tests = entry->value + length + strspn (entry->value + length, " ");
  Rule *rule = g_new0 (Rule, 1);

  rule->number = (guint) g_ascii_strtoull (entry->key + strlen ("Rule"), NULL, 10);
  rule->line = entry->line;

  if (!parse_class (word, &rule->outcome_class))
    sp_problems_add (problems,
                     entry->line,
                     "%s begins with “%s”; begin it with one of good nochg badcred badhost abuse "
                     "rate retry config unknown",
                     entry->key,
                     word);
  else if (parse_tests (rule, tests, entry, problems))
    {
      g_ptr_array_add (self->rules, rule);
      return;
    }

  rule_free (rule);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const Rule *first = *(const Rule *const *) a;
  const Rule *second = *(const Rule *const *) b;

  return (int) first->number - (int) second->number;
}

static gboolean
is_implied (const SpTest *test, const Rule *rule)
{
  for (guint i = 0; i < rule->tests->len; i++)
    if (sp_test_covers (test, g_ptr_array_index (rule->tests, i)))
      return TRUE;

  return FALSE;
}

/* every test of the earlier one holds wherever the later one's tests hold */
static gboolean
is_wider (const Rule *earlier, const Rule *later)
{
  for (guint i = 0; i < earlier->tests->len; i++)
    if (!is_implied (g_ptr_array_index (earlier->tests, i), later))
      return FALSE;

  return TRUE;
}

static gboolean
asks_status (const Rule *rule)
{
  for (guint i = 0; i < rule->tests->len; i++)
    if (sp_test_is_status (g_ptr_array_index (rule->tests, i)))
      return TRUE;

  return FALSE;
}

static gboolean
shadows (const Rule *earlier, const Rule *later)
{
  /* a success without a status test lets other statuses pass on to the later one */
  return is_wider (earlier, later) &&
         (asks_status (earlier) || !sp_outcome_class_is_success (earlier->outcome_class) ||
          sp_outcome_class_is_success (later->outcome_class));
}

static void
check_order (const SpRules *self, SpProblems *problems)
{
  for (guint later = 1; later < self->rules->len; later++)
    for (guint earlier = 0; earlier < later; earlier++)
      {
        const Rule *first = g_ptr_array_index (self->rules, earlier);
        const Rule *second = g_ptr_array_index (self->rules, later);

        if (is_wider (first, second) && is_wider (second, first))
          sp_problems_add (problems,
                           second->line,
                           "Rule%u tests the same as Rule%u; remove one of the two",
                           second->number,
                           first->number);
        else if (shadows (first, second))
          sp_problems_add (problems,
                           second->line,
                           "Rule%u is never reached: Rule%u holds wherever it does; give it the "
                           "smaller number",
                           second->number,
                           first->number);
      }
}

static void
collect_names (SpRules *self)
{
  for (guint i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i);

      for (guint j = 0; j < rule->tests->len; j++)
        {
          const char *name = sp_test_get_name (g_ptr_array_index (rule->tests, j));

          if (name != NULL)
            g_ptr_array_add (self->names, (char *) name);
        }
    }

  g_ptr_array_add (self->names, NULL);
}

static SpExtract *
read_extract (const SpRecipeText *text, const char *key, SpProblems *problems)
{
  return sp_extract_new (sp_recipe_text_get (text, "Result", key),
                         key,
                         sp_recipe_text_get_line (text, "Result", key),
                         problems);
}

/**
 * sp_rules_new:
 * @text: a recipe that has passed the schema; it may lack [Result]
 * @problems: gets a sentence for each bad, doubled or unreachable rule
 *
 * Returns: (transfer full): the rules that could be read
 */
SpRules *
sp_rules_new (const SpRecipeText *text, SpProblems *problems)
{
  SpRules *self = g_new0 (SpRules, 1);
  guint n_entries = sp_recipe_text_get_n_entries (text, "Result");

  self->rules = g_ptr_array_new_with_free_func (rule_free);
  self->names = g_ptr_array_new ();
  for (guint i = 0; i < n_entries; i++)
    {
      const SpRecipeEntry *entry = sp_recipe_text_get_entry (text, "Result", i);

      if (g_str_has_prefix (entry->key, "Rule"))
        parse_rule (self, entry, problems);
    }

  g_ptr_array_sort (self->rules, compare_numbers);
  check_order (self, problems);
  self->message = read_extract (text, "Message", problems);
  self->address = read_extract (text, "Address", problems);
  collect_names (self);
  return self;
}

/**
 * sp_rules_free:
 * @self: (transfer full): rules
 */
void
sp_rules_free (SpRules *self)
{
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->names);
  g_clear_pointer (&self->message, sp_extract_free);
  g_clear_pointer (&self->address, sp_extract_free);
  g_free (self);
}

/**
 * sp_rules_has_class:
 * @self: rules
 * @outcome_class: a class
 *
 * Returns: %TRUE if a rule can say so
 */
gboolean
sp_rules_has_class (const SpRules *self, SpOutcomeClass outcome_class)
{
  for (guint i = 0; i < self->rules->len; i++)
    if (((const Rule *) g_ptr_array_index (self->rules, i))->outcome_class == outcome_class)
      return TRUE;

  return FALSE;
}

/**
 * sp_rules_get_names:
 * @self: rules
 *
 * Returns: (transfer none): the fields that tests look at
 */
const char *const *
sp_rules_get_names (const SpRules *self)
{
  return (const char *const *) self->names->pdata;
}

static gboolean
is_2xx (const SpReply *reply)
{
  return sp_reply_get_status (reply) / 100 == 2;
}

static gboolean
holds (const Rule *rule, SpEvidence *evidence)
{
  return sp_tests_hold (rule->tests, evidence) &&
         (asks_status (rule) || is_2xx (evidence->reply) ||
          !sp_outcome_class_is_success (rule->outcome_class));
}

/**
 * sp_rules_judge:
 * @self: rules
 * @reply: what a server answered
 * @variables: the fields of the account
 * @outcome_class: (out): what the first rule that holds says; “unknown” if a pattern gave up or
 *   the body holds a NUL, because then nothing can be said
 *
 * Returns: %FALSE if no rule holds, and then @outcome_class is not touched
 */
gboolean
sp_rules_judge (const SpRules *self,
                const SpReply *reply,
                const SpVariables *variables,
                SpOutcomeClass *outcome_class)
{
  g_auto (SpEvidence) evidence = { 0 };

  sp_evidence_init (&evidence, reply, variables);
  evidence.overtaxed = strlen (sp_reply_get_text (reply)) != sp_reply_get_length (reply);
  for (guint i = 0; i < self->rules->len && !evidence.overtaxed; i++)
    {
      const Rule *rule = g_ptr_array_index (self->rules, i);

      if (holds (rule, &evidence) && !evidence.overtaxed)
        {
          *outcome_class = rule->outcome_class;
          return TRUE;
        }
    }

  if (evidence.overtaxed)
    *outcome_class = SP_OUTCOME_UNKNOWN;
  return evidence.overtaxed;
}

/**
 * sp_rules_extract_message:
 * @self: rules
 * @reply: what a server answered
 *
 * Returns: (transfer full): the words for a person; not yet masked
 */
char *
sp_rules_extract_message (const SpRules *self, const SpReply *reply)
{
  g_auto (SpEvidence) evidence = { 0 };
  char *message;

  sp_evidence_init (&evidence, reply, NULL);
  message = sp_extract_find (self->message, &evidence, NULL);
  return message == NULL ? g_strdup (evidence.text) : message;
}

/**
 * sp_rules_extract_address:
 * @self: rules
 * @reply: a success
 *
 * Returns: (transfer full) (nullable): the address it names, if the recipe says where; %NULL also if
 *   none stands there
 */
SpAddress *
sp_rules_extract_address (const SpRules *self, const SpReply *reply)
{
  g_auto (SpEvidence) evidence = { 0 };
  g_autofree char *text = NULL;

  sp_evidence_init (&evidence, reply, NULL);
  text = sp_extract_find (self->address, &evidence, NULL);
  return text == NULL ? NULL : sp_address_new_from_string (g_strstrip (text), NULL);
}

static SpOutcomeClass
judge_client_error (const SpReply *reply)
{
  g_auto (SpEvidence) evidence = { 0 };

  sp_evidence_init (&evidence, reply, NULL);
  switch (sp_reply_get_status (reply))
    {
    case 401:
      return SP_OUTCOME_BADCRED;
    case 403:
      /* a page is from a firewall in front of the provider, not about the password */
      return sp_evidence_is_html (&evidence) ? SP_OUTCOME_RETRY : SP_OUTCOME_BADCRED;
    case 404:
      return SP_OUTCOME_BADHOST;
    case 408:
    case 409:
    case 425:
      return SP_OUTCOME_RETRY;
    case 429:
      return SP_OUTCOME_RATE;
    default:
      return SP_OUTCOME_CONFIG;
    }
}

/**
 * sp_rules_judge_status:
 * @reply: a reply that no rule and no word explains
 *
 * The common meaning of an HTTP status (RFC 9110 §15). A success needs a rule, so 2xx is
 * “unknown”; a redirect is never followed and means that the server has moved.
 *
 * Returns: the class
 */
SpOutcomeClass
sp_rules_judge_status (const SpReply *reply)
{
  switch (sp_reply_get_status (reply) / 100)
    {
    case 3:
      return SP_OUTCOME_CONFIG;
    case 4:
      return judge_client_error (reply);
    case 5:
      return SP_OUTCOME_RETRY;
    default:
      return SP_OUTCOME_UNKNOWN;
    }
}
