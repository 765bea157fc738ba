/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-journal.h"

G_BEGIN_DECLS

char *sp_event_text (const SpEvent *event);
char *sp_event_time (gint64 wall_s);

G_END_DECLS
