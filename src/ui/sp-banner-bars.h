/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void sp_banner_bars_show (GtkBox *box, GPtrArray *banners);

G_END_DECLS
