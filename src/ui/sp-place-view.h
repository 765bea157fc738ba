/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "engine/sp-status.h"

G_BEGIN_DECLS

#define SP_TYPE_PLACE_VIEW (sp_place_view_get_type ())
/**
 * SpPlaceView:
 *
 * The addresses of this place: one line a family with the address, a button that copies it, and a
 * sentence that says where it was learnt.
 */
G_DECLARE_FINAL_TYPE (SpPlaceView, sp_place_view, SP, PLACE_VIEW, GtkGrid)

void sp_place_view_show_status (SpPlaceView *self, SpStatus *status);

G_END_DECLS
