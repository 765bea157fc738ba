/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-application.h"

G_BEGIN_DECLS

void sp_about_open (SpApplication *application);
void sp_about_show_shortcuts (SpApplication *application);

G_END_DECLS
