/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-services.h"

G_BEGIN_DECLS

char *sp_report_write (SpServices *services, const char *profile_id, gboolean with_requests);

G_END_DECLS
