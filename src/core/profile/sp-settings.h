/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The settings of data/io.github.signpostdns.Signpost.gschema.xml, kept in
 * `<folder>/settings.ini` through GKeyfileSettingsBackend: one file for the window, the command
 * line, native and Flatpak. */

#define SP_SETTING_CHECK_INTERVAL    "check-interval"
#define SP_SETTING_ECHO_SERVICES     "echo-services"
#define SP_SETTING_NOTIFY_CHANGED    "notify-address-changed"
#define SP_SETTING_NOTIFY_PROBLEM    "notify-problem"
#define SP_SETTING_NOTIFY_RECOVERED  "notify-recovered"
#define SP_SETTING_NOTIFY_NEEDS_YOU  "notify-needs-you"
#define SP_SETTING_RUN_IN_BACKGROUND "run-in-background"
#define SP_SETTING_START_AT_LOGIN    "start-at-login"
#define SP_SETTING_TRAY_STYLE        "tray-style"
#define SP_SETTING_HISTORY_DAYS      "history-days"

GSettings *sp_settings_open (const char *folder, GPtrArray *problems, GError **error);

G_END_DECLS
