/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-target.h"

G_BEGIN_DECLS

/* What happens to the memory of a target. Nothing else writes to an #SpTarget. */

void sp_record_note_intent (SpTarget *self, SpAddress *address, const SpInstant *now);
void sp_record_withdraw_intent (SpTarget *self);
void sp_record_note_outcome (SpTarget *self,
                             SpAddress *sent,
                             gboolean was_refresh,
                             SpOutcome *outcome,
                             const SpInstant *now);
gboolean sp_record_lift_latch (SpTarget *self);
void sp_record_forget (SpTarget *self);
gboolean sp_record_settle_in_boot (SpTarget *self, const SpInstant *now);

G_END_DECLS
