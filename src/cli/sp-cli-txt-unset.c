/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-txt-change.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  return sp_cli_txt_change (context, command, arguments, TRUE);
}

const SpCliCommand sp_cli_txt_unset_command = {
  .name = "txt unset",
  .usage = N_ ("NAME [TEXT] [--account ACCOUNT]"),
  .summary = N_ ("Take a TXT record away"),
  .details = N_ ("Without TEXT, the only one that NAME has; if there are several, none is taken."),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 2,
};
