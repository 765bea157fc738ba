/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "address/sp-address.h"

G_BEGIN_DECLS

/**
 * SpRowMode:
 * @SP_ROW_AUTOMATIC: publish the address that is detected
 * @SP_ROW_OFF: this family is not managed; nothing is published for it
 * @SP_ROW_FIXED: publish the address that the person typed
 * @SP_ROW_LEAVE: another hand keeps this family; the provider is told to keep its value
 *
 * What happens to one family of a profile.
 */
typedef enum
{
  SP_ROW_AUTOMATIC,
  SP_ROW_OFF,
  SP_ROW_FIXED,
  SP_ROW_LEAVE,
} SpRowMode;

/**
 * SpProfile:
 *
 * What a person edits: a name, an account, host names, one row for IPv4 and one for IPv6 and where
 * the address comes from. Immutable and reference counted. Every property is a key with a text
 * value, the same in the file, on the command line and in the editor; sp_profile_with() is the one
 * place that validates a value.
 */
typedef struct _SpProfile SpProfile;

SpProfile *sp_profile_new (const char *id, const char *name, const char *account_id);
SpProfile *sp_profile_with (SpProfile *self, const char *key, const char *value, GError **error);
SpProfile *sp_profile_from_text (const char *id, const char *text, GError **error);
char *sp_profile_to_text (const SpProfile *self);
SpProfile *sp_profile_ref (SpProfile *self);
void sp_profile_unref (SpProfile *self);

const char *sp_profile_get_id (const SpProfile *self);
const char *sp_profile_get_name (const SpProfile *self);
const char *sp_profile_get_group (const SpProfile *self);
const char *sp_profile_get_account_id (const SpProfile *self);
const char *const *sp_profile_get_hosts (const SpProfile *self);
SpRowMode sp_profile_get_row (const SpProfile *self, SpFamily family);
SpAddress *sp_profile_get_fixed (const SpProfile *self, SpFamily family);
const char *sp_profile_get_source (const SpProfile *self);
gboolean sp_profile_is_this_network (const SpProfile *self);
gboolean sp_profile_allows_special (const SpProfile *self);
gboolean sp_profile_is_enabled (const SpProfile *self);
guint sp_profile_get_interval_s (const SpProfile *self);
guint sp_profile_get_ttl_s (const SpProfile *self);
gboolean sp_profile_may_create (const SpProfile *self);
char *sp_profile_get (const SpProfile *self, const char *key);
const char *const *sp_profile_list_keys (void);
gboolean sp_profile_equal (const SpProfile *a, const SpProfile *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpProfile, sp_profile_unref)

G_END_DECLS
