/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GFileMonitor *sp_cli_state_monitor_new (const char *folder, gboolean *has_changed, GError **error);

G_END_DECLS
