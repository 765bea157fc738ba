/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "recipe/sp-phase.h"

G_BEGIN_DECLS

/**
 * SpPaging:
 * @number: of the page that is asked for, from 1
 * @cursor: (owned) (nullable): what the provider calls the page
 *
 * Which page of a list a request asks for. Plain data, cleared with sp_paging_start().
 */
typedef struct
{
  guint number;
  char *cursor;
} SpPaging;

void sp_paging_start (SpPaging *self);
void sp_paging_tell (const SpPaging *self, const SpPhase *phase, SpVariables *variables);
gboolean
sp_paging_go_on (SpPaging *self, const SpPhase *phase, SpEvidence *evidence, guint n_items);

G_END_DECLS
