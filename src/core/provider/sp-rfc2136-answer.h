/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dns/sp-dns-call.h"
#include "recipe/sp-outcome.h"

G_BEGIN_DECLS

SpOutcomeClass sp_rfc2136_answer_judge (const SpDnsCall *call, char **words);

G_END_DECLS
