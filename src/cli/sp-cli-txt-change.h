/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/* What “txt set” and “txt unset” have in common. */

SpExit sp_cli_txt_change (SpCliContext *context,
                          const SpCliCommand *command,
                          char **arguments,
                          gboolean removes);

G_END_DECLS
