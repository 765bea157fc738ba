/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-network.h"

G_BEGIN_DECLS

SpAddress *sp_interface_choose (GPtrArray *table,
                                const char *interface,
                                SpFamily family,
                                SpAddress *published,
                                gboolean allow_special,
                                GError **error);

G_END_DECLS
