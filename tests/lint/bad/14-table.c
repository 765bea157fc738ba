/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

static const char *const words[] = {
  [FIRST] = "first",
};
