/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static gint
count (void)
{
  return 0;
}
