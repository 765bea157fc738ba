/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-zone.h"

G_BEGIN_DECLS

/* One client of the name server over TCP: answers each message it sends (RFC 1035 §4.2.2) until it
 * hangs up, breaks a rule or is silent for 10 s. Frees itself. */

void sp_practice_conversation_start (GSocketConnection *connection,
                                     SpPracticeZone *zone,
                                     GCancellable *cancellable);

G_END_DECLS
