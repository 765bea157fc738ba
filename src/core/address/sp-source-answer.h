/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpSourceAnswer:
 * @name: (owned): short name of the source: an echo service or an interface
 * @operator_name: (owned): who runs it; “kernel” for an interface
 * @address: (owned) (nullable): what it said
 * @error: (owned) (nullable): why it said nothing that can be used
 *
 * What one source said in one round: either an address or an error. A list of them is the trace
 * that `signpostctl address --verbose` prints. Plain data, never changed.
 */
typedef struct
{
  char *name;
  char *operator_name;
  SpAddress *address;
  GError *error;
} SpSourceAnswer;

SpSourceAnswer *sp_source_answer_new (const char *name,
                                      const char *operator_name,
                                      SpAddress *address,
                                      const GError *error);
void sp_source_answer_free (SpSourceAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSourceAnswer, sp_source_answer_free)

G_END_DECLS
