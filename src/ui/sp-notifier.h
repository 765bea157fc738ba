/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-notice.h"

G_BEGIN_DECLS

/**
 * SpNotifier:
 *
 * Decides what is worth a notification. It compares each status with the one before, remembers what
 * was said, and knows neither a desktop nor a clock. Free with sp_notifier_free().
 */
typedef struct _SpNotifier SpNotifier;

SpNotifier *sp_notifier_new (void);
void sp_notifier_free (SpNotifier *self);
GPtrArray *
sp_notifier_update (SpNotifier *self, SpStatus *status, guint allowed_kinds, gint64 now_s);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNotifier, sp_notifier_free)

G_END_DECLS
