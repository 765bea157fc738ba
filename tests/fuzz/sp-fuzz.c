/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-fuzz.h"

#include "base/sp-error.h"

#include <string.h>

/**
 * sp_fuzz_take_text:
 * @data: an input
 * @size: its length
 *
 * Returns: (transfer full): the input up to its first NUL, as the text parsers get it
 */
char *
sp_fuzz_take_text (const guint8 *data, gsize size)
{
  return size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");
}

/**
 * sp_fuzz_check_error:
 * @error: (nullable): what a parser said
 * @failed: whether it refused the input
 *
 * A parser that refuses says why, in one readable line with one of our codes.
 */
void
sp_fuzz_check_error (const GError *error, gboolean failed)
{
  g_assert_cmpint (error != NULL, ==, failed);
  if (error == NULL)
    return;

  g_assert_true (error->domain == SP_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, '\033'));
  g_assert_cmpuint (strlen (error->message), >, 0);
}
