/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-profile-edit.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  return sp_cli_profile_switch (context, command, arguments, "true");
}

const SpCliCommand sp_cli_profile_enable_command = {
  .name = "profile enable",
  .usage = N_ ("PROFILE"),
  .summary = N_ ("Switch a profile on"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
