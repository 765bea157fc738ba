/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "journal/sp-journal.h"

G_BEGIN_DECLS

#define SP_TYPE_REQUEST_VIEW (sp_request_view_get_type ())
/**
 * SpRequestView:
 *
 * What one attempt sent and what came back, as text that can be selected and copied. Holds nothing
 * that the journal would not.
 */
G_DECLARE_FINAL_TYPE (SpRequestView, sp_request_view, SP, REQUEST_VIEW, GtkScrolledWindow)

void sp_request_view_show_hint (SpRequestView *self);
void sp_request_view_show_event (SpRequestView *self, SpJournal *journal, gint64 event_id);

G_END_DECLS
