/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-verdict.h"

G_BEGIN_DECLS

/* One request, judged by the ordered rules of the recipe. What matches none of them is not a
 * success. */

SpRequest *sp_oneshot_make_request (const SpBatch *batch,
                                    const SpPlanStep *step,
                                    SpVariables *variables,
                                    GError **error);
void sp_oneshot_judge (const SpVerdict *verdict);

G_END_DECLS
