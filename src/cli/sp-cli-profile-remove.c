/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-command.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) profile = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    profile = sp_store_lookup_profile (store, names[0], &error);
  if (profile == NULL || !sp_store_remove_profile (store, sp_profile_get_id (profile), &error))
    return sp_cli_fail (command, error);

  sp_cli_context_reload_instance (context);
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_profile_remove_command = {
  .name = "profile remove",
  .usage = N_ ("PROFILE"),
  .summary = N_ ("Forget a profile; its names keep their addresses at the provider"),
  .run = run,
  .min_arguments = 1,
  .max_arguments = 1,
};
