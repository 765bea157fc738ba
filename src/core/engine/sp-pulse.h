/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-counsel.h"
#include "engine/sp-dispatcher.h"
#include "engine/sp-wishes.h"

G_BEGIN_DECLS

/**
 * SpPulseParts:
 * @roster: the targets
 * @rounds: looks for addresses
 * @dispatcher: sends
 * @wishes: who waits
 * @counsel: decides
 *
 * The parts of the engine that a pulse moves; all outlive it, or it is closed before.
 */
typedef struct
{
  SpRoster *roster;
  SpRounds *rounds;
  SpDispatcher *dispatcher;
  SpWishes *wishes;
  SpCounsel *counsel;
} SpPulseParts;

#define SP_TYPE_PULSE (sp_pulse_get_type ())
/**
 * SpPulse:
 *
 * What makes the engine move: one beat decides everything anew, starts what may start, and sets one
 * alarm for the next moment at which time alone changes something. There is no tick; between beats
 * the program sleeps. Emits “beat” (no arguments) after each.
 */
G_DECLARE_FINAL_TYPE (SpPulse, sp_pulse, SP, PULSE, GObject)

SpPulse *sp_pulse_new (SpClock *clock, const SpPulseParts *parts, guint32 seed);
void sp_pulse_close (SpPulse *self);

void sp_pulse_start (SpPulse *self);
void sp_pulse_stop (SpPulse *self);
void sp_pulse_queue (SpPulse *self);
void sp_pulse_collect (SpPulse *self);
gboolean sp_pulse_may_look (SpPulse *self, const SpFacts *facts);

G_END_DECLS
