/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the running Signpost and its clients agree on: where it is on the session bus, what it can be
 * asked, and how its errors are called. In core because both sides stand on it; nothing here opens
 * a bus. The names need config.h. */

#define SP_BUS_NAME      SP_APPLICATION_ID ".Engine"
#define SP_BUS_PATH      SP_APPLICATION_PATH "/Engine"
#define SP_BUS_INTERFACE "io.github.signpostdns.Signpost1"

GDBusInterfaceInfo *sp_bus_interface_get_info (void);
void sp_bus_interface_register_errors (void);

G_END_DECLS
