/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-order.h"
#include "sp-cli-time.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_autofree char *duration = NULL;
  const GOptionEntry entries[] = {
    { "for",
      0,
      0,
      G_OPTION_ARG_STRING,
      &duration,
      N_ ("How long, such as 1h; without it, until resumed"),
      N_ ("TIME") },
    { NULL },
  };
  g_auto (GStrv) names = g_strdupv (arguments);
  g_auto (GStrv) ids = NULL;
  SpCliOrder order = { .method = "Pause", .run = sp_engine_pause };
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &names, &exit))
    return exit;
  if (duration != NULL && !sp_cli_parse_duration (duration, &order.duration_s, &error))
    return sp_cli_fail (command, error);

  ids = sp_cli_context_resolve_profiles (context, names, &error);
  if (ids == NULL)
    return sp_cli_fail (command, error);

  order.ids = ids;
  order.arguments = g_variant_new ("(^asx)", ids, order.duration_s);
  return sp_cli_order_run (&order, context, command);
}

const SpCliCommand sp_cli_pause_command = {
  .name = "pause",
  .usage = N_ ("[PROFILE…]"),
  .summary = N_ ("Send nothing for a while"),
  .details = N_ ("Without a profile, everything is paused."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
