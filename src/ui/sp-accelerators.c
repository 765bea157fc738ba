/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-accelerators.h"

static gboolean
accelerator_cb (GtkAccelGroup *group,
                GObject *window,
                guint key,
                GdkModifierType modifiers,
                const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (g_object_get_data (G_OBJECT (group), "actions")),
                                  action,
                                  NULL);
  return TRUE;
}

/**
 * sp_accelerators_new:
 * @actions: must outlive the group
 *
 * Returns: (transfer full): the keys of the main window
 */
GtkAccelGroup *
sp_accelerators_new (GActionGroup *actions)
{
  static const struct
  {
    const char *keys;
    const char *action;
  } table[] = {
    { "<Primary>n", "add-profile" },
    { "<Primary>r", "check-now" },
    { "F5", "check-now" },
    { "<Primary>comma", "preferences" },
    { "F1", "help" },
    { "<Primary>F1", "shortcuts" },
    { "<Primary>question", "shortcuts" },
    { "<Primary>q", "quit" },
  };
  GtkAccelGroup *group = gtk_accel_group_new ();

  g_object_set_data (G_OBJECT (group), "actions", actions);
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      guint key = 0;
      GdkModifierType modifiers = 0;

      gtk_accelerator_parse (table[i].keys, &key, &modifiers);
      gtk_accel_group_connect (group,
                               key,
                               modifiers,
                               0,
                               g_cclosure_new (G_CALLBACK (accelerator_cb),
                                               (gpointer) table[i].action,
                                               NULL));
    }
  return group;
}
