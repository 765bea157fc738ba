/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "recipe/sp-recipe-schema.h"
#include "recipe/sp-recipe-text.h"
#include "recipe/sp-recipe.h"

/* line 1 is [Provider]; [Field user] 13, [Field pass] 15, [Dyndns2] 18 */
#define DYNDNS2                                                                                    \
  "[Provider]\nFormat=1\nId=good\nName=Good\nWebsite=https://good.example/\n"                      \
  "Source=https://good.example/api\nChecked=2026-08-31\nVerified=official\nProtocol=dyndns2\n"     \
  "Hosts=good.example;\nFamilies=ipv4;ipv6;\nMinInterval=300\n"                                    \
  "[Field user]\nLabel=User\n[Field pass]\nLabel=Password\nSecret=true\n"                          \
  "[Dyndns2]\nUrl=https://good.example/nic/update\nTogether=true\nMissing=keep\nBatch=20\n"

/* [Field token] 12, [Update] 15, [Result] 21 */
#define ONESHOT                                                                                    \
  "[Provider]\nFormat=1\nId=good\nName=Good\nWebsite=https://good.example/\n"                      \
  "Source=https://good.example/api\nChecked=2026-08-31\nVerified=peer\nProtocol=oneshot\n"         \
  "Hosts=good.example;\nFamilies=ipv4;ipv6;\n"                                                     \
  "[Field token]\nLabel=Token\nSecret=true\n"                                                      \
  "[Update]\nUrl=https://good.example/update\n"                                                    \
  "Query=name=${fqdn}&token=${token}&ip?=${ip4}&ip6?=${ip6}\nTogether=true\nMissing=keep\n\n"      \
  "[Result]\nRule1=good body:/^OK/\nRule2=badcred body:/^KO/\n"

/* [Field zone] 11, [Field key] 13, [Rfc2136] 16 */
#define RFC2136                                                                                    \
  "[Provider]\nFormat=1\nId=good\nName=Good\nWebsite=https://good.example/\n"                      \
  "Source=https://good.example/api\nChecked=2026-08-31\nVerified=peer\nProtocol=rfc2136\n"         \
  "Families=ipv4;ipv6;\n[Field zone]\nLabel=Zone\n[Field key]\nLabel=Key\nSecret=true\n"           \
  "[Rfc2136]\nServer=ns.good.example\nZone=${zone}\nKey=${key}\n"

typedef struct
{
  const char *sentence;
  const char *base;
  const char *old; /* NULL: put at the end */
  const char *new;
  guint line;
  const char *part_of_message;
} Row;

static const Row rows[] = {
  /* the file */
  { "a line that is nothing", DYNDNS2, "Format=1\n", "Format=1\nhello\n", 3, "not “Key=Value”" },
  { "a key before the first section",
    DYNDNS2,
    "[Provider]\n",
    "A=b\n[Provider]\n",
    1,
    "before the first" },
  { "a section twice", DYNDNS2, NULL, "[Provider]\n", 23, "already" },
  { "a key twice", DYNDNS2, "Id=good\n", "Id=good\nId=good\n", 4, "line 3 already" },
  { "a section without a name", DYNDNS2, NULL, "[]\n", 23, "no name" },
  { "a control character", DYNDNS2, "Name=Good", "Name=Go\x01od", 4, "control character" },
  { "bad UTF-8", DYNDNS2, "Name=Good", "Name=Go\xff", 4, "UTF-8" },
  /* the schema */
  { "an unknown section", DYNDNS2, NULL, "[Clear]\nUrl=x\n", 23, "[Clear] is unknown" },
  { "a field without a name", DYNDNS2, NULL, "[Field]\nLabel=x\n", 23, "[Field] is unknown" },
  { "an unknown key", DYNDNS2, "Batch=20", "Batches=20", 22, "no key of [Dyndns2]" },
  { "a key of another section", DYNDNS2, "Batch=20", "Query=a=b", 22, "no key of [Dyndns2]" },
  { "a rule without a number", ONESHOT, "Rule2=", "Rule=", 23, "no key of [Result]" },
  { "a rule with number 0", ONESHOT, "Rule2=", "Rule0=", 23, "no key of [Result]" },
  { "no id", DYNDNS2, "Id=good\n", "\n", 1, "lacks “Id”" },
  { "no source", DYNDNS2, "Source=https://good.example/api\n", "\n", 1, "lacks “Source”" },
  { "no day of checking", DYNDNS2, "Checked=2026-08-31\n", "\n", 1, "lacks “Checked”" },
  { "no word on how sure it is", DYNDNS2, "Verified=official\n", "\n", 1, "lacks “Verified”" },
  { "a field without a label", DYNDNS2, "Label=User\n", "\n", 13, "lacks “Label”" },
  { "a newer format", DYNDNS2, "Format=1", "Format=2", 2, "from 1 to 1" },
  { "an impossible day", DYNDNS2, "2026-08-31", "2026-02-31", 7, "a day like" },
  { "a day the other way round", DYNDNS2, "2026-08-31", "31.08.2026", 7, "a day like" },
  { "an unknown protocol", DYNDNS2, "Protocol=dyndns2", "Protocol=zones", 9, "one of" },
  { "a page that is not https", DYNDNS2, "Website=https", "Website=http", 5, "https://" },
  { "a truth that is none", DYNDNS2, "Secret=true", "Secret=yes", 17, "true or false" },
  { "a number that is none", DYNDNS2, "Batch=20", "Batch=many", 22, "from 1 to 20" },
  { "a batch of 21", DYNDNS2, "Batch=20", "Batch=21", 22, "from 1 to 20" },
  { "a key without a value", DYNDNS2, "Batch=20", "Batch=", 22, "no value" },
  /* names and fields */
  { "an id with a capital", DYNDNS2, "Id=good", "Id=Good", 3, "may hold only" },
  { "an id unlike the file", DYNDNS2, "Id=good", "Id=better", 3, "differs from the name" },
  { "a suffix without a dot",
    DYNDNS2,
    "MinInterval=300",
    "NameSuffix=x.org",
    12,
    "begin with a dot" },
  { "a state that is none",
    DYNDNS2,
    "MinInterval=300",
    "Status=dead",
    12,
    "must be one of: active moving" },
  { "a move that leads nowhere", DYNDNS2, "MinInterval=300", "Status=moving", 12, "StatusHint" },
  { "a hint without a move",
    DYNDNS2,
    "MinInterval=300",
    "StatusHint=Go.",
    12,
    "for “Status=moving”" },
  { "a family that is none", DYNDNS2, "ipv4;ipv6;", "ipv4;ipv5;", 11, "no family" },
  { "a field that nothing uses", DYNDNS2, NULL, "[Field extra]\nLabel=x\n", 23, "never used" },
  { "a field with a taken name", DYNDNS2, NULL, "[Field ip4]\nLabel=x\n", 23, "has a meaning" },
  { "a field called as an account key",
    DYNDNS2,
    NULL,
    "[Field name]\nLabel=x\n",
    23,
    "every account" },
  { "a field with a capital", DYNDNS2, NULL, "[Field Zone]\nLabel=x\n", 23, "lower-case" },
  { "a default for a secret", DYNDNS2, "Secret=true\n", "Secret=true\nDefault=x\n", 18, "default" },
  { "a pattern that is none",
    DYNDNS2,
    "Label=User\n",
    "Label=User\nPattern=^(\n",
    15,
    "no regular" },
  { "a pattern that floats",
    DYNDNS2,
    "Label=User\n",
    "Label=User\nPattern=[a-z]+\n",
    15,
    "anchored" },
  { "a name without a meaning",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nExtra=a=${zone}\n",
    23,
    "neither a field" },
  { "a name without a meaning, in a filter",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nHostname=${fqdn|or:zone}\n",
    23,
    "neither a field" },
  { "an unknown filter",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nHostname=${fqdn|upper}\n",
    23,
    "“upper” is unknown" },
  /* where it goes */
  { "a server that is not in Hosts",
    DYNDNS2,
    "Hosts=good.example",
    "Hosts=other.example",
    19,
    "not in Hosts" },
  { "no Hosts at all", DYNDNS2, "Hosts=good.example;\n", "\n", 1, "lacks “Hosts”" },
  { "Hosts beside a server of one's own",
    DYNDNS2,
    "Url=https://good.example",
    "Url=${server}",
    10,
    "remove “Hosts”" },
  { "plain HTTP", DYNDNS2, "Url=https://good", "Url=http://good", 19, "unencrypted" },
  { "plain HTTP with a reason",
    DYNDNS2,
    "MinInterval=300\n",
    "Plain=it is old\nMinInterval=300\n#Url=https://good\n",
    0,
    NULL },
  { "plain HTTP to loopback without a reason",
    DYNDNS2,
    "Url=https://good.example",
    "Url=http://127.0.0.1",
    19,
    "needs a reason" },
  { "a user name in the URL", DYNDNS2, "Url=https://", "Url=https://me@", 19, "user name" },
  { "a field in the server's name",
    DYNDNS2,
    "Url=https://good.example",
    "Url=https://${user}.example",
    19,
    "server's name" },
  { "a query in the URL", DYNDNS2, "/nic/update", "/nic/update?a=b", 19, "“?”" },
  { "no URL", DYNDNS2, "Url=https://good.example/nic/update", "Url=good", 19, "no URL" },
  { "a distance of one's own at a provider",
    DYNDNS2,
    "MinInterval=300",
    "Spacing=true",
    12,
    "one's own server" },
  { "a header that is none",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nHeader1=Accept\n",
    23,
    "Name: value" },
  { "a header of the transport",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nHeader1=Host: x\n",
    23,
    "may not set" },
  { "a header that forges the sender",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nHeader1=X-Forwarded-For: ${fqdn}\n",
    23,
    "may not set" },
  { "a login without Basic",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nAuth=none\nUser=${user}\n",
    24,
    "Auth=basic" },
  /* families */
  { "nothing said of a missing family", DYNDNS2, "Missing=keep\n", "\n", 18, "lacks “Missing”" },
  { "a missing family in a new way",
    DYNDNS2,
    "Missing=keep",
    "Missing=forget",
    21,
    "must be keep" },
  { "a word with a space", DYNDNS2, "Missing=keep", "Missing=send:a b", 21, "must be keep" },
  { "one request each, and deletion",
    DYNDNS2,
    "Together=true\nMissing=keep",
    "\nMissing=delete",
    21,
    "Together=true" },
  { "a word for both families at once",
    ONESHOT,
    "Missing=keep",
    "Missing=keep\nWordA=a",
    20,
    "remove Together" },
  { "a word of one family alone",
    ONESHOT,
    "&ip?=${ip4}&ip6?=${ip6}\nTogether=true\nMissing=keep",
    "&ip=${ip}&w=${word}\nWordA=a",
    15,
    "no meaning for ipv6" },
  { "a word that nothing uses",
    ONESHOT,
    "&ip?=${ip4}&ip6?=${ip6}\nTogether=true\nMissing=keep",
    "&ip=${ip}\nWordA=a\nWordAAAA=b",
    15,
    "write ${word}" },
  { "a word in a comma list",
    DYNDNS2,
    "Missing=keep",
    "Missing=send:no",
    21,
    "a parameter for each" },
  { "a second server and both together",
    DYNDNS2,
    "Batch=20",
    "UrlIPv6=https://good.example/6",
    22,
    "exclude" },
  { "a batch without names",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nHostnameParam=none\n",
    22,
    "needs a parameter" },
  { "a batch unless nothing",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nBatchUnless=zone\n",
    23,
    "no field" },
  { "a word without a class",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nWords=servererror;\n",
    23,
    "word:class" },
  { "a word with an unknown class",
    DYNDNS2,
    "Batch=20\n",
    "Batch=20\nWords=a:fine;\n",
    23,
    "word:class" },
  /* oneshot */
  { "the section of another protocol",
    ONESHOT,
    NULL,
    "[Dyndns2]\nUrl=https://good.example/\n",
    24,
    "does not belong" },
  { "the section is missing",
    ONESHOT,
    "Protocol=oneshot",
    "Protocol=dyndns2",
    9,
    "[Dyndns2] is missing" },
  { "no rule says good", ONESHOT, "Rule1=good", "Rule1=nochg", 21, "says “good”" },
  { "a rule without a test", ONESHOT, "Rule2=badcred body:/^KO/", "Rule2=badcred", 23, "no test" },
  { "a rule with an unknown class",
    ONESHOT,
    "Rule2=badcred",
    "Rule2=fine",
    23,
    "begins with “fine”" },
  { "a rule with a class of the transport",
    ONESHOT,
    "Rule2=badcred",
    "Rule2=tls",
    23,
    "begins with “tls”" },
  { "an unknown test", ONESHOT, "body:/^KO/", "text:/^KO/", 23, "test is unknown" },
  { "a pattern without an end", ONESHOT, "body:/^KO/", "body:/^KO", 23, "no closing" },
  { "a pattern that floats", ONESHOT, "body:/^KO/", "body:/KO/", 23, "not anchored" },
  { "an alternative that floats", ONESHOT, "body:/^KO/", "body:/^KO|bad/", 23, "not anchored" },
  { "a pattern that is none", ONESHOT, "body:/^KO/", "body:/^(KO/", 23, "no regular" },
  { "a verb in a pattern", ONESHOT, "body:/^KO/", "body:/(*UTF)^KO/", 23, "(*" },
  { "a status that is none", ONESHOT, "body:/^KO/", "status:99", 23, "from 200" },
  { "a path that is none", ONESHOT, "body:/^KO/", "json:code", 23, "no path" },
  { "a header test without a pattern", ONESHOT, "body:/^KO/", "header:Server", 23, "needs a name" },
  { "two tests without a space", ONESHOT, "body:/^KO/", "body:/^KO/status:200", 23, "separate" },
  { "two rules that test the same", ONESHOT, "body:/^KO/", "body:/^OK/", 23, "tests the same" },
  { "a rule that is never reached",
    ONESHOT,
    "Rule1=good body:/^OK/",
    "Rule1=good status:200\nRule3=nochg status:200 body:/^OK/",
    23,
    "never reached" },
  { "a field in a test that is none",
    ONESHOT,
    "body:/^KO/",
    "body:${words}",
    21,
    "neither a field" },
  /* rfc2136 */
  { "no zone", RFC2136, "Zone=${zone}\n", "", 16, "lacks “Zone”" },
  { "a field that nothing uses", RFC2136, "Zone=${zone}", "Zone=good.example", 11, "zone" },
  { "a name without a field", RFC2136, "Zone=${zone}", "Zone=${zones}", 18, "zones" },
  { "rules for an answer that needs none",
    RFC2136,
    NULL,
    "[Result]\nRule1=good status:200\n",
    20,
    "[Result] does not belong" },
  { "servers for a key that is not sent",
    RFC2136,
    "Families=",
    "Hosts=ns.good.example;\nFamilies=",
    10,
    "remove “Hosts”" },
  { "a distance for somebody else's server",
    RFC2136,
    "Families=",
    "Spacing=true\nFamilies=",
    10,
    "one's own server" },
  { "a section of another protocol", RFC2136, NULL, "[Update]\nUrl=x\n", 20, "does not belong" },
  { "a batch of its own", RFC2136, NULL, "Batch=3\n", 20, "no key of [Rfc2136]" },
  { "words without a group", ONESHOT, NULL, "Message=re:/^x/\n", 24, "no group" },
  { "words that are neither", ONESHOT, NULL, "Message=failed\n", 24, "no path" },
  { "an address without a group", ONESHOT, NULL, "Address=re:/^to x/\n", 24, "no group" },
  { "an address that is not sent", ONESHOT, "&ip6?=${ip6}", "", 15, "not sent" },
  { "one address name for two families",
    ONESHOT,
    "&ip?=${ip4}&ip6?=${ip6}",
    "&ip=${ip}",
    15,
    "instead of ${ip}" },
  { "a family that would be sent empty", ONESHOT, "ip6?=", "ip6=", 15, "sent empty" },
  { "several names without a list", ONESHOT, "Missing=keep", "Missing=keep\nBatch=5", 20, "|list" },
  { "a body in a GET", ONESHOT, "Query=", "Form=", 15, "no body" },
  { "two bodies",
    ONESHOT,
    "Together=true",
    "Together=true\nMethod=POST\nForm=a=b\nXml=<a/>",
    15,
    "one body" },
  { "JSON that is none",
    ONESHOT,
    "Together=true",
    "Together=true\nMethod=POST\nJson={\"a\":1,}",
    20,
    "Json:" },
  { "a name without a meaning in JSON",
    ONESHOT,
    "Together=true",
    "Together=true\nMethod=POST\nJson={\"a\":\"${zone}\"}",
    20,
    "neither a field" },
  { "a pair that is none", ONESHOT, "Query=name=", "Query==", 17, "no pair" },
  { "text beside another body",
    ONESHOT,
    "Together=true",
    "Together=true\nMethod=POST\nForm=a=b\nText=${ip4}",
    15,
    "one body" },
  { "a body of text that would be sent empty",
    ONESHOT,
    "Query=name=${fqdn}&token=${token}&ip?=${ip4}&ip6?=${ip6}",
    "Method=PUT\nQuery=name=${fqdn}&token=${token}&ip6?=${ip6}\nText=${ip4}",
    15,
    "sent empty" },
  { "text in a GET", ONESHOT, "Together=true", "Together=true\nText=${ip4}", 15, "no body" },
};

static char *
replace (const char *base, const char *old, const char *new)
{
  g_autoptr (GString) text = g_string_new (base);

  if (old == NULL)
    g_string_append (text, new);
  else
    g_assert_cmpuint (g_string_replace (text, old, new, 1), ==, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_each_mistake_is_told (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = replace (rows[i].base, rows[i].old, rows[i].new);
      g_autoptr (GPtrArray) problems = sp_recipe_check_text ("good.recipe", text);
      g_autofree char *start = g_strdup_printf ("good.recipe:%u: ", rows[i].line);
      gboolean told = FALSE;

      g_test_message ("%s", rows[i].sentence);
      for (guint j = 0; j < problems->len; j++)
        {
          const char *problem = g_ptr_array_index (problems, j);

          g_test_message ("  %s", problem);
          told = told || (g_str_has_prefix (problem, start) && rows[i].part_of_message != NULL &&
                          strstr (problem, rows[i].part_of_message) != NULL);
        }
      if (rows[i].line == 0)
        g_assert_cmpuint (problems->len, ==, 0);
      else
        g_assert_true (told);
    }
}

static void
test_each_mistake_is_an_error (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = replace (rows[i].base, rows[i].old, rows[i].new);
      g_autoptr (GError) error = NULL;
      SpRecipe *recipe;

      if (rows[i].line == 0)
        continue;
      g_test_message ("%s", rows[i].sentence);
      recipe = sp_recipe_new_from_text ("good.recipe", text, &error);
      g_assert_null (recipe);
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_RECIPE);
    }
}

static void
test_all_mistakes_at_once (void)
{
  static const char text[] = "[Provider]\nFormat=3\nId=x\nOops=1\n[Nonsense]\n";
  g_autoptr (GPtrArray) problems = sp_recipe_check_text ("x.recipe", text);
  guint line = 0;

  g_assert_cmpuint (problems->len, >=, 4);
  for (guint i = 0; i < problems->len; i++)
    {
      const char *problem = g_ptr_array_index (problems, i);
      guint here = (guint) g_ascii_strtoull (problem + strlen ("x.recipe:"), NULL, 10);

      g_assert_cmpuint (here, >=, line);
      line = here;
    }
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SpRecipe) recipe = sp_recipe_new_from_text ("good.recipe", DYNDNS2, &error);
  g_autoptr (SpRecipe) oneshot = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (sp_recipe_get_id (recipe), ==, "good");
  g_assert_cmpstr (sp_recipe_get_source_page (recipe), ==, "https://good.example/api");
  g_assert_cmpstr (sp_recipe_get_checked (recipe), ==, "2026-08-31");
  g_assert_cmpint (sp_recipe_get_verified (recipe), ==, SP_VERIFIED_OFFICIAL);
  g_assert_cmpint (sp_recipe_get_protocol (recipe), ==, SP_PROTOCOL_DYNDNS2);
  g_assert_cmpuint (sp_recipe_get_min_interval_s (recipe), ==, 300);
  g_assert_cmpuint (sp_recipe_get_refresh_days (recipe), ==, 0);
  g_assert_cmpuint (sp_recipe_get_gap_ms (recipe), ==, 2000);
  g_assert_cmpuint (sp_recipe_get_batch (recipe), ==, 20);
  g_assert_cmpstr (sp_recipe_get_only_secret (recipe), ==, "pass");
  g_assert_cmpuint (sp_recipe_get_fields (recipe)->len, ==, 2);
  g_assert_true (sp_recipe_lookup_field (recipe, "pass")->secret);
  g_assert_null (sp_recipe_lookup_field (recipe, "token"));
  g_assert_true (sp_recipe_has_family (recipe, SP_FAMILY_IPV6));
  g_assert_true (sp_recipe_sends_together (recipe));
  g_assert_false (sp_recipe_wants_both_families (recipe));
  g_assert_false (sp_recipe_allows_spacing (recipe));

  oneshot = sp_recipe_new_from_text ("good.recipe", ONESHOT, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sp_recipe_get_protocol (oneshot), ==, SP_PROTOCOL_ONESHOT);
}

static void
test_too_large (void)
{
  g_autoptr (GString) text = g_string_new (DYNDNS2);
  g_autoptr (GPtrArray) problems = NULL;

  while (text->len <= SP_RECIPE_MAX_BYTES)
    g_string_append (text, "# padding\n");
  problems = sp_recipe_check_text ("good.recipe", text->str);
  g_assert_cmpuint (problems->len, >, 0);
  g_assert_nonnull (strstr (g_ptr_array_index (problems, 0), "64 KiB"));
}

/* Every file that is cut off anywhere is refused or read, never a crash. */
static void
test_truncated_anywhere (void)
{
  static const char *const texts[] = { DYNDNS2, ONESHOT, RFC2136 };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize length = 0; length < strlen (texts[i]); length++)
      {
        g_autofree char *part = g_strndup (texts[i], length);
        g_autoptr (GPtrArray) problems = sp_recipe_check_text ("good.recipe", part);

        g_assert_nonnull (problems);
      }
}

static void
test_schema_is_explained (void)
{
  guint n_keys;
  const SpRecipeKey *keys = sp_recipe_schema_get_keys (&n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      g_assert_cmpuint (strlen (keys[i].meaning), >, 3);
      g_assert_cmpint (keys[i].kind == SP_KEY_CHOICE, ==, keys[i].choices != NULL);
      g_assert_cmpint (keys[i].kind == SP_KEY_NUMBER, ==, keys[i].max > 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe/good", test_good);
  g_test_add_func ("/recipe/each-mistake-is-told", test_each_mistake_is_told);
  g_test_add_func ("/recipe/each-mistake-is-an-error", test_each_mistake_is_an_error);
  g_test_add_func ("/recipe/all-mistakes-at-once", test_all_mistakes_at_once);
  g_test_add_func ("/recipe/too-large", test_too_large);
  g_test_add_func ("/recipe/truncated-anywhere", test_truncated_anywhere);
  g_test_add_func ("/recipe/schema-is-explained", test_schema_is_explained);

  return g_test_run ();
}
