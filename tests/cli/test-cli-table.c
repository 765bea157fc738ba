/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-table.h"

static GString *printed;

static void
keep_cb (const char *text)
{
  g_string_append (printed, text);
}

static void
assert_prints (SpCliTable *table, const char *indent, const char *text)
{
  GPrintFunc before = g_set_print_handler (keep_cb);

  printed = g_string_new (NULL);
  sp_cli_table_print (table, indent);
  g_set_print_handler (before);

  g_assert_cmpstr (printed->str, ==, text);
  g_string_free (printed, TRUE);
}

static void
test_columns (void)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (3);

  sp_cli_table_add (table, "a", "bbbb", "c", NULL);
  sp_cli_table_add (table, "aaa", "b", "cc", NULL);
  assert_prints (table, "", "a    bbbb  c\naaa  b     cc\n");
}

/* “ä” may be one character or two, “東” is two columns wide. */
static void
test_widths (void)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (2);

  sp_cli_table_add (table, "ab", "1", NULL);
  sp_cli_table_add (table, "äb", "2", NULL);
  sp_cli_table_add (table,
                    "a\xcc\x88"
                    "b",
                    "3",
                    NULL);
  sp_cli_table_add (table, "東", "4", NULL);
  assert_prints (table,
                 "",
                 "ab  1\näb  2\na\xcc\x88"
                 "b  3\n東  4\n");
}

static void
test_empty (void)
{
  g_autoptr (SpCliTable) table = sp_cli_table_new (3);

  assert_prints (table, "", "");
  sp_cli_table_add (table, "a", NULL);
  sp_cli_table_add (table, "", "b", "", NULL);
  assert_prints (table, "  ", "  a\n     b\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/table/columns line up", test_columns);
  g_test_add_func ("/table/wide and combining characters", test_widths);
  g_test_add_func ("/table/missing cells", test_empty);

  return g_test_run ();
}
