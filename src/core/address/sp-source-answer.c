/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "address/sp-source-answer.h"

/**
 * sp_source_answer_new:
 * @name: short name of the source
 * @operator_name: who runs it
 * @address: (nullable): what it said
 * @error: (nullable): or why not
 *
 * Returns: (transfer full): an answer holding copies
 */
SpSourceAnswer *
sp_source_answer_new (const char *name,
                      const char *operator_name,
                      SpAddress *address,
                      const GError *error)
{
  SpSourceAnswer *self = g_new0 (SpSourceAnswer, 1);

  self->name = g_strdup (name);
  self->operator_name = g_strdup (operator_name);
  self->address = address != NULL ? sp_address_ref (address) : NULL;
  self->error = error != NULL ? g_error_copy (error) : NULL;
  return self;
}

/**
 * sp_source_answer_free:
 * @self: (transfer full): an answer
 */
void
sp_source_answer_free (SpSourceAnswer *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->operator_name, g_free);
  g_clear_pointer (&self->address, sp_address_unref);
  g_clear_error (&self->error);
  g_free (self);
}
