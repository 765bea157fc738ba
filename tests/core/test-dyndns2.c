/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "provider/sp-dyndns2.h"

#define V4       "198.51.100.7"
#define OTHER_V4 "203.0.113.9"
#define V6       "2001:db8::7"

static SpRecipe *
new_recipe (const char *more)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SpRecipe *recipe;

  text = g_strconcat ("[Provider]\nFormat=1\nId=x\nName=X\nWebsite=https://x.example/\n"
                      "Source=https://x.example/\nChecked=2026-08-31\nVerified=peer\n"
                      "Protocol=dyndns2\nHosts=x.example;\nFamilies=ipv4;ipv6;\n"
                      "[Field user]\nLabel=U\n[Field pass]\nLabel=P\nSecret=true\n"
                      "[Dyndns2]\nUrl=https://x.example/nic/update\nTogether=true\nMissing=keep\n"
                      "Batch=20\n",
                      more,
                      NULL);
  recipe = sp_recipe_new_from_text ("x.recipe", text, &error);
  g_assert_no_error (error);
  return recipe;
}

static SpBatch *
new_batch (const char *more, guint n_hosts, const char *families)
{
  g_autoptr (SpRecipe) recipe = new_recipe (more);
  g_autoptr (SpAccount) account = sp_account_new ("id", "x");
  g_autoptr (SpCredentials) credentials = sp_credentials_new ();
  SpBatch *batch;

  sp_credentials_set (credentials, "pass", "hunter2");
  batch = sp_batch_new (recipe, account, credentials);
  for (guint i = 0; i < n_hosts; i++)
    {
      g_autofree char *name = g_strdup_printf ("h%u.example.com", i);
      g_autoptr (SpAddress) v4 = sp_address_new_from_string (V4, NULL);
      g_autoptr (SpAddress) v6 = sp_address_new_from_string (V6, NULL);
      guint host = sp_batch_add_host (batch, name);

      if (strchr (families, '4') != NULL)
        sp_batch_set_due (batch, host, v4);
      if (strchr (families, '6') != NULL)
        sp_batch_set_due (batch, host, v6);
    }
  return batch;
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
judge (SpBatch *batch, SpReply *reply)
{
  g_autoptr (SpPlan) plan = sp_plan_new (batch);
  g_autoptr (SpVariables) variables = sp_variables_new ();
  g_autoptr (SpMask) mask = sp_mask_new ();
  SpVerdict verdict = { .batch = batch, .reply = reply, .variables = variables, .mask = mask };

  g_assert_cmpuint (plan->steps->len, ==, 1);
  sp_mask_add (mask, "hunter2");
  verdict.step = g_ptr_array_index (plan->steps, 0);
  sp_dyndns2_judge (&verdict);
}

/* the classes of all targets, host by host, IPv4 first */
static char *
describe (SpBatch *batch)
{
  GString *text = g_string_new (NULL);

  for (guint host = 0; host < sp_batch_get_n_hosts (batch); host++)
    for (guint family = 0; family < SP_N_FAMILIES; family++)
      {
        SpOutcome *outcome = sp_batch_get_outcome (batch, host, (SpFamily) family);

        if (sp_batch_get_due (batch, host, (SpFamily) family) == NULL)
          {
            g_assert_null (outcome);
            continue;
          }
        g_assert_nonnull (outcome);
        if (text->len > 0)
          g_string_append_c (text, ' ');
        g_string_append (text, sp_outcome_class_to_string (sp_outcome_get_class (outcome)));
      }

  return g_string_free (text, FALSE);
}

static void
test_words (void)
{
  static const struct
  {
    const char *sentence;
    guint status;
    const char *body;
    const char *outcome;
    gint64 wait_s;
  } rows[] = {
    { "changed", 200, "good " V4, "good", 0 },
    { "changed, without an address", 200, "good", "good", 0 },
    { "not changed", 200, "nochg " V4, "nochg", 0 },
    { "wrong password", 200, "badauth", "badcred", 0 },
    { "wrong password with its status", 401, "badauth", "badcred", 0 },
    { "a paid feature", 200, "!donator", "config", 0 },
    { "the program is not accepted", 200, "badagent", "config", 0 },
    { "a bad system", 200, "badsys", "config", 0 },
    { "a bad system, as Dyn once spelled it", 200, "badysys", "config", 0 },
    { "a malformed request", 200, "badrequest", "config", 0 },
    { "not a full name", 200, "notfqdn", "badhost", 0 },
    { "no such host", 200, "nohost", "badhost", 0 },
    { "no such host with its status", 404, "nohost", "badhost", 0 },
    { "somebody else's host", 200, "!yours", "badhost", 0 },
    { "a host that is not active", 200, "!active", "badhost", 0 },
    { "a host that is not found", 200, "notfound", "badhost", 0 },
    { "too many hosts", 200, "numhost", "badhost", 0 },
    { "blocked", 200, "abuse", "abuse", 0 },
    { "blocked, with its status", 403, "abuse", "abuse", 0 },
    { "disabled by hand", 200, "fatal", "config", 0 },
    { "a bad address", 200, "badip", "config", 0 },
    { "no IPv6 here", 200, "noipv6", "config", 0 },
    { "too soon", 200, "interval", "rate", 300 },
    { "too many", 429, "toomanyrequests", "rate", 1800 },
    { "trouble with DNS", 200, "dnserr", "retry", 1800 },
    { "trouble at the server", 200, "servererror", "retry", 1800 },
    { "maintenance", 200, "911", "retry", 1800 },
    { "maintenance with a text", 200, "911 down until noon", "retry", 1800 },
    { "maintenance with its status", 503, "911", "retry", 1800 },
    { "wait hours", 200, "w2h", "rate", 7200 },
    { "wait minutes", 200, "w30m", "rate", 1800 },
    { "wait seconds", 200, "w90s", "rate", 90 },
    { "wait for nothing known", 200, "w30d", "unknown", 0 },
    { "wait for ever", 200, "w999999h", "unknown", 0 },
    /* the shape of a line */
    { "upper case", 200, "GOOD " V4, "good", 0 },
    { "a byte order mark", 200, "\xef\xbb\xbfgood " V4, "good", 0 },
    { "CRLF", 200, "good " V4 "\r\n", "good", 0 },
    { "blank lines and blanks", 200, "\n\n \t good\t" V4 " \r\n\r\n", "good", 0 },
    { "a comment behind it", 200, "good " V4 "\n<!-- 0.3 s -->", "good", 0 },
    { "the other family shown as well", 200, "good " V4 "," V6, "good", 0 },
    { "more words behind a failure", 200, "badauth please log in", "badcred", 0 },
    { "a text behind the answer", 200, "good " V4 "\nThank you for using X", "good", 0 },
    /* traps */
    { "the request was ignored (Dyn)", 200, "good 127.0.0.1", "config", 0 },
    { "another address", 200, "good " OTHER_V4, "config", 0 },
    { "not changed from another address", 200, "nochg " OTHER_V4, "config", 0 },
    { "an address of the other family that was not sent", 200, "good " V6, "config", 0 },
    { "a polite page", 200, "good morning", "unknown", 0 },
    { "an address with a prefix", 200, "good " V4 "/24", "unknown", 0 },
    { "a page with a good line in it", 200, "<html>\ngood " V4 "\n</html>", "unknown", 0 },
    { "a page that mentions it", 200, "<html><body>good</body></html>", "unknown", 0 },
    { "a longer word", 200, "goods", "unknown", 0 },
    { "nothing", 200, "", "unknown", 0 },
    { "blanks", 200, " \r\n", "unknown", 0 },
    { "an unknown word", 200, "frobnicated", "unknown", 0 },
    { "“unknown” is Dynu's word alone", 200, "unknown", "unknown", 0 },
    { "good in a refusal", 403, "good " V4, "badcred", 0 },
    { "good in a failure", 500, "good " V4, "retry", 0 },
    { "a failure behind a success", 200, "good " V4 "\nnohost", "badhost", 0 },
    /* no word: the status */
    { "204 is no success", 204, "", "unknown", 0 },
    { "moved", 301, "", "config", 0 },
    { "400", 400, "?", "config", 0 },
    { "401", 401, "denied", "badcred", 0 },
    { "403 with plain text", 403, "denied", "badcred", 0 },
    { "403 with a page of a firewall", 403, "<!DOCTYPE html><title>no</title>", "retry", 0 },
    { "404", 404, "?", "badhost", 0 },
    { "407 is the proxy's", 407, "?", "config", 0 },
    { "408", 408, "?", "retry", 0 },
    { "409", 409, "?", "retry", 0 },
    { "429", 429, "?", "rate", 0 },
    { "500", 500, "?", "retry", 0 },
    { "503 with a page", 503, "<html>", "retry", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch ("", 1, "4");
      g_autoptr (SpReply) reply = new_reply (rows[i].status, NULL, NULL, rows[i].body);
      g_autofree char *outcome = NULL;
      SpOutcome *first;

      g_test_message ("%s", rows[i].sentence);
      judge (batch, reply);
      outcome = describe (batch);
      first = sp_batch_get_outcome (batch, 0, SP_FAMILY_IPV4);
      g_assert_cmpstr (outcome, ==, rows[i].outcome);
      g_assert_cmpint (sp_outcome_get_retry_after_s (first), ==, rows[i].wait_s);
      g_assert_cmpuint (sp_outcome_get_http_status (first), ==, rows[i].status);
    }
}

static void
test_families (void)
{
  static const struct
  {
    const char *sentence;
    const char *body;
    const char *outcome; /* of IPv4 and IPv6 */
  } rows[] = {
    { "one line names both", "good " V4 "," V6, "good good" },
    { "one line names both, with a space", "good " V4 " " V6, "good good" },
    { "one line names one", "good " V4, "good good" },
    { "one line names none", "nochg", "nochg nochg" },
    { "a line for each address", "good " V4 "\nnochg " V6, "good nochg" },
    { "a line for each address, the other way round", "nochg " V6 "\ngood " V4, "good nochg" },
    { "one of two is another", "good " V4 ",2001:db8::bad", "good config" },
    { "one family was ignored", "good 127.0.0.1", "config config" },
    { "a failure beside a success", "good " V4 "\ndnserr", "retry retry" },
    { "a failure", "badauth", "badcred badcred" },
    { "the same address in another spelling", "good " V4 ",2001:0DB8:0:0::7", "good good" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch ("", 1, "46");
      g_autoptr (SpReply) reply = new_reply (200, NULL, NULL, rows[i].body);
      g_autofree char *outcome = NULL;

      g_test_message ("%s", rows[i].sentence);
      judge (batch, reply);
      outcome = describe (batch);
      g_assert_cmpstr (outcome, ==, rows[i].outcome);
    }
}

static void
test_many_hosts (void)
{
  static const struct
  {
    const char *sentence;
    const char *more;
    const char *body;
    const char *outcome; /* of three hosts */
  } rows[] = {
    { "a line for each", "", "good " V4 "\nnochg " V4 "\nnohost", "good nochg badhost" },
    { "a line too many", "", "good\ngood\ngood\nnohost", "good good good" },
    { "one failure is for all", "", "badauth", "badcred badcred badcred" },
    { "one failure of a host is for all, for nobody says which",
      "",
      "nohost",
      "badhost badhost badhost" },
    { "one success is for the first alone", "", "good " V4, "good unknown unknown" },
    { "a line too few", "", "good\nnochg", "good nochg unknown" },
    { "the server fails after the first", "", "good\n911", "retry retry retry" },
    { "an unknown line in the middle", "", "good\nhm\ngood", "good unknown good" },
    { "an unknown line in front", "", "hm\ngood\ngood", "unknown unknown unknown" },
    { "nothing", "", "", "unknown unknown unknown" },
    { "one line for all, where the recipe says so", "OneLine=true\n", "good", "good good good" },
    { "one failure for all, where the recipe says so",
      "OneLine=true\n",
      "nohost",
      "badhost badhost badhost" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch (rows[i].more, 3, "4");
      g_autoptr (SpReply) reply = new_reply (200, NULL, NULL, rows[i].body);
      g_autofree char *outcome = NULL;

      g_test_message ("%s", rows[i].sentence);
      judge (batch, reply);
      outcome = describe (batch);
      g_assert_cmpstr (outcome, ==, rows[i].outcome);
    }
}

static void
test_recipe_words (void)
{
  static const struct
  {
    const char *sentence;
    const char *more;
    guint status;
    const char *body;
    const char *outcome;
    gint64 wait_s;
  } rows[] = {
    { "a word of its own", "Words=unknown:config;\n", 200, "unknown", "config", 0 },
    { "a word of its own, in any case", "Words=OK:good;\n", 200, "ok " V4, "good", 0 },
    { "its own success is as strict", "Words=ok:good;\n", 200, "OK then", "unknown", 0 },
    { "another meaning of a known word", "Words=911:config;\n", 200, "911", "config", 0 },
    { "a shorter wait", "Wait911=600\n", 200, "911", "retry", 600 },
    { "wrapped in tags, where the recipe says so",
      "Html=true\n",
      200,
      "<html><head><title>X</title></head><body><b>good</b> " V4 "</body></html>",
      "unknown",
      0 },
    { "wrapped in tags alone",
      "Html=true\n",
      200,
      "<html><body>good " V4 "<br></body></html>",
      "good",
      0 },
    { "a rule before the words", "[Result]\nRule1=rate body:/^good/\n", 200, "good", "rate", 0 },
    { "a rule before the status", "[Result]\nRule1=config status:401\n", 401, "", "config", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch (rows[i].more, 1, "4");
      g_autoptr (SpReply) reply = new_reply (rows[i].status, NULL, NULL, rows[i].body);
      g_autofree char *outcome = NULL;

      g_test_message ("%s", rows[i].sentence);
      judge (batch, reply);
      outcome = describe (batch);
      g_assert_cmpstr (outcome, ==, rows[i].outcome);
      g_assert_cmpint (sp_outcome_get_retry_after_s (
                           sp_batch_get_outcome (batch, 0, SP_FAMILY_IPV4)),
                       ==,
                       rows[i].wait_s);
    }
}

static void
test_said (void)
{
  static const struct
  {
    const char *sentence;
    guint status;
    const char *header;
    const char *value;
    const char *body;
    const char *said;
    gint64 wait_s;
  } rows[] = {
    { "the line", 200, NULL, NULL, "nohost h0", "nohost h0", 0 },
    { "without the password", 200, NULL, NULL, "badauth u:HUNTER2", "badauth u:•••", 0 },
    { "without the password, encoded", 200, NULL, NULL, "badauth aHVudGVyMg==", "badauth •••", 0 },
    { "without tags", 500, NULL, NULL, "<p>out of <b>order</b></p>", "out of order", 0 },
    { "where the server has gone, and no more",
      302,
      "Location",
      "https://new.example/u?p=hunter2",
      "",
      "the server has moved to https://new.example; nothing was followed",
      0 },
    { "the wait it asked for", 429, "Retry-After", "97", "slow down", "slow down", 97 },
    { "its own wait before the usual one", 503, "Retry-After", "60", "911", "911", 60 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpBatch) batch = new_batch ("", 1, "4");
      g_autoptr (SpReply) reply = NULL;
      SpOutcome *outcome;

      g_test_message ("%s", rows[i].sentence);
      reply = new_reply (rows[i].status, rows[i].header, rows[i].value, rows[i].body);
      judge (batch, reply);
      outcome = sp_batch_get_outcome (batch, 0, SP_FAMILY_IPV4);
      g_assert_cmpstr (sp_outcome_get_message (outcome), ==, rows[i].said);
      g_assert_cmpint (sp_outcome_get_retry_after_s (outcome), ==, rows[i].wait_s);
    }
}

/* faults: an embedded NUL hides what follows it */
static void
test_nul (void)
{
  static const char body[] = "good\0 not really";
  g_autoptr (SpBatch) batch = new_batch ("", 1, "4");
  g_autoptr (GBytes) bytes = g_bytes_new (body, sizeof body - 1);
  g_autoptr (SpReply) reply = sp_reply_new (200, NULL, bytes, NULL);
  g_autofree char *outcome = NULL;

  judge (batch, reply);
  outcome = describe (batch);
  g_assert_cmpstr (outcome, ==, "unknown");
}

/* Whatever a server sends: an outcome for each target, never a success without its word, and one
 * line of clean text. */
static void
test_any_answer (void)
{
  static const char *const pieces[] = {
    "good", " ",   "\n", V4,     ",",       "nochg", "\r",  "<",
    ">",    "911", "é",  "\xff", "badauth", "\t",    "!--", "x"
  };

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (SpBatch) batch = new_batch ("", (guint) g_test_rand_int_range (1, 4), "46");
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (SpReply) reply = NULL;
      g_autofree char *outcome = NULL;

      for (int n = g_test_rand_int_range (0, 15); n > 0; n--)
        g_string_append (body, pieces[g_test_rand_int_range (0, (int) G_N_ELEMENTS (pieces))]);
      reply = new_reply (200, NULL, NULL, body->str);
      judge (batch, reply);
      outcome = describe (batch);
      if (strstr (outcome, "good") != NULL)
        g_assert_nonnull (strstr (body->str, "good"));
      g_assert_true (
          g_utf8_validate (sp_outcome_get_message (sp_batch_get_outcome (batch, 0, SP_FAMILY_IPV4)),
                           -1,
                           NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dyndns2/words", test_words);
  g_test_add_func ("/dyndns2/families", test_families);
  g_test_add_func ("/dyndns2/many-hosts", test_many_hosts);
  g_test_add_func ("/dyndns2/recipe-words", test_recipe_words);
  g_test_add_func ("/dyndns2/said", test_said);
  g_test_add_func ("/dyndns2/nul", test_nul);
  g_test_add_func ("/dyndns2/any-answer", test_any_answer);

  return g_test_run ();
}
