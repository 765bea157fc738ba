/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static const char *
describe (void)
{
  return _ ("Up to date");
}
