/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/sp-clock.h"

G_BEGIN_DECLS

void sp_dns_exchange_begin (GTask *task,
                            SpClock *clock,
                            const char *server,
                            guint16 port,
                            GBytes *message);

G_END_DECLS
