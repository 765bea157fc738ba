/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-draft.h"

G_BEGIN_DECLS

#define SP_TYPE_HOST_EDITOR (sp_host_editor_get_type ())
/**
 * SpHostEditor:
 *
 * The host names of a draft as chips, and a field to add more. What is typed is judged at once: the
 * line below shows the whole name as it will be, or says what is wrong with it.
 */
G_DECLARE_FINAL_TYPE (SpHostEditor, sp_host_editor, SP, HOST_EDITOR, GtkBox)

void sp_host_editor_set_draft (SpHostEditor *self, SpDraft *draft);
gboolean sp_host_editor_finish (SpHostEditor *self, GError **error);

G_END_DECLS
