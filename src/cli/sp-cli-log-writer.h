/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpCliLogWriter:
 *
 * Where log lines go: to the journal with all their fields, or to the standard error one a line,
 * and never to the standard output, which belongs to the answer. There is one for the whole life
 * of the program, because GLib never gives it back.
 */
typedef struct _SpCliLogWriter SpCliLogWriter;

SpCliLogWriter *sp_cli_log_writer_install (void);
void sp_cli_log_writer_set_level (SpCliLogWriter *self, GLogLevelFlags level);

G_END_DECLS
