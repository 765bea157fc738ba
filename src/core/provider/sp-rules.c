/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-rules.h"

#include <stdlib.h>
#include <string.h>

#include "provider/sp-json.h"
#include "provider/sp-pattern.h"
#include "provider/sp-test.h"

typedef struct
{
  guint number;
  guint line;
  SpOutcomeClass outcome_class;
  GPtrArray *tests; /* (owned) (element-type SpTest) */
} Rule;

struct _SpRules
{
  GPtrArray *rules;        /* (owned) (element-type Rule): by number */
  GPtrArray *names;        /* (owned) (element-type utf8): NULL-terminated, unowned, of the tests */
  char *message_path;      /* (owned) (nullable): where the words of a failure are … */
  GRegex *message_pattern; /* (owned) (nullable): … or what finds them */
};

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  g_ptr_array_unref (rule->tests);
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
parse_tests (Rule *rule, const char *at, const SpRecipeEntry *entry, SpProblems *problems)
{
  while (*at != '\0')
    {
      g_autoptr (GError) error = NULL;
      SpTest *test = sp_test_parse (&at, &error);

      if (test == NULL)
        {
          sp_problems_add (problems, entry->line, "%s: %s", entry->key, error->message);
          return FALSE;
        }
      g_ptr_array_add (rule->tests, test);
    }

  if (rule->tests->len > 0)
    return TRUE;
  sp_problems_add (problems,
                   entry->line,
                   "%s has no test; add one, such as body:/^OK/",
                   entry->key);
  return FALSE;
}

static void
parse_rule (SpRules *self, const SpRecipeEntry *entry, SpProblems *problems)
{
  gsize length = strcspn (entry->value, " ");
  g_autofree char *word = g_strndup (entry->value, length);
  const char *tests = entry->value + length + strspn (entry->value + length, " ");
  Rule *rule = g_new0 (Rule, 1);

  rule->number = (guint) atoi (entry->key + strlen ("Rule"));
  rule->line = entry->line;
  rule->tests = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_test_free);

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
parse_message_pattern (SpRules *self, const char *value, guint line, SpProblems *problems)
{
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = strlen (value);

  if (length < 3 || value[length - 1] != '/')
    {
      sp_problems_add (problems,
                       line,
                       "Message=re: needs a pattern between slashes, such as re:/^x: (.*)/");
      return;
    }

  source = g_strndup (value + 1, length - 2);
  self->message_pattern = sp_pattern_new (source, &error);
  if (self->message_pattern == NULL)
    sp_problems_add (problems, line, "Message: %s", error->message);
  else if (g_regex_get_capture_count (self->message_pattern) < 1)
    sp_problems_add (problems,
                     line,
                     "Message=re: has no group; put “(…)” around the words to show");
}

static void
parse_message (SpRules *self, const SpRecipeText *text, SpProblems *problems)
{
  const char *value = sp_recipe_text_get (text, "Result", "Message");
  guint line = sp_recipe_text_get_line (text, "Result", "Message");
  g_autoptr (GError) error = NULL;

  if (value == NULL)
    return;

  if (g_str_has_prefix (value, "re:/"))
    parse_message_pattern (self, value + 3, line, problems);
  else if (sp_json_check_path (value, &error))
    self->message_path = g_strdup (value);
  else
    sp_problems_add (problems, line, "Message: %s, or as re:/…(…)…/", error->message);
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
  parse_message (self, text, problems);
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
  g_free (self->message_path);
  g_clear_pointer (&self->message_pattern, g_regex_unref);
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
  for (guint i = 0; i < rule->tests->len; i++)
    if (!sp_test_holds (g_ptr_array_index (rule->tests, i), evidence))
      return FALSE;

  return asks_status (rule) || is_2xx (evidence->reply) ||
         !sp_outcome_class_is_success (rule->outcome_class);
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
  g_autoptr (GPtrArray) nodes = NULL;
  char *message = NULL;
  JsonNode *root;

  sp_evidence_init (&evidence, reply, NULL);
  if (self->message_pattern != NULL)
    sp_pattern_find (self->message_pattern, evidence.text, &message, NULL);

  root = self->message_path == NULL ? NULL : sp_evidence_get_json (&evidence);
  nodes = root == NULL ? NULL : sp_json_lookup (root, self->message_path);
  if (nodes != NULL && nodes->len > 0)
    message = sp_json_scalar_to_text (g_ptr_array_index (nodes, 0));

  if (message == NULL)
    message = g_strdup (evidence.text);
  return message;
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
