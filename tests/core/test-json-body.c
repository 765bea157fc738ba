/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/sp-error.h"
#include "http/sp-json.h"
#include "recipe/sp-json-body.h"
#include "recipe/sp-path.h"

static SpVariables *
new_variables (void)
{
  SpVariables *variables = sp_variables_new ();
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  g_ptr_array_add (values, (char *) "one");
  g_ptr_array_add (values, (char *) "two");
  sp_variables_set (variables, "word", "ipv4");
  sp_variables_set (variables, "dotted", "a.b[0]\"c");
  sp_variables_set (variables, "ttl", "300");
  sp_variables_set (variables, "yes", "On");
  sp_variables_set (variables, "no", "0");
  sp_variables_set (variables, "empty", "");
  sp_variables_set_secret (variables, "pass", "s3cret");
  sp_variables_set_list (variables, "values", values);
  return variables;
}

static void
test_render (void)
{
  static const struct
  {
    const char *sentence;
    const char *body;
    const char *expected;
  } rows[] = {
    { "numbers and truths are no texts",
      "{\"a\":\"${ttl|int}\",\"b\":\"${yes|bool}\",\"c\":\"${no|bool}\",\"d\":7,\"e\":null}",
      "{\"a\":300,\"b\":true,\"c\":false,\"d\":7,\"e\":null}" },
    { "what is empty and need not be said is left out",
      "{\"a\":\"${empty|int|opt}\",\"b\":\"${empty|bool|opt}\",\"c\":\"${empty|opt}\",\"d\":\"\"}",
      "{\"d\":\"\"}" },
    { "what is there is said, need it or not", "{\"a\":\"${ttl|int|opt}\"}", "{\"a\":300}" },
    { "a name that depends on the type",
      "{\"${word}\":{\"x${word}\":1}}",
      "{\"ipv4\":{\"xipv4\":1}}" },
    { "one item for each value", "[\"${values|each}\"]", "[\"one\",\"two\"]" },
    { "one object for each value",
      "{\"r\":[{\"v\":\"<${values|each}>\",\"d\":false}]}",
      "{\"r\":[{\"v\":\"<one>\",\"d\":false},{\"v\":\"<two>\",\"d\":false}]}" },
    { "only the list that holds the values is repeated",
      "[{\"n\":1,\"r\":[\"${values|each}\"]}]",
      "[{\"n\":1,\"r\":[\"one\",\"two\"]}]" },
    { "nothing ends a text", "{\"a\":\"${dotted}\"}", "{\"a\":\"a.b[0]\\\"c\"}" },
  };
  g_autoptr (SpVariables) variables = new_variables ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) body = sp_json_parse (rows[i].body, NULL);
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].sentence);
      sp_json_body_render (body, variables, twin, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (twin->text->str, ==, rows[i].expected);
    }
}

static void
test_onto (void)
{
  static const struct
  {
    const char *sentence;
    const char *base;
    const char *body;
    const char *expected;
  } rows[] = {
    { "what is not named stays, where it was",
      "{\"id\":7,\"comment\":\"mine\",\"ip\":\"old\",\"tags\":[1,{\"x\":null}]}",
      "{\"ip\":\"${word}\",\"new\":true}",
      "{\"id\":7,\"comment\":\"mine\",\"ip\":\"ipv4\",\"tags\":[1,{\"x\":null}],\"new\":true}" },
    { "what only the server may say is not sent back",
      "{\"created\":\"yesterday\",\"ip\":\"old\"}",
      "{\"ip\":\"${word}\"}",
      "{\"ip\":\"ipv4\"}" },
    { "an object in an object keeps its members, a list is another one",
      "{\"data\":{\"ip\":\"old\",\"ttl\":60},\"list\":[1,2,3]}",
      "{\"data\":{\"ip\":\"${word}\"},\"list\":[9]}",
      "{\"data\":{\"ip\":\"ipv4\",\"ttl\":60},\"list\":[9]}" },
    { "a list cannot be put over", "[1,2]", "{\"ip\":\"${word}\"}", "{\"ip\":\"ipv4\"}" },
  };
  static const char *const drop[] = { "created", NULL };
  g_autoptr (SpVariables) variables = new_variables ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) base = sp_json_parse (rows[i].base, NULL);
      g_autoptr (JsonNode) body = sp_json_parse (rows[i].body, NULL);
      g_autoptr (SpTwin) twin = sp_twin_new ();

      g_test_message ("%s", rows[i].sentence);
      g_assert_true (sp_json_body_render_onto (body, base, drop, variables, twin, NULL));
      g_assert_cmpstr (twin->text->str, ==, rows[i].expected);
      g_assert_cmpstr (twin->redacted->str, ==, rows[i].expected);
    }
}

static void
test_secret (void)
{
  g_autoptr (SpVariables) variables = new_variables ();
  g_autoptr (JsonNode)
      body = sp_json_parse ("{\"password\":\"${pass}\",\"ttl\":\"${ttl|int}\"}", NULL);
  g_autoptr (SpTwin) twin = sp_twin_new ();

  g_assert_true (sp_json_body_render (body, variables, twin, NULL));
  g_assert_cmpstr (twin->text->str, ==, "{\"password\":\"s3cret\",\"ttl\":300}");
  g_assert_cmpstr (twin->redacted->str, ==, "{\"password\":\"•••\",\"ttl\":\"300\"}");
}

static void
test_refuse (void)
{
  static const char *const bodies[] = { "{\"a\":\"${empty|int}\"}",
                                        "{\"a\":\"${word|bool}\"}",
                                        "{\"${none}\":1}",
                                        "{\"a\":\"${values}\"}" };
  g_autoptr (SpVariables) variables = new_variables ();

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (JsonNode) body = sp_json_parse (bodies[i], NULL);
      g_autoptr (SpTwin) twin = sp_twin_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bodies[i]);
      g_assert_false (sp_json_body_render (body, variables, twin, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_INPUT);
    }
}

/* A path with a name to fill in leads to that name and to no other, whatever it holds. */
static void
test_paths (void)
{
  static const struct
  {
    const char *path;
    const char *found; /* NULL: nothing */
  } rows[] = {
    { "$.ipv4", "1" },
    { "$.${word}", "1" },
    { "$.deep.x${word}[0].y", "2" },
    { "$.keyed.${name}", "3" },
    { "$.${none}", NULL },
    { "$.${empty}", NULL },
    { "$.keyed.${dotted}", NULL },
  };
  g_autoptr (JsonNode) root = sp_json_parse (
      "{\"ipv4\":1,\"deep\":{\"xipv4\":[{\"y\":2}]},\"keyed\":{\"a.example.com\":3}}",
      NULL);
  g_autoptr (SpVariables) variables = new_variables ();

  sp_variables_set (variables, "name", "a.example.com");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SpPath) path = sp_path_new (rows[i].path, &error);
      g_autofree char *rendered = NULL;
      g_autoptr (GPtrArray) nodes = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      rendered = sp_path_render (path, variables);
      nodes = sp_json_lookup (root, rendered);
      text = nodes->len == 0 ? NULL : sp_json_scalar_to_text (nodes->pdata[0]);
      g_test_message ("%s: %s", rows[i].path, rendered);
      g_assert_cmpstr (text, ==, rows[i].found);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-body/render", test_render);
  g_test_add_func ("/json-body/onto", test_onto);
  g_test_add_func ("/json-body/secret", test_secret);
  g_test_add_func ("/json-body/refuse", test_refuse);
  g_test_add_func ("/json-body/paths", test_paths);

  return g_test_run ();
}
