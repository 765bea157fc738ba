/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sp_menu_renderer_draw (GtkMenuShell *shell, GMenuModel *model, GActionGroup *actions);
GtkWidget *sp_menu_renderer_find (GtkMenuShell *shell, const char *action);

G_END_DECLS
