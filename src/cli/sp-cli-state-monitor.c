/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-state-monitor.h"

#include "journal/sp-state-lock.h"

static void
files_changed_cb (GFileMonitor *monitor,
                  GFile *file,
                  GFile *other,
                  GFileMonitorEvent event,
                  gboolean *has_changed)
{
  g_autofree char *name = g_file_get_basename (file);

  if (event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED && g_str_equal (name, SP_STATE_LOCK_FILE))
    *has_changed = TRUE;
}

/**
 * sp_cli_state_monitor_new:
 * @folder: where the state lives
 * @has_changed: set to %TRUE, by the main loop, when a Signpost has written something there; must
 *   outlive the monitor
 * @error: return location for what GIO says where nothing can be watched
 *
 * The state is files that everybody may read, so there is no need to ask who writes it: a machine
 * without a desktop has no bus to ask on.
 *
 * Returns: (transfer full) (nullable): what watches as long as it lives
 */
GFileMonitor *
sp_cli_state_monitor_new (const char *folder, gboolean *has_changed, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  GFileMonitor *monitor = g_file_monitor_directory (file, G_FILE_MONITOR_NONE, NULL, error);

  /* rule 14: the caller lets the monitor go before its own variables */
  if (monitor != NULL)
    g_signal_connect (monitor, "changed", G_CALLBACK (files_changed_cb), has_changed);
  return monitor;
}
