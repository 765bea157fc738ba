/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"

G_BEGIN_DECLS

#define SP_TYPE_FAKE_CLOCK (sp_fake_clock_get_type ())
/**
 * SpFakeClock:
 *
 * A clock that a test moves by hand: a day passes in the time its alarms need to run. Starts at
 * 2026-03-01 12:00:00 UTC, 1000 s after boot. End a test with sp_fake_clock_close(), which fails it
 * when an alarm is pending or somebody still holds the clock.
 */
G_DECLARE_FINAL_TYPE (SpFakeClock, sp_fake_clock, SP, FAKE_CLOCK, GObject)

SpFakeClock *sp_fake_clock_new (void);
void sp_fake_clock_close (SpFakeClock *self);

void sp_fake_clock_settle (SpFakeClock *self);
void sp_fake_clock_advance_ms (SpFakeClock *self, gint64 ms);
void sp_fake_clock_advance_s (SpFakeClock *self, gint64 seconds);
gboolean sp_fake_clock_advance_to_alarm (SpFakeClock *self);
void sp_fake_clock_step_wall (SpFakeClock *self, gint64 seconds);
void sp_fake_clock_sleep (SpFakeClock *self, gint64 seconds);
void sp_fake_clock_reboot (SpFakeClock *self);

guint sp_fake_clock_get_n_pending (SpFakeClock *self);
guint sp_fake_clock_get_n_fired (SpFakeClock *self);
gint64 sp_fake_clock_get_next_ms (SpFakeClock *self);

G_END_DECLS
