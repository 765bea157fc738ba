/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-database.h"
#include "journal/sp-journal.h"

G_BEGIN_DECLS

/* The table “event”: changes, attempts, outages and problems in the order they happened. */

#define SP_EVENT_ROWS_SCHEMA                                                                       \
  "CREATE TABLE event ("                                                                           \
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, wall_s INTEGER NOT NULL, kind TEXT NOT NULL,"           \
  "  profile_id TEXT, host TEXT, family TEXT, address TEXT, old_address TEXT, outcome TEXT,"       \
  "  text TEXT);"                                                                                  \
  "CREATE INDEX event_by_time ON event (wall_s);"

gboolean sp_event_rows_add (SpDatabase *database, const SpEvent *event, GError **error);
GPtrArray *sp_event_rows_list (SpDatabase *database,
                               const char *profile_id,
                               gint64 since_wall_s,
                               gint64 after_id,
                               guint limit,
                               GError **error);
gboolean sp_event_rows_prune (SpDatabase *database, gint64 before_wall_s, GError **error);

G_END_DECLS
