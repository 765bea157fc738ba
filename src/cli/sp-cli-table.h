/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpCliTable:
 *
 * Rows of text whose columns line up in a terminal, whatever characters they hold. The last column
 * is not padded, so it may be long. Made, filled, printed and freed by one command.
 */
typedef struct _SpCliTable SpCliTable;

SpCliTable *sp_cli_table_new (guint n_columns);
void sp_cli_table_free (SpCliTable *self);
void sp_cli_table_add (SpCliTable *self, ...) G_GNUC_NULL_TERMINATED;
void sp_cli_table_print (SpCliTable *self, const char *indent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCliTable, sp_cli_table_free)

G_END_DECLS
