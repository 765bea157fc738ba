/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

#define SP_TYPE_EDITOR (sp_editor_get_type ())
/**
 * SpEditor:
 *
 * Makes a profile in three pages – who keeps the name, account and names, where it points – or
 * edits one in the last two of them. It works on a #SpDraft; nothing is on disk before it is whole
 * and saved.
 */
G_DECLARE_FINAL_TYPE (SpEditor, sp_editor, SP, EDITOR, GtkDialog)

void sp_editor_open (SpApplication *application, const char *profile_id, gboolean test);

G_END_DECLS
