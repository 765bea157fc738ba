/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-database.h"

G_BEGIN_DECLS

/* The table “target”: what is remembered of each (profile, host name, family). */

#define SP_TARGET_ROWS_SCHEMA                                                                      \
  "CREATE TABLE target ("                                                                          \
  "  profile_id TEXT NOT NULL, host TEXT NOT NULL, family TEXT NOT NULL,"                          \
  "  acked TEXT, acked_at TEXT NOT NULL, since TEXT NOT NULL,"                                     \
  "  intent TEXT, intent_at TEXT NOT NULL,"                                                        \
  "  outcome TEXT, http_status INTEGER NOT NULL, outcome_address TEXT,"                            \
  "  retry_after_s INTEGER NOT NULL, message TEXT, outcome_at TEXT NOT NULL,"                      \
  "  fails INTEGER NOT NULL, latched INTEGER NOT NULL, recent_sends TEXT NOT NULL,"                \
  "  nochg_count INTEGER NOT NULL,"                                                                \
  "  PRIMARY KEY (profile_id, host, family)) WITHOUT ROWID;"

GPtrArray *sp_target_rows_load (SpDatabase *database, GError **error);
gboolean sp_target_rows_save (SpDatabase *database, GPtrArray *targets, GError **error);
gboolean
sp_target_rows_remove_profile (SpDatabase *database, const char *profile_id, GError **error);

G_END_DECLS
