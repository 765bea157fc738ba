/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "profile/sp-account.h"
#include "profile/sp-profile.h"

G_BEGIN_DECLS

#define SP_STORE_PROFILE_SUFFIX ".profile"
#define SP_STORE_ACCOUNT_SUFFIX ".account"

/**
 * SpStoreContents:
 * @profiles: (owned) (element-type SpProfile): by group and name
 * @accounts: (owned) (element-type SpAccount): by name
 * @problems: (owned) (element-type GError): what is wrong with the files that were left out
 *
 * What the files of a store say at one moment. Never changed once it was read.
 */
typedef struct
{
  GPtrArray *profiles;
  GPtrArray *accounts;
  GPtrArray *problems;
} SpStoreContents;

SpStoreContents *sp_store_contents_new (void);
SpStoreContents *
sp_store_contents_read (const char *profiles_folder, const char *accounts_folder, GError **error);
void sp_store_contents_free (SpStoreContents *self);
SpAccount *sp_store_contents_find_account (const SpStoreContents *self, const char *id);
gboolean sp_store_contents_equal (const SpStoreContents *a, const SpStoreContents *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpStoreContents, sp_store_contents_free)

G_END_DECLS
