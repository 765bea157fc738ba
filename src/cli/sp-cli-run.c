/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-command.h"
#include "sp-cli-wait.h"
#include "wording/sp-wording.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

/* The engine of a machine without a desktop, and what may end it. */
typedef struct
{
  SpCliContext *context; /* (unowned): outlives the command */
  gboolean shall_end;
} Service;

/* One line for each attempt, with fields for the journal. */
static void
outcome_cb (SpEngine *engine,
            const SpProfileStatus *profile,
            const SpTargetStatus *target,
            gpointer user_data)
{
  g_autoptr (SpStatus) status = sp_engine_get_status (engine);
  g_autoptr (SpWords) words = sp_wording_for_target (status, profile, target);
  const char *family = sp_family_to_string (target->family);
  GLogLevelFlags level = words->severity == SP_SEVERITY_NEEDS_PERSON ? G_LOG_LEVEL_WARNING
                                                                     : G_LOG_LEVEL_MESSAGE;

  g_log_structured (G_LOG_DOMAIN,
                    level,
                    "SIGNPOST_PROFILE",
                    sp_profile_get_id (profile->profile),
                    "SIGNPOST_HOST",
                    target->host,
                    "SIGNPOST_FAMILY",
                    family,
                    "MESSAGE",
                    "%s %s: %s",
                    target->host,
                    family,
                    words->sentence);
}

static gboolean
end_cb (gpointer user_data)
{
  Service *service = user_data;

  service->shall_end = TRUE;
  return G_SOURCE_CONTINUE;
}

static gboolean
reload_cb (gpointer user_data)
{
  Service *service = user_data;
  g_autoptr (GError) error = NULL;

  if (!sp_cli_context_load_store (service->context, &error))
    g_warning ("loading the profiles again: %s", error->message);
  else
    g_signal_emit_by_name (sp_cli_context_get_store (service->context, NULL), "changed");
  return G_SOURCE_CONTINUE;
}

static GSource *
watch_signal (int number, GSourceFunc callback, Service *service)
{
  GSource *source = g_unix_signal_source_new (number);

  g_source_set_callback (source, callback, service, NULL);
  g_source_attach (source, NULL);
  return source;
}

static void
source_end (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static SpExit
serve (Service *service, SpEngine *engine, GError **error)
{
  static const int end_signals[] = { SIGTERM, SIGINT };
  GSource *sources[G_N_ELEMENTS (end_signals) + 1];
  G_GNUC_UNUSED g_autoptr (GObject) bus = sp_cli_context_export_engine (service->context, engine);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (end_signals); i++)
    sources[i] = watch_signal (end_signals[i], end_cb, service);
  sources[G_N_ELEMENTS (end_signals)] = watch_signal (SIGHUP, reload_cb, service);

  /* rule 14: the callback needs no data */
  g_signal_connect (engine, "outcome", G_CALLBACK (outcome_cb), NULL);
  sp_engine_start (engine);
  while (!service->shall_end)
    g_main_context_iteration (NULL, TRUE);

  sp_engine_stop_async (engine, sp_cli_wait_cb, &result);
  sp_engine_stop_finish (engine, sp_cli_wait (&result), error);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    source_end (sources[i]);

  return SP_EXIT_CURRENT;
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  g_auto (GStrv) words = g_strdupv (arguments);
  Service service = { .context = context };
  g_autoptr (SpEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, NULL, &words, &exit))
    return exit;
  if (!sp_cli_context_is_verbose (context))
    sp_cli_log_writer_set_level (sp_cli_context_get_log (context), G_LOG_LEVEL_INFO);

  engine = sp_cli_context_make_engine (context, FALSE, &error);
  if (engine == NULL)
    return sp_cli_fail (command, error);

  sp_cli_context_watch_store (context);
  sp_cli_context_heed_desktop (context);
  exit = serve (&service, engine, &error);
  return error != NULL ? sp_cli_fail (command, error) : exit;
}

const SpCliCommand sp_cli_run_command = {
  .name = "run",
  .usage = "",
  .summary = N_ ("Be the engine, in the foreground and without a display"),
  .details = N_ ("Ends with SIGTERM or SIGINT; SIGHUP loads the profiles again. What happens is "
                 "written to the standard error, or to the journal under systemd."),
  .run = run,
};
