/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static void
parse (const char *text)
{
  if (text == NULL)
    g_error ("no text");
}
