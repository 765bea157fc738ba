/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/sp-engine.h"

G_BEGIN_DECLS

#define SP_TYPE_BUS_SERVICE (sp_bus_service_get_type ())
G_DECLARE_FINAL_TYPE (SpBusService, sp_bus_service, SP, BUS_SERVICE, GObject)

SpBusService *sp_bus_service_new (SpEngine *engine, SpStore *store);

G_END_DECLS
