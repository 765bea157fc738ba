/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-status.h"
#include "wording/sp-wording-time.h"

G_BEGIN_DECLS

/**
 * SpSeverity:
 *
 * How much a person should care.
 */
typedef enum
{
  SP_SEVERITY_FINE,
  SP_SEVERITY_WAITING,
  SP_SEVERITY_PROBLEM,
  SP_SEVERITY_NEEDS_PERSON,
} SpSeverity;

/**
 * SpMark:
 *
 * The six marks that differ by shape, in the list and in the tray.
 */
typedef enum
{
  SP_MARK_CURRENT,
  SP_MARK_WORKING,
  SP_MARK_WAITING,
  SP_MARK_ATTENTION,
  SP_MARK_PAUSED,
  SP_MARK_OFFLINE,
} SpMark;

#define SP_N_MARKS 6

const char *sp_mark_to_string (SpMark mark);

/**
 * SpWords:
 *
 * What a person reads of a state: a short title, one or more whole sentences, the provider's own
 * words behind them, a mark and a severity. Free with sp_words_free().
 */
typedef struct
{
  char *title;
  char *sentence;
  SpMark mark;
  SpSeverity severity;
} SpWords;

void sp_words_free (SpWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpWords, sp_words_free)

SpWords *sp_wording_for_target (const SpStatus *status,
                                const SpProfileStatus *profile,
                                const SpTargetStatus *target);
SpWords *sp_wording_for_profile (const SpStatus *status, const SpProfileStatus *profile);
SpWords *sp_wording_for_status (const SpStatus *status);
char *sp_wording_for_tray (const SpStatus *status);
char *sp_wording_for_guard (const SpStatus *status, SpGuard guard);
char *sp_wording_for_finding (const SpStatus *status, SpFamily family);
char *sp_wording_for_error (const GError *error);

G_END_DECLS
