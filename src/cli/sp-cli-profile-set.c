/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-profile-edit.h"

#include <glib/gi18n-lib.h>

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  g_autoptr (SpProfile) changed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProfile) profile = NULL;
  SpStore *store;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;

  store = sp_cli_context_get_store (context, &error);
  if (store != NULL)
    profile = sp_store_lookup_profile (store, words[0], &error);
  if (profile != NULL)
    changed = sp_cli_profile_apply (context, profile, words + 1, &error);
  if (changed == NULL || !sp_cli_profile_save (context, changed, &error))
    return sp_cli_fail (command, error);

  if (sp_cli_context_is_json (context))
    sp_cli_profile_print (context, changed);
  return SP_EXIT_CURRENT;
}

const SpCliCommand sp_cli_profile_set_command = {
  .name = "profile set",
  .usage = N_ ("PROFILE KEY=VALUE…"),
  .summary = N_ ("Change keys of a profile"),
  .details = N_ ("“signpostctl profile show PROFILE” lists the keys and their values; the manual "
                 "page says what each may be."),
  .run = run,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
};
