/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SP_TWIN_REDACTED "•••"

/**
 * SpTwin:
 * @text: (owned): what is sent
 * @redacted: (owned): the same, with “•••” for each secret; the only one that may be logged
 *
 * A text and its redacted twin, which grow together: whoever appends has to say what may be known
 * of it. The text is wiped when freed.
 */
typedef struct
{
  GString *text;
  GString *redacted;
} SpTwin;

SpTwin *sp_twin_new (void);
void sp_twin_free (SpTwin *self);
void sp_twin_append (SpTwin *self, const char *text);
void sp_twin_append_secret (SpTwin *self, const char *text);
void sp_twin_append_twin (SpTwin *self, const SpTwin *other);
void sp_twin_drop_suffix (SpTwin *self, const char *suffix);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTwin, sp_twin_free)

G_END_DECLS
