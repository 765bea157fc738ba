/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-context.h"

G_BEGIN_DECLS

/* The command line as a whole: finds the command and runs it. */

int sp_cli_run (const SpCliReality *reality, int argc, char **argv);

G_END_DECLS
