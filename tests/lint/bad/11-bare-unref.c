/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static void
send (GObject *message)
{
  g_object_ref (message);
  g_object_unref (message);
}
