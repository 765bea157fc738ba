/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "base/sp-error.h"
#include "http/sp-json.h"

static void
test_accept (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
    const char *path;
    const char *value;
  } rows[] = {
    { "a text", "{\"a\":\"b\"}", "$.a", "b" },
    { "escapes are undone", "[\"\\u00e9\\n\\/\\ud83d\\ude00\"]", "$[0]", "é\n/😀" },
    { "a number", "{\"code\": 81057}", "$.code", "81057" },
    { "a negative number", "[-0, -12]", "$[1]", "-12" },
    { "a fraction", "[1.5e2]", "$[0]", "150" },
    { "a number past 64 bits",
      "[123456789012345678901234567890]",
      "$[0]",
      "1.2345678901234568e+29" },
    { "true", " { \"success\" : true } ", "$.success", "true" },
    { "null", "[null]", "$[0]", "null" },
    { "a byte order mark in front", "\xef\xbb\xbf{\"a\":1}", "$.a", "1" },
    { "the first of many", "{\"e\":[{\"c\":7},{\"c\":8}]}", "$.e[*].c", "7" },
    { "a bare text is JSON too", "\"ok\"", "$", "ok" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) root = sp_json_parse (rows[i].text, &error);
      g_autoptr (GPtrArray) found = NULL;
      g_autofree char *value = NULL;

      g_test_message ("%s", rows[i].sentence);
      g_assert_no_error (error);
      found = sp_json_lookup (root, rows[i].path);
      g_assert_cmpuint (found->len, >, 0);
      value = sp_json_scalar_to_text (g_ptr_array_index (found, 0));
      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

static void
test_refuse (void)
{
  static const struct
  {
    const char *sentence;
    const char *text;
  } rows[] = {
    { "nothing", "" },
    { "blanks", "  \n" },
    { "an object cut off after a name", "{\"a\"" },
    { "an object cut off after a colon", "{\"a\":" },
    { "an object cut off after a value", "{\"a\":1" },
    { "a list cut off after a comma", "[1," },
    { "a text cut off", "[\"a" },
    { "an escape cut off", "[\"\\u12" },
    { "a trailing comma in a list", "[1,]" },
    { "a trailing comma in an object", "{\"a\":1,}" },
    { "a name twice", "{\"a\":1,\"a\":2}" },
    { "a name twice, once escaped", "{\"a\":1,\"\\u0061\":2}" },
    { "NaN", "[NaN]" },
    { "Infinity", "[Infinity]" },
    { "a number past all bounds", "[1e999]" },
    { "a leading zero", "[01]" },
    { "a bare point", "[1.]" },
    { "a plus sign", "[+1]" },
    { "a hexadecimal number", "[0x10]" },
    { "single quotes", "{'a':1}" },
    { "a name without quotes", "{a:1}" },
    { "a comment", "[1] // x" },
    { "a second value", "[1] [2]" },
    { "a line break in a text", "[\"a\nb\"]" },
    { "half a surrogate", "[\"\\ud83d\"]" },
    { "a low surrogate alone", "[\"\\ude00\"]" },
    { "an escaped NUL", "[\"a\\u0000b\"]" },
    { "an unknown escape", "[\"\\x41\"]" },
    { "bad UTF-8", "[\"\xff\"]" },
    { "a page", "<html>{\"a\":1}</html>" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].sentence);
      g_assert_null (sp_json_parse (rows[i].text, &error));
      g_assert_error (error, SP_ERROR, SP_ERROR_BAD_REPLY);
    }
}

static char *
nest (guint depth, char open, char close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, open);
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *sentence;
    guint depth;
    gboolean accepted;
  } rows[] = {
    { "as deep as allowed", SP_JSON_MAX_DEPTH, TRUE },
    { "one too deep", SP_JSON_MAX_DEPTH + 1, FALSE },
    { "a bomb", 200000, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = nest (rows[i].depth, '[', ']');
      g_autoptr (JsonNode) root = sp_json_parse (text, NULL);

      g_test_message ("%s", rows[i].sentence);
      g_assert_cmpint (root != NULL, ==, rows[i].accepted);
    }
}

/* Whatever is cut off, and wherever: refused or read, never a crash, never a critical. */
static void
test_truncated_anywhere (void)
{
  static const char whole[] =
      "{\"success\":false,\"errors\":[{\"code\":10000,\"message\":\"x\\u00e9\"}],"
      "\"result\":null,\"n\":-1.5e3}";

  for (gsize length = 0; length < strlen (whole); length++)
    {
      g_autofree char *part = g_strndup (whole, length);

      g_assert_null (sp_json_parse (part, NULL));
    }
}

static void
test_paths (void)
{
  static const struct
  {
    const char *path;
    gboolean accepted;
  } rows[] = {
    { "$", TRUE },        { "$.a", TRUE },     { "$.a[0].b", TRUE },
    { "$[*]", TRUE },     { "$.a-b_c", TRUE }, { "", FALSE },
    { "a", FALSE },       { "$a", FALSE },     { "$.", FALSE },
    { "$..a", FALSE },    { "$.a[", FALSE },   { "$.a[]", FALSE },
    { "$.a[-1]", FALSE }, { "$.a[x]", FALSE }, { "$.a[99999999999999999999]", FALSE },
    { "$.a[0", FALSE },   { "$.a]", TRUE },    { "$.a[0]b", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("path “%s”", rows[i].path);
      g_assert_cmpint (sp_json_check_path (rows[i].path, NULL), ==, rows[i].accepted);
    }
}

/* json-glib's own reader raises a critical on the first of these */
static void
test_wrong_types (void)
{
  static const struct
  {
    const char *text;
    const char *path;
  } rows[] = {
    { "[]", "$.result[0].id" },
    { "{\"result\":5}", "$.result[0]" },
    { "{\"result\":[[]]}", "$.result[0].id" },
    { "{\"result\":null}", "$.result.id" },
    { "7", "$.a" },
    { "[1]", "$[1]" },
    { "[1]", "$[9999]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) root = sp_json_parse (rows[i].text, NULL);
      g_autoptr (GPtrArray) found = sp_json_lookup (root, rows[i].path);

      g_test_message ("%s in %s", rows[i].path, rows[i].text);
      g_assert_cmpuint (found->len, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/accept", test_accept);
  g_test_add_func ("/json/refuse", test_refuse);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/truncated-anywhere", test_truncated_anywhere);
  g_test_add_func ("/json/paths", test_paths);
  g_test_add_func ("/json/wrong-types", test_wrong_types);

  return g_test_run ();
}
