/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-desktop.h"

G_BEGIN_DECLS

#define SP_TYPE_NATIVE_DESKTOP (sp_native_desktop_get_type ())
G_DECLARE_FINAL_TYPE (SpNativeDesktop, sp_native_desktop, SP, NATIVE_DESKTOP, GObject)

SpDesktop *sp_native_desktop_new (const char *config_folder, const char *program);

G_END_DECLS
