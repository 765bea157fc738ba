/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-order.h"

#include <glib/gi18n-lib.h>

static gboolean
resume (SpEngine *engine, const char *const *ids, gint64 duration_s, GError **error)
{
  return sp_engine_resume (engine, ids, error);
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) names = g_strdupv (arguments);
  g_auto (GStrv) ids = NULL;
  SpCliOrder order = { .method = "Resume", .run = resume };
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &names, &exit))
    return exit;
  ids = sp_cli_context_resolve_profiles (context, names, &error);
  if (ids == NULL)
    return sp_cli_fail (command, error);

  order.ids = ids;
  order.arguments = g_variant_new ("(^as)", ids);
  return sp_cli_order_run (&order, context, command);
}

const SpCliCommand sp_cli_resume_command = {
  .name = "resume",
  .usage = N_ ("[PROFILE…]"),
  .summary = N_ ("End a pause"),
  .run = run,
  .max_arguments = G_MAXUINT,
};
