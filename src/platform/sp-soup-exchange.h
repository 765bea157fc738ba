/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "http/sp-transport.h"

G_BEGIN_DECLS

void sp_soup_exchange_begin (GTask *task, SpRequest *request, SpClock *clock);

G_END_DECLS
