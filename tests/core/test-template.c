/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-json.h"
#include "recipe/sp-json-body.h"
#include "recipe/sp-pairs.h"
#include "recipe/sp-template.h"

#define NASTY "a&b=c%41+d e/f?g#h:i@j\"k'l<m>é\\"

static SpVariables *
new_variables (void)
{
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();
  SpVariables *variables = sp_variables_new ();

  g_ptr_array_add (hosts, (char *) "home.duckdns.org");
  g_ptr_array_add (hosts, (char *) "nas.duckdns.org");
  sp_variables_set (variables, "fqdn", "home.example.com");
  sp_variables_set_list (variables, "hosts", hosts);
  sp_variables_set (variables, "zone", "Example.COM");
  sp_variables_set (variables, "empty", "");
  sp_variables_set (variables, "ip6", "2001:db8::7");
  sp_variables_set (variables, "user", "Al:ice@home");
  sp_variables_set (variables, "nasty", NASTY);
  sp_variables_set (variables, "lines", "x\r\nSet-Cookie: y");
  sp_variables_set (variables, "ttl", "300");
  sp_variables_set (variables, "dots", "..");
  sp_variables_set (variables, "same", "hunter2");
  sp_variables_set (variables, "challenge", "_ACME-challenge.home.example.com");
  sp_variables_set (variables, "first", "home");
  sp_variables_set_secret (variables, "pass", "hunter2");
  sp_variables_set_secret (variables, "short", "x");
  sp_variables_set_secret (variables, "none", "");
  return variables;
}

static void
test_render (void)
{
  static const struct
  {
    const char *sentence;
    SpPlace place;
    const char *text;
    const char *rendered;
    const char *redacted; /* NULL: the same */
  } rows[] = {
    { "text without a name stays", SP_PLACE_TEXT, "a b", "a b", NULL },
    { "two dollars are one", SP_PLACE_TEXT, "$$5 ${fqdn}", "$5 home.example.com", NULL },
    { "a value stands as it is in text", SP_PLACE_TEXT, "<${nasty}>", "<" NASTY ">", NULL },
    { "a query value cannot add a pair",
      SP_PLACE_QUERY,
      "${nasty}",
      "a%26b%3Dc%2541%2Bd%20e%2Ff%3Fg%23h:i%40j%22k%27l%3Cm%3E%C3%A9%5C",
      NULL },
    { "an IPv6 address stays readable in a query", SP_PLACE_QUERY, "${ip6}", "2001:db8::7", NULL },
    { "a path value cannot add a segment",
      SP_PLACE_PATH,
      "/u/${user}/",
      "/u/Al%3Aice%40home/",
      NULL },
    { "what a recipe encoded stays encoded", SP_PLACE_QUERY, "a%20b", "a%20b", NULL },
    { "XML is escaped",
      SP_PLACE_XML,
      "<N>${nasty}</N>",
      "<N>a&amp;b=c%41+d e/f?g#h:i@j&quot;k&apos;l&lt;m&gt;é\\</N>",
      NULL },
    { "a secret is hidden in the twin", SP_PLACE_QUERY, "p=${pass}", "p=hunter2", "p=•••" },
    { "a filter does not bring a secret out",
      SP_PLACE_QUERY,
      "${pass|md5}",
      "2ab96390c7dbe3439de74d0c9b0b1767",
      "•••" },
    { "a short secret is hidden as well", SP_PLACE_QUERY, "x=${short}", "x=x", "x=•••" },
    { "a field with the same value as a secret is hidden as well",
      SP_PLACE_QUERY,
      "u=${same}&p=${pass}",
      "u=hunter2&p=hunter2",
      "u=•••&p=•••" },
    { "an empty secret leaves no trace", SP_PLACE_QUERY, "x=${none}", "x=", "x=" },
    { "or takes another field", SP_PLACE_QUERY, "${empty|or:fqdn}", "home.example.com", NULL },
    { "or takes a literal", SP_PLACE_QUERY, "${empty|or:@}", "%40", NULL },
    { "or brings no secret out", SP_PLACE_QUERY, "${empty|or:pass}", "hunter2", "•••" },
    { "or leaves a value alone", SP_PLACE_QUERY, "${fqdn|or:@}", "home.example.com", NULL },
    { "strip goes by case-less suffix", SP_PLACE_QUERY, "${fqdn|strip:zone}", "home", NULL },
    { "strip at the apex gives nothing", SP_PLACE_QUERY, "${zone|strip:zone|or:@}", "%40", NULL },
    { "strip with an empty domain gives nothing", SP_PLACE_QUERY, "${fqdn|strip:empty}", "", NULL },
    { "strip with a literal", SP_PLACE_QUERY, "${fqdn|strip:.example.com}", "home", NULL },
    { "after takes what stands in front away",
      SP_PLACE_QUERY,
      "${challenge|after:_acme-challenge}",
      "home.example.com",
      NULL },
    { "after with a name", SP_PLACE_QUERY, "${fqdn|after:first}", "example.com", NULL },
    { "label counts from the right", SP_PLACE_QUERY, "${fqdn|label:3}", "home", NULL },
    { "lower", SP_PLACE_QUERY, "${zone|lower}", "example.com", NULL },
    { "several values, commas bare", SP_PLACE_QUERY, "${hosts|label:3|list}", "home,nas", NULL },
    { "a list of one", SP_PLACE_QUERY, "${fqdn|list}", "home.example.com", NULL },
    { "a number", SP_PLACE_TEXT, "${ttl|int}", "300", NULL },
    { "a header keeps printable ASCII",
      SP_PLACE_HEADER,
      "Token ${user}",
      "Token Al:ice@home",
      NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpVariables) variables = new_variables ();
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SpTemplate) self = sp_template_new (rows[i].text, rows[i].place, &error);

      g_test_message ("%s", rows[i].sentence);
      g_assert_no_error (error);
      sp_template_render (self, variables, twin, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (twin->text->str, ==, rows[i].rendered);
      g_assert_cmpstr (twin->redacted->str,
                       ==,
                       rows[i].redacted == NULL ? rows[i].rendered : rows[i].redacted);
    }
}

static void
test_refuse_value (void)
{
  static const struct
  {
    const char *sentence;
    SpPlace place;
    const char *text;
    const char *part_of_message;
  } rows[] = {
    { "a line break cannot add a header", SP_PLACE_HEADER, "${lines}", "lines" },
    { "a header carries no umlaut", SP_PLACE_HEADER, "${nasty}", "nasty" },
    { "two dots cannot climb", SP_PLACE_PATH, "/u/${dots}/", "dots" },
    { "an empty segment asks for something else", SP_PLACE_PATH, "/u/${empty}/", "empty" },
    { "a host outside of the domain is named",
      SP_PLACE_TEXT,
      "${fqdn|strip:ip6}",
      "home.example.com" },
    { "an ending is not a parent", SP_PLACE_TEXT, "${fqdn|strip:same}", "does not end" },
    { "another beginning is told",
      SP_PLACE_TEXT,
      "${fqdn|after:_acme-challenge}",
      "does not begin" },
    { "a beginning is not a label", SP_PLACE_TEXT, "${challenge|after:_acme}", "does not begin" },
    { "nothing stands in front", SP_PLACE_TEXT, "${fqdn|after:empty}", "does not begin" },
    { "a name has no ninth label", SP_PLACE_TEXT, "${fqdn|label:9}", "labels" },
    { "letters are no number", SP_PLACE_TEXT, "${fqdn|int}", "number" },
    { "several values need a list", SP_PLACE_TEXT, "${hosts}", "list" },
    { "an unknown name", SP_PLACE_TEXT, "${other}", "other" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpVariables) variables = new_variables ();
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (SpTemplate) self = sp_template_new (rows[i].text, rows[i].place, &error);

      g_test_message ("%s", rows[i].sentence);
      g_assert_no_error (error);
      g_assert_false (sp_template_render (self, variables, twin, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
      g_assert_nonnull (strstr (error->message, rows[i].part_of_message));
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

static void
test_refuse_text (void)
{
  static const struct
  {
    const char *sentence;
    SpPlace place;
    const char *text;
  } rows[] = {
    { "a lone dollar", SP_PLACE_TEXT, "a $ b" },
    { "a dollar at the end", SP_PLACE_TEXT, "a$" },
    { "a name without an end", SP_PLACE_TEXT, "${fqdn" },
    { "no name", SP_PLACE_TEXT, "${}" },
    { "a name in upper case", SP_PLACE_TEXT, "${Fqdn}" },
    { "an unknown filter", SP_PLACE_TEXT, "${fqdn|rot13}" },
    { "an empty filter", SP_PLACE_TEXT, "${fqdn|}" },
    { "a filter lacks its argument", SP_PLACE_TEXT, "${fqdn|or}" },
    { "a filter has one too many", SP_PLACE_TEXT, "${fqdn|lower:x}" },
    { "label 0", SP_PLACE_TEXT, "${fqdn|label:0}" },
    { "label x", SP_PLACE_TEXT, "${fqdn|label:x}" },
    { "a literal that begins with a capital", SP_PLACE_TEXT, "${fqdn|or:None}" },
    { "list is not last", SP_PLACE_TEXT, "${fqdn|list|lower}" },
    { "a space in a query", SP_PLACE_QUERY, "a b" },
    { "a hash in a query", SP_PLACE_QUERY, "a#b" },
    { "half an escape in a path", SP_PLACE_PATH, "/a%2" },
    { "an umlaut in a path", SP_PLACE_PATH, "/ä" },
    { "a tab in a header", SP_PLACE_HEADER, "a\tb" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].sentence);
      g_assert_null (sp_template_new (rows[i].text, rows[i].place, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
    }
}

static char *
random_text (void)
{
  static const char *const pieces[] = { "&", "=", "%",  "?", "#", "/",  "\"",  "\\",
                                        "{", "}", "$",  ":", "@", "\r", "\n",  "é",
                                        "<", ">", "'",  ",", ";", "+",  " ",   "\t",
                                        "a", "0", "日", "|", "]", "[",  "\x01" };
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, (int) G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

/* Whatever the value, the receiver reads exactly the pairs that were written, with that value. */
static void
test_query_property (void)
{
  g_autoptr (SpPairs) pairs = sp_pairs_new ("a=${x}&b=1", NULL);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (SpVariables) variables = sp_variables_new ();
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autofree char *value = random_text ();
      g_auto (GStrv) read = NULL;
      g_autofree char *decoded = NULL;

      sp_variables_set_secret (variables, "x", value);
      g_assert_true (sp_pairs_render (pairs, variables, twin, NULL));
      read = g_strsplit (twin->text->str, "&", -1);
      g_assert_cmpuint (g_strv_length (read), ==, 2);
      g_assert_true (g_str_has_prefix (read[0], "a="));
      decoded = g_uri_unescape_string (read[0] + 2, NULL);
      g_assert_cmpstr (decoded, ==, value);
      g_assert_cmpstr (read[1], ==, "b=1");
      g_assert_cmpstr (twin->redacted->str, ==, value[0] == '\0' ? "a=&b=1" : "a=•••&b=1");
    }
}

/* Whatever the value, a JSON reader finds it whole in its one place, and nothing else. */
static void
test_json_property (void)
{
  g_autoptr (JsonNode)
      body = sp_json_parse ("{\"list\":[{\"content\":\"${x}\"}],\"n\":\"${n|int}\"}", NULL);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (SpVariables) variables = sp_variables_new ();
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autofree char *value = random_text ();
      g_autoptr (JsonNode) read = NULL;
      g_autoptr (GPtrArray) found = NULL;
      g_autofree char *content = NULL;

      sp_variables_set_secret (variables, "x", value);
      sp_variables_set (variables, "n", "60");
      g_assert_true (sp_json_body_render (body, variables, twin, NULL));
      read = sp_json_parse (twin->text->str, NULL);
      g_assert_nonnull (read);
      g_assert_cmpuint (json_object_get_size (json_node_get_object (read)), ==, 2);
      found = sp_json_lookup (read, "$.list[0].content");
      content = sp_json_scalar_to_text (g_ptr_array_index (found, 0));
      g_assert_cmpstr (content, ==, value);
      g_assert_true (g_str_has_suffix (twin->text->str, "\"n\":60}"));
      g_assert_cmpstr (twin->redacted->str,
                       ==,
                       value[0] == '\0' ? "{\"list\":[{\"content\":\"\"}],\"n\":\"60\"}"
                                        : "{\"list\":[{\"content\":\"•••\"}],\"n\":\"60\"}");
    }
}

/* Whatever the value, a header either carries it as it is or is refused. */
static void
test_header_property (void)
{
  g_autoptr (SpTemplate) header = sp_template_new ("Token ${x}", SP_PLACE_HEADER, NULL);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (SpVariables) variables = sp_variables_new ();
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autofree char *value = random_text ();

      sp_variables_set (variables, "x", value);
      if (!sp_template_render (header, variables, twin, NULL))
        continue;
      g_assert_null (strpbrk (twin->text->str, "\r\n"));
      g_assert_true (g_str_is_ascii (twin->text->str));
      g_assert_cmpstr (twin->text->str + strlen ("Token "), ==, value);
    }
}

static void
test_optional_pairs (void)
{
  g_autoptr (SpVariables) variables = new_variables ();
  g_autoptr (SpPairs) pairs = sp_pairs_new ("a?=${empty}&b=${empty}&c?=${ttl}&d?=${none}", NULL);
  g_autoptr (SpTwin) twin = sp_twin_new ();

  g_assert_true (sp_pairs_render (pairs, variables, twin, NULL));
  g_assert_cmpstr (twin->text->str, ==, "b=&c=300");
  g_assert_cmpstr (twin->redacted->str, ==, "b=&c=300");
}

static void
test_names_of_pairs (void)
{
  g_autoptr (SpVariables) variables = new_variables ();
  g_autoptr (SpPairs) pairs = sp_pairs_new ("JSON&x_${ttl}=1&y%5B0%5D=${ttl}&z_${empty}", NULL);
  g_autoptr (SpTwin) twin = sp_twin_new ();

  g_assert_true (sp_pairs_render (pairs, variables, twin, NULL));
  g_assert_cmpstr (twin->text->str, ==, "JSON&x_300=1&y%5B0%5D=300&z_");
}

static void
test_refuse_pairs (void)
{
  static const char *const texts[] = { "=b", "?=b", "?", "a=b&", "a=b&&c=d", "ä=b", "a b=c" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("pairs “%s”", texts[i]);
      g_assert_null (sp_pairs_new (texts[i], NULL));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/template/render", test_render);
  g_test_add_func ("/template/refuse-value", test_refuse_value);
  g_test_add_func ("/template/refuse-text", test_refuse_text);
  g_test_add_func ("/template/query-property", test_query_property);
  g_test_add_func ("/template/json-property", test_json_property);
  g_test_add_func ("/template/header-property", test_header_property);
  g_test_add_func ("/template/optional-pairs", test_optional_pairs);
  g_test_add_func ("/template/names-of-pairs", test_names_of_pairs);
  g_test_add_func ("/template/refuse-pairs", test_refuse_pairs);

  return g_test_run ();
}
