/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkAccelGroup *sp_accelerators_new (GActionGroup *actions);

G_END_DECLS
