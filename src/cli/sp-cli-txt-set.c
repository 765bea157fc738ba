/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-txt-change.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  return sp_cli_txt_change (context, command, arguments, FALSE);
}

const SpCliCommand sp_cli_txt_set_command = {
  .name = "txt set",
  .usage = N_ ("NAME TEXT [--account ACCOUNT]"),
  .summary = N_ ("Add a TXT record, as a certificate by DNS-01 wants it"),
  .details = N_ (
      "With the credentials that keep the host name nearest to NAME. Other texts at NAME "
      "stay. Nobody waits until name servers know it."),
  .run = run,
  .min_arguments = 2,
  .max_arguments = 2,
};
