/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "provider/sp-clock-skew.h"

/**
 * sp_clock_skew_describe:
 * @server_ahead_s: by how many seconds the clock of the server is ahead; negative if behind
 *
 * Returns: (transfer full): a sentence with what to do
 */
char *
sp_clock_skew_describe (gint64 server_ahead_s)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, ABS (server_ahead_s));

  if (server_ahead_s > 0)
    return g_strdup_printf ("the clock of this computer is %s seconds behind that of the server; "
                            "set it right",
                            seconds);
  return g_strdup_printf ("the clock of this computer is %s seconds ahead of that of the server; "
                          "set it right",
                          seconds);
}
