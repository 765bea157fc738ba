/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "recipe/sp-test.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-json.h"
#include "recipe/sp-pattern.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef enum
{
  TEST_STATUS,
  TEST_BODY,
  TEST_BODY_FIELD,
  TEST_SET,
  TEST_JSON,
  TEST_HEADER,
  TEST_RETRY_AFTER,
} TestKind;

struct _SpTest
{
  TestKind kind;
  char *subject;   /* (owned) (nullable): path, header's name or field */
  char *source;    /* (owned) (nullable): the pattern as written */
  GRegex *pattern; /* (owned) (nullable) */
  char **values;   /* (owned) (nullable): statuses, or what a JSON value may be */
};

/**
 * sp_evidence_init:
 * @self: plain data to fill in
 * @reply: what a server answered; must outlive @self
 * @variables: the fields of the account; must outlive @self
 */
void
sp_evidence_init (SpEvidence *self, const SpReply *reply, const SpVariables *variables)
{
  const char *text = sp_reply_get_text (reply);

  *self = (SpEvidence){ .reply = reply, .variables = variables };
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    text += strlen (BYTE_ORDER_MARK);
  self->text = g_utf8_make_valid (text, -1);
}

/**
 * sp_evidence_clear:
 * @self: evidence
 */
void
sp_evidence_clear (SpEvidence *self)
{
  g_clear_pointer (&self->json, json_node_unref);
  g_clear_pointer (&self->text, g_free);
}

/**
 * sp_evidence_get_json:
 * @self: evidence
 *
 * Returns: (transfer none) (nullable): the body as JSON; %NULL if it is none
 */
JsonNode *
sp_evidence_get_json (SpEvidence *self)
{
  if (!self->json_tried)
    self->json = sp_json_parse (self->text, NULL);

  self->json_tried = TRUE;
  return self->json;
}

/**
 * sp_evidence_is_html:
 * @self: evidence
 *
 * Returns: %TRUE if the reply is a page for people, as firewalls and portals put in the way
 */
gboolean
sp_evidence_is_html (const SpEvidence *self)
{
  const char *type = sp_reply_get_header (self->reply, "content-type");
  const char *start = self->text + strspn (self->text, " \t\r\n");

  return (type != NULL && g_ascii_strncasecmp (type, "text/html", 9) == 0) ||
         g_ascii_strncasecmp (start, "<!doctype html", 14) == 0 ||
         g_ascii_strncasecmp (start, "<html", 5) == 0;
}

static gboolean
refuse (GError **error, const char *problem)
{
  g_set_error_literal (error, SP_ERROR, SP_ERROR_BAD_INPUT, problem);
  return FALSE;
}

static gboolean
skip (const char **at, const char *word)
{
  if (!g_str_has_prefix (*at, word))
    return FALSE;

  *at += strlen (word);
  return TRUE;
}

static char *
take_until (const char **at, const char *ends)
{
  gsize length = strcspn (*at, ends);
  char *text = g_strndup (*at, length);

  *at += length;
  return text;
}

static gboolean
parse_status (SpTest *self, const char **at, GError **error)
{
  g_autofree char *list = take_until (at, " ");

  self->values = g_strsplit (list, ",", -1);
  for (guint i = 0; self->values[i] != NULL; i++)
    if (!g_ascii_string_to_unsigned (self->values[i], 10, 200, 599, NULL, NULL))
      return refuse (error, "“status:” needs numbers from 200 to 599, such as status:401,403");

  return self->values[0] != NULL || refuse (error, "“status:” needs a number");
}

/* from the opening to the closing slash; “\/” is a slash in the pattern */
static gboolean
parse_pattern (SpTest *self, const char **at, GError **error)
{
  const char *end = *at + 1;

  if (**at != '/')
    return refuse (error, "a pattern begins with “/”, such as body:/^OK/");

  while (*end != '\0' && *end != '/')
    end += end[0] == '\\' && end[1] != '\0' ? 2 : 1;
  if (*end != '/')
    return refuse (error, "a pattern has no closing “/”; write “\\/” for a slash inside it");

  self->source = g_strndup (*at + 1, (gsize) (end - *at) - 1);
  *at = end + 1;
  self->pattern = sp_pattern_new (self->source, error);
  return self->pattern != NULL;
}

static gboolean
parse_body (SpTest *self, const char **at, GError **error)
{
  if (!skip (at, "${"))
    return parse_pattern (self, at, error);

  self->kind = TEST_BODY_FIELD;
  self->subject = take_until (at, "} ");
  return skip (at, "}") || refuse (error, "“body:${” has no closing “}”");
}

static char *
take_value (const char **at)
{
  if (!skip (at, "\""))
    return take_until (at, " ");

  char *value = take_until (at, "\"");
  skip (at, "\"");
  return value;
}

static gboolean
parse_json (SpTest *self, const char **at, GError **error)
{
  g_autofree char *value = NULL;

  self->subject = take_until (at, " ");
  if (!sp_json_check_path (self->subject, error))
    return FALSE;

  if (skip (at, " = "))
    {
      value = take_value (at);
      self->values = g_new0 (char *, 2);
      self->values[0] = g_steal_pointer (&value);
    }
  else if (skip (at, " in "))
    {
      value = take_value (at);
      self->values = g_strsplit (value, ",", -1);
    }

  return TRUE;
}

static gboolean
parse_header (SpTest *self, const char **at, GError **error)
{
  self->subject = take_until (at, "= ");
  if (self->subject[0] == '\0' || !skip (at, "="))
    return refuse (error, "“header:” needs a name and a pattern, such as header:Server=/^cdn/");

  return parse_pattern (self, at, error);
}

static gboolean
parse (SpTest *self, const char **at, GError **error)
{
  if (skip (at, "status:"))
    {
      self->kind = TEST_STATUS;
      return parse_status (self, at, error);
    }
  if (skip (at, "body:"))
    {
      self->kind = TEST_BODY;
      return parse_body (self, at, error);
    }
  if (skip (at, "set:"))
    {
      self->kind = TEST_SET;
      self->subject = take_until (at, " ");
      return TRUE;
    }
  if (skip (at, "json:"))
    {
      self->kind = TEST_JSON;
      return parse_json (self, at, error);
    }
  if (skip (at, "header:"))
    {
      self->kind = TEST_HEADER;
      return parse_header (self, at, error);
    }
  if (skip (at, "retry-after"))
    {
      self->kind = TEST_RETRY_AFTER;
      return TRUE;
    }

  return refuse (error,
                 "a test is unknown; there are status:, body:, set:, json:, header: "
                 "and retry-after");
}

/**
 * sp_test_parse:
 * @at: (inout): the text from here; is moved behind the test and the spaces that follow it
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full): the test, or %NULL
 */
SpTest *
sp_test_parse (const char **at, GError **error)
{
  g_autoptr (SpTest) self = g_new0 (SpTest, 1);

  if (!parse (self, at, error))
    return NULL;

  if (**at != '\0' && **at != ' ')
    {
      refuse (error, "something follows a test without a space; separate tests by one space");
      return NULL;
    }
  *at += strspn (*at, " ");
  return g_steal_pointer (&self);
}

/**
 * sp_test_free:
 * @self: (transfer full): a test
 */
void
sp_test_free (SpTest *self)
{
  g_free (self->subject);
  g_free (self->source);
  g_clear_pointer (&self->pattern, g_regex_unref);
  g_strfreev (self->values);
  g_free (self);
}

static gboolean
find (GRegex *pattern, const char *text, SpEvidence *evidence)
{
  g_autoptr (GError) error = NULL;
  gboolean found = sp_pattern_find (pattern, text, NULL, &error);

  if (error != NULL)
    evidence->overtaxed = TRUE;
  return found;
}

/* The person's own words: simply somewhere in the answer, or a pattern between slashes. */
static gboolean
holds_field (const SpTest *self, SpEvidence *evidence)
{
  const char *words = sp_variables_get (evidence->variables, self->subject);
  gsize length = strlen (words);
  g_autofree char *source = NULL;
  g_autoptr (GRegex) pattern = NULL;

  if (length == 0)
    return FALSE;
  if (length < 3 || words[0] != '/' || words[length - 1] != '/')
    return strstr (evidence->text, words) != NULL;

  source = g_strndup (words + 1, length - 2);
  pattern = sp_pattern_new (source, NULL);
  return pattern != NULL && find (pattern, evidence->text, evidence);
}

static gboolean
holds_json (const SpTest *self, SpEvidence *evidence)
{
  JsonNode *root = sp_evidence_get_json (evidence);
  g_autoptr (GPtrArray) nodes = root == NULL ? NULL : sp_json_lookup (root, self->subject);

  for (guint i = 0; nodes != NULL && i < nodes->len; i++)
    {
      g_autofree char *text = sp_json_scalar_to_text (g_ptr_array_index (nodes, i));

      if (self->values == NULL ||
          (text != NULL && g_strv_contains ((const char *const *) self->values, text)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
holds_header (const SpTest *self, SpEvidence *evidence)
{
  const char *value = sp_reply_get_header (evidence->reply, self->subject);
  g_autofree char *valid = value == NULL ? NULL : g_utf8_make_valid (value, -1);

  return valid != NULL && find (self->pattern, valid, evidence);
}

static gboolean
holds_status (const SpTest *self, const SpEvidence *evidence)
{
  char status[16];

  g_snprintf (status, sizeof status, "%u", sp_reply_get_status (evidence->reply));
  return g_strv_contains ((const char *const *) self->values, status);
}

/**
 * sp_test_holds:
 * @self: a test
 * @evidence: a reply
 *
 * Returns: %TRUE if it holds
 */
gboolean
sp_test_holds (const SpTest *self, SpEvidence *evidence)
{
  switch (self->kind)
    {
    case TEST_STATUS:
      return holds_status (self, evidence);
    case TEST_BODY:
      return find (self->pattern, evidence->text, evidence);
    case TEST_BODY_FIELD:
      return holds_field (self, evidence);
    case TEST_SET:
      return sp_variables_get (evidence->variables, self->subject)[0] != '\0';
    case TEST_JSON:
      return holds_json (self, evidence);
    case TEST_HEADER:
      return holds_header (self, evidence);
    case TEST_RETRY_AFTER:
      return sp_reply_get_retry_after_s (evidence->reply) > 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * sp_test_is_status:
 * @self: a test
 *
 * Returns: %TRUE if it is about the HTTP status
 */
gboolean
sp_test_is_status (const SpTest *self)
{
  return self->kind == TEST_STATUS;
}

static gboolean
covers_values (char **values, char **others)
{
  if (values == NULL || others == NULL)
    return values == NULL;

  for (guint i = 0; others[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) values, others[i]))
      return FALSE;

  return TRUE;
}

/**
 * sp_test_covers:
 * @self: a test
 * @other: another
 *
 * Returns: %TRUE if @self surely holds wherever @other does
 */
gboolean
sp_test_covers (const SpTest *self, const SpTest *other)
{
  return self->kind == other->kind && g_strcmp0 (self->subject, other->subject) == 0 &&
         g_strcmp0 (self->source, other->source) == 0 &&
         covers_values (self->values, other->values);
}

/**
 * sp_test_get_name:
 * @self: a test
 *
 * Returns: (transfer none) (nullable): the field it looks at
 */
const char *
sp_test_get_name (const SpTest *self)
{
  return self->kind == TEST_BODY_FIELD || self->kind == TEST_SET ? self->subject : NULL;
}

/**
 * sp_tests_parse:
 * @text: tests, separated by spaces
 * @error: return location for %SP_ERROR_BAD_INPUT
 *
 * Returns: (transfer full) (element-type SpTest): at least one, or %NULL
 */
GPtrArray *
sp_tests_parse (const char *text, GError **error)
{
  g_autoptr (GPtrArray) tests = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_test_free);

  while (*text != '\0')
    {
      SpTest *test = sp_test_parse (&text, error);

      if (test == NULL)
        return NULL;
      g_ptr_array_add (tests, test);
    }

  if (tests->len > 0)
    return g_steal_pointer (&tests);

  refuse (error, "there is no test; add one, such as body:/^OK/");
  return NULL;
}

/**
 * sp_tests_hold:
 * @tests: (element-type SpTest): tests
 * @evidence: a reply
 *
 * Returns: %TRUE if all of them hold
 */
gboolean
sp_tests_hold (GPtrArray *tests, SpEvidence *evidence)
{
  for (guint i = 0; i < tests->len; i++)
    if (!sp_test_holds (g_ptr_array_index (tests, i), evidence))
      return FALSE;

  return TRUE;
}
