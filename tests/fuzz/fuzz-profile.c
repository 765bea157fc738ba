/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-profile.h"
#include "sp-fuzz.h"

/* The text of a profile that was taken can be written and gives the same profile again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = sp_fuzz_take_text (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) profile = sp_profile_from_text ("id", text, &error);
  g_autoptr (SpProfile) again = NULL;
  g_autofree char *written = NULL;

  sp_fuzz_check_error (error, profile == NULL);
  if (profile == NULL)
    return 0;

  written = sp_profile_to_text (profile);
  again = sp_profile_from_text ("id", written, &error);
  g_assert_no_error (error);
  g_assert_true (sp_profile_equal (profile, again));
  return 0;
}
