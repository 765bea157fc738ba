/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-tray-menu.h"

#define NOW_S G_GINT64_CONSTANT (1795344300)

/* The menu as text: an item a line, “label → action(target)”, “-” before a section, indented below
 * a submenu, in brackets what is hidden. */
static void
write_menu (GString *text, GMenuModel *menu, int depth)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *label = NULL;
      g_autofree char *action = NULL;
      g_autofree char *target = NULL;
      g_autofree char *hidden = NULL;

      if (section != NULL)
        {
          if (i > 0)
            g_string_append_printf (text, "%*s-\n", depth, "");
          write_menu (text, section, depth);
          continue;
        }

      g_menu_model_get_item_attribute (menu, i, "label", "s", &label);
      g_menu_model_get_item_attribute (menu, i, "action", "s", &action);
      g_menu_model_get_item_attribute (menu, i, "target", "s", &target);
      g_menu_model_get_item_attribute (menu, i, "hidden-when", "s", &hidden);
      g_string_append_printf (text, "%*s%s", depth, "", label);
      if (action != NULL)
        g_string_append_printf (text, " → %s", action);
      if (target != NULL)
        g_string_append_printf (text, "(%s)", target);
      if (hidden != NULL && action == NULL)
        g_string_append (text, " [hidden]");
      g_string_append_c (text, '\n');
      if (submenu != NULL)
        write_menu (text, submenu, depth + 2);
    }
}

static char *
draw (SpStatus *status)
{
  g_autoptr (GMenuModel) menu = sp_tray_menu (status);
  GString *text = g_string_new (NULL);

  write_menu (text, menu, 0);
  return g_string_free (text, FALSE);
}

static void
add_profile (SpStatus *status, const char *id, const char *name, gboolean enabled)
{
  g_autoptr (SpProfile) bare = sp_profile_new (id, name, "0a");
  g_autoptr (SpProfile)
      profile = sp_profile_with (bare, "enabled", enabled ? "true" : "false", NULL);
  SpProfileStatus *row = sp_profile_status_new (profile, "Home", "No-IP");
  SpTargetStatus *target = sp_target_status_new ("nas.example.org", SP_FAMILY_IPV4);

  target->state = SP_STATE_CURRENT;
  target->published = sp_address_new_from_string ("198.51.100.2", NULL);
  g_ptr_array_add (row->targets, target);
  sp_status_add_profile (status, row);
}

static void
set_address (SpStatus *status, const char *text)
{
  SpInstant when = { .wall_s = NOW_S };
  g_autoptr (SpAddress) address = sp_address_new_from_string (text, NULL);
  g_autoptr (SpFinding) finding = sp_finding_new_known (address, "echo", &when);

  sp_status_set_finding (status, finding, NOW_S);
}

static void
assert_has_line (const char *menu, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (menu, "\n", -1);

  if (!g_strv_contains ((const char *const *) lines, line))
    g_error ("no line “%s” in:\n%s", line, menu);
}

static void
test_before_the_engine (void)
{
  g_autofree char *menu = draw (NULL);

  g_assert_cmpstr (menu,
                   ==,
                   "Starting…\n"
                   "-\n"
                   "_Open Signpost → app.open\n"
                   "_Check now\n"
                   "_Force update\n"
                   "  _All names\n"
                   "  -\n"
                   "-\n"
                   "Copy IPv_4\n"
                   "Copy IPv_6\n"
                   "-\n"
                   "_Pause\n"
                   "  For _1 hour\n"
                   "  Until _tomorrow\n"
                   "  Until _resumed\n"
                   "_Resume [hidden]\n"
                   "Pre_ferences… → app.preferences\n"
                   "_Quit → app.quit\n");
}

static void
test_whole (void)
{
  g_autoptr (SpStatus) status = sp_status_new (NOW_S);
  g_autofree char *menu = NULL;

  set_address (status, "198.51.100.2");
  add_profile (status, "p1", "NAS", TRUE);
  add_profile (status, "p2", "my_shop", FALSE);
  menu = draw (status);

  assert_has_line (menu, "_Check now → app.check-now");
  assert_has_line (menu, "  _All names → app.force-update()");
  assert_has_line (menu, "  NAS → app.force-update(p1)");
  assert_has_line (menu, "  my__shop");
  assert_has_line (menu, "Copy IPv_4 → app.copy-address(ipv4)");
  assert_has_line (menu, "Copy IPv_6");
  assert_has_line (menu, "  Until _tomorrow → app.pause(tomorrow)");
  assert_has_line (menu, "_Pause");
  assert_has_line (menu, "_Resume [hidden]");
}

static void
test_status_line (void)
{
  g_autoptr (SpStatus) status = sp_status_new (NOW_S);
  g_autoptr (GMenuModel) menu = NULL;
  g_autoptr (GMenuModel) section = NULL;
  g_autofree char *label = NULL;
  g_autofree char *action = NULL;

  set_address (status, "198.51.100.2");
  add_profile (status, "p1", "NAS", TRUE);
  menu = sp_tray_menu (status);
  section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);
  g_menu_model_get_item_attribute (section, 0, "label", "s", &label);

  g_assert_cmpint (g_menu_model_get_n_items (section), ==, 1);
  g_assert_nonnull (strstr (label, "198.51.100.2"));
  g_assert_false (g_menu_model_get_item_attribute (section, 0, "action", "s", &action));
}

static void
test_paused (void)
{
  g_autoptr (SpStatus) status = sp_status_new (NOW_S);
  g_autofree char *menu = NULL;

  sp_status_set_paused_until (status, G_MAXINT64);
  menu = draw (status);
  assert_has_line (menu, "_Pause [hidden]");
  assert_has_line (menu, "_Resume → app.resume");
}

/* Hosts misplace an open menu that gains or loses items; only profiles may change their number. */
static void
test_same_shape (void)
{
  g_autoptr (SpStatus) status = sp_status_new (NOW_S);
  g_autofree char *before = draw (NULL);
  g_autofree char *after = NULL;
  g_auto (GStrv) lines_before = NULL;
  g_auto (GStrv) lines_after = NULL;

  sp_status_set_paused_until (status, NOW_S + 60);
  set_address (status, "2001:db8::7");
  after = draw (status);
  lines_before = g_strsplit (before, "\n", -1);
  lines_after = g_strsplit (after, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines_before), ==, g_strv_length (lines_after));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray-menu/before-the-engine", test_before_the_engine);
  g_test_add_func ("/tray-menu/whole", test_whole);
  g_test_add_func ("/tray-menu/status-line", test_status_line);
  g_test_add_func ("/tray-menu/paused", test_paused);
  g_test_add_func ("/tray-menu/same-shape", test_same_shape);
  return g_test_run ();
}
