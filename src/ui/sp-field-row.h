/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-draft.h"

G_BEGIN_DECLS

GtkWidget *sp_field_row_new (SpDraft *draft, const SpRecipeField *field);
GtkWidget *sp_field_row_get_entry (GtkWidget *row);

G_END_DECLS
