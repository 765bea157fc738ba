/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

/**
 * SpCliRound:
 * @method: what a running Signpost calls it
 * @has_force: whether the method takes @force
 * @force: %TRUE to send although nothing changed
 *
 * “check” and “update”: one round of detection, and perhaps sending, by the running Signpost or
 * by an engine of our own, and the status after it.
 */
typedef struct
{
  const char *method;
  gboolean has_force;
  gboolean force;
} SpCliRound;

SpExit sp_cli_round_run (const SpCliRound *self,
                         SpCliContext *context,
                         const SpCliCommand *command,
                         char **names);

G_END_DECLS
