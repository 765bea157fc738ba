/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-tray-menu.h"

#include "wording/sp-wording.h"

#include <glib/gi18n.h>

/* An item without an action cannot be pressed; one that also says “hidden-when” is not shown.
 * Nothing is ever left out for a moment, so that the menu keeps its shape while it is open. */

static void
append_item (GMenu *section, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (action != NULL && target != NULL)
    g_menu_item_set_action_and_target (item, action, "s", target);
  else if (action != NULL)
    g_menu_item_set_action_and_target_value (item, action, NULL);

  g_menu_append_item (section, item);
}

static void
append_submenu (GMenu *section, const char *label, GMenu *submenu, gboolean visible)
{
  g_autoptr (GMenuItem) item = g_menu_item_new_submenu (label, G_MENU_MODEL (submenu));

  if (!visible)
    g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");

  g_menu_append_item (section, item);
}

static char *
describe_status (SpStatus *status)
{
  g_autofree char *sentence = NULL;

  if (status == NULL)
    return g_strdup (_ ("Starting…"));

  sentence = sp_wording_for_tray (status);
  return sp_tray_escape_label (sentence);
}

static GMenu *
build_force_update (SpStatus *status)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  g_autoptr (GMenu) each = g_menu_new ();
  GPtrArray *profiles = status != NULL ? sp_status_get_profiles (status) : NULL;

  append_item (all,
               _ ("_All names"),
               profiles != NULL && profiles->len > 0 ? "app.force-update" : NULL,
               "");

  for (guint i = 0; profiles != NULL && i < profiles->len; i++)
    {
      SpProfileStatus *row = g_ptr_array_index (profiles, i);
      g_autofree char *label = sp_tray_escape_label (sp_profile_get_name (row->profile));

      append_item (each,
                   label,
                   sp_profile_is_enabled (row->profile) ? "app.force-update" : NULL,
                   sp_profile_get_id (row->profile));
    }

  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (each));
  return menu;
}

static gboolean
has_address (SpStatus *status, SpFamily family)
{
  SpFinding *finding = status != NULL ? sp_status_get_finding (status, family) : NULL;

  return finding != NULL && sp_finding_get_state (finding) == SP_FINDING_KNOWN;
}

static GMenu *
build_pause (SpStatus *status)
{
  GMenu *menu = g_menu_new ();
  gboolean ready = status != NULL;

  append_item (menu, _ ("For _1 hour"), ready ? "app.pause" : NULL, "hour");
  append_item (menu, _ ("Until _tomorrow"), ready ? "app.pause" : NULL, "tomorrow");
  append_item (menu, _ ("Until _resumed"), ready ? "app.pause" : NULL, "resumed");
  return menu;
}

static void
append_pause (GMenu *section, SpStatus *status)
{
  gboolean paused = status != NULL && sp_status_get_paused_until_s (status) != 0;
  g_autoptr (GMenu) pause = build_pause (status);
  g_autoptr (GMenuItem) resume = g_menu_item_new (_ ("_Resume"), NULL);

  append_submenu (section, _ ("_Pause"), pause, !paused);
  g_menu_item_set_attribute (resume, "hidden-when", "s", "action-missing");
  if (paused)
    g_menu_item_set_action_and_target_value (resume, "app.resume", NULL);
  g_menu_append_item (section, resume);
}

/**
 * sp_tray_escape_label:
 * @text: a text that is not ours, such as the name of a profile
 *
 * Returns: (transfer full): @text as a menu label in which no underscore makes a mnemonic
 */
char *
sp_tray_escape_label (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "_", -1);

  return g_strjoinv ("__", parts);
}

/**
 * sp_tray_menu:
 * @status: (nullable): what the engine says, or %NULL before it started
 *
 * The whole tray menu as a function of the status and of nothing else. Its sections are set apart
 * by lines; actions are named with the prefix “app.”.
 *
 * Returns: (transfer full): the menu
 */
GMenuModel *
sp_tray_menu (SpStatus *status)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) state = g_menu_new ();
  g_autoptr (GMenu) work = g_menu_new ();
  g_autoptr (GMenu) copy = g_menu_new ();
  g_autoptr (GMenu) program = g_menu_new ();
  g_autoptr (GMenu) force = build_force_update (status);
  g_autofree char *sentence = describe_status (status);
  gboolean ready = status != NULL;

  append_item (state, sentence, NULL, NULL);

  append_item (work, _ ("_Open Signpost"), "app.open", NULL);
  append_item (work, _ ("_Check now"), ready ? "app.check-now" : NULL, NULL);
  append_submenu (work, _ ("_Force update"), force, TRUE);

  append_item (copy,
               _ ("Copy IPv_4"),
               has_address (status, SP_FAMILY_IPV4) ? "app.copy-address" : NULL,
               "ipv4");
  append_item (copy,
               _ ("Copy IPv_6"),
               has_address (status, SP_FAMILY_IPV6) ? "app.copy-address" : NULL,
               "ipv6");

  append_pause (program, status);
  append_item (program, _ ("Pre_ferences…"), "app.preferences", NULL);
  append_item (program, _ ("_Quit"), "app.quit", NULL);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (state));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (work));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (program));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}
