/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fuzz.h"

#include <string.h>

/* Runs a fuzz entry without a fuzzer, as a test: each seed of a folder as it is, then small changes
 * of it, always the same ones, as many in all as the second argument says. It finds what a change broke, not what nobody thought of;
 * for that, build with clang and -Dfuzz=true in a folder of its own and let an entry run as long as
 * you like: `CC=clang meson setup _fuzz -Dfuzz=true -Db_sanitize=address,undefined -Db_lundef=false`,
 * `ninja -C _fuzz`, `_fuzz/tests/fuzz/fuzz-address -max_len=4096 corpus tests/fuzz/corpus/address`.
 * What it finds becomes a seed here. */

#define MAX_LENGTH 16384
#define SEED       20260301

static void
mutate (GByteArray *input, GRand *rand)
{
  static const char *const tokens[] = { "\n", "=",  "[", "]", "::",      ".",    "%", "{",
                                        "}",  "\"", "/", ":", "\\u0000", "good", "<", "\xff" };
  guint position = input->len > 0 ? g_rand_int_range (rand, 0, (gint32) input->len) : 0;
  const char *token = tokens[g_rand_int_range (rand, 0, G_N_ELEMENTS (tokens))];
  guint length;

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      if (input->len > 0)
        input->data[position] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      if (input->len > 0)
        g_byte_array_remove_index (input, position);
      break;
    case 2:
      g_byte_array_set_size (input, position);
      break;
    case 3:
      length = input->len - position;
      if (length > 0 && input->len < MAX_LENGTH)
        {
          g_autofree guint8 *copy = g_memdup2 (input->data + position, length);

          g_byte_array_append (input, copy, length);
        }
      break;
    default:
      length = input->len - position;
      g_byte_array_append (input, (const guint8 *) token, (guint) strlen (token));
      if (length > 0)
        {
          memmove (input->data + position + strlen (token), input->data + position, length);
          memcpy (input->data + position, token, strlen (token));
        }
      break;
    }
}

static void
run_once (const guint8 *data, gsize size)
{
  /* A copy of its exact size, so that the sanitizer sees a read past the end. */
  g_autofree guint8 *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
run_seed (const char *path, guint n_mutations)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  /* Python leaves a folder of its own among the recipes */
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return;

  g_test_message ("%s", path);
  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  run_once ((const guint8 *) contents, length);

  for (guint i = 0; i < n_mutations; i++)
    {
      g_autoptr (GByteArray) input = g_byte_array_new ();

      g_byte_array_append (input, (const guint8 *) contents, (guint) length);
      for (int left = g_rand_int_range (rand, 1, 6); left > 0; left--)
        mutate (input, rand);
      run_once (input->data, input->len);
    }
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_seeds (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

static void
test_corpus (gconstpointer user_data)
{
  const char *const *arguments = user_data;
  g_autoptr (GPtrArray) paths = list_seeds (arguments[1]);
  guint64 n_mutations = g_ascii_strtoull (arguments[2], NULL, 10);

  g_assert_cmpuint (paths->len, >, 0);
  for (guint i = 0; i < paths->len; i++)
    run_seed (g_ptr_array_index (paths, i), (guint) (n_mutations / paths->len));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  g_test_add_data_func ("/fuzz/corpus", argv, test_corpus);
  return g_test_run ();
}
