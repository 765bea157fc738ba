/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static void
fail (GError **error)
{
  g_set_error_literal (error,
                       SP_ERROR,
                       SP_ERROR_NETWORK,
                       "cannot reach it: "
                       "nobody answered.");
}
