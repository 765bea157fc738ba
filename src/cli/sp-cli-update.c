/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-round.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  SpCliRound round = { .method = "Update", .has_force = TRUE };
  const GOptionEntry entries[] = {
    { "force",
      0,
      0,
      G_OPTION_ARG_NONE,
      &round.force,
      N_ ("Send although nothing changed, at most every 10 minutes"),
      NULL },
    { NULL },
  };
  g_auto (GStrv) names = g_strdupv (arguments);
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &names, &exit))
    return exit;

  return sp_cli_round_run (&round, context, command, names);
}

const SpCliCommand sp_cli_update_command = {
  .name = "update",
  .usage = N_ ("[PROFILE…]"),
  .summary = N_ ("Find out the address and send what is due"),
  .details = N_ ("A profile is named by its id or its name; without one, all are updated. What "
                 "waits for a person is not sent, not even with --force."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
