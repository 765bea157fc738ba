/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

void sp_confirm_send (SpApplication *application, const char *profile_id);
void sp_confirm_remove (SpApplication *application, const char *profile_id);
void sp_confirm_show_error (SpApplication *application, const char *title, const GError *error);

G_END_DECLS
