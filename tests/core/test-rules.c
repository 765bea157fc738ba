/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "http/sp-mask.h"
#include "recipe/sp-pattern.h"
#include "recipe/sp-rules.h"

static SpRules *
new_rules (const char *result)
{
  g_autofree char *text = g_strconcat ("[Result]\n", result, NULL);
  g_autoptr (SpProblems) problems = sp_problems_new ("x");
  g_autoptr (SpRecipeText) read = sp_recipe_text_new (text, problems);
  SpRules *rules = sp_rules_new (read, problems);

  for (guint i = 0; i < sp_problems_get_n (problems); i++)
    g_test_message ("%s", sp_problems_get (problems, i));
  g_assert_cmpuint (sp_problems_get_n (problems), ==, 0);
  return rules;
}

static SpReply *
new_reply (guint status, const char *header, const char *value, const char *body)
{
  g_autoptr (GHashTable) headers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  if (header != NULL)
    g_hash_table_insert (headers, (char *) header, (char *) value);
  return sp_reply_new (status, headers, bytes, NULL);
}

static void
test_judge (void)
{
  static const struct
  {
    const char *sentence;
    const char *rules;
    guint status;
    const char *header;
    const char *value;
    const char *body;
    const char *judged; /* NULL: no rule holds */
  } rows[] = {
    { "a status", "Rule1=badcred status:401,403\n", 403, NULL, NULL, "", "badcred" },
    { "another status", "Rule1=badcred status:401,403\n", 404, NULL, NULL, "", NULL },
    { "a body", "Rule1=good body:/^OK$/\n", 200, NULL, NULL, "OK", "good" },
    { "a word in the middle", "Rule1=good body:/^OK/\n", 200, NULL, NULL, "not OK", NULL },
    { "a second line, where asked",
      "Rule1=nochg body:/(?m)^SAME$/\n",
      200,
      NULL,
      NULL,
      "OK\nSAME\n",
      "nochg" },
    { "a tag", "Rule1=good body:/<n>0<\\/n>/\n", 200, NULL, NULL, "<a><n>0</n></a>", "good" },
    { "a byte order mark is no part of it",
      "Rule1=good body:/\\AOK/\n",
      200,
      NULL,
      NULL,
      "\xef\xbb\xbfOK",
      "good" },
    { "bytes that are no UTF-8",
      "Rule1=good body:/\\AOK/\n",
      200,
      NULL,
      NULL,
      "OK \xff\xfe",
      "good" },
    { "all tests must hold", "Rule1=good status:200 body:/^OK/\n", 201, NULL, NULL, "OK", NULL },
    { "the first rule wins",
      "Rule1=nochg body:/^OK same/\nRule2=good body:/^OK/\n",
      200,
      NULL,
      NULL,
      "OK same",
      "nochg" },
    { "numbers order the rules, not lines",
      "Rule2=good body:/^OK/\nRule1=nochg body:/^OK same/\n",
      200,
      NULL,
      NULL,
      "OK same",
      "nochg" },
    { "ten comes after nine",
      "Rule10=good body:/^OK/\nRule9=nochg body:/^OK same/\n",
      200,
      NULL,
      NULL,
      "OK same",
      "nochg" },
    { "a success in a refusal is none", "Rule1=good body:/^OK/\n", 500, NULL, NULL, "OK", NULL },
    { "unless the rule names the status",
      "Rule1=good status:500 body:/^OK/\n",
      500,
      NULL,
      NULL,
      "OK",
      "good" },
    { "a refusal in a success counts",
      "Rule1=badhost body:/^no/\n",
      200,
      NULL,
      NULL,
      "no",
      "badhost" },
    { "JSON is there", "Rule1=good json:$.id\n", 200, NULL, NULL, "{\"id\":1}", "good" },
    { "JSON is not there", "Rule1=good json:$.id\n", 200, NULL, NULL, "{\"no\":1}", NULL },
    { "JSON is this",
      "Rule1=good json:$.success = true\n",
      200,
      NULL,
      NULL,
      "{\"success\":true}",
      "good" },
    { "JSON is something else",
      "Rule1=good json:$.success = true\n",
      200,
      NULL,
      NULL,
      "{\"success\":false}",
      NULL },
    { "JSON is one of these",
      "Rule1=badcred json:$.e[*].c in 6003,6111\n",
      400,
      NULL,
      NULL,
      "{\"e\":[{\"c\":1},{\"c\":6111}]}",
      "badcred" },
    { "JSON is a text with spaces",
      "Rule1=badhost json:$.m = \"no such host\" status:400\n",
      400,
      NULL,
      NULL,
      "{\"m\":\"no such host\"}",
      "badhost" },
    { "JSON is cut off",
      "Rule1=good json:$.success = true\n",
      200,
      NULL,
      NULL,
      "{\"success\":true",
      NULL },
    { "JSON says it twice",
      "Rule1=good json:$.s = true\n",
      200,
      NULL,
      NULL,
      "{\"s\":true,\"s\":false}",
      NULL },
    { "a header", "Rule1=retry header:Server=/^cdn/\n", 503, "server", "cdn 3", "", "retry" },
    { "another header", "Rule1=retry header:Server=/^cdn/\n", 503, "server", "x", "", NULL },
    { "a wait", "Rule1=rate retry-after\n", 503, "Retry-After", "30", "", "rate" },
    { "no wait", "Rule1=rate retry-after\n", 503, NULL, NULL, "", NULL },
    { "a person's words", "Rule1=good body:${words}\n", 200, NULL, NULL, "Address set.", "good" },
    { "a person's words are missing", "Rule1=good body:${words}\n", 200, NULL, NULL, "no", NULL },
    { "a person's pattern", "Rule1=good body:${pattern}\n", 200, NULL, NULL, "done 5", "good" },
    { "a person's pattern does not match",
      "Rule1=good body:${pattern}\n",
      200,
      NULL,
      NULL,
      "undone",
      NULL },
    { "a person left it empty", "Rule1=good body:${empty}\n", 200, NULL, NULL, "", NULL },
    { "something was entered", "Rule1=unknown set:words\n", 200, NULL, NULL, "", "unknown" },
    { "nothing was entered", "Rule1=unknown set:empty\n", 200, NULL, NULL, "", NULL },
    { "a pattern that runs away proves nothing",
      "Rule1=badhost body:/^(a+)+$/\nRule2=good body:/^a/\n",
      200,
      NULL,
      NULL,
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
      "unknown" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpRules) rules = NULL;
      g_autoptr (SpVariables) variables = sp_variables_new ();
      g_autoptr (SpReply) reply = NULL;
      SpOutcomeClass judged;

      g_test_message ("%s", rows[i].sentence);
      rules = new_rules (rows[i].rules);
      reply = new_reply (rows[i].status, rows[i].header, rows[i].value, rows[i].body);
      sp_variables_set (variables, "words", "Address set");
      sp_variables_set (variables, "pattern", "/^done [0-9]$/");
      sp_variables_set (variables, "empty", "");
      if (rows[i].judged == NULL)
        {
          g_assert_false (sp_rules_judge (rules, reply, variables, &judged));
          continue;
        }
      g_assert_true (sp_rules_judge (rules, reply, variables, &judged));
      g_assert_cmpstr (sp_outcome_class_to_string (judged), ==, rows[i].judged);
    }
}

static void
test_message (void)
{
  static const struct
  {
    const char *sentence;
    const char *rules;
    const char *body;
    const char *message;
  } rows[] = {
    { "found by a pattern", "Message=re:/<Err1>([^<]*)</\n", "<a><Err1>no host</Err1>", "no host" },
    { "found by a path", "Message=$.e[0].m\n", "{\"e\":[{\"m\":\"no\"}]}", "no" },
    { "the whole answer otherwise", "Message=$.e[0].m\n", "down", "down" },
    { "the whole answer where nothing is said", "", "down", "down" },
    { "a list is no message", "Message=$.e\n", "{\"e\":[]}", "{\"e\":[]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpRules) rules = new_rules (rows[i].rules);
      g_autoptr (SpReply) reply = new_reply (400, NULL, NULL, rows[i].body);
      g_autofree char *message = sp_rules_extract_message (rules, reply);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (message, ==, rows[i].message);
    }
}

static void
test_anchors (void)
{
  static const struct
  {
    const char *pattern;
    gboolean accepted;
  } rows[] = {
    { "^a", TRUE },     { "\\Aa", TRUE },    { "(?i)^a", TRUE },    { "(?im)\\Aa", TRUE },
    { "<a>", TRUE },    { "^a|^b", TRUE },   { "^(a|b)", TRUE },    { "^[a|b]", TRUE },
    { "^a\\|b", TRUE }, { "^[]|a]", TRUE },  { "^[^]|a]", TRUE },   { "^(?:a|(b|c))$", TRUE },
    { "a", FALSE },     { "a$", FALSE },     { "", FALSE },         { "(^a)", FALSE },
    { "^a|b", FALSE },  { "^(a)|b", FALSE }, { "^[a]|b", FALSE },   { ".*^a", FALSE },
    { "<", FALSE },     { "^(", FALSE },     { "^[", FALSE },       { "(*UCP)^a", FALSE },
    { "(?x)a", FALSE }, { "\\Za", FALSE },   { "^a(?(1)b", FALSE }, { "^a|", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GRegex) pattern = sp_pattern_new (rows[i].pattern, NULL);

      g_test_message ("pattern “%s”", rows[i].pattern);
      g_assert_cmpint (pattern != NULL, ==, rows[i].accepted);
    }
}

static void
test_mask (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *masked;
  } rows[] = {
    { "nothing to hide", "good 1.2.3.4", "good 1.2.3.4" },
    { "as it is", "bad p&ss wörd!", "bad •••!" },
    { "in upper case", "P&SS WöRD", "•••" },
    { "percent-encoded", "a=p%26ss%20w%C3%B6rd&", "a=•••&" },
    { "percent-encoded in lower case", "a=p%26ss%20w%c3%b6rd&", "a=•••&" },
    { "as a form encodes it", "a=p%26ss+w%C3%B6rd&", "a=•••&" },
    { "in base64", "cCZzcyB3w7ZyZA==", "•••" },
    { "in XML", "<p>p&amp;ss wörd</p>", "•••" },
    { "torn by a tag", "p&amp;ss <b>wörd</b>", "•••" },
    { "as MD5", "134dbc5c95029950c6762567511b8d89", "•••" },
    { "a login in base64", "Basic bWU6cCZzcyB3w7ZyZA==", "Basic •••" },
    { "a short one", "Q-ray", "•••-ray" },
  };
  g_autoptr (SpMask) mask = sp_mask_new ();

  sp_mask_add (mask, "p&ss wörd");
  sp_mask_add (mask, "q");
  sp_mask_add (mask, "");
  sp_mask_add (mask, NULL);
  sp_mask_add_login (mask, "me", "p&ss wörd");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = g_strstrip (sp_mask_apply_to_words (mask, rows[i].text));

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

/* Whatever stands around a secret, its base64 shows nothing of its middle. */
static void
test_mask_base64_anywhere (void)
{
  g_autoptr (SpMask) mask = sp_mask_new ();

  sp_mask_add (mask, "correct horse battery");
  for (guint before = 0; before < 5; before++)
    for (guint after = 0; after < 5; after++)
      {
        g_autofree char *front = g_strnfill (before, 'u');
        g_autofree char *back = g_strnfill (after, 'v');
        g_autofree char *whole = g_strconcat (front, "correct horse battery", back, NULL);
        g_autofree char *encoded = g_base64_encode ((guchar *) whole, strlen (whole));
        g_autofree char *masked = sp_mask_apply (mask, encoded);

        g_assert_nonnull (strstr (masked, "•••"));
        g_assert_cmpuint (strlen (masked), <=, 9 + 10 + 8);
      }
}

static void
test_mask_url (void)
{
  static const struct
  {
    const char *text;
    const char *masked;
  } rows[] = {
    { "no key 4b-canary here", "no key ••• here" },
    { "/u/tok3n/update?a=4b-canary&ip=1.2.3.4", "/u/•••/update?a=•••&ip=1.2.3.4" },
    { "host h is not known", "host h is not known" },
    { "dyn.example.org", "dyn.example.org" },
    { "a b+c", "•••" },
  };
  g_autoptr (SpMask) mask = sp_mask_new ();

  sp_mask_add_url (
      mask,
      "https://dyn.example.org/u/tok3n/update?a=4b-canary&b={host}&c=a%20b%2Bc&ip={ip}");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *masked = sp_mask_apply (mask, rows[i].text);

      g_assert_cmpstr (masked, ==, rows[i].masked);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rules/judge", test_judge);
  g_test_add_func ("/rules/message", test_message);
  g_test_add_func ("/rules/anchors", test_anchors);
  g_test_add_func ("/mask/words", test_mask);
  g_test_add_func ("/mask/base64-anywhere", test_mask_base64_anywhere);
  g_test_add_func ("/mask/url", test_mask_url);

  return g_test_run ();
}
