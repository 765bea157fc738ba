/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

void
sp_thing_act (void)
{
}
