/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http/sp-twin.h"

#include <string.h>

#include "profile/sp-credentials.h"

/**
 * sp_twin_new:
 *
 * Returns: (transfer full): an empty text with an empty twin
 */
SpTwin *
sp_twin_new (void)
{
  SpTwin *self = g_new0 (SpTwin, 1);

  self->text = g_string_sized_new (256);
  self->redacted = g_string_sized_new (256);
  return self;
}

/**
 * sp_twin_free:
 * @self: (transfer full): a text and its twin
 *
 * Overwrites the text.
 */
void
sp_twin_free (SpTwin *self)
{
  sp_secret_text_free (g_string_free (self->text, FALSE));
  g_string_free (self->redacted, TRUE);
  g_free (self);
}

/**
 * sp_twin_append:
 * @self: a text and its twin
 * @text: added to both
 */
void
sp_twin_append (SpTwin *self, const char *text)
{
  g_string_append (self->text, text);
  g_string_append (self->redacted, text);
}

/**
 * sp_twin_append_secret:
 * @self: a text and its twin
 * @text: added to the text; the twin gets “•••”, which does not tell its length
 */
void
sp_twin_append_secret (SpTwin *self, const char *text)
{
  g_string_append (self->text, text);
  g_string_append (self->redacted, SP_TWIN_REDACTED);
}

/**
 * sp_twin_append_twin:
 * @self: a text and its twin
 * @other: another, added side by side
 */
void
sp_twin_append_twin (SpTwin *self, const SpTwin *other)
{
  g_string_append (self->text, other->text->str);
  g_string_append (self->redacted, other->redacted->str);
}

static void
drop_suffix (GString *text, const char *suffix)
{
  if (g_str_has_suffix (text->str, suffix))
    g_string_truncate (text, text->len - strlen (suffix));
}

/**
 * sp_twin_drop_suffix:
 * @self: a text and its twin
 * @suffix: taken off the end of each that has it
 */
void
sp_twin_drop_suffix (SpTwin *self, const char *suffix)
{
  drop_suffix (self->text, suffix);
  drop_suffix (self->redacted, suffix);
}
