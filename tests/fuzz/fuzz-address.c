/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-address.h"
#include "sp-fuzz.h"

/* An address that was taken is written in a form that gives the same address again. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = sp_fuzz_take_text (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpAddress) address = sp_address_new_from_string (text, &error);
  g_autoptr (SpAddress) again = NULL;
  g_autoptr (SpAddress) unwrapped = NULL;

  sp_fuzz_check_error (error, address == NULL);
  if (address == NULL)
    return 0;

  again = sp_address_new_from_string (sp_address_get_text (address), NULL);
  g_assert_true (sp_address_equal (address, again));
  unwrapped = sp_address_unwrap (address);
  sp_address_get_special_purpose (unwrapped);
  return 0;
}
