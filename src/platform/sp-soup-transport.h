/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "http/sp-transport.h"

G_BEGIN_DECLS

#define SP_TYPE_SOUP_TRANSPORT (sp_soup_transport_get_type ())
G_DECLARE_FINAL_TYPE (SpSoupTransport, sp_soup_transport, SP, SOUP_TRANSPORT, GObject)

SpTransport *sp_soup_transport_new (SpClock *clock);

G_END_DECLS
