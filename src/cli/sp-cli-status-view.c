/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-status-view.h"

#include "base/sp-error.h"
#include "profile/sp-host-name.h"
#include "sp-cli-table.h"

#include <glib/gi18n-lib.h>

#define NO_ADDRESS "–"

/* The same marks as in the window: they differ by shape, not by colour. */
typedef struct
{
  const char *state;
  const char *mark;
} Mark;

static const Mark marks[] = {
  { "current", "●" }, { "updating", "◔" }, { "due", "◷" },     { "backoff", "◷" },
  { "blocked", "▲" }, { "paused", "❙" },   { "offline", "◌" }, { "unknown", "◌" },
};

static const char *
get_string (JsonObject *object, const char *member)
{
  return json_object_get_string_member_with_default (object, member, NULL);
}

static const char *
get_mark (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (g_strcmp0 (marks[i].state, state) == 0)
        return marks[i].mark;
    }

  return " ";
}

static const char *
name_family (const char *family)
{
  return g_strcmp0 (family, "ipv4") == 0 ? "IPv4" : "IPv6";
}

static void
print_addresses (JsonObject *status)
{
  static const char *const families[] = { "ipv4", "ipv6" };
  JsonObject *addresses = json_object_get_object_member (status, "addresses");
  g_autoptr (SpCliTable) table = sp_cli_table_new (3);

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      JsonObject *finding = json_object_get_object_member (addresses, families[i]);
      const char *address = get_string (finding, "address");
      const char *source = get_string (finding, "source");
      g_autofree char *from = NULL;

      if (address != NULL && source != NULL)
        from = g_strdup_printf (_ ("from %s"), source);
      else if (g_strcmp0 (get_string (finding, "state"), "none") == 0)
        from = g_strdup (_ ("This place has none."));
      else
        from = g_strdup (_ ("Not known now."));
      sp_cli_table_add (table,
                        name_family (families[i]),
                        address != NULL ? address : NO_ADDRESS,
                        from,
                        NULL);
    }

  sp_cli_table_print (table, "");
}

static void
print_guards (JsonObject *status)
{
  JsonArray *guards = json_object_get_array_member (status, "guards");
  JsonArray *problems = json_object_get_array_member (status, "problems");

  for (guint i = 0; i < json_array_get_length (guards); i++)
    g_print ("! %s\n", get_string (json_array_get_object_element (guards, i), "sentence"));
  for (guint i = 0; problems != NULL && i < json_array_get_length (problems); i++)
    g_print ("! %s\n", json_array_get_string_element (problems, i));
}

static void
print_profile (JsonObject *profile)
{
  JsonArray *targets = json_object_get_array_member (profile, "targets");
  const char *provider = get_string (profile, "provider");
  g_autoptr (SpCliTable) table = sp_cli_table_new (4);

  g_print ("\n%s %s%s%s%s\n",
           get_mark (get_string (profile, "state")),
           get_string (profile, "name"),
           provider != NULL ? " (" : "",
           provider != NULL ? provider : "",
           provider != NULL ? ")" : "");

  for (guint i = 0; i < json_array_get_length (targets); i++)
    {
      JsonObject *target = json_array_get_object_element (targets, i);
      const char *published = get_string (target, "published");
      g_autofree char *host = sp_host_name_to_display (get_string (target, "host"));

      sp_cli_table_add (table,
                        host,
                        name_family (get_string (target, "family")),
                        published != NULL ? published : NO_ADDRESS,
                        get_string (target, "sentence"),
                        NULL);
    }
  sp_cli_table_print (table, "  ");
}

/**
 * sp_cli_status_print:
 * @status: the object of sp_status_to_json()
 *
 * Prints it for a person, on the standard output.
 */
void
sp_cli_status_print (JsonObject *status)
{
  JsonArray *profiles = json_object_get_array_member (status, "profiles");
  guint n_profiles = json_array_get_length (profiles);

  print_addresses (status);
  print_guards (status);
  for (guint i = 0; i < n_profiles; i++)
    print_profile (json_array_get_object_element (profiles, i));
  if (n_profiles == 0)
    g_print ("\n%s\n",
             _ ("There is no profile yet. “signpostctl profile add --help” says how to make one."));
}

/**
 * sp_cli_status_show:
 * @context: says in which form
 * @status: the object of sp_status_to_json()
 *
 * Prints @status in the form that was asked for.
 *
 * Returns: how to end after it
 */
SpExit
sp_cli_status_show (SpCliContext *context, JsonNode *status)
{
  if (sp_cli_context_is_json (context))
    sp_cli_print_json (status);
  else
    sp_cli_status_print (json_node_get_object (status));

  return sp_exit_for_status (json_node_get_object (status));
}

static gboolean
is_status (JsonNode *node)
{
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                                                     : NULL;
  static const char *const arrays[] = { "profiles", "guards", "problems" };

  if (object == NULL || !json_object_has_member (object, "addresses"))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
    {
      JsonNode *member = json_object_get_member (object, arrays[i]);

      if (member == NULL || !JSON_NODE_HOLDS_ARRAY (member))
        return FALSE;
    }

  return TRUE;
}

/**
 * sp_cli_status_parse:
 * @text: what a running Signpost answered
 * @error: return location for %SP_ERROR_BAD_REPLY
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonNode *
sp_cli_status_parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  if (!is_status (node))
    {
      g_set_error (error,
                   SP_ERROR,
                   SP_ERROR_BAD_REPLY,
                   "the running Signpost answered something else than its status; is it an older "
                   "version? Use --no-instance, or end it and start it again");
      return NULL;
    }

  return g_steal_pointer (&node);
}
