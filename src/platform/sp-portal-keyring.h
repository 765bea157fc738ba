/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "provider/sp-secrets.h"

G_BEGIN_DECLS

#define SP_TYPE_PORTAL_KEYRING (sp_portal_keyring_get_type ())
G_DECLARE_FINAL_TYPE (SpPortalKeyring, sp_portal_keyring, SP, PORTAL_KEYRING, GObject)

SpSecrets *sp_portal_keyring_new (SpClock *clock, const char *data_folder);

G_END_DECLS
