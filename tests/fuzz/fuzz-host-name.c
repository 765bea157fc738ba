/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-host-name.h"
#include "sp-fuzz.h"

#include <string.h>

/* A name that was taken is plain, stays as it is when it is taken again, and can be shown. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = sp_fuzz_take_text (data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = sp_host_name_normalize (text, &error);
  g_autofree char *again = NULL;
  g_autofree char *display = NULL;
  g_autofree char *back = NULL;

  sp_fuzz_check_error (error, name == NULL);
  if (name == NULL)
    return 0;

  g_assert_cmpuint (strlen (name), <=, 253);
  g_assert_cmpuint (strspn (name, "*abcdefghijklmnopqrstuvwxyz0123456789-_."), ==, strlen (name));
  again = sp_host_name_normalize (name, NULL);
  g_assert_cmpstr (again, ==, name);

  display = sp_host_name_to_display (name);
  g_assert_true (g_utf8_validate (display, -1, NULL));
  back = sp_host_name_normalize (display, NULL);
  g_assert_cmpstr (back, ==, name);
  return 0;
}
