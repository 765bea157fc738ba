/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

GMenuModel *sp_tray_menu (SpStatus *status);
char *sp_tray_escape_label (const char *text);

G_END_DECLS
