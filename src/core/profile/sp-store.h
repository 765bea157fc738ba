/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/sp-clock.h"
#include "profile/sp-account.h"
#include "profile/sp-profile.h"

G_BEGIN_DECLS

#define SP_TYPE_STORE (sp_store_get_type ())
/**
 * SpStore:
 *
 * The profiles and accounts on disk: `<folder>/profiles/<uuid>.profile` and
 * `<folder>/accounts/<uuid>.account`, one keyfile each, written atomically with mode 0600. A
 * damaged file disables only itself and is reported. Emits “changed” when this program, the
 * command line or a person with an editor changed a file.
 */
G_DECLARE_FINAL_TYPE (SpStore, sp_store, SP, STORE, GObject)

SpStore *sp_store_new (const char *folder);
gboolean sp_store_load (SpStore *self, GError **error);
void sp_store_watch (SpStore *self, SpClock *clock);

GPtrArray *sp_store_list_profiles (SpStore *self);
GPtrArray *sp_store_list_accounts (SpStore *self);
GPtrArray *sp_store_list_problems (SpStore *self);
SpProfile *sp_store_lookup_profile (SpStore *self, const char *id_or_name, GError **error);
SpAccount *sp_store_lookup_account (SpStore *self, const char *id_or_name, GError **error);

gboolean sp_store_save_profile (SpStore *self, SpProfile *profile, GError **error);
gboolean sp_store_save_account (SpStore *self, SpAccount *account, GError **error);
gboolean sp_store_remove_profile (SpStore *self, const char *id, GError **error);
gboolean sp_store_remove_account (SpStore *self, const char *id, GError **error);

G_END_DECLS
