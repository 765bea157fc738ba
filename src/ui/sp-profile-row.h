/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-profile-item.h"

G_BEGIN_DECLS

#define SP_TYPE_PROFILE_ROW (sp_profile_row_get_type ())
/**
 * SpProfileRow:
 *
 * A profile in the list: two lines, and below them, when it is opened, each target and the buttons.
 * Bound to a #SpProfileItem, whose texts it shows; what is open is its only state.
 */
G_DECLARE_FINAL_TYPE (SpProfileRow, sp_profile_row, SP, PROFILE_ROW, GtkListBoxRow)

GtkWidget *sp_profile_row_new (SpProfileItem *item);
SpProfileItem *sp_profile_row_get_item (SpProfileRow *self);
gboolean sp_profile_row_is_open (SpProfileRow *self);
void sp_profile_row_set_open (SpProfileRow *self, gboolean open);

G_END_DECLS
