/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_LOGIN (sp_login_get_type ())
/**
 * SpLogin:
 *
 * The switch “start at login”. It shows what the desktop answered and not what was wished, and the
 * line below it says why where the two differ.
 */
G_DECLARE_FINAL_TYPE (SpLogin, sp_login, SP, LOGIN, GObject)

SpLogin *sp_login_new (SpServices *services, GtkSwitch *button, GtkLabel *hint);

G_END_DECLS
