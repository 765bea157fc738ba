/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_LOG_PAGE (sp_log_page_get_type ())
/**
 * SpLogPage:
 *
 * The journal as it is written, newest last, of one profile or of all. A report of it can be
 * copied; as the journal holds no secret, neither does the report.
 */
G_DECLARE_FINAL_TYPE (SpLogPage, sp_log_page, SP, LOG_PAGE, GtkBox)

void sp_log_page_set_services (SpLogPage *self, SpServices *services);
void sp_log_page_show_profile (SpLogPage *self, const char *profile_id);

G_END_DECLS
