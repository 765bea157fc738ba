/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

typedef struct
{
  char *name;
  guint n_names;
} Whose;
