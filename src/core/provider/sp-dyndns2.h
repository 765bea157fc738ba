/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "provider/sp-verdict.h"

G_BEGIN_DECLS

/* The “/nic/update” protocol: a GET with host names and addresses, and one code word per name in
 * the answer (help.dyn.com/remote-access-api). */

SpRequest *sp_dyndns2_make_request (const SpBatch *batch,
                                    const SpPlanStep *step,
                                    SpVariables *variables,
                                    GError **error);
void sp_dyndns2_judge (const SpVerdict *verdict);

G_END_DECLS
