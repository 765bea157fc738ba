/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-desktop.h"

G_BEGIN_DECLS

#define SP_TYPE_PORTAL_DESKTOP (sp_portal_desktop_get_type ())
G_DECLARE_FINAL_TYPE (SpPortalDesktop, sp_portal_desktop, SP, PORTAL_DESKTOP, GObject)

SpDesktop *sp_portal_desktop_new (GDBusConnection *bus, const char *reason);

G_END_DECLS
