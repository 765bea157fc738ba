/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "journal/sp-database.h"
#include "journal/sp-journal.h"

G_BEGIN_DECLS

/* The table “trace”: what attempts sent and what came back, of the last days and never much. A file
 * of before it was thought of gets it when it is written to, and none is missed where it is not:
 * that needs no other version of the file. */

#define SP_TRACE_ROWS_SCHEMA                                                                       \
  "CREATE TABLE IF NOT EXISTS trace ("                                                             \
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, wall_s INTEGER NOT NULL, first_event INTEGER NOT NULL," \
  "  last_event INTEGER NOT NULL, took_ms INTEGER NOT NULL, sent TEXT NOT NULL, received TEXT,"    \
  "  error TEXT, n_cut INTEGER NOT NULL, is_withheld INTEGER NOT NULL);"

gboolean sp_trace_rows_add (SpDatabase *database,
                            const SpTrace *trace,
                            gint64 first_event,
                            gint64 last_event,
                            GError **error);
GPtrArray *sp_trace_rows_list (SpDatabase *database,
                               const char *profile_id,
                               gint64 event_id,
                               gint64 after_id,
                               GError **error);
gboolean sp_trace_rows_prune (SpDatabase *database, gint64 now_wall_s, GError **error);

G_END_DECLS
