/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

#define SP_TYPE_BACKGROUND (sp_background_get_type ())
/**
 * SpBackground:
 *
 * Decides what closing the window means: with a tray icon the program lives on in it; without one
 * it asks once whether to keep running, and remembers the answer.
 */
G_DECLARE_FINAL_TYPE (SpBackground, sp_background, SP, BACKGROUND, GObject)

SpBackground *sp_background_new (SpApplication *application);
gboolean sp_background_is_agreed (SpBackground *self);
gboolean sp_background_close (SpBackground *self, GdkEvent *event, GtkWindow *window);
void sp_background_go_unseen (SpBackground *self);

G_END_DECLS
