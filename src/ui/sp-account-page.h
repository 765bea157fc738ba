/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-draft.h"

G_BEGIN_DECLS

#define SP_TYPE_ACCOUNT_PAGE (sp_account_page_get_type ())
/**
 * SpAccountPage:
 *
 * Account and host names of a draft: which account, only the fields that its provider needs, each
 * with a line that says where to find it, and the names.
 */
G_DECLARE_FINAL_TYPE (SpAccountPage, sp_account_page, SP, ACCOUNT_PAGE, GtkBox)

void sp_account_page_set_draft (SpAccountPage *self, SpDraft *draft);
gboolean sp_account_page_finish (SpAccountPage *self, GError **error);

G_END_DECLS
