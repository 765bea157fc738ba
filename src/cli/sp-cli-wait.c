/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sp-cli-wait.h"

/**
 * sp_cli_wait_cb:
 * @object: the source of the operation
 * @result: its result
 * @slot: (out): where to leave it
 *
 * The callback for sp_cli_wait().
 */
void
sp_cli_wait_cb (GObject *object, GAsyncResult *result, gpointer slot)
{
  GAsyncResult **result_slot = slot;

  *result_slot = g_object_ref (result);
}

/**
 * sp_cli_wait:
 * @slot: what was given to sp_cli_wait_cb(), %NULL so far
 *
 * Runs the main loop until the operation has ended.
 *
 * Returns: (transfer none): the result, which @slot owns
 */
GAsyncResult *
sp_cli_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *slot;
}
