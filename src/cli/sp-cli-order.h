/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-cli-command.h"

G_BEGIN_DECLS

typedef gboolean (*SpCliOrderFunc) (SpEngine *engine,
                                    const char *const *ids,
                                    gint64 duration_s,
                                    GError **error);

/**
 * SpCliOrder:
 * @method: what a running Signpost calls it
 * @arguments: (nullable) (transfer floating): the arguments of @method
 * @run: does the same with an engine of our own
 * @ids: (array zero-terminated=1): ids of the profiles it is about; none for all
 * @duration_s: for how long, where that matters
 *
 * “pause”, “resume” and “retry”: something that changes the state at once and sends nothing.
 */
typedef struct
{
  const char *method;
  GVariant *arguments;
  SpCliOrderFunc run;
  char **ids;
  gint64 duration_s;
} SpCliOrder;

SpExit
sp_cli_order_run (const SpCliOrder *self, SpCliContext *context, const SpCliCommand *command);

G_END_DECLS
