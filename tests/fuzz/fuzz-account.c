/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "profile/sp-account.h"
#include "sp-fuzz.h"

/* The text of an account that was taken can be written and gives the same account again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = sp_fuzz_take_text (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAccount) account = sp_account_from_text ("id", text, &error);
  g_autoptr (SpAccount) again = NULL;
  g_autofree char *written = NULL;

  sp_fuzz_check_error (error, account == NULL);
  if (account == NULL)
    return 0;

  written = sp_account_to_text (account);
  again = sp_account_from_text ("id", written, &error);
  g_assert_no_error (error);
  g_assert_true (sp_account_equal (account, again));
  return 0;
}
