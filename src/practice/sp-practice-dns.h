/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-zone.h"

G_BEGIN_DECLS

/* DNS messages of the practice provider: one query in, one reply out, no sockets. */

GBytes *sp_practice_dns_answer (SpPracticeZone *zone, const guint8 *query, gsize length);

G_END_DECLS
