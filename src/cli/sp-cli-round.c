/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-round.h"

#include "base/sp-error.h"
#include "sp-cli-secret.h"
#include "sp-cli-status-view.h"
#include "sp-cli-trace-view.h"
#include "sp-cli-wait.h"

static JsonNode *
ask_instance (const SpCliRound *self,
              SpCliContext *context,
              SpCliInstance *instance,
              char **ids,
              GError **error)
{
  gboolean is_verbose = sp_cli_context_is_verbose (context);
  gint64 last_trace = is_verbose ? sp_cli_trace_get_last_id (context) : 0;
  GVariant *arguments = self->has_force ? g_variant_new ("(^asb)", ids, self->force)
                                        : g_variant_new ("(^as)", ids);
  g_autofree char *text = sp_cli_instance_call (instance, self->method, arguments, error);

  if (is_verbose)
    sp_cli_trace_tell_since (context, last_trace);
  return text != NULL ? sp_cli_status_parse (text, error) : NULL;
}

static SpStatus *
ask_engine (const SpCliRound *self, SpEngine *engine, const char *const *ids, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (self->has_force)
    {
      SpUpdateFlags flags = self->force ? SP_UPDATE_FORCE : SP_UPDATE_DUE;

      sp_engine_update_async (engine, ids, flags, NULL, sp_cli_wait_cb, &result);
      return sp_engine_update_finish (engine, sp_cli_wait (&result), error);
    }

  sp_engine_check_async (engine, ids, NULL, sp_cli_wait_cb, &result);
  return sp_engine_check_finish (engine, sp_cli_wait (&result), error);
}

static JsonNode *
run_engine (const SpCliRound *self,
            SpCliContext *context,
            SpEngine *engine,
            char **ids,
            GError **error)
{
  const char *const *wanted = ids[0] != NULL ? (const char *const *) ids : NULL;
  g_autoptr (SpStatus) status = ask_engine (self, engine, wanted, error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (status == NULL)
    return NULL;

  sp_engine_stop_async (engine, sp_cli_wait_cb, &result);
  if (!sp_engine_stop_finish (engine, sp_cli_wait (&result), error))
    return NULL;

  node = sp_status_select_to_json (status, wanted);
  sp_cli_secret_explain (context, json_node_get_object (node));
  return g_steal_pointer (&node);
}

/* Who holds the state does the work. So there is no need to look for a running Signpost, which
 * takes longer than an update, as long as nobody holds it. */
static JsonNode *
run_round (const SpCliRound *self, SpCliContext *context, char **ids, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (SpEngine) engine = sp_cli_context_make_engine (context, FALSE, &reason);
  SpCliInstance *instance = NULL;

  if (engine != NULL)
    return run_engine (self, context, engine, ids, error);

  if (g_error_matches (reason, SP_ERROR, SP_ERROR_BUSY))
    instance = sp_cli_context_get_instance (context);
  if (instance != NULL)
    return ask_instance (self, context, instance, ids, error);

  g_propagate_error (error, g_steal_pointer (&reason));
  return NULL;
}

/**
 * sp_cli_round_run:
 * @self: what to do
 * @context: what to work with
 * @command: who asks
 * @names: (array zero-terminated=1): the profiles that were named; none for all
 *
 * Does it and shows the status after it.
 *
 * Returns: how to end
 */
SpExit
sp_cli_round_run (const SpCliRound *self,
                  SpCliContext *context,
                  const SpCliCommand *command,
                  char **names)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = sp_cli_context_resolve_profiles (context, names, &error);
  g_autoptr (JsonNode) status = NULL;

  if (ids != NULL)
    status = run_round (self, context, ids, &error);
  if (status == NULL)
    return sp_cli_fail (command, error);

  return sp_cli_status_show (context, status);
}
