/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "recipe/sp-outcome.h"

G_BEGIN_DECLS

gint64 sp_backoff_get_wait_s (const SpOutcome *outcome, guint fails, double jitter);
gboolean sp_backoff_is_maintenance (const SpOutcome *outcome);
double sp_backoff_get_share (guint32 seed, const char *key, gint64 number);

G_END_DECLS
