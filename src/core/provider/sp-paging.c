/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-paging.h"

#include <string.h>

/**
 * sp_paging_start:
 * @self: paging, or all zero
 *
 * Goes back to the first page.
 */
void
sp_paging_start (SpPaging *self)
{
  self->number = 1;
  g_clear_pointer (&self->cursor, g_free);
}

/**
 * sp_paging_tell:
 * @self: paging
 * @phase: what is asked for
 * @variables: gets “page” and “offset”
 */
void
sp_paging_tell (const SpPaging *self, const SpPhase *phase, SpVariables *variables)
{
  g_autofree char *number = g_strdup_printf ("%u", self->number);
  g_autofree char *offset = g_strdup_printf ("%u", (self->number - 1) * phase->page_size);

  sp_variables_set (variables, "page", phase->cursor != NULL ? self->cursor : number);
  sp_variables_set (variables, "offset", offset);
}

static gboolean
has_next_cursor (SpPaging *self, const SpPhase *phase, SpEvidence *evidence)
{
  g_autofree char *cursor = sp_extract_find (phase->cursor, evidence, NULL);

  if (cursor == NULL || cursor[0] == '\0' || strcmp (cursor, "false") == 0 ||
      g_strcmp0 (cursor, self->cursor) == 0)
    return FALSE;

  g_clear_pointer (&self->cursor, g_free);
  self->cursor = g_steal_pointer (&cursor);
  return TRUE;
}

static gboolean
has_next_page (const SpPaging *self, const SpPhase *phase, SpEvidence *evidence, guint n_items)
{
  g_autofree char *pages = sp_extract_find (phase->pages, evidence, NULL);

  if (phase->pages != NULL)
    return pages != NULL && self->number < g_ascii_strtoull (pages, NULL, 10);
  return phase->page_size > 0 && n_items >= phase->page_size;
}

/**
 * sp_paging_go_on:
 * @self: paging
 * @phase: what was asked for
 * @evidence: its answer
 * @n_items: how many items that has
 *
 * Returns: %TRUE if there is another page; it is the one that is asked for next
 */
gboolean
sp_paging_go_on (SpPaging *self, const SpPhase *phase, SpEvidence *evidence, guint n_items)
{
  gboolean more = phase->cursor != NULL ? has_next_cursor (self, phase, evidence)
                                        : has_next_page (self, phase, evidence, n_items);

  self->number += more ? 1 : 0;
  return more;
}
