/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-command.h"
#include "sp-cli-state-monitor.h"
#include "sp-cli-status-view.h"

#include <glib/gi18n-lib.h>

/* What “status --follow” keeps between two looks. */
typedef struct
{
  SpCliContext *context; /* (unowned): outlives the command */
  char **ids;            /* (owned) */
  char *last;            /* (owned) (nullable): what was printed, without the time */
  gboolean has_changed;
} Follow;

static void
follow_clear (Follow *follow)
{
  g_clear_pointer (&follow->ids, g_strfreev);
  g_clear_pointer (&follow->last, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Follow, follow_clear)

static JsonNode *
ask_instance (SpCliInstance *instance, char **ids, GError **error)
{
  g_autofree char *text =
      sp_cli_instance_call (instance, "GetStatus", g_variant_new ("(^as)", ids), error);

  return text != NULL ? sp_cli_status_parse (text, error) : NULL;
}

static JsonNode *
look (SpCliContext *context, char **ids, GError **error)
{
  SpCliInstance *instance = sp_cli_context_get_instance (context);
  const char *const *wanted = ids[0] != NULL ? (const char *const *) ids : NULL;
  g_autoptr (SpEngine) engine = NULL;
  g_autoptr (SpStatus) status = NULL;

  if (instance != NULL)
    return ask_instance (instance, ids, error);

  if (!sp_cli_context_load_store (context, error))
    return NULL;
  engine = sp_cli_context_make_engine (context, TRUE, error);
  if (engine == NULL)
    return NULL;
  status = sp_engine_get_status (engine);
  return sp_status_select_to_json (status, wanted);
}

/* Every look has another time in it; that alone is no news. */
static char *
describe_news (JsonNode *status)
{
  JsonObject *object = json_node_get_object (status);
  g_autoptr (GList) members = json_object_get_members (object);
  GString *news = g_string_new (NULL);

  for (GList *member = members; member != NULL; member = member->next)
    {
      g_autofree char *text = json_to_string (json_object_get_member (object, member->data), FALSE);

      if (!g_str_equal (member->data, "time"))
        g_string_append_printf (news, "%s\n", text);
    }

  return g_string_free (news, FALSE);
}

static SpExit
show_news (Follow *follow, GError **error)
{
  g_autoptr (JsonNode) status = look (follow->context, follow->ids, error);
  g_autofree char *news = status != NULL ? describe_news (status) : NULL;

  if (status == NULL)
    return SP_EXIT_FAILED;
  if (g_strcmp0 (news, follow->last) == 0)
    return SP_EXIT_CURRENT;

  if (follow->last != NULL && !sp_cli_context_is_json (follow->context))
    g_print ("\n");
  g_clear_pointer (&follow->last, g_free);
  follow->last = g_steal_pointer (&news);
  return sp_cli_status_show (follow->context, status);
}

static void
changed_cb (gpointer user_data)
{
  Follow *follow = user_data;

  follow->has_changed = TRUE;
}

static SpExit
follow_status (Follow *follow, GError **error)
{
  SpCliInstance *instance = sp_cli_context_get_instance (follow->context);
  g_autoptr (GFileMonitor) monitor = NULL;

  if (instance != NULL)
    sp_cli_instance_watch (instance, changed_cb, follow);
  else
    /* There may be one that only has the state in common with us. */
    monitor = sp_cli_state_monitor_new (sp_cli_context_get_state_dir (follow->context),
                                        &follow->has_changed,
                                        NULL);

  do
    {
      follow->has_changed = FALSE;
      show_news (follow, error);
      while (*error == NULL && !follow->has_changed)
        g_main_context_iteration (NULL, TRUE);
    }
  while (*error == NULL);

  return SP_EXIT_FAILED;
}

static SpExit
run (SpCliContext *context, const SpCliCommand *command, char **arguments)
{
  gboolean is_following = FALSE;
  const GOptionEntry entries[] = {
    { "follow",
      'f',
      0,
      G_OPTION_ARG_NONE,
      &is_following,
      N_ ("Go on and print every change"),
      NULL },
    { NULL },
  };
  g_auto (GStrv) names = g_strdupv (arguments);
  g_auto (Follow) follow = { .context = context };
  g_autoptr (GError) error = NULL;
  SpExit exit;

  if (!sp_cli_command_parse (command, context, entries, &names, &exit))
    return exit;

  follow.ids = sp_cli_context_resolve_profiles (context, names, &error);
  if (follow.ids == NULL)
    return sp_cli_fail (command, error);

  exit = is_following ? follow_status (&follow, &error) : show_news (&follow, &error);
  return error != NULL ? sp_cli_fail (command, error) : exit;
}

const SpCliCommand sp_cli_status_command = {
  .name = "status",
  .usage = N_ ("[PROFILE…]"),
  .summary = N_ ("Say what is published, since when, what comes next and why"),
  .details = N_ ("A profile is named by its id or its name; without one, all are shown."),
  .run = run,
  .max_arguments = G_MAXUINT,
};
