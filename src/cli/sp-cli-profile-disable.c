/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-profile-edit.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  return sp_cli_profile_switch (context, command, arguments, "false");
}

const SpCliCommand sp_cli_profile_disable_command = {
  .name = "profile disable",
  .usage = N_ ("PROFILE"),
  .summary = N_ ("Switch a profile off; it keeps what is published"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
