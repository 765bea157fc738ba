/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"

G_BEGIN_DECLS

/**
 * SpStateWatchFunc:
 * @user_data: as handed over
 *
 * Returns: %TRUE to be called again after the next change
 */
typedef gboolean (*SpStateWatchFunc) (gpointer user_data);

#define SP_TYPE_STATE_WATCH (sp_state_watch_get_type ())
G_DECLARE_FINAL_TYPE (SpStateWatch, sp_state_watch, SP, STATE_WATCH, GObject)

SpStateWatch *sp_state_watch_new (SpClock *clock,
                                  const char *folder,
                                  SpStateWatchFunc callback,
                                  gpointer user_data);

G_END_DECLS
