/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_HISTORY_PAGE (sp_history_page_get_type ())
/**
 * SpHistoryPage:
 *
 * What happened: the addresses of this place over time, and below them the journal as a table that
 * can be filtered and saved. It reads the journal while it is seen.
 */
G_DECLARE_FINAL_TYPE (SpHistoryPage, sp_history_page, SP, HISTORY_PAGE, GtkBox)

void sp_history_page_set_services (SpHistoryPage *self, SpServices *services);

G_END_DECLS
