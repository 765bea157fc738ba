/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_TEST_VIEW (sp_test_view_get_type ())
/**
 * SpTestView:
 *
 * A button and the steps of a rehearsal, which are ticked off as they end. What it tests it is
 * handed when somebody presses the button: it emits “asked” and waits for sp_test_view_run().
 */
G_DECLARE_FINAL_TYPE (SpTestView, sp_test_view, SP, TEST_VIEW, GtkBox)

void sp_test_view_run (SpTestView *self,
                       SpServices *services,
                       SpProfile *profile,
                       SpAccount *account,
                       SpCredentials *credentials);

G_END_DECLS
