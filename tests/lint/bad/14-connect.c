/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static void
watch (GObject *object)
{
  g_signal_connect (object, "changed", NULL, NULL);
}
