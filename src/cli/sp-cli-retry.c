/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-order.h"

#include <glib/gi18n-lib.h>

static gboolean
retry (SpEngine *engine, const char *const *ids, gint64 duration_s, GError **error)
{
  return sp_engine_retry (engine, ids[0], error);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_auto (GStrv) ids = NULL;
  SpCliOrder order = { .method = "Retry", .run = retry };
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;
  ids = sp_cli_context_resolve_profiles (context, names, &error);
  if (ids == NULL)
    return sp_cli_fail (command, error);

  order.ids = ids;
  order.arguments = g_variant_new ("(s)", ids[0]);
  return sp_cli_order_run (&order, context, command);
}

const SpCliCommand sp_cli_retry_command = {
  .name = "retry",
  .usage = N_ ("PROFILE"),
  .summary = N_ ("Try again what waits for a person"),
  .details = N_ ("Do this when the cause is gone: a provider counts refused attempts, and may lock "
                 "an account for them."),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
