/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-practice-provider.h"

G_BEGIN_DECLS

/* What a person can ask of the practice provider while it runs, typed as one line or posted as a
 * form: both end here. */

gboolean sp_practice_control (SpPracticeProvider *provider,
                              const char *verb,
                              GHashTable *arguments,
                              GError **error);
gboolean sp_practice_control_line (SpPracticeProvider *provider, const char *line, GError **error);
const char *sp_practice_control_get_help (void);

G_END_DECLS
