/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-round.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  const SpCliRound round = { .method = "Check" };
  g_auto (GStrv) names = g_strdupv (arguments);
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;

  return sp_cli_round_run (&round, context, command, names);
}

const SpCliCommand sp_cli_check_command = {
  .name = "check",
  .usage = N_ ("[PROFILE…]"),
  .summary = N_ ("Find out the address and compare; send nothing"),
  .details = N_ ("A profile is named by its id or its name; without one, all are checked."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
