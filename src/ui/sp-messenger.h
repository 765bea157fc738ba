/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sp-services.h"

G_BEGIN_DECLS

#define SP_TYPE_MESSENGER (sp_messenger_get_type ())
/**
 * SpMessenger:
 *
 * Shows on the desktop what #SpNotifier decides. It waits a moment before it asks, so that several
 * changes become one notification. Its buttons are actions of the application.
 */
G_DECLARE_FINAL_TYPE (SpMessenger, sp_messenger, SP, MESSENGER, GObject)

SpMessenger *sp_messenger_new (GApplication *application, SpServices *services);
void sp_messenger_tell (SpMessenger *self, SpStatus *status);

G_END_DECLS
