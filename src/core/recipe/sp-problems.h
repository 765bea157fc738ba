/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpProblems:
 *
 * What is wrong with a file, one sentence per problem, each with file and line and a remedy.
 * Collected while the file is read, so that a person corrects all of it at once. Owned by the one
 * who reads.
 */
typedef struct _SpProblems SpProblems;

SpProblems *sp_problems_new (const char *file_name);
void sp_problems_free (SpProblems *self);
void sp_problems_add (SpProblems *self, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);
guint sp_problems_get_n (const SpProblems *self);
const char *sp_problems_get (const SpProblems *self, guint problem);
const char *sp_problems_get_file_name (const SpProblems *self);
GPtrArray *sp_problems_steal (SpProblems *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpProblems, sp_problems_free)

G_END_DECLS
