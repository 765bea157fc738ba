/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-order.h"

#include "sp-cli-wait.h"

static gboolean
run_engine (const SpCliOrder *self, SpCliContext *context, GError **error)
{
  const char *const *ids = self->ids[0] != NULL ? (const char *const *) self->ids : NULL;
  g_autoptr (SpEngine) engine = sp_cli_context_make_engine (context, FALSE, error);
  g_autoptr (GAsyncResult) result = NULL;

  if (engine == NULL || !self->run (engine, ids, self->duration_s, error))
    return FALSE;

  sp_engine_stop_async (engine, sp_cli_wait_cb, &result);
  return sp_engine_stop_finish (engine, sp_cli_wait (&result), error);
}

/**
 * sp_cli_order_run:
 * @self: what to do
 * @context: what to work with
 * @command: who asks
 *
 * Has it done by the running Signpost, or does it.
 *
 * Returns: how to end
 */
SpExit
sp_cli_order_run (const SpCliOrder *self, SpCliContext *context, const SpCliCommand *command)
{
  g_autoptr (GVariant) arguments = g_variant_ref_sink (self->arguments);
  SpCliInstance *instance = sp_cli_context_get_instance (context);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (instance != NULL)
    text = sp_cli_instance_call (instance, self->method, arguments, &error);
  else
    run_engine (self, context, &error);

  return error != NULL ? sp_cli_fail (command, error) : SP_EXIT_CURRENT;
}
