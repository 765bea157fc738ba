/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/sp-clock.h"
#include "provider/sp-secrets.h"

G_BEGIN_DECLS

#define SP_TYPE_KEYRING (sp_keyring_get_type ())
G_DECLARE_FINAL_TYPE (SpKeyring, sp_keyring, SP, KEYRING, GObject)

SpSecrets *sp_keyring_new (SpClock *clock);
SpSecrets *sp_keyring_new_in_sandbox (void);

G_END_DECLS
