/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static void
wait_a_little (void)
{
  g_timeout_add (100, NULL, NULL);
}
