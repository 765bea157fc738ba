/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"

G_BEGIN_DECLS

char *sp_fingerprint_of_network (SpNetwork *network);

G_END_DECLS
